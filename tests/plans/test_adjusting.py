"""Reading a newer version of a plan: what differs is shown, then applied with a reason, and progress stays."""

from typing import Any

import pytest

from tests.plans.readings import DOUBT, document, item, reading
from tests.support.factory import Factory
from tracker.db import db, transaction
from tracker.errors import NotAllowed, RuleBroken
from tracker.history.queries import list_history_of
from tracker.permissions import Actor, Role
from tracker.plans.adjusting import AFTER_ADJUSTING, Adjusted, apply_adjustment
from tracker.plans.comparing import ChangeKind, compare
from tracker.plans.editing import ItemChanges, add_item, confirm_item, edit_item, remove_item, split_item
from tracker.plans.models import Plan, PlanAdjustment
from tracker.plans.newer_version import compare_with_newer, drop_comparison
from tracker.plans.printed_names import UnitChoice
from tracker.plans.queries import find_last_step, find_proposal, get_plan, list_adjustments, list_items
from tracker.plans.reading.model import ReadItem
from tracker.plans.rules import PlanState
from tracker.plans.services import import_plan

A = item("公开规划成果，应公开尽公开。", "规划科", limit="6月底前", number="1", heading_path=("一、公开",))
B = item("开展政策解读，重要政策都有解读。", "法规科", limit="年底前", at=2, number="2", heading_path=("一、公开",))
C = item("举办开放日活动。", "办公室", at=3, number="3", heading_path=("二、互动",))


def changed(one: ReadItem, **values: Any) -> ReadItem:
    """The same item as a newer document has it."""
    return ReadItem(**{**{name: getattr(one, name) for name in one.__dataclass_fields__}, **values})


@pytest.fixture
def office(make: Factory) -> Actor:
    for name in ("规划科", "法规科", "办公室"):
        make.unit(name)
    return make.actor(Role.OFFICE)


@pytest.fixture
def plan(context: None, office: Actor) -> Plan:
    return import_plan(document(reading(A, B, C)), by=office)


def publish(plan: Plan) -> None:
    with transaction():
        get_plan(plan.id).state = PlanState.PUBLISHED


def newer(plan: Plan, *items: ReadItem, by: Actor) -> PlanAdjustment:
    return compare_with_newer(plan.id, document(reading(*items), "新版.txt"), by=by)


def shown(adjustment: PlanAdjustment) -> list[tuple[str, str, list[str]]]:
    return [(one["kind"], one["title"], sorted(one["fields"])) for one in adjustment.changes]


def texts(plan: Plan) -> list[str]:
    return [one.text for one in list_items(plan.id)]


def test_the_same_items_in_any_order_differ_in_nothing() -> None:
    comparison = compare([A, B, C], [C, A, B])

    assert (comparison.changes, comparison.older) == ((), (2, 0, 1))


def test_what_was_added_changed_and_dropped_is_told_apart() -> None:
    comparison = compare(
        [A, B, C], [changed(A, text="公开规划成果，应公开尽公开，年内完成。"), B, item("全新的一件事", at=9)]
    )

    assert [(change.old, change.new) for change in comparison.added] == [(None, 2)]
    assert [(change.old, sorted(change.fields)) for change in comparison.changed] == [(0, ["text"])]
    assert [change.old for change in comparison.dropped] == [2]


def test_an_item_that_only_got_another_number_is_moved_and_not_changed() -> None:
    new = item("插在前面的一件事。", number="1", heading_path=("一、公开",))

    comparison = compare([A, B], [new, changed(A, number="2"), changed(B, number="3")])

    assert [change.kind for change in comparison.changes] == [ChangeKind.ADDED, ChangeKind.MOVED, ChangeKind.MOVED]


def test_equal_texts_under_different_headings_are_not_mixed_up() -> None:
    one = item("定期更新。", number="1", heading_path=("甲",))
    other = item("定期更新。", "办公室", number="1", heading_path=("乙",))

    assert compare([one, other], [other, one]).changes == ()


def test_line_breaks_and_blanks_are_no_difference() -> None:
    assert compare([A], [changed(A, text="公开规划成果，\n应公开 尽公开。")]).changes == ()


def test_four_hundred_rewritten_items_are_compared_in_good_time() -> None:
    old = [item(f"第{at}项工作任务的具体要求和安排，按规定公开。", number=str(at), at=at) for at in range(400)]
    new = [changed(one, text=one.text.replace("按规定公开", "依法依规及时公开")) for one in old]

    assert len(compare(old, new).changed) == 400


