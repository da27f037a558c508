"""People, posts and seats: who held them from when to when."""

from datetime import date

import pytest

from tests.organisation.appointed import JUNE, MARCH, MAY_END, heads_of
from tests.support.factory import Factory
from tracker.errors import RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.organisation import duties, services
from tracker.organisation.queries import (
    get_unit_page,
    list_former_seats,
    list_people,
    list_seats,
)
from tracker.organisation.rules import Group, Post, Seat
from tracker.permissions import Actor

pytestmark = pytest.mark.usefixtures("context")


def test_a_person_works_in_a_unit_that_exists(office: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.add_person(name="王芳", unit_id=999, by=office)

    assert refused.value.field == "unit_id"


def test_who_leaves_gives_up_posts_and_seats(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科")
    person = make.person("张伟", unit=unit)
    make.post(person, unit, from_on=MARCH)
    make.seat(person, Group.LEADING, Seat.CHAIR)

    services.edit_person(person.id, name="张伟", unit_id=unit.id, to_on=MAY_END, seen=1, by=office)

    assert heads_of(unit) == [("张伟", MARCH, MAY_END)]
    assert list_seats(JUNE) == []
    assert [seat.name for seat in list_seats(MAY_END)] == ["张伟"]


def test_r6_a_stale_person_form_gets_the_newer_texts(make: Factory, office: Actor) -> None:
    person = make.person("张伟")
    services.edit_person(person.id, name="张伟", title="科长", seen=1, by=office)

    with pytest.raises(Stale) as stale:
        services.edit_person(person.id, name="张伟", title="副科长", seen=1, by=office)

    assert stale.value.current["title"] == "科长"


def test_capability_12_a_new_head_ends_the_time_of_the_one_before(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科")
    first, second = make.person("张伟"), make.person("王芳")

    duties.set_post(unit.id, first.id, Post.HEAD, MARCH, by=office)
    duties.set_post(unit.id, second.id, Post.HEAD, JUNE, by=office)

    assert heads_of(unit) == [("王芳", JUNE, None), ("张伟", MARCH, MAY_END)]
    assert list_history_of("unit", unit.id)[0].changes == {"head": [["张伟 2026-03-01"], ["王芳 2026-06-01"]]}


def test_a_post_can_be_left_empty(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科")
    make.post(make.person("张伟"), unit, Post.OFFICER)

    duties.set_post(unit.id, None, Post.OFFICER, JUNE, by=office)

    page = get_unit_page(unit.id, JUNE)
    assert (page.unit.officer, [one.to_on for one in page.holders]) == (None, [MAY_END])


def test_head_and_officer_are_two_posts(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科")
    person = make.person("张伟")

    duties.set_post(unit.id, person.id, Post.HEAD, MARCH, by=office)
    duties.set_post(unit.id, person.id, Post.OFFICER, MARCH, by=office)

    row = get_unit_page(unit.id, JUNE).unit
    assert (row.head and row.head.name, row.officer and row.officer.name) == ("张伟", "张伟")


def test_a_post_given_anew_from_its_first_day_is_corrected(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科")
    make.post(make.person("张伟"), unit, from_on=JUNE)

    duties.set_post(unit.id, make.person("王芳").id, Post.HEAD, JUNE, by=office)

    assert heads_of(unit) == [("王芳", JUNE, None)]


def test_nobody_begins_before_the_present_holder_did(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科")
    make.post(make.person("张伟"), unit, from_on=JUNE)

    with pytest.raises(RuleBroken) as refused:
        duties.set_post(unit.id, make.person("王芳").id, Post.HEAD, MARCH, by=office)

    assert (refused.value.field, heads_of(unit)) == ("from_on", [("张伟", JUNE, None)])


def test_a_post_is_not_given_to_who_has_it(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科")
    person = make.person("张伟")
    make.post(person, unit)

    with pytest.raises(RuleBroken) as refused:
        duties.set_post(unit.id, person.id, Post.HEAD, JUNE, by=office)

    assert refused.value.field == "person_id"


@pytest.mark.parametrize("dates", [{"to_on": MAY_END}, {"from_on": date(2026, 6, 2)}])
def test_a_post_or_seat_goes_to_people_who_are_here(make: Factory, office: Actor, dates: dict[str, date]) -> None:
    person = make.person("张伟", **dates)

    with pytest.raises(RuleBroken):
        duties.set_post(make.unit("法规科").id, person.id, Post.HEAD, JUNE, by=office)
    with pytest.raises(RuleBroken):
        duties.seat_member(Group.LEADING, person.id, Seat.MEMBER, from_on=JUNE, by=office)


def test_capability_12_a_new_chair_ends_the_seat_of_the_one_before(make: Factory, office: Actor) -> None:
    first, second = make.person("张伟"), make.person("王芳")
    duties.seat_member(Group.LEADING, first.id, Seat.CHAIR, from_on=MARCH, by=office)
    duties.seat_member(Group.LEADING, second.id, Seat.DEPUTY, from_on=MARCH, by=office)

    duties.seat_member(Group.LEADING, second.id, Seat.CHAIR, from_on=JUNE, by=office)

    assert [(seat.name, seat.seat) for seat in list_seats(JUNE)] == [("王芳", Seat.CHAIR)]
    assert [(seat.name, seat.seat, seat.to_on) for seat in list_former_seats(JUNE)] == [
        ("张伟", Seat.CHAIR, MAY_END),
        ("王芳", Seat.DEPUTY, MAY_END),
    ]


def test_capability_13_the_office_of_the_leading_group_has_a_director_and_deputies(
    make: Factory, office: Actor
) -> None:
    for name, seat in (("陈红", Seat.DEPUTY), ("高明", Seat.CHAIR)):
        duties.seat_member(Group.LEADING_OFFICE, make.person(name).id, seat, from_on=MARCH, by=office)

    group = list_seats(MARCH)
    assert [(seat.name, seat.seat) for seat in group] == [("高明", Seat.CHAIR), ("陈红", Seat.DEPUTY)]


def test_capability_23_24_supervisors_from_outside_sit_in_the_supervision_group_only(
    make: Factory, office: Actor
) -> None:
    outsider = make.person("赵强", title="人大代表")

    duties.seat_member(Group.SUPERVISION, outsider.id, Seat.OUTSIDE, from_on=MARCH, by=office)
    with pytest.raises(RuleBroken) as refused:
        duties.seat_member(Group.LEADING, outsider.id, Seat.OUTSIDE, from_on=MARCH, by=office)

    assert refused.value.field == "seat"
    assert [seat.title for seat in list_seats(MARCH)] == ["人大代表"]


def test_a_seat_ends_with_its_last_day(make: Factory, office: Actor) -> None:
    seat = duties.seat_member(Group.LEADING, make.person("张伟").id, Seat.MEMBER, from_on=MARCH, by=office)

    with pytest.raises(RuleBroken):
        duties.unseat_member(seat.id, date(2026, 2, 1), by=office)
    duties.unseat_member(seat.id, MAY_END, by=office)

    assert [len(list_seats(day)) for day in (MAY_END, JUNE)] == [1, 0]
    assert list_history_of("group_seat", seat.id)[0].changes == {"to_on": [None, "2026-05-31"]}


def test_capability_18_19_every_level_has_a_named_person(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科")
    chief, deputy, head, officer, discipline = (make.person(name) for name in ("高明", "钱进", "张伟", "王芳", "赵强"))
    duties.seat_member(Group.LEADING, chief.id, Seat.CHAIR, from_on=MARCH, by=office)
    duties.seat_member(Group.LEADING, deputy.id, Seat.DEPUTY, from_on=MARCH, by=office)
    duties.seat_member(Group.SUPERVISION, discipline.id, Seat.CHAIR, from_on=MARCH, by=office)
    duties.set_post(unit.id, head.id, Post.HEAD, MARCH, by=office)
    duties.set_post(unit.id, officer.id, Post.OFFICER, MARCH, by=office)

    told = {row.name: (row.posts, row.seats) for row in list_people(MARCH)}

    assert told == {
        "高明": ((), ((Group.LEADING, Seat.CHAIR),)),
        "钱进": ((), ((Group.LEADING, Seat.DEPUTY),)),
        "张伟": (((Post.HEAD, "法规科"),), ()),
        "王芳": (((Post.OFFICER, "法规科"),), ()),
        "赵强": ((), ((Group.SUPERVISION, Seat.CHAIR),)),
    }
