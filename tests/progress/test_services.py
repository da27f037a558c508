"""Reporting, and the office's answer."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest

from tests.files.making import docx, png
from tests.support.factory import Factory
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.files.models import StoredFile
from tracker.files.services import receive
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.plans.rules import PlanState
from tracker.progress import services
from tracker.progress.models import ProgressReport
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent, ReportState
from tracker.tasks.models import Task
from tracker.tasks.queries import get_task
from tracker.tasks.rules import DONE_STATES, OPEN_STATES, TaskState, TaskWording
from tracker.tasks.services import add_task, cancel_task

pytestmark = pytest.mark.usefixtures("context")
YEAR = clock.today().year
PAGE = "https://example.cn/a.html"
PROOFS = {field.name for field in fields(Proofs)}


@dataclass
class Desk:
    """A task with a lead and a co-operating unit, and the people who work on it."""

    task_id: int
    lead: Unit
    coop: Unit
    officer: Actor
    colleague: Actor
    office: Actor

    @property
    def task(self) -> Task:
        return get_task(self.task_id, self.office)

    def report(self, done: str = "已公布第一批", by: Actor | None = None, **said: Any) -> ProgressReport:
        proofs = Proofs(**{name: said.pop(name) for name in PROOFS & set(said)})
        return services.report_progress(self.task_id, ReportContent(done, **said), proofs, by=by or self.officer)

    def accepted(self, **said: Any) -> ProgressReport:
        return services.accept_report(self.report(**said).id, by=self.office)


@pytest.fixture
def desk(make: Factory) -> Desk:
    return desk_of(make, make.unit("规划科"), make.unit("信息中心"))


def desk_of(make: Factory, lead: Unit, coop: Unit, **wording: Any) -> Desk:
    office = make.actor(Role.OFFICE)
    task = add_task(
        YEAR, TaskWording("公开规划成果", **{"limit_phrase": "年底前", **wording}), lead=[lead.id], coop=[coop.id],
        by=office,
    )  # fmt: skip
    officer, colleague = make.actor(Role.SECTION, unit=lead, name="王芳"), make.actor(Role.SECTION, unit=coop)
    return Desk(task.id, lead, coop, officer, colleague, office)


# --- reporting -------------------------------------------------------------------------------


def test_a_report_waits_for_the_office_and_counts_as_signature(desk: Desk) -> None:
    report = desk.report(difficulty="数据多", next_step="公布第二批", percent=40)

    assert (report.state, report.reported_by, report.unit_id) == (ReportState.SUBMITTED, "王芳", desk.lead.id)
    assert (desk.task.state, desk.task.percent) == (TaskState.SUBMITTED, 0)
    assert desk.task.reported_at == report.reported_at
    assert desk.task.signed_for_at is not None
    (entry,) = list_history_of("progress_report", report.id)
    assert entry.event == "report.submitted"
    assert entry.changes["done"] == [None, "已公布第一批"]
    assert entry.changes["task_state"] == ["assigned", "submitted"]


def test_accepted_progress_is_that_of_the_task_and_locked_by_its_hash(desk: Desk) -> None:
    report = desk.accepted(percent=40, urls=[PAGE])

    assert (report.state, report.decided_by, len(report.content_sha256)) == (ReportState.ACCEPTED, "李明", 64)
    assert (desk.task.state, desk.task.percent) == (TaskState.IN_PROGRESS, 40)
    assert [entry.event for entry in list_history_of("progress_report", report.id)] == [
        "report.accepted", "report.submitted"
    ]  # fmt: skip


def test_a_report_that_was_accepted_is_decided_no_second_time(desk: Desk) -> None:
    report = desk.accepted()

    for again in (
        lambda: services.accept_report(report.id, by=desk.office),
        lambda: services.return_report(report.id, "原因", by=desk.office),
        lambda: services.withdraw_report(report.id, by=desk.officer),
    ):
        with pytest.raises(RuleBroken):
            again()


def test_a_returned_report_says_why_and_is_mended_by_a_correction(desk: Desk) -> None:
    report = desk.report()
    with pytest.raises(RuleBroken) as refusal:
        services.return_report(report.id, " ", by=desk.office)
    assert refusal.value.field == "reason"

    services.return_report(report.id, "请补充网址", by=desk.office)
    assert (desk.task.state, report.return_reason) == (TaskState.RETURNED, "请补充网址")

    mended = services.correct_report(report.id, ReportContent("已公布，网址附后"), Proofs(urls=[PAGE]), by=desk.officer)
    assert (mended.corrects_id, mended.state) == (report.id, ReportState.SUBMITTED)
    assert db.session.get(ProgressReport, report.id).state == ReportState.RETURNED  # type: ignore[union-attr]
    assert desk.task.state == TaskState.SUBMITTED


def test_a_correction_replaces_a_waiting_report_and_keeps_chosen_proofs(desk: Desk) -> None:
    report = desk.report(urls=[PAGE, "https://example.cn/b.html"])

    mended = services.correct_report(
        report.id,
        ReportContent("改过的"),
        Proofs(urls=["https://example.cn/b.html"], kept=[report.evidence[1].id]),
        by=desk.officer,
    )

    assert db.session.get(ProgressReport, report.id).state == ReportState.WITHDRAWN  # type: ignore[union-attr]
    assert [proof.url for proof in mended.evidence] == ["https://example.cn/b.html"]


def test_only_a_correction_lowers_progress_that_was_accepted(desk: Desk) -> None:
    report = desk.accepted(percent=60)
    with pytest.raises(RuleBroken) as refusal:
        desk.report(percent=30)
    assert refusal.value.field == "percent"

    correction = services.correct_report(report.id, ReportContent("重新核对", percent=30), by=desk.officer)
    services.accept_report(correction.id, by=desk.office)

    assert desk.task.percent == 30
    assert db.session.get(ProgressReport, report.id).state == ReportState.ACCEPTED  # type: ignore[union-attr]


def test_a_withdrawn_first_report_leaves_the_task_unreported(desk: Desk) -> None:
    report = desk.report()

    services.withdraw_report(report.id, by=desk.officer)

    assert (desk.task.state, desk.task.reported_at) == (TaskState.IN_PROGRESS, None)
    with pytest.raises(RuleBroken):
        services.correct_report(report.id, ReportContent("改"), by=desk.officer)


def test_a_second_report_waits_until_the_first_is_decided(desk: Desk) -> None:
    desk.report()

    with pytest.raises(RuleBroken, match="still waits"):
        desk.report("又一份")


# --- closing ---------------------------------------------------------------------------------


def test_a_task_is_done_on_the_day_it_was_reported_as_done(desk: Desk) -> None:
    with clock.pinned_at(datetime(YEAR, 6, 30, 17, tzinfo=UTC)):  # 1 July, 1 o'clock in China
        report = desk.report(percent=80, urls=[PAGE], asks_to_close=True)

    services.accept_report(report.id, by=desk.office)

    assert (desk.task.state, desk.task.done_on, desk.task.percent) == (TaskState.DONE, date(YEAR, 7, 1), 100)


def test_closing_needs_a_proof(desk: Desk) -> None:
    with pytest.raises(RuleBroken) as refusal:
        desk.report(asks_to_close=True)

    assert refusal.value.field == "files"


def test_a_task_is_not_closed_while_another_unit_waits(desk: Desk) -> None:
    closing = desk.report(urls=[PAGE], asks_to_close=True)
    share = desk.report("配合的部分", by=desk.colleague)
    with pytest.raises(RuleBroken):
        services.accept_report(closing.id, by=desk.office)

    services.accept_report(share.id, by=desk.office)
    assert desk.task.state == TaskState.SUBMITTED
    services.accept_report(closing.id, by=desk.office)

    assert desk.task.state == TaskState.DONE


def test_capability_20_a_co_operating_unit_reports_its_share_without_moving_the_numbers(desk: Desk) -> None:
    share = desk.report("提供了资料", by=desk.colleague, percent=90, count=5)

    services.accept_report(share.id, by=desk.office)

    assert (desk.task.percent, desk.task.count, desk.task.state) == (0, 0, TaskState.IN_PROGRESS)
    with pytest.raises(RuleBroken):
        desk.report("想办结", by=desk.colleague, urls=[PAGE], asks_to_close=True)


# --- counts and turns ------------------------------------------------------------------------


def test_a_task_with_a_target_is_as_far_as_its_count(make: Factory) -> None:
    desk = desk_of(make, make.unit(), make.unit(), target="不少于12期")

    desk.accepted(count=8, percent=10)

    assert (desk.task.count, desk.task.percent) == (8, 66)


def test_turns_are_done_one_by_one_and_the_next_one_counts(make: Factory) -> None:
    with clock.pinned_at(datetime(YEAR, 1, 5, tzinfo=UTC)):
        desk = desk_of(make, make.unit(), make.unit(), limit_phrase="每季度")
        first, second = desk.task.occurrences[:2]
        desk.accepted(occurrence_id=first.id, count=3)

        assert (first.done_on, first.count) == (date(YEAR, 1, 5), 3)
        assert (desk.task.due_on, desk.task.percent, desk.task.count) == (second.due_on, 25, 3)
        with pytest.raises(RuleBroken) as refusal:
            desk.report(occurrence_id=first.id)
        assert refusal.value.field == "occurrence_id"
        with pytest.raises(RuleBroken):
            desk.report(urls=[PAGE], occurrence_id=second.id, asks_to_close=True)


def test_the_last_turn_closes_the_task(make: Factory) -> None:
    with clock.pinned_at(datetime(YEAR, 1, 5, tzinfo=UTC)):
        desk = desk_of(make, make.unit(), make.unit(), limit_phrase="每半年")
        for turn in list(desk.task.occurrences):
            assert desk.task.state != TaskState.DONE
            desk.accepted(occurrence_id=turn.id)

    assert desk.task.state == TaskState.DONE


def test_a_turn_with_a_least_number_is_done_when_it_is_reached(make: Factory) -> None:
    with clock.pinned_at(datetime(YEAR, 1, 5, tzinfo=UTC)):
        desk = desk_of(make, make.unit(), make.unit(), limit_phrase="每月不低于40条")
        turn = desk.task.occurrences[0]
        desk.accepted(occurrence_id=turn.id, count=30)
        assert turn.done_on is None

        desk.accepted(occurrence_id=turn.id, count=45)

    assert turn.done_on is not None


def test_a_turn_of_another_task_is_refused(desk: Desk, make: Factory) -> None:
    turn = make.occurrence(make.task(), date(YEAR, 6, 30))

    with pytest.raises(RuleBroken) as refusal:
        desk.report(occurrence_id=turn.id)

    assert refusal.value.field == "occurrence_id"


def test_the_longest_gap_begins_again_with_each_accepted_update(make: Factory) -> None:
    desk = desk_of(make, make.unit(), make.unit(), limit_phrase="最迟6个月内必须有更新")
    with clock.pinned_at(datetime(YEAR, 5, 1, 4, tzinfo=UTC)):
        desk.accepted()

    assert (desk.task.event_on, desk.task.due_on) == (date(YEAR, 5, 1), date(YEAR, 11, 1))


# --- proofs ----------------------------------------------------------------------------------


def test_files_and_addresses_are_kept_with_the_report(desk: Desk) -> None:
    received = [receive(BytesIO(png()), "专栏截图.png"), receive(BytesIO(docx()), "说明.docx")]

    report = desk.report(received=received, urls=[PAGE])

    assert [(proof.name, proof.url) for proof in report.evidence] == [
        ("专栏截图.png", ""), ("说明.docx", ""), (PAGE, PAGE)
    ]  # fmt: skip
    assert {proof.added_by for proof in report.evidence} == {"王芳"}


def test_the_same_file_is_stored_once_and_stands_once_in_a_report(desk: Desk) -> None:
    received = [receive(BytesIO(png()), "甲.png"), receive(BytesIO(png()), "乙.png")]

    report = desk.report(received=received)

    assert [proof.name for proof in report.evidence] == ["甲.png"]
    assert db.session.query(StoredFile).count() == 1


def test_r8_a_refused_report_leaves_nothing_behind(desk: Desk) -> None:
    received = [receive(BytesIO(png()), "截图.png")]

    with pytest.raises(RuleBroken):
        desk.report(received=received, urls=["javascript:alert(1)"])

    assert db.session.query(ProgressReport).count() == 0
    assert db.session.query(StoredFile).count() == 0
    assert desk.task.state == TaskState.ASSIGNED


# --- who may ---------------------------------------------------------------------------------


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