def test_comparing_shows_the_differences_and_leaves_the_plan_as_it_is(office: Actor, plan: Plan) -> None:
    publish(plan)

    adjustment = newer(plan, changed(A, limit=B.limit), B, item("新的一件事。", "规划科", at=4), by=office)

    assert shown(adjustment) == [
        ("changed", "公开规划成果，应公开尽公开", ["limit_phrase"]),
        ("added", "新的一件事", []),
        ("dropped", "举办开放日活动", []),
    ]
    assert texts(plan) == [A.text, B.text, C.text]
    assert get_plan(plan.id).source_name == "要点.txt"


def test_corrections_of_the_review_are_no_differences_and_stay(office: Actor, plan: Plan) -> None:
    first, second, third = list_items(plan.id)
    edit_item(first.id, ItemChanges("公开各类规划成果。", number="1", lead=("法规科",)), by=office)
    split_item(second.id, "开展政策解读。", "重要政策都有解读。", by=office)
    remove_item(third.id, by=office)
    add_item(plan.id, ItemChanges("自己加的一条。", lead=("办公室",)), by=office)
    publish(plan)
    assert newer(plan, A, B, C, by=office).changes == []

    adjustment = newer(plan, changed(A, target="不少于3次"), changed(B, limit=A.limit), C, by=office)
    apply_adjustment(adjustment.id, reason="市里调整", by=office)

    kept = list_items(plan.id)
    assert texts(plan) == ["公开各类规划成果。", "开展政策解读。", "重要政策都有解读。", "自己加的一条。"]
    assert (kept[0].target, kept[0].units[0].name) == ("不少于3次", "法规科")
    assert [one.limit_phrase for one in kept[1:3]] == ["6月底前", "6月底前"]
    assert not any(one.is_dropped for one in kept)


def test_an_adjustment_of_a_published_plan_keeps_items_their_numbers_and_marks_what_is_dropped(
    office: Actor, plan: Plan
) -> None:
    publish(plan)
    ids = [one.id for one in list_items(plan.id)]
    new = item("插在中间的一件事。", "规划科", limit="9月底前", at=2, number="2", heading_path=("一、公开",))
    later = changed(B, text="开展政策解读，重要政策都有多种形式的解读。", number="3", place=C.place)
    adjustment = newer(plan, A, new, later, by=office)

    adjusted = apply_adjustment(adjustment.id, reason="市政府办公室印发了修订版", by=office)

    kept = list_items(plan.id)
    assert texts(plan) == [A.text, new.text, later.text, C.text]
    assert [one.id for one in kept if one.text != new.text] == ids
    assert [one.is_dropped for one in kept] == [False, False, False, True]
    assert (kept[2].number, kept[2].place, kept[2].limit_phrase) == ("3", "表1第3行", "年底前")
    assert [len(rows) for rows in (adjusted.added, adjusted.changed, adjusted.dropped)] == [1, 1, 1]
    assert [entry.event for entry in list_history_of("plan_item", ids[1])] == ["plan.item_adjusted", "plan.item_added"][
        :1
    ]
    plan_now = get_plan(plan.id)
    assert (plan_now.source_name, list_adjustments(plan.id)[0].previous_name) == ("新版.txt", "要点.txt")
    assert list_history_of("plan", plan.id)[0].changes["reason"] == [None, "市政府办公室印发了修订版"]
    assert newer(plan, A, new, later, by=office).changes == []


def test_only_what_is_ticked_is_taken(office: Actor, plan: Plan) -> None:
    publish(plan)
    adjustment = newer(plan, changed(A, text=A.text + "限期完成。"), item("新的一件事。", at=4), by=office)
    key = next(one["key"] for one in adjustment.changes if one["kind"] == "changed")

    apply_adjustment(adjustment.id, reason="修订", taken=[key], by=office)

    assert texts(plan) == [A.text + "限期完成。", B.text, C.text]
    assert not any(one.is_dropped for one in list_items(plan.id))


def test_what_the_review_took_out_comes_back_only_when_asked_for(office: Actor, plan: Plan) -> None:
    remove_item(list_items(plan.id)[2].id, by=office)
    later = changed(C, text="举办开放日活动，不少于2次。")
    adjustment = newer(plan, A, B, later, by=office)
    assert [(one["kind"], one["was_taken_out"]) for one in adjustment.changes] == [("added", True)]

    apply_adjustment(adjustment.id, reason="修订", by=office)
    assert texts(plan) == [A.text, B.text]

    remove_again = newer(plan, A, B, changed(C, text="举办开放日活动，不少于3次。"), by=office)
    apply_adjustment(remove_again.id, reason="修订", taken=[remove_again.changes[0]["key"]], by=office)
    assert texts(plan) == [A.text, B.text, "举办开放日活动，不少于3次。"]


