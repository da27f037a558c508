"""The invented bureau: its units and people, and an account for each who works with the program."""

from dataclasses import dataclass
from datetime import date

from tracker import clock
from tracker.accounts.models import Account
from tracker.accounts.passwords import hash_password
from tracker.db import db
from tracker.organisation.duties import seat_member, set_post
from tracker.organisation.models import Agency, Person, Unit
from tracker.organisation.rules import Group, Post, Seat, UnitKind
from tracker.organisation.services import add_person, add_unit, set_agency
from tracker.permissions import Actor, Role

AGENCY = "临澄市自然资源局"
PASSWORD = "Lincheng-2026"  # noqa: S105 - printed at every start: it opens invented data only
SINCE = date(2024, 1, 1)

# name, other names, head, information officer, login name of the officer
UNITS = (
    ("办公室", ("局办公室",), "陈国栋", "孙丽", "bangongshi"),
    ("国土空间规划科", ("规划科",), "周文斌", "吴晓燕", "guihua"),
    ("用途管制科", (), "郑建军", "冯娟", "yongtu"),
    ("执法监督科", ("执法科",), "蒋志强", "沈浩", "zhifa"),
    ("政策法规科", ("法规科",), "韩雪梅", "杨柳", "fagui"),
    ("开发利用科", ("利用科",), "朱伟民", "秦芳", "kaifa"),
    ("人事科", (), "许敏", "何静", "renshi"),
    ("不动产登记中心", ("登记中心",), "吕大勇", "施敏", "dengji"),
    ("耕地保护监督科", ("耕保科",), "张立新", "孔祥宇", "gengbao"),
    ("财务科", (), "曹慧", "严冬", "caiwu"),
    ("生态修复科", (), "华建平", "金鑫", "xiufu"),
    ("矿产资源管理科", ("矿管科",), "魏东升", "陶然", "kuangchan"),
    ("土地储备中心", ("储备中心",), "姜海涛", "戚薇", "chubei"),
    ("确权登记科", (), "谢芳", "邹明", "quequan"),
)
AFFILIATED = ("不动产登记中心", "土地储备中心")
LEADERS = (("刘振华", "局长", Seat.CHAIR), ("王建国", "副局长", Seat.DEPUTY), ("赵敏", "纪检组长", Seat.DEPUTY))
SUPERVISORS = (("钱学农", "机关党委书记", "jiandu"), ("潘阳", "审计专员", ""))
ADMINISTRATORS = (
    ("system", Role.SYSTEM_ADMIN, "系统管理员小丁"),
    ("security", Role.SECURITY_ADMIN, "安全管理员小戴"),
    ("audit", Role.AUDIT_ADMIN, "审计管理员小卢"),
)
BUILDER = Actor(name="孙丽", role=Role.OFFICE, unit_name="办公室")


@dataclass(frozen=True)
class Bureau:
    """Who acts in the demonstration: the office, the leader, the supervisor, and each unit's officer by unit id."""

    office: Actor
    leader: Actor
    supervisor: Actor
    officers: dict[int, Actor]


def found_bureau() -> Bureau:
    """Enter agency, units, people and groups, inside the open transaction."""
    agency: Agency = set_agency(name=AGENCY, short_name="市自然资源局", document_code="临自然资", by=BUILDER)
    agency.is_demonstration = True
    hashed = hash_password(PASSWORD)
    units = [_add_unit(place, *entry[:4]) for place, entry in enumerate(UNITS)]
    officers: dict[int, Actor] = {}
    for (unit, officer), entry in zip(units, UNITS, strict=True):
        role = Role.OFFICE if unit.kind is UnitKind.OFFICE else Role.SECTION
        officers[unit.id] = add_account(officer, entry[4], role, hashed, unit)
    office_unit = units[0][0]
    leader = _seat_leaders(hashed)
    supervisor = _seat_supervisors(hashed)
    for username, role, name in ADMINISTRATORS:
        add_account(add_person(name=name, by=BUILDER), username, role, hashed)
    return Bureau(officers[office_unit.id], leader, supervisor, officers)


def _add_unit(place: int, name: str, aliases: tuple[str, ...], head: str, officer: str) -> tuple[Unit, Person]:
    kind = UnitKind.OFFICE if place == 0 else UnitKind.AFFILIATED if name in AFFILIATED else UnitKind.SECTION
    unit = add_unit(name=name, kind=kind, aliases=aliases, position=place, from_on=SINCE, by=BUILDER)
    title = "主任" if place == 0 or name in AFFILIATED else "科长"
    first = add_person(name=head, title=title, unit_id=unit.id, from_on=SINCE, by=BUILDER)
    second = add_person(name=officer, title="信息员", unit_id=unit.id, from_on=SINCE, by=BUILDER)
    set_post(unit.id, first.id, Post.HEAD, SINCE, by=BUILDER)
    set_post(unit.id, second.id, Post.OFFICER, SINCE, by=BUILDER)
    seat_member(Group.LEADING, first.id, Seat.MEMBER, from_on=SINCE, position=10 + place, by=BUILDER)
    return unit, second


def _seat_leaders(hashed: str) -> Actor:
    people = []
    for place, (name, title, seat) in enumerate(LEADERS):
        person = add_person(name=name, title=title, from_on=SINCE, by=BUILDER)
        seat_member(Group.LEADING, person.id, seat, from_on=SINCE, position=place, by=BUILDER)
        people.append(person)
    return add_account(people[1], "lingdao", Role.LEADERSHIP, hashed)


def _seat_supervisors(hashed: str) -> Actor:
    actors = []
    for place, (name, title, username) in enumerate(SUPERVISORS):
        person = add_person(name=name, title=title, from_on=SINCE, by=BUILDER)
        seat = Seat.CHAIR if place == 0 else Seat.MEMBER
        seat_member(Group.SUPERVISION, person.id, seat, from_on=SINCE, position=place, by=BUILDER)
        if username:
            actors.append(add_account(person, username, Role.SUPERVISION, hashed))
    return actors[0]


def add_account(person: Person, username: str, role: Role, hashed: str, unit: Unit | None = None) -> Actor:
    """Give a person an account; all share one hash, which spares a fresh machine seconds of hashing."""
    moment = clock.now()
    account = Account(
        person_id=person.id, username=username, password_hash=hashed, password_set_at=moment, role=role,
        created_at=moment,
    )  # fmt: skip
    db.session.add(account)
    db.session.flush()
    return Actor(
        name=person.name, role=role, account_id=account.id, person_id=person.id,
        unit_id=unit.id if unit else None, unit_name=unit.name if unit else "",
    )  # fmt: skip
