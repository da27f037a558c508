"""Reading the organisation as it stands on a day, in a fixed number of statements."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.db import db
from tracker.errors import NotFound
from tracker.organisation import queries
from tracker.organisation.models import Unit
from tracker.organisation.rules import Group, Post, Seat, UnitKind

pytestmark = pytest.mark.usefixtures("context")
DAY = date(2026, 3, 1)
BEFORE = date(2026, 2, 28)


def test_capability_25_units_come_by_kind_with_aliases_holders_and_people(make: Factory) -> None:
    make.unit("信息中心", kind=UnitKind.AFFILIATED)
    legal = make.unit("政策法规科", aliases=("法规科", "法制科"), position=1)
    make.unit("办公室", kind=UnitKind.OFFICE, position=9)
    head, officer = make.person("张伟", unit=legal, title="科长"), make.person("王芳", unit=legal, phone="8021")
    make.post(head, legal, from_on=BEFORE)
    make.post(officer, legal, Post.OFFICER, from_on=DAY)

    units = queries.list_units(DAY)

    assert [unit.name for unit in units] == ["办公室", "政策法规科", "信息中心"]
    row = units[1]
    assert (row.aliases, row.people, row.missing) == (("法制科", "法规科"), 2, ())
    assert row.head is not None
    assert row.officer is not None
    assert (row.head.name, row.head.title, row.head.from_on) == ("张伟", "科长", BEFORE)
    assert (row.officer.name, row.officer.phone) == ("王芳", "8021")


def test_a_day_shows_who_was_there_then(make: Factory) -> None:
    closed = make.unit("档案科", to_on=BEFORE)
    make.unit("数据科", from_on=DAY)
    make.post(make.person("张伟", unit=closed, to_on=BEFORE), closed, to_on=BEFORE)

    assert [(unit.name, unit.people) for unit in queries.list_units(BEFORE)] == [("档案科", 1)]
    assert [unit.name for unit in queries.list_units(DAY)] == ["数据科"]
    assert [unit.name for unit in queries.list_other_units(DAY)] == ["档案科"]
    assert [person.name for person in queries.list_former_people(DAY)] == ["张伟"]


def test_capability_14_16_units_without_head_or_officer_are_named(make: Factory) -> None:
    full, half = make.unit("政策法规科"), make.unit("财务科")
    make.unit("信息中心", kind=UnitKind.AFFILIATED)
    make.unit("市财政局", kind=UnitKind.OUTSIDE)  # whose people are not ours to name
    person = make.person()
    for post in Post:
        make.post(person, full, post)
    make.post(person, half, Post.HEAD)
    make.post(person, half, Post.OFFICER, to_on=BEFORE)

    gaps = queries.staffing_gaps(queries.list_units(DAY))
    short = db.session.scalars(select(Unit.name).where(queries.lacks_post(DAY)).order_by(Unit.id)).all()

    assert [(gap.unit_name, gap.missing) for gap in gaps] == [
        ("财务科", (Post.OFFICER,)),
        ("信息中心", (Post.HEAD, Post.OFFICER)),
    ]
    assert short == ["财务科", "信息中心"]


def test_capability_17_every_unit_names_its_first_responsible_person(make: Factory) -> None:
    unit = make.unit("法规科")
    make.post(make.person("张伟"), unit, Post.HEAD)

    shown = queries.get_unit_page(unit.id, DAY).unit
    assert shown.head is not None
    assert shown.head.name == "张伟"
    assert shown.missing == (Post.OFFICER,)


def test_a_group_is_listed_by_rank_then_place(make: Factory) -> None:
    unit = make.unit("办公室")
    for name, seat, position in (("乙", Seat.MEMBER, 2), ("甲", Seat.MEMBER, 1), ("丙", Seat.CHAIR, 5)):
        make.seat(make.person(name, unit=unit), Group.LEADING, seat, position=position)
    make.seat(make.person("丁"), Group.SUPERVISION, Seat.OUTSIDE)
    make.seat(make.person("戊"), Group.LEADING, Seat.DEPUTY, to_on=BEFORE)

    seats = [(seat.group, seat.name, seat.unit_name) for seat in queries.list_seats(DAY)]

    assert seats == [
        (Group.LEADING, "丙", "办公室"), (Group.LEADING, "甲", "办公室"), (Group.LEADING, "乙", "办公室"),
        (Group.SUPERVISION, "丁", ""),
    ]  # fmt: skip
    assert [seat.name for seat in queries.list_former_seats(DAY)] == ["戊"]


def test_people_come_by_unit_with_their_posts_and_seats(make: Factory) -> None:
    second, first = make.unit("法规科", position=2), make.unit("办公室", position=1)
    person = make.person("王芳", unit=second, phone="8021", mail="wang@example.cn")
    make.person("李明", unit=first)
    make.post(person, second, Post.HEAD)
    make.post(person, first, Post.OFFICER)
    make.post(person, first, Post.HEAD, to_on=BEFORE)
    make.seat(person, Group.SUPERVISION, Seat.MEMBER)

    rows = queries.list_people(DAY)

    assert [(row.name, row.unit_name) for row in rows] == [("李明", "办公室"), ("王芳", "法规科")]
    assert rows[1].posts == ((Post.OFFICER, "办公室"), (Post.HEAD, "法规科"))
    assert rows[1].seats == ((Group.SUPERVISION, Seat.MEMBER),)
    assert queries.get_person_row(person.id, DAY) == rows[1]


def test_people_are_found_by_part_of_their_name(make: Factory) -> None:
    for name in ("王芳", "王_明", "李明"):
        make.person(name)

    assert [row.name for row in queries.list_people(DAY, text="_")] == ["王_明"]
    assert (queries.count_people(DAY, text="王"), queries.count_people(DAY)) == (2, 3)
    assert len(queries.list_people(DAY, offset=1, limit=1)) == 1


@pytest.mark.parametrize("get", [queries.get_unit, queries.get_person, queries.get_seat])
def test_what_does_not_exist_is_not_found(get: object) -> None:
    with pytest.raises(NotFound):
        get(999)  # type: ignore[operator]


@pytest.mark.parametrize("get", [queries.get_unit_page, queries.get_person_row])
def test_a_page_of_what_does_not_exist_is_not_found(get: object) -> None:
    with pytest.raises(NotFound):
        get(999, DAY)  # type: ignore[operator]


def test_the_index_knows_our_own_names(make: Factory) -> None:
    make.agency(name="清河市档案局", short_name="市档案局")
    office = make.unit("办公室", kind=UnitKind.OFFICE)

    index = queries.get_unit_index(DAY)

    assert [index.match(name).unit_id for name in ("清河市档案局办公室", "市档案局办公室")] == [office.id, office.id]


@pytest.mark.parametrize("units", [2, 12])
def test_lists_take_a_fixed_number_of_statements(make: Factory, units: int) -> None:
    for _ in range(units):
        unit = make.unit(aliases=(f"别名{units}{_}",))
        person = make.person(unit=unit)
        make.post(person, unit)
        make.post(person, unit, Post.OFFICER)
        make.seat(person)

    with counting() as listing:
        queries.list_units(DAY)
    with counting() as people:
        queries.list_people(DAY)
    with counting() as seats:
        queries.list_seats(DAY)
    with counting() as page:
        queries.get_unit_page(unit.id, DAY)

    assert (listing.count, people.count, seats.count, page.count) == (4, 3, 1, 8)
