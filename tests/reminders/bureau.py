"""A small bureau to remind: a section with its officer and head, a leader, the office."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from tests.support.factory import Factory
from tracker import clock
from tracker.db import db
from tracker.ledger.periods import months_period
from tracker.organisation.models import Person, Unit
from tracker.organisation.rules import Group, Post, Seat
from tracker.permissions import Actor, Role
from tracker.reminders import services
from tracker.reminders.models import Message
from tracker.reminders.sending import Channel
from tracker.rulesets.services import take_preset
from tracker.scores.models import Scoring
from tracker.scores.services import ScoringOrder, announce_scoring, make_scoring


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


def run_on(day: date) -> services.Run:
    with clock.pinned_at(at(day)):
        return services.make_reminders(day)


def said_to() -> dict[str, list[str]]:
    """What the pages have told everybody so far, message by message."""
    told = defaultdict(list)
    shown = select(Person.name, Message.text).join(Person, Person.id == Message.person_id)
    for name, text in db.session.execute(shown.where(Message.channel == Channel.APP).order_by(Message.id)):
        told[name].append(text)
    return told


def announced(make: Factory, bureau: Bureau, on: date = date(2026, 10, 12)) -> Scoring:
    """The third quarter's scores, announced in the afternoon with five working days to object."""
    office = make.actor(Role.OFFICE)
    with clock.pinned_at(at(on, hour=15)):
        rules = take_preset("hundred", by=office)
        order = ScoringOrder(rules.id, months_period(2026, 7, 9), on, unit_ids=[bureau.unit.id])
        return announce_scoring(make_scoring(order, by=office).id, by=office)
