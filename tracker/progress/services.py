"""Reporting progress, and the office's answer: what was accepted is locked by its hash and moves the task on."""

from dataclasses import replace

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotFound
from tracker.heads.queries import goes_over_head
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.progress.advancing import advance, close, is_finished, leads, settle, standing_of
from tracker.progress.models import ProgressReport
from tracker.progress.proofs import NO_PROOFS, Proofs, add_proofs, locked_content, said_in
from tracker.progress.queries import get_report, has_waiting, list_shared_proofs, others_wait
from tracker.progress.rules import (
    WAITING,
    ReportContent,
    ReportFrame,
    ReportState,
    check_addresses,
    check_is_waiting,
    check_may_close,
    check_may_correct,
    check_may_report,
    check_number_of_files,
    check_report,
    check_return_reason,
    check_turn,
    content_hash,
)
from tracker.tasks.models import Occurrence, Task, TaskUnit
from tracker.tasks.queries import get_task, is_year_closed
from tracker.tasks.rules import TaskState, check_is_open, check_year_is_open
from tracker.tasks.schedule import moves_with_turns


def report_progress(
    task_id: int, content: ReportContent, proofs: Proofs = NO_PROOFS, *, by: Actor
) -> ProgressReport:  # fmt: skip
    """Hand in a report of one's own unit on a task; it then waits for the head of the unit or the office.

    Proofs of the shares of co-operating units may be kept as proofs of the report of the lead.
    """
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        task = get_task(task_id, by)
        staying = list_shared_proofs(task_id, by, proofs.kept)
        return _hand_in(task, content, replace(proofs, staying=staying), by=by)


def correct_report(
    report_id: int, content: ReportContent, proofs: Proofs = NO_PROOFS, *, by: Actor
) -> ProgressReport:  # fmt: skip
    """Hand in a report that corrects one of the same unit, which stays to be seen.

    One that still waited is withdrawn by it. Proofs of the old report may be kept, and get another disclosure class.
    """
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        old = own_report(report_id, by)
        check_may_correct(old.state)
        staying = [proof for proof in old.evidence if proof.id in proofs.kept]
        others = [one for one in proofs.kept if one not in {proof.id for proof in staying}]
        staying += list_shared_proofs(old.task_id, by, others)
        is_accepted = old.state == ReportState.ACCEPTED
        if old.state in WAITING:
            old.state = ReportState.WITHDRAWN
            old.version += 1
            db.session.flush()
        proofs = replace(proofs, staying=staying)
        return _hand_in(get_task(old.task_id, by), content, proofs, corrects=old, is_correction=is_accepted, by=by)


def _hand_in(
    task: Task, content: ReportContent, proofs: Proofs, *, corrects: ProgressReport | None = None,
    is_correction: bool = False, by: Actor,
) -> ProgressReport:  # fmt: skip
    unit = next((unit for unit in task.units if unit.unit_id == by.unit_id), None)
    check_is_open(task.state)
    check_year_is_open(task.year, is_closed=is_year_closed(task.year))
    is_waiting = unit is not None and has_waiting(task.id, unit.unit_id, content.occurrence_id)
    check_may_report(is_on_task=unit is not None, is_waiting=is_waiting)
    assert unit is not None  # noqa: S101 - checked in the line above
    turn = next((turn for turn in task.occurrences if turn.id == content.occurrence_id), None)
    check_turn(content, is_known=turn is not None, is_open=is_correction or (turn is not None and turn.done_on is None))
    check_report(content, _frame(task, unit, turn, proofs, is_correction=is_correction))
    check_addresses(proofs.urls)
    check_number_of_files(len(proofs.received))
    report = _save(task, unit, content, corrects, by)
    add_proofs(report, proofs, by)
    before = standing_of(task)
    _sign(task, unit)
    settle(task)
    event = "report.corrected" if corrects else "report.submitted"
    record(by, event, report, before=before, after={**said_in(report), **standing_of(task)})
    return report


def _save(
    task: Task, unit: TaskUnit, content: ReportContent, corrects: ProgressReport | None, by: Actor
) -> ProgressReport:
    report = ProgressReport(
        task_id=task.id, unit_id=unit.unit_id, occurrence_id=content.occurrence_id,
        state=_first_state(unit.unit_id, by), corrects_id=corrects.id if corrects else None, done=content.done.strip(),
        difficulty=content.difficulty.strip(), next_step=content.next_step.strip(), percent=content.percent,
        count=content.count, asks_to_close=content.asks_to_close, reported_by=by.name, reporter_id=by.account_id,
        reported_at=clock.now(),
    )  # fmt: skip
    db.session.add(report)
    db.session.flush()
    return report


