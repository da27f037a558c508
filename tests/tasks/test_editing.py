"""Making, assigning and changing tasks by hand."""

from datetime import date

import pytest

from tests.support.factory import Factory
from tests.tasks.drafting import YEAR, duties, task_of, wording_of
from tracker import clock
from tracker.db import transaction
from tracker.errors import RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.permissions import Role
from tracker.plans.rules import Duty
from tracker.tasks import services
from tracker.tasks.queries import get_task
from tracker.tasks.rules import TaskState, TaskWording
from tracker.workdays.limits import LimitKind
from tracker.workdays.phrases import read_limit

pytestmark = pytest.mark.usefixtures("context")


def test_a_task_is_made_by_hand_with_the_limit_its_words_give(make: Factory) -> None:
    unit, coop, leader = make.unit(), make.unit(), make.person()
    wording = TaskWording("临时交办的事", limit_phrase="6月底前", target="不少于3篇")

    task = services.add_task(
        YEAR, wording, lead=[unit.id], coop=[coop.id], leader_id=leader.id, by=make.actor(Role.LEADERSHIP)
    )

    assert (task.number, task.due_on, task.target_count, task.state) == (1, date(YEAR, 6, 30), 3, TaskState.ASSIGNED)
    assert [(one.unit_id, one.duty) for one in task.units] == [(unit.id, Duty.LEAD), (coop.id, Duty.COOP)]


def test_a_typed_day_makes_a_limit_where_the_words_give_none(make: Factory) -> None:
    wording = TaskWording("临时交办的事", limit_phrase="尽快", due_on=date(YEAR, 9, 1))

    task = services.add_task(YEAR, wording, lead=[make.unit().id], by=make.actor(Role.OFFICE))

    assert (task.limit_kind, task.limit_phrase) == (LimitKind.FIXED, "尽快")
    assert (task.due_on, task.first_due_on) == (date(YEAR, 9, 1), date(YEAR, 9, 1))