def test_in_a_draft_what_is_new_is_to_be_reviewed_and_what_is_dropped_goes(office: Actor, plan: Plan) -> None:
    confirm_item(list_items(plan.id)[0].id, by=office)
    adjustment = newer(
        plan, changed(A, limit=B.limit, doubts=(DOUBT,)), B, item("新的一件事。", "没有的科", at=4), by=office
    )  # fmt: skip

    apply_adjustment(adjustment.id, reason="领导改过了", by=office)

    assert [(one.text, one.is_settled) for one in list_items(plan.id)] == [
        (A.text, False), (B.text, True), ("新的一件事。", False),
    ]  # fmt: skip
    assert find_last_step(plan.id) is None


def test_names_of_the_newer_version_can_be_chosen_with_it(make: Factory, office: Actor, plan: Plan) -> None:
    unit = make.unit("开发利用科")
    publish(plan)
    adjustment = newer(plan, A, B, C, item("新的一件事。", "开花利用科", at=4), by=office)

    apply_adjustment(
        adjustment.id, reason="修订", choices={"开花利用科": UnitChoice(unit.id, is_remembered=True)}, by=office
    )  # fmt: skip

    assert list_items(plan.id)[3].units[0].unit_id == unit.id


def test_items_under_other_headings_go_where_the_newer_document_has_them(office: Actor, plan: Plan) -> None:
    publish(plan)
    adjustment = newer(plan, changed(C, heading_path=("一、公开",), number="1"), changed(A, number="2"), B, by=office)
    assert {one["kind"] for one in adjustment.changes} == {"moved"}

    apply_adjustment(adjustment.id, reason="调整顺序", by=office)

    assert [(one.number, one.text) for one in list_items(plan.id)] == [("1", C.text), ("2", A.text), ("2", B.text)]


def test_who_follows_an_adjustment_is_called_inside_its_transaction(office: Actor, plan: Plan) -> None:
    publish(plan)
    adjustment = newer(plan, A, B, C, item("新的一件事。", "规划科", at=4), by=office)

    def refuse(adjusted: Adjusted, by: Actor) -> None:
        raise RuleBroken(adjusted.added[0].text)

    AFTER_ADJUSTING.append(refuse)
    try:
        with pytest.raises(RuleBroken, match="新的一件事"):
            apply_adjustment(adjustment.id, reason="修订", by=office)
    finally:
        AFTER_ADJUSTING.remove(refuse)

    assert texts(plan) == [A.text, B.text, C.text]
    assert list_adjustments(plan.id) == []


def test_a_reason_is_asked_for_and_an_adjustment_is_applied_once(office: Actor, plan: Plan) -> None:
    adjustment = newer(plan, A, B, by=office)

    with pytest.raises(RuleBroken) as refusal:
        apply_adjustment(adjustment.id, reason=" ", by=office)
    assert refusal.value.field == "reason"
    apply_adjustment(adjustment.id, reason="修订", by=office)
    with pytest.raises(RuleBroken, match="already"):
        apply_adjustment(adjustment.id, reason="修订", by=office)


def test_a_newer_comparison_takes_the_place_of_one_not_applied_and_one_can_be_forgotten(
    office: Actor, plan: Plan
) -> None:
    newer(plan, A, by=office)
    second = newer(plan, A, B, by=office)
    assert db.session.query(PlanAdjustment).count() == 1
    assert (find_proposal(plan.id) or plan).id == second.id

    drop_comparison(plan.id, by=office)

    assert find_proposal(plan.id) is None


def test_a_closed_plan_and_other_roles_are_refused(make: Factory, office: Actor, plan: Plan) -> None:
    adjustment = newer(plan, A, B, by=office)

    for role in set(Role) - {Role.OFFICE}:
        with pytest.raises(NotAllowed):
            newer(plan, A, by=make.actor(role))
        with pytest.raises(NotAllowed):
            apply_adjustment(adjustment.id, reason="修订", by=make.actor(role))
    with transaction():
        get_plan(plan.id).state = PlanState.CLOSED
    with pytest.raises(RuleBroken, match="closed"):
        apply_adjustment(adjustment.id, reason="修订", by=office)
