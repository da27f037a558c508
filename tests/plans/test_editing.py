"""Correcting the items of a draft, one step at a time, and taking steps back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans.readings import DOUBT, document, item, reading
from tests.support.factory import Factory
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.plans.editing import (
    ItemChanges,
    add_item,
    confirm_item,
    edit_item,
    join_to_previous,
    move_item,
    remove_item,
    split_item,
)
from tracker.plans.limit_choices import LimitChoice, LimitWish
from tracker.plans.models import Plan, PlanItem
from tracker.plans.printed_names import UnitChoice
from tracker.plans.queries import find_last_step, list_items
from tracker.plans.rules import PlanState, Side, first_sentence, halves
from tracker.plans.services import discard_draft, import_plan, set_plan_front, settle_units
from tracker.plans.steps import MOST_STEPS, as_kept, undo
from tracker.workdays.limits import LimitKind

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def use(make: Factory) -> Unit:
    return make.unit("用途管制科")


@pytest.fixture
def office(make: Factory, use: Unit) -> Actor:
    make.unit("规划科")
    return make.actor(Role.OFFICE)


@pytest.fixture
def plan(office: Actor) -> Plan:
    return import_plan(
        document(
            reading(
                item("公开规划。", "规划科", limit="6月底前", number="1", heading_path=("一、公开",)),
                item(
                    "公开用地。应公开尽公开。",
                    "用图管制科",
                    limit="年底前",
                    at=2,
                    number="2",
                    heading_path=("一、公开",),
                ),
                item("开展活动。", "规划科", at=3, doubts=(DOUBT,), heading_path=("二、活动",), target="不少于2次"),
            )
        ),
        by=office,
    )


def as_it_is(one: PlanItem, **values: Any) -> ItemChanges:
    """What the form of an item sends when nothing is changed in it, but for ``values``."""
    names = {"lead": tuple(unit.name for unit in one.units if unit.duty == "lead")}
    made = {
        "text": one.text, "number": one.number or "", "headings": tuple(one.heading_path), "target": one.target,
        "limit": LimitWish(one.limit_phrase), **names, **values,
    }  # fmt: skip
    return ItemChanges(**made)


def state(plan: Plan) -> list[dict[str, Any]]:
    return [{**as_kept(one), "version": None} for one in list_items(plan.id)]


def texts(plan: Plan) -> list[str]:
    return [one.text for one in list_items(plan.id)]


def test_an_edit_changes_what_the_item_says_and_reads_a_new_limit(office: Actor, plan: Plan) -> None:
    first = list_items(plan.id)[0]

    edit_item(
        first.id, as_it_is(first, text="公开总体规划。", limit=LimitWish("每季度"), coop=("用途管制科",)), by=office
    )

    kept = list_items(plan.id)[0]
    assert (kept.text, kept.limit_kind, kept.limit_phrase) == ("公开总体规划。", LimitKind.RECURRING, "每季度")
    assert [unit.unit_id is not None for unit in kept.units] == [True, True]
    entry = list_history_of("plan_item", first.id)[0]
    assert entry.event == "plan.item_edited"
    assert entry.changes["limit_phrase"] == ["6月底前", "每季度"]


def test_a_wording_that_says_no_limit_is_refused_until_a_person_says_how_it_counts(office: Actor, plan: Plan) -> None:
    first = list_items(plan.id)[0]

    with pytest.raises(RuleBroken, match="尽快") as refusal:
        edit_item(first.id, as_it_is(first, limit=LimitWish("尽快")), by=office)
    assert refusal.value.field == "limit_phrase"

    for choice, kind, due in (
        (LimitWish("尽快", LimitChoice.ONE_DAY, date(2026, 5, 1)), LimitKind.FIXED, date(2026, 5, 1)),
        (LimitWish("尽快", LimitChoice.STANDING), LimitKind.OPEN_ENDED, None),
        (LimitWish("尽快", LimitChoice.NONE), LimitKind.NONE, None),
    ):
        edit_item(first.id, as_it_is(first, limit=choice), by=office)
        kept = list_items(plan.id)[0]
        assert (kept.limit_kind, kept.limit_due_on, kept.limit_phrase) == (kind, due, "尽快")


def test_a_limit_settled_by_hand_stays_when_something_else_is_edited(office: Actor, plan: Plan) -> None:
    first = list_items(plan.id)[0]
    edit_item(first.id, as_it_is(first, limit=LimitWish("尽快", LimitChoice.ONE_DAY, date(2026, 5, 1))), by=office)

    edit_item(first.id, as_it_is(first, text="别的"), by=office)

    assert list_items(plan.id)[0].limit_due_on == date(2026, 5, 1)


def test_a_day_typed_beside_an_untouched_wording_is_the_last_day(office: Actor, plan: Plan) -> None:
    first, _, third = list_items(plan.id)

    for one, wish in (
        (first, LimitWish("6月底前", due_on=date(2026, 6, 15))),
        (third, LimitWish("尽快", due_on=date(2026, 6, 15))),
    ):
        edit_item(one.id, as_it_is(one, limit=wish), by=office)

    kept = list_items(plan.id)
    assert [(one.limit_kind, one.limit_due_on) for one in (kept[0], kept[2])] == [
        (LimitKind.FIXED, date(2026, 6, 15))
    ] * 2


def test_a_day_must_be_given_where_one_day_is_chosen_and_a_task_must_say_something(office: Actor, plan: Plan) -> None:
    first = list_items(plan.id)[0]

    for changes, field in (
        (as_it_is(first, limit=LimitWish("尽快", LimitChoice.ONE_DAY)), "due_on"),
        (as_it_is(first, text=" \n"), "text"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            confirm_item(first.id, changes, by=office)
        assert refusal.value.field == field
    assert find_last_step(plan.id) is None


def test_confirming_settles_an_item_and_applies_the_choice_of_a_unit_to_all(
    office: Actor, plan: Plan, use: Unit
) -> None:
    second, third = list_items(plan.id)[1:]
    choices = {"用图管制科": UnitChoice(use.id, is_remembered=True)}

    confirm_item(second.id, as_it_is(second, choices=choices), by=office)
    confirm_item(third.id, by=office)

    assert [one.is_settled for one in list_items(plan.id)] == [True, True, True]
    assert list_items(plan.id)[1].units[0].unit_id == use.id


def test_an_unknown_name_that_was_shown_may_stay_and_one_typed_just_now_is_asked_about(
    office: Actor, plan: Plan
) -> None:
    second = list_items(plan.id)[1]

    assert confirm_item(second.id, as_it_is(second), by=office).is_settled
    assert not confirm_item(second.id, as_it_is(second, lead=("用图管制科", "法规室")), by=office).is_settled


def test_a_split_gives_two_items_in_place_and_the_second_is_to_be_looked_at(office: Actor, plan: Plan) -> None:
    second = list_items(plan.id)[1]

    split_item(second.id, *halves(second.text), by=office)

    assert texts(plan) == ["公开规划。", "公开用地。", "应公开尽公开。", "开展活动。"]
    made = list_items(plan.id)[2]
    assert (made.number, made.limit_phrase, made.heading_path) == (None, "年底前", ["一、公开"])
    assert [unit.name for unit in made.units] == ["用图管制科"]
    assert ([doubt["code"] for doubt in made.doubts], made.is_settled) == (["split"], False)


def test_both_halves_must_say_something(office: Actor, plan: Plan) -> None:
    second = list_items(plan.id)[1]

    for first, last, field in (("", "乙", "first"), ("甲", " ", "second")):
        with pytest.raises(RuleBroken) as refusal:
            split_item(second.id, first, last, by=office)
        assert refusal.value.field == field


def test_joining_adds_text_and_units_and_says_when_the_limits_differ(office: Actor, plan: Plan) -> None:
    second, third = list_items(plan.id)[1:]

    join_to_previous(third.id, by=office)
    join_to_previous(second.id, by=office)

    (kept,) = list_items(plan.id)
    assert kept.text == "公开规划。\n公开用地。应公开尽公开。\n开展活动。"
    assert [unit.name for unit in kept.units] == ["规划科", "用图管制科"]
    assert (kept.limit_phrase, kept.target, kept.anchors) == ("6月底前", "不少于2次", ["t1r1", "t1r2", "t1r3"])
    assert [doubt["code"] for doubt in kept.doubts] == ["number_twice", "other_limit"]
    assert not kept.is_settled


def test_joining_keeps_what_was_typed_and_the_first_item_has_none_before_it(office: Actor, plan: Plan) -> None:
    first, second, _ = list_items(plan.id)

    join_to_previous(second.id, as_it_is(second, text="公开用地审批。"), by=office)
    with pytest.raises(RuleBroken, match="first item"):
        join_to_previous(first.id, by=office)

    assert texts(plan) == ["公开规划。\n公开用地审批。", "开展活动。"]


def test_a_moved_item_stands_under_the_headings_of_its_new_neighbour(make: Factory, office: Actor, plan: Plan) -> None:
    first, second, third = list_items(plan.id)

    move_item(third.id, first.id, Side.BEFORE, by=office)

    assert [one.id for one in list_items(plan.id)] == [third.id, first.id, second.id]
    assert list_items(plan.id)[0].heading_path == ["一、公开"]
    with pytest.raises(RuleBroken):
        move_item(third.id, third.id, Side.AFTER, by=office)
    with pytest.raises(NotFound):
        move_item(third.id, make.item(make.plan(2020)).id, Side.AFTER, by=office)


def test_what_is_no_task_is_taken_out_and_can_be_put_back_with_its_number(office: Actor, plan: Plan) -> None:
    before = state(plan)
    third = list_items(plan.id)[2]

    remove_item(third.id, by=office)
    other = import_plan(document(reading(item("别的计划"), year=2027)), by=office)
    undo(plan.id, by=office)

    assert state(plan) == before
    assert third.id not in [one.id for one in list_items(other.id)]


def test_an_item_can_be_added_by_hand_from_a_place_of_the_source(office: Actor, plan: Plan) -> None:
    first = list_items(plan.id)[0]

    add_item(plan.id, ItemChanges("加一条", lead=("规划科",)), after_id=first.id, anchor="t1r0", by=office)
    add_item(plan.id, ItemChanges("又一条", lead=("没有的科",)), by=office)

    assert texts(plan) == ["公开规划。", "加一条", "公开用地。应公开尽公开。", "开展活动。", "又一条"]
    added = list_items(plan.id)[1]
    assert (added.place, added.anchors, added.read_index, added.is_settled) == ("表1第1行", ["t1r0"], None, True)
    assert not list_items(plan.id)[4].is_settled


def test_steps_are_taken_back_one_by_one_from_the_last(office: Actor, plan: Plan, use: Unit) -> None:
    states = [state(plan)]
    first, second, third = list_items(plan.id)
    for step in (
        lambda: set_plan_front(plan.id, title="要点", year=2027, by=office),
        lambda: settle_units(plan.id, {"用图管制科": UnitChoice(use.id)}, by=office),
        lambda: confirm_item(second.id, as_it_is(second, text="改过的"), by=office),
        lambda: split_item(first.id, "一", "二", by=office),
        lambda: join_to_previous(third.id, by=office),
        lambda: move_item(second.id, first.id, Side.BEFORE, by=office),
        lambda: remove_item(first.id, by=office),
    ):
        step()  # type: ignore[no-untyped-call]
        states.append(state(plan))

    while len(states) > 1:
        assert state(plan) == states.pop()
        undo(plan.id, by=office)
    assert state(plan) == states.pop()
    with pytest.raises(RuleBroken, match="nothing left"):
        undo(plan.id, by=office)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(("split", "join", "move", "remove", "add")), st.integers(0, 9), st.integers(0, 9)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_whatever_is_done_can_be_undone_to_the_letter(
    office: Actor, moves: list[tuple[str, int, int]]
) -> None:  # fmt: skip
    rows = [item(f"第{at}条。后半。", "规划科", at=at, limit="6月底前" if at % 2 else "") for at in range(5)]
    plan = import_plan(document(reading(*rows)), by=office)
    states = []
    for verb, at, other in moves:
        states.append(state(plan))
        try:
            _do(verb, plan, at, other, office)
        except RuleBroken:
            states.pop()

    while states:
        undo(plan.id, by=office)
        assert state(plan) == states.pop()
    discard_draft(plan.id, by=office)


def _do(verb: str, plan: Plan, at: int, other: int, office: Actor) -> None:
    items = list_items(plan.id)
    if verb == "add" or not items:
        add_item(plan.id, ItemChanges("加的", lead=("规划科",)), by=office)
        return
    one, neighbour = items[at % len(items)], items[other % len(items)]
    if verb == "split":
        split_item(one.id, f"{one.text}前", "后", by=office)
    elif verb == "join":
        join_to_previous(one.id, by=office)
    elif verb == "move":
        move_item(one.id, neighbour.id, Side.AFTER if other % 2 else Side.BEFORE, by=office)
    else:
        remove_item(one.id, by=office)


def test_a_step_that_somebody_else_has_covered_is_not_taken_back_unseen(office: Actor, plan: Plan) -> None:
    first, second, _ = list_items(plan.id)
    remove_item(first.id, by=office)
    shown = find_last_step(plan.id)
    remove_item(second.id, by=office)

    with pytest.raises(RuleBroken, match="meanwhile"):
        undo(plan.id, step_id=shown.id if shown else None, by=office)

    assert texts(plan) == ["开展活动。"]


def test_nothing_done_is_no_step_and_only_the_last_hundred_are_kept(office: Actor, plan: Plan) -> None:
    first = list_items(plan.id)[0]
    edit_item(first.id, as_it_is(first), by=office)
    assert find_last_step(plan.id) is None

    for number in range(MOST_STEPS + 5):
        edit_item(first.id, as_it_is(first, text=f"第{number}稿"), by=office)
    for _ in range(MOST_STEPS):
        undo(plan.id, by=office)

    assert find_last_step(plan.id) is None
    assert texts(plan)[0] == "第4稿"


def test_r6_the_second_of_two_editors_of_an_item_gets_both_texts(office: Actor, plan: Plan) -> None:
    first = list_items(plan.id)[0]
    seen = first.version
    edit_item(first.id, as_it_is(first, text="甲的文字"), by=office, seen=seen)

    for act in (edit_item, confirm_item, join_to_previous, remove_item):
        with pytest.raises(Stale) as stale:
            act(first.id, as_it_is(first, text="乙的文字"), by=office, seen=seen)  # type: ignore[operator]
        assert (stale.value.current["text"], stale.value.saved_by) == ("甲的文字", "李明")
    with pytest.raises(Stale):
        split_item(first.id, "甲", "乙", by=office, seen=seen)

    assert texts(plan)[0] == "甲的文字"


def test_only_the_office_edits_and_only_drafts(make: Factory, office: Actor, plan: Plan) -> None:
    first = list_items(plan.id)[0]
    published = make.item(make.plan(2025, state=PlanState.PUBLISHED))

    for role in set(Role) - {Role.OFFICE}:
        for refused in (edit_item, confirm_item, join_to_previous, remove_item):
            with pytest.raises(NotAllowed):
                refused(first.id, as_it_is(first), by=make.actor(role))  # type: ignore[operator]
        with pytest.raises(NotAllowed):
            undo(plan.id, by=make.actor(role))
    with pytest.raises(RuleBroken, match="published"):
        edit_item(published.id, ItemChanges("改"), by=office)
    with pytest.raises(RuleBroken, match="published"):
        add_item(published.plan_id, ItemChanges("加"), by=office)
    with pytest.raises(NotFound):
        edit_item(9999, ItemChanges("改"), by=office)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("一句话", "一句话", ""),
        ("甲。乙。", "甲。", "乙。"),
        ("开展很长的一段工作；做好另一件。再来第三件事情。", "开展很长的一段工作；", "做好另一件。再来第三件事情。"),
        ("甲\n乙", "甲", "乙"),
    ],
)
def test_a_text_is_parted_at_the_sentence_nearest_to_its_middle(text: str, first: str, second: str) -> None:
    assert halves(text) == (first, second)
    assert first_sentence(text) in text
