"""A small bureau to remind: a section with its officer and head, a leader, the office."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests.support.factory import Factory
from tracker.db import db
from tracker.organisation.models import Person, Unit
from tracker.organisation.rules import Group, Post, Seat
from tracker.permissions import Actor, Role


def at(day: date, hour: int = 9) -> datetime:
    """The moment at which it is ``hour`` o'clock in China on ``day``."""
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)


@dataclass(frozen=True)
class Bureau:
    unit: Unit
    officer: Person
    head: Person
    leader: Person
    chair: Person
    clerk: Person


def found(make: Factory) -> Bureau:
    """A section whose officer and head sign in and have mail, a leader who does, a chair without an account."""
    unit, office = make.unit("开发利用科"), make.unit("办公室")
    people = {
        "officer": make.person("秦芳", unit=unit, mail="qin@bureau.example", phone="13800000001"),
        "head": make.person("朱伟民", unit=unit, mail="zhu@bureau.example"),
        "leader": make.person("王建国", title="副局长"),
        "chair": make.person("刘振华", title="局长"),
        "clerk": make.person("孙丽", unit=office),
    }
    roles = {"officer": Role.SECTION, "head": Role.SECTION, "leader": Role.LEADERSHIP, "clerk": Role.OFFICE}
    for name, role in roles.items():
        make.account(role, person_id=people[name].id)
    make.post(people["officer"], unit, Post.OFFICER)
    make.post(people["head"], unit, Post.HEAD)
    make.seat(people["chair"], Group.LEADING, Seat.CHAIR)
    return Bureau(unit, **people)


def actor_of(person: Person, role: Role) -> Actor:
    """The person as services take them."""
    person = db.session.merge(person)
    return Actor(name=person.name, role=role, person_id=person.id, unit_id=person.unit_id)
