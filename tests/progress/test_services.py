"""Reporting, and the office's answer."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from tests.files.making import docx, png
from tests.progress.desk import PAGE, YEAR, Desk
from tracker import clock
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.files.models import StoredFile
from tracker.files.services import receive
from tracker.history.queries import list_history_of
from tracker.progress import services
from tracker.progress.models import ProgressReport
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent, ReportState
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")


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