def _first_state(unit_id: int, by: Actor) -> ReportState:
    """Return where a report goes first: to the head of the unit where that is switched on and a head can sign in."""
    return ReportState.WITH_HEAD if goes_over_head(unit_id, by, clock.today()) else ReportState.SUBMITTED


def _sign(task: Task, unit: TaskUnit) -> None:
    """Count a report as the signature of its unit, where that was not given before."""
    unit.signed_for_at = unit.signed_for_at or clock.now()
    if leads(task, unit.unit_id):
        task.signed_for_at = task.signed_for_at or unit.signed_for_at


def _frame(
    task: Task, unit: TaskUnit, turn: Occurrence | None, proofs: Proofs, *, is_correction: bool
) -> ReportFrame:  # fmt: skip
    is_lead = leads(task, unit.unit_id)
    others = [one for one in task.occurrences if one.done_on is None and one is not turn]
    return ReportFrame(
        percent=task.percent if is_lead and not task.target_count and not moves_with_turns(task.limit) else 0,
        is_correction=is_correction,
        lacking=proofs.lacking(task.proofs),
        may_close=is_lead,
        open_turns=len(others) if moves_with_turns(task.limit) else 0,
        minimum_count=turn.minimum_count if turn and is_lead else None,
    )


def withdraw_report(report_id: int, *, by: Actor) -> ProgressReport:
    """Take back a report of one's own unit as long as the office has not decided."""
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        report = own_report(report_id, by)
        check_is_waiting(report.state, WAITING)
        before = {"state": report.state, **standing_of(report.task)}
        report.state = ReportState.WITHDRAWN
        report.version += 1
        db.session.flush()
        settle(report.task)
        record(by, "report.withdrawn", report, before=before, after={"state": report.state, **standing_of(report.task)})
    return report


def accept_report(report_id: int, *, by: Actor) -> ProgressReport:
    """Accept a report: its content is locked by its hash, and the task moves on to what it says."""
    by.must(Permission.ACCEPT_REPORTS)
    with transaction():
        report = _waiting_report(report_id, by)
        task = report.task
        others = others_wait(task.id, report.id)
        if report.asks_to_close:
            check_may_close(others_wait=others)
        before = {"state": report.state, **standing_of(task)}
        _decide(report, ReportState.ACCEPTED, by)
        report.content_sha256 = content_hash(locked_content(report))
        day = clock.local(report.reported_at).date()
        if leads(task, report.unit_id):
            advance(task, report, day)
        if report.asks_to_close or (is_finished(task) and not others):
            close(task, day)
        else:
            settle(task)
        after = {"state": report.state, "sha256": report.content_sha256, **standing_of(task)}
        record(by, "report.accepted", report, before=before, after=after)
    return report


def return_report(report_id: int, reason: str, *, by: Actor) -> ProgressReport:
    """Send a report back to its unit with what is to be mended."""
    by.must(Permission.ACCEPT_REPORTS)
    with transaction():
        report = _waiting_report(report_id, by)
        give_back(report, reason, "report.returned", by)
    return report


def give_back(report: ProgressReport, reason: str, action: str, by: Actor) -> None:
    """Return a report with what is to be mended, inside the open transaction; the history calls it ``action``."""
    check_return_reason(reason)
    before = {"state": report.state, **standing_of(report.task)}
    _decide(report, ReportState.RETURNED, by)
    report.return_reason = reason.strip()
    settle(report.task)
    after = {"state": report.state, "reason": report.return_reason, **standing_of(report.task)}
    record(by, action, report, before=before, after=after)


def _decide(report: ProgressReport, state: ReportState, by: Actor) -> None:
    report.state = state
    report.decided_by, report.decided_at = by.name, clock.now()
    report.version += 1
    db.session.flush()


def _waiting_report(report_id: int, by: Actor) -> ProgressReport:
    report = get_report(report_id, by)
    check_is_waiting(report.state)
    check_is_open(TaskState(report.task.state))
    check_year_is_open(report.task.year, is_closed=is_year_closed(report.task.year))
    return report


def own_report(report_id: int, by: Actor) -> ProgressReport:
    """Return a report of the unit of ``by``; another unit's report does not exist for it."""
    report = get_report(report_id, by)
    if report.unit_id != by.unit_id:
        raise NotFound
    return report