@pytest.mark.parametrize(
    ("title", "lead", "field"), [("", True, "title"), ("甲" * 201, True, "title"), ("一件事", False, "lead")]
)
def test_a_task_needs_a_title_of_bearable_length_and_a_lead(make: Factory, title: str, lead: bool, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.add_task(YEAR, TaskWording(title), lead=[make.unit().id] if lead else [], by=make.actor(Role.OFFICE))

    assert refusal.value.field == field


def test_assigning_changes_the_units_and_keeps_the_signatures_of_those_who_stay(make: Factory) -> None:
    stays, goes, comes, leader = make.unit("甲科"), make.unit("乙科"), make.unit("丙科"), make.person("王建国")
    task = make.task(lead=goes, coop=(stays,))
    services.sign_for(task.id, by=make.actor(Role.SECTION, unit=stays))

    services.assign_task(
        task.id, lead=[stays.id], coop=[comes.id], leader_id=leader.id, officer_id=None,
        by=make.actor(Role.LEADERSHIP), seen=1,
    )  # fmt: skip

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert duties(task) == [("甲科", "lead", ""), ("丙科", "coop", "")]
    assert task.units[0].signed_for_at is not None
    assert task.version == 2
    changes = list_history_of("task", task.id)[0].changes
    assert changes == {"lead": ["乙科", "甲科"], "coop": ["甲科", "丙科"], "leader": ["", "王建国"]}


def test_a_unit_cannot_lead_and_co_operate(make: Factory) -> None:
    unit = make.unit()
    task = make.task(lead=unit)

    with pytest.raises(RuleBroken) as refusal:
        services.assign_task(
            task.id, lead=[unit.id], coop=[unit.id], leader_id=None, officer_id=None, by=make.actor(Role.OFFICE)
        )

    assert refusal.value.field == "coop"


def test_r6_a_stale_assignment_carries_the_units_that_are_saved_now(make: Factory) -> None:
    first, second = make.unit("甲科"), make.unit("乙科")
    task = make.task(lead=first)
    by = make.actor(Role.OFFICE, name="赵敏")
    services.assign_task(task.id, lead=[second.id], coop=[], leader_id=None, officer_id=None, by=by, seen=1)

    with pytest.raises(Stale) as stale:
        services.assign_task(task.id, lead=[first.id], coop=[], leader_id=None, officer_id=None, by=by, seen=1)

    assert (stale.value.current["lead"], stale.value.version, stale.value.saved_by) == ("乙科", 2, "赵敏")


def test_another_day_leaves_the_first_date_standing(make: Factory) -> None:
    task = make.task(due_on=date(YEAR, 6, 30), limit_phrase="6月底前", limit_kind=LimitKind.PERIOD_END)

    services.edit_task(task.id, wording_of(task, due_on=date(YEAR, 8, 31)), by=make.actor(Role.OFFICE), seen=1)

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert (task.due_on, task.first_due_on) == (date(YEAR, 8, 31), date(YEAR, 6, 30))
    assert list_history_of("task", task.id)[0].changes == {"due_on": [f"{YEAR}-06-30", f"{YEAR}-08-31"]}


def test_another_wording_of_the_limit_is_read_anew(make: Factory) -> None:
    task = make.task(year=YEAR, due_on=date(YEAR, 6, 30), limit_phrase="6月底前", limit_kind=LimitKind.PERIOD_END)

    services.edit_task(task.id, wording_of(task, limit_phrase="9月底前"), by=make.actor(Role.OFFICE))

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert (task.due_on, task.first_due_on) == (date(YEAR, 9, 30), date(YEAR, 9, 30))


def test_the_day_of_the_event_starts_the_count(make: Factory) -> None:
    wording = TaskWording("公开出让结果", limit_phrase="信息形成之日起20个工作日内")
    task = services.add_task(2026, wording, lead=[make.unit().id], by=make.actor(Role.OFFICE))
    assert task.due_on is None

    services.edit_task(task.id, wording_of(task, event_on=date(2026, 9, 11)), by=make.actor(Role.OFFICE))

    assert get_task(task.id, make.actor(Role.OFFICE)).due_on == date(2026, 10, 15)


def test_a_new_rhythm_keeps_the_turns_that_are_past_and_replaces_the_others(make: Factory) -> None:
    plan = make.plan(YEAR + 1)
    item = make.item(plan, lead=(make.unit(),))
    with transaction():
        item.limit = read_limit("每季度", YEAR + 1, in_limit_cell=True).limit
    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))
    task = task_of(item)
    with transaction():
        task.occurrences[0].done_on = clock.today()

    services.edit_task(task.id, wording_of(task, limit_phrase="每半年"), by=make.actor(Role.OFFICE))

    task = task_of(item)
    assert [turn.due_on for turn in task.occurrences] == [
        date(YEAR + 1, 3, 31), date(YEAR + 1, 6, 30), date(YEAR + 1, 12, 31)
    ]  # fmt: skip
    assert task.due_on == date(YEAR + 1, 6, 30)


def test_a_turn_that_was_reported_on_does_not_vanish_under_its_report(make: Factory) -> None:
    unit = make.unit()
    task = services.add_task(
        YEAR + 1, TaskWording("季度会议", limit_phrase="每季度"), lead=[unit.id], by=make.actor(Role.OFFICE)
    )
    make.report(task, unit, occurrence_id=task.occurrences[0].id)

    with pytest.raises(RuleBroken) as refusal:
        services.edit_task(task.id, wording_of(task, limit_phrase="年底前"), by=make.actor(Role.OFFICE))

    assert refusal.value.field == "limit_phrase"
    assert len(get_task(task.id, make.actor(Role.OFFICE)).occurrences) == 4


def test_r6_a_stale_edit_changes_nothing_and_carries_the_newer_texts(make: Factory) -> None:
    task = make.task(title="原来的标题")
    by = make.actor(Role.OFFICE)
    services.edit_task(task.id, wording_of(task, title="别人的标题"), by=by, seen=1)

    with pytest.raises(Stale) as stale:
        services.edit_task(task.id, wording_of(task, title="我的标题"), by=by, seen=1)

    assert stale.value.current["title"] == "别人的标题"
    assert get_task(task.id, by).title == "别人的标题"
