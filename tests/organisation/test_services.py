"""The agency and its units: what may be changed, by whom, and what the dates become."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.organisation.appointed import JUNE, MARCH, MAY_END, heads_of
from tests.support.factory import Factory
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.organisation import duties, services
from tracker.organisation.models import Person, Unit
from tracker.organisation.queries import (
    find_agency,
    get_agency,
    get_unit,
    list_people,
    list_units,
)
from tracker.organisation.rules import Group, Post, Seat, UnitKind, check_word_of, word_of
from tracker.permissions import Actor, Role

pytestmark = pytest.mark.usefixtures("context")


def test_the_agency_is_entered_once_and_then_changed(office: Actor) -> None:
    services.set_agency(name="清河市档案局", by=office)
    services.set_agency(name="清河市档案馆", short_name="市档案馆", by=office)

    agency = get_agency()
    assert (agency.id, agency.name, agency.short_name, agency.version) == (1, "清河市档案馆", "市档案馆", 2)
    assert [entry.event for entry in list_history_of("agency", 1)] == ["agency.edited", "agency.entered"]


@pytest.mark.parametrize("said", ["政府督查", "市政府 督查"])
def test_an_agency_may_not_call_its_checks_what_only_a_government_may(office: Actor, said: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.set_agency(name="清河市档案局", check_word=said, by=office)

    assert refusal.value.field == "check_word"
    assert find_agency() is None


@pytest.mark.parametrize(
    ("said", "matters", "checks"), [("督办", "督办", "检查"), ("督查", "督查", "督查"), ("", "督办", "检查")]
)
def test_matters_and_checks_are_called_as_the_agency_says(said: str, matters: str, checks: str) -> None:
    assert (word_of(said), check_word_of(word_of(said))) == (matters, checks)


def test_without_an_agency_the_reader_is_told_where_to_enter_it() -> None:
    with pytest.raises(NotFound, match="Enter it under Organisation"):
        get_agency()


def test_a_unit_is_added_with_its_aliases(office: Actor) -> None:
    unit = services.add_unit(
        name="政策法规科", kind=UnitKind.SECTION, aliases=("法规科", "政策法规科", "法规科", "法制科"), by=office
    )

    assert [alias.name for alias in unit.aliases] == ["法规科", "法制科"]
    assert list_history_of("unit", unit.id)[0].changes["aliases"] == [None, ["法规科", "法制科"]]


@pytest.mark.parametrize(
    ("name", "aliases", "field"),
    [
        ("法规科", (), "name"),
        ("法 规 科", (), "name"),  # only typed differently
        ("法制科", (), "name"),  # the other's alias
        ("信访科", ("法规科",), "aliases"),
        ("信访科", ("法制科",), "aliases"),
    ],
)
def test_a_name_belongs_to_one_unit_only(
    make: Factory, office: Actor, name: str, aliases: tuple[str, ...], field: str
) -> None:
    make.unit("法规科", aliases=("法制科",))

    with pytest.raises(RuleBroken) as refused:
        services.add_unit(name=name, kind=UnitKind.SECTION, aliases=aliases, by=office)

    assert refused.value.field == field


def test_a_closed_unit_keeps_its_name(make: Factory, office: Actor) -> None:
    make.unit("法规科", to_on=date(2020, 12, 31))

    with pytest.raises(RuleBroken):
        services.add_unit(name="法规科", kind=UnitKind.SECTION, by=office)


def test_editing_a_unit_keeps_aliases_that_stay_and_counts_the_version_up(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科", aliases=("法制科", "法规股"))

    edited = services.edit_unit(
        unit.id, name="政策法规科", kind=UnitKind.SECTION, aliases=("法制科", "法规科"), seen=1, by=office
    )

    assert (edited.name, [alias.name for alias in edited.aliases], edited.version) == (
        "政策法规科", ["法制科", "法规科"], 2,
    )  # fmt: skip


def test_r6_a_stale_unit_form_gets_the_newer_texts(make: Factory, office: Actor) -> None:
    unit = make.unit("法规科", aliases=("法制科",))
    services.edit_unit(unit.id, name="政策法规科", kind=UnitKind.SECTION, aliases=("法制科",), seen=1, by=office)

    with pytest.raises(Stale) as stale:
        services.edit_unit(unit.id, name="法务科", kind=UnitKind.SECTION, seen=1, by=office)

    assert stale.value.current == {
        "name": "政策法规科", "kind": "section", "aliases": "法制科", "position": "0", "from_on": "",
    }  # fmt: skip
    assert (stale.value.version, stale.value.saved_by) == (2, "李明")
    assert get_unit(unit.id).name == "政策法规科"


def test_a_unit_closes_with_the_posts_in_it(make: Factory, office: Actor) -> None:
    unit = make.unit("档案科")
    make.post(make.person("张伟"), unit, from_on=MARCH)

    services.close_unit(unit.id, MAY_END, by=office)

    assert (get_unit(unit.id).to_on, heads_of(unit)) == (MAY_END, [("张伟", MARCH, MAY_END)])


def test_a_unit_cannot_close_before_it_began(make: Factory, office: Actor) -> None:
    unit = make.unit("档案科", from_on=JUNE)

    with pytest.raises(RuleBroken) as refused:
        services.close_unit(unit.id, MAY_END, by=office)

    assert refused.value.field == "to_on"


def test_a_closed_unit_can_be_opened_again(make: Factory, office: Actor) -> None:
    unit = make.unit("档案科", to_on=MAY_END)

    services.reopen_unit(unit.id, by=office)

    assert get_unit(unit.id).to_on is None


def test_an_alias_is_remembered_once(make: Factory, office: Actor) -> None:
    unit = make.unit("政策法规科", aliases=("法规科",))

    for name in ("法制科", "法制科", "法规科", "政策法规科"):
        services.remember_alias(unit.id, name, by=office)

    remembered = get_unit(unit.id)
    assert ([alias.name for alias in remembered.aliases], remembered.version) == (["法规科", "法制科"], 2)


def test_an_alias_of_another_unit_is_refused(make: Factory, office: Actor) -> None:
    make.unit("办公室", aliases=("综合科",))
    unit = make.unit("政策法规科")

    with pytest.raises(RuleBroken, match="办公室"):
        services.remember_alias(unit.id, "综合科", by=office)


CHANGES: list[Callable[[Unit, Person, Actor], object]] = [
    lambda unit, person, by: services.set_agency(name="别的局", by=by),
    lambda unit, person, by: services.add_unit(name="新科", kind=UnitKind.SECTION, by=by),
    lambda unit, person, by: services.edit_unit(unit.id, name="新科", kind=UnitKind.SECTION, by=by),
    lambda unit, person, by: services.close_unit(unit.id, JUNE, by=by),
    lambda unit, person, by: services.reopen_unit(unit.id, by=by),
    lambda unit, person, by: services.remember_alias(unit.id, "新科", by=by),
    lambda unit, person, by: services.add_person(name="钱进", by=by),
    lambda unit, person, by: services.edit_person(person.id, name="钱进", by=by),
    lambda unit, person, by: duties.set_post(unit.id, person.id, Post.HEAD, JUNE, by=by),
    lambda unit, person, by: duties.seat_member(Group.LEADING, person.id, Seat.CHAIR, from_on=JUNE, by=by),
    lambda unit, person, by: duties.unseat_member(1, JUNE, by=by),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", [Role.SECTION, Role.LEADERSHIP, Role.SUPERVISION, Role.AUDIT_ADMIN])
def test_only_who_may_edit_the_organisation_changes_it(
    make: Factory, change: Callable[[Unit, Person, Actor], object], role: Role
) -> None:
    unit, person = make.unit("法规科"), make.person("张伟")

    with pytest.raises(NotAllowed):
        change(unit, person, make.actor(role, unit=unit))

    assert list_history_of("unit", unit.id) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda by: services.edit_unit(999, name="新科", kind=UnitKind.SECTION, by=by),
        lambda by: services.close_unit(999, JUNE, by=by),
        lambda by: services.remember_alias(999, "新科", by=by),
        lambda by: services.edit_person(999, name="钱进", by=by),
        lambda by: duties.set_post(999, None, Post.HEAD, JUNE, by=by),
        lambda by: duties.seat_member(Group.LEADING, 999, Seat.CHAIR, from_on=JUNE, by=by),
        lambda by: duties.unseat_member(999, JUNE, by=by),
    ],
)
def test_what_does_not_exist_is_not_found(office: Actor, change: Callable[[Actor], object]) -> None:
    with pytest.raises(NotFound):
        change(office)


def test_a_pasted_list_takes_people_who_are_here_but_no_namesakes(make: Factory, office: Actor) -> None:
    known = make.person("王芳")
    for _ in range(2):
        make.person("李明")

    services.import_units("办公室\t\t\t王芳\t李明\n法规科\t\t\t李明\t王芳", MARCH, by=office)

    people = [person.name for person in list_people(MARCH)]
    legal = list_units(MARCH)[1]
    assert (people.count("王芳"), people.count("李明")) == (1, 3)
    assert legal.officer is not None
    assert legal.officer.person_id == known.id
