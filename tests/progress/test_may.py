"""Who reports and decides, in every state of a task and of a report."""

from collections.abc import Callable

import pytest

from tests.progress.desk import YEAR, Desk
from tests.support.factory import Factory
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.permissions import Actor, Role
from tracker.plans.rules import PlanState
from tracker.progress import services
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportContent, ReportState
from tracker.tasks.rules import DONE_STATES, OPEN_STATES, TaskState
from tracker.tasks.services import cancel_task

pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize("role", Role)
def test_c3_every_state_and_role_of_reporting(make: Factory, role: Role) -> None:
    unit = make.unit()
    by = make.actor(role, unit=unit)
    for state in TaskState:
        task = make.task(lead=unit, state=state)
        if role in (Role.SECTION, Role.OFFICE) and state in OPEN_STATES:
            assert services.report_progress(task.id, ReportContent("做了"), by=by).state == ReportState.SUBMITTED
        else:
            with pytest.raises(RuleBroken if role in (Role.SECTION, Role.OFFICE) else NotAllowed):
                services.report_progress(task.id, ReportContent("做了"), by=by)


DECISIONS: dict[str, Callable[[int, Actor], ProgressReport]] = {
    "accept": lambda report_id, by: services.accept_report(report_id, by=by),
    "return": lambda report_id, by: services.return_report(report_id, "请补充", by=by),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("decision", DECISIONS)
def test_c3_every_state_and_role_of_deciding(make: Factory, decision: str, role: Role) -> None:
    unit = make.unit()
    by = make.actor(role, unit=unit)
    for state in ReportState:
        report = make.report(make.task(lead=unit, state=TaskState.SUBMITTED), unit, state=state)
        if role == Role.OFFICE and state == ReportState.SUBMITTED:
            assert DECISIONS[decision](report.id, by).state != ReportState.SUBMITTED
        else:
            with pytest.raises(RuleBroken if role == Role.OFFICE else NotAllowed):
                DECISIONS[decision](report.id, by)


def test_c2_another_sections_task_and_reports_do_not_exist(desk: Desk, make: Factory) -> None:
    stranger = make.actor(Role.SECTION, unit=make.unit())
    report = desk.report()

    for act in (
        lambda: desk.report(by=stranger),
        lambda: services.withdraw_report(report.id, by=stranger),
        lambda: services.correct_report(report.id, ReportContent("改"), by=stranger),
        lambda: services.withdraw_report(report.id, by=desk.colleague),
        lambda: services.correct_report(report.id, ReportContent("改"), by=desk.colleague),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_office_reports_only_for_a_task_of_its_own(desk: Desk, make: Factory) -> None:
    with pytest.raises(RuleBroken, match="not on this task"):
        desk.report(by=make.actor(Role.OFFICE, unit=make.unit()))


def test_progress_is_refused_when_the_plan_is_closed(desk: Desk, make: Factory) -> None:
    report = desk.report()
    make.plan(YEAR, state=PlanState.CLOSED)

    for act in (
        lambda: desk.report("又一份", by=desk.colleague),
        lambda: services.accept_report(report.id, by=desk.office),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            act()


def test_a_report_on_a_cancelled_task_is_no_longer_decided(desk: Desk) -> None:
    report = desk.report()
    cancel_task(desk.task_id, "不再需要", by=desk.office)

    with pytest.raises(RuleBroken):
        services.accept_report(report.id, by=desk.office)


def test_every_state_of_a_task_is_open_finished_or_cancelled() -> None:
    assert {*OPEN_STATES, *DONE_STATES, TaskState.CANCELLED} == set(TaskState)
