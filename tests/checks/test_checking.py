"""Rounds of checking: opened over chosen or drawn tasks, recorded task by task, closed when all are checked."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.checks.files import picture
from tests.support.factory import Factory
from tracker.checks import checking
from tracker.checks.checking import RoundPlan
from tracker.checks.models import CheckResult, CheckRound, Finding
from tracker.checks.rounds import TaskChoice
from tracker.checks.rules import FindingState, RoundKind, RoundState, Severity, Verdict
from tracker.checks.services import Demand, answer_finding
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.history.queries import list_history, list_history_of
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")


def plan(**values: Any) -> RoundPlan:
    usual = {
        "year": 2026, "kind": RoundKind.DAILY, "name": "四季度检查", "starts_on": date(2026, 10, 12),
        "ends_on": date(2026, 10, 30),
    }  # fmt: skip
    return RoundPlan(**{**usual, **values})


def task_ids(opened: CheckRound) -> list[int]:
    results = select(CheckResult.task_id).where(CheckResult.round_id == opened.id)
    return list(db.session.scalars(results.order_by(CheckResult.id)))


def findings() -> list[Finding]:
    return list(db.session.scalars(select(Finding).order_by(Finding.id)))


def test_capability_69_a_round_of_self_checks_takes_the_chosen_tasks(make: Factory) -> None:
    first, _, third = make.task(), make.task(), make.task()

    opened = checking.open_round(
        plan(kind=RoundKind.SELF), TaskChoice(ids=frozenset({first.id, third.id})), by=make.actor(Role.SUPERVISION)
    )

    assert sorted(task_ids(opened)) == [first.id, third.id]
    assert (opened.number, opened.state, opened.created_by) == (1, RoundState.OPEN, "李明")
    assert [row.event for row in list_history_of("check_round", opened.id)] == ["round.opened"]


def test_a_round_without_a_choice_takes_all_tasks_of_the_year_but_the_cancelled(make: Factory) -> None:
    kept = make.task(state=TaskState.DONE)
    make.task(state=TaskState.CANCELLED)
    make.task(year=2025)

    opened = checking.open_round(plan(), TaskChoice(), by=make.actor(Role.SUPERVISION))

    assert task_ids(opened) == [kept.id]


def test_a_round_goes_unit_by_unit_and_can_take_one_unit_or_category(make: Factory) -> None:
    office, law = make.unit("办公室", position=1), make.unit("法规科", position=2)
    by_law = make.task(lead=law, category="规范管理")
    by_office = make.task(lead=office)
    also_law = make.task(lead=law, coop=(office,))
    checker = make.actor(Role.SUPERVISION)

    assert task_ids(checking.open_round(plan(), TaskChoice(), by=checker)) == [by_office.id, by_law.id, also_law.id]
    of_law = checking.open_round(plan(), TaskChoice(unit_id=law.id), by=checker)
    assert task_ids(of_law) == [by_law.id, also_law.id]
    of_category = checking.open_round(plan(), TaskChoice(category="规范管理"), by=checker)
    assert task_ids(of_category) == [by_law.id]
    assert [of_law.number, of_category.number] == [2, 3]


def test_capability_80_a_spot_check_draws_some_of_each_unit_and_keeps_the_seed_that_repeats_it(make: Factory) -> None:
    for unit in (make.unit(), make.unit(), make.unit()):
        for _ in range(6):
            make.task(lead=unit)
    checker = make.actor(Role.SUPERVISION)

    drawn = checking.open_round(plan(), TaskChoice(per_unit=2), by=checker)
    again = checking.open_round(plan(), TaskChoice(per_unit=2, seed=drawn.seed), by=checker)

    assert drawn.seed is not None
    assert drawn.per_unit == 2
    assert len(task_ids(drawn)) == 6
    assert task_ids(again) == task_ids(drawn)


@pytest.mark.parametrize(
    ("values", "choice", "field"),
    [
        ({"name": " "}, TaskChoice(), "name"),
        ({"ends_on": date(2026, 10, 11)}, TaskChoice(), "ends_on"),
        ({}, TaskChoice(per_unit=0), "per_unit"),
        ({}, TaskChoice(ids=frozenset()), "task_ids"),
        ({}, TaskChoice(ids=frozenset({987_654})), "task_ids"),
        ({"year": 2031}, TaskChoice(), "task_ids"),
    ],
)
def test_a_round_that_cannot_be_meant_is_refused(
    make: Factory, values: dict[str, Any], choice: TaskChoice, field: str
) -> None:
    make.task()

    with pytest.raises(RuleBroken) as refused:
        checking.open_round(plan(**values), choice, by=make.actor(Role.SUPERVISION))

    assert refused.value.field == field
    assert db.session.scalars(select(CheckRound)).all() == []


def test_a_problem_opens_a_finding_for_the_lead_unit_with_a_limit_in_working_days(make: Factory) -> None:
    unit = make.unit()
    task = make.task(lead=unit, coop=(make.unit(),))
    opened = make.round(task)

    checking.record_result(
        opened.id, task.id, Verdict.PROBLEM, "三个链接打不开。", by=make.actor(Role.SUPERVISION, name="周立"),
        demand=Demand(days=10, severity=Severity.SERIOUS, basis="《政府信息公开条例》第二十四条"),
    )  # fmt: skip

    (finding,) = findings()
    assert (finding.unit_id, finding.task_id, finding.round_id) == (unit.id, task.id, opened.id)
    assert (finding.year, finding.number, finding.label) == (2026, 1, "问题2026-001")
    assert (finding.description, finding.severity) == ("三个链接打不开。", Severity.SERIOUS)
    assert (finding.found_on, finding.due_on) == (date(2026, 10, 13), date(2026, 10, 27))
    assert [row.event for row in list_history()] == ["result.recorded", "finding.opened"]


def test_the_unit_of_a_finding_can_be_one_that_cooperates_but_no_stranger_to_the_task(make: Factory) -> None:
    coop, stranger = make.unit(), make.unit()
    task = make.task(coop=(coop,))
    opened = make.round(task)
    checker = make.actor(Role.SUPERVISION)

    with pytest.raises(RuleBroken) as refused:
        checking.record_result(opened.id, task.id, Verdict.PROBLEM, "缺说明", by=checker, unit_id=stranger.id)
    assert refused.value.field == "unit_id"

    checking.record_result(opened.id, task.id, Verdict.PROBLEM, "缺说明", by=checker, unit_id=coop.id)
    assert [finding.unit_id for finding in findings()] == [coop.id]


def test_a_task_led_by_another_agency_asks_which_own_unit_must_mend_it(make: Factory) -> None:
    own = make.unit()
    task = make.task(lead=make.unit("市财政局", kind=UnitKind.OUTSIDE))
    opened = make.round(task)
    checker = make.actor(Role.SUPERVISION)

    checking.record_result(opened.id, task.id, Verdict.PROBLEM, "缺说明", by=checker, unit_id=own.id)

    assert [finding.unit_id for finding in findings()] == [own.id]


def test_a_problem_without_a_note_is_refused_and_nothing_is_kept(make: Factory) -> None:
    task = make.task()
    opened = make.round(task)

    with pytest.raises(RuleBroken) as refused:
        checking.record_result(opened.id, task.id, Verdict.PROBLEM, "  ", by=make.actor(Role.SUPERVISION))

    assert refused.value.field == "note"
    assert findings() == []


@pytest.mark.parametrize("verdict", [Verdict.SATISFIED, Verdict.NOT_APPLICABLE, Verdict.UNCHECKED])
def test_the_other_verdicts_open_no_finding_and_can_be_changed(make: Factory, verdict: Verdict) -> None:
    task = make.task()
    opened = make.round(task)
    checker = make.actor(Role.SUPERVISION)

    result = checking.record_result(opened.id, task.id, verdict, "", by=checker, seen=1)
    changed = checking.record_result(opened.id, task.id, Verdict.SATISFIED, "补看过", by=checker, seen=result.version)

    assert findings() == []
    assert (changed.verdict, changed.note, changed.version) == (Verdict.SATISFIED, "补看过", 3)


def test_recorded_again_as_a_problem_the_finding_is_changed_until_the_unit_answers(make: Factory) -> None:
    unit = make.unit()
    task = make.task(lead=unit)
    opened = make.round(task)
    checker = make.actor(Role.SUPERVISION)
    checking.record_result(opened.id, task.id, Verdict.PROBLEM, "两个链接打不开", by=checker)

    checking.record_result(opened.id, task.id, Verdict.PROBLEM, "三个链接打不开", by=checker, demand=Demand(days=5))

    (finding,) = findings()
    assert (finding.number, finding.description, finding.due_on) == (1, "三个链接打不开", date(2026, 10, 20))
    answer_finding(finding.id, "已修复", by=make.actor(Role.SECTION, unit=unit))
    with pytest.raises(RuleBroken) as refused:
        checking.record_result(opened.id, task.id, Verdict.PROBLEM, "四个链接打不开", by=checker, demand=Demand(days=5))
    assert refused.value.field == "note"
    checking.record_result(opened.id, task.id, Verdict.PROBLEM, "三个链接打不开", by=checker, demand=Demand(days=5))
    assert [one.state for one in findings()] == [FindingState.RECTIFIED]


def test_a_problem_cannot_be_taken_back_because_its_number_is_given(make: Factory) -> None:
    task = make.task()
    opened = make.round(task)
    checker = make.actor(Role.SUPERVISION)
    checking.record_result(opened.id, task.id, Verdict.PROBLEM, "缺说明", by=checker)

    with pytest.raises(RuleBroken) as refused:
        checking.record_result(opened.id, task.id, Verdict.SATISFIED, "", by=checker)

    assert refused.value.field == "verdict"
    assert [finding.state for finding in findings()] == [FindingState.OPEN]


def test_pictures_are_kept_with_the_result(make: Factory) -> None:
    task = make.task()
    opened = make.round(task)
    taken = (picture("现场1.png", 10), picture("现场2.png", 20))

    result = checking.record_result(
        opened.id, task.id, Verdict.SATISFIED, "", by=make.actor(Role.SUPERVISION), photos=taken
    )

    assert [(photo.name, photo.added_by) for photo in result.photos] == [("现场1.png", "李明"), ("现场2.png", "李明")]
    assert all(photo.file for photo in result.photos)


def test_r6_two_people_who_check_one_task_see_each_others_text(make: Factory) -> None:
    task = make.task()
    opened = make.round(task)
    checking.record_result(
        opened.id, task.id, Verdict.SATISFIED, "网站上有", by=make.actor(Role.SUPERVISION, name="周立"), seen=1
    )

    with pytest.raises(Stale) as stale:
        checking.record_result(opened.id, task.id, Verdict.PROBLEM, "没有", by=make.actor(Role.SUPERVISION), seen=1)

    assert stale.value.current == {"verdict": "satisfied", "note": "网站上有"}
    assert (stale.value.saved_by, stale.value.version) == ("周立", 2)
    assert findings() == []


def test_a_round_closes_only_when_every_task_has_its_verdict(make: Factory) -> None:
    tasks = [make.task() for _ in range(3)]
    opened = make.round(*tasks)
    checker = make.actor(Role.SUPERVISION)
    checking.record_result(opened.id, tasks[0].id, Verdict.SATISFIED, "", by=checker)

    with pytest.raises(RuleBroken) as refused:
        checking.close_round(opened.id, by=checker)
    assert refused.value.values == {"count": 2}

    for task in tasks[1:]:
        checking.record_result(opened.id, task.id, Verdict.UNCHECKED, "系统升级，看不到", by=checker)
    closed = checking.close_round(opened.id, by=checker)
    assert closed.state is RoundState.CLOSED
    with pytest.raises(RuleBroken):
        checking.record_result(opened.id, tasks[0].id, Verdict.PROBLEM, "缺", by=checker)
    with pytest.raises(RuleBroken):
        checking.close_round(opened.id, by=checker)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISION])
def test_capability_23_only_the_supervision_group_checks(make: Factory, role: Role) -> None:
    task = make.task()
    opened = make.round(task)
    by = make.actor(role)

    with pytest.raises(NotAllowed):
        checking.open_round(plan(), TaskChoice(), by=by)
    with pytest.raises(NotAllowed):
        checking.record_result(opened.id, task.id, Verdict.SATISFIED, "", by=by)
    with pytest.raises(NotAllowed):
        checking.close_round(opened.id, by=by)


def test_a_task_outside_the_round_cannot_be_recorded_in_it(make: Factory) -> None:
    opened = make.round(make.task())
    checker = make.actor(Role.SUPERVISION)

    with pytest.raises(NotFound):
        checking.record_result(opened.id, make.task().id, Verdict.SATISFIED, "", by=checker)
    with pytest.raises(NotFound):
        checking.close_round(opened.id + 99, by=checker)
