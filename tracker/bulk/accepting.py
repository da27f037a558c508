"""Accepting many reports at once, and taking the acceptances back: report, task and turn stand as they did before."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from tracker.bulk.keeping import refusal_of, start_bulk
from tracker.bulk.models import TaskBulk, TaskBulkRow
from tracker.bulk.rules import BulkKind, check_not_changed_since, check_number_picked
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.progress.advancing import standing_of
from tracker.progress.models import ProgressReport
from tracker.progress.queries import get_report
from tracker.progress.rules import ReportState
from tracker.progress.services import accept_report
from tracker.tasks.filters import visible_to
from tracker.tasks.models import Task

_TASK = ("state", "percent", "count", "due_on", "event_on", "done_on", "reported_at", "behind_since", "times_urged")
_TURN = ("count", "done_on")
_REPORT = ("state", "decided_by", "decided_at", "content_sha256")


def accept_reports(report_ids: Collection[int], *, by: Actor) -> TaskBulk:
    """Accept these reports, those that came first first; one that cannot be accepted is named with its reason."""
    by.must(Permission.ACCEPT_REPORTS)
    check_number_picked(len(set(report_ids)))
    with transaction():
        bulk = start_bulk(BulkKind.ACCEPT, "", by)
        for report_id in sorted(set(report_ids)):
            report = get_report(report_id, by)
            _accept(TaskBulkRow(bulk_id=bulk.id, task_id=report.task_id, report_id=report_id), report, by)
    return bulk


def accept_reports_on(task_ids: Collection[int], *, by: Actor) -> TaskBulk:
    """Accept the reports that wait on these tasks; a task on which none waits is named."""
    by.must(Permission.ACCEPT_REPORTS)
    check_number_picked(len(set(task_ids)))
    with transaction():
        seen = set(db.session.scalars(select(Task.id).where(Task.id.in_(task_ids), visible_to(by))))
        if seen != set(task_ids):
            raise NotFound
        waiting = select(ProgressReport.id).where(
            ProgressReport.task_id.in_(seen), ProgressReport.state == ReportState.SUBMITTED
        )
        bulk = start_bulk(BulkKind.ACCEPT, "", by)
        reports = [get_report(report_id, by) for report_id in db.session.scalars(waiting.order_by(ProgressReport.id))]
        for report in reports:
            _accept(TaskBulkRow(bulk_id=bulk.id, task_id=report.task_id, report_id=report.id), report, by)
        for task_id in sorted(seen - {report.task_id for report in reports}):
            nothing = refusal_of(RuleBroken(N_("No report on it waits.")))
            db.session.add(TaskBulkRow(bulk_id=bulk.id, task_id=task_id, refusal=nothing))
    return bulk


def undo_acceptance(row: TaskBulkRow, by: Actor) -> None:
    """Let an accepted report wait again, inside the open transaction; RuleBroken when its task moved on since."""
    report = get_report(row.report_id or 0, by)
    check_not_changed_since(is_changed=_taken(report) != row.after)
    before = {"state": report.state, **standing_of(report.task)}
    _put(report, _REPORT, row.before["report"])
    _put(report.task, _TASK, row.before["task"])
    if report.occurrence is not None:
        _put(report.occurrence, _TURN, row.before["turn"])
    report.version += 1
    record(by, "report.reopened", report, before=before, after={"state": report.state, **standing_of(report.task)})


def _accept(row: TaskBulkRow, report: ProgressReport, by: Actor) -> None:
    db.session.add(row)
    before = _taken(report)
    try:
        accept_report(report.id, by=by)  # refuses before it changes anything
    except RuleBroken as refusal:
        row.refusal = refusal_of(refusal)
    else:
        row.before, row.after = before, _taken(report)


def _taken(report: ProgressReport) -> dict[str, Any]:
    turn = report.occurrence
    return {
        "report": {name: _plain(getattr(report, name)) for name in _REPORT},
        "task": {name: _plain(getattr(report.task, name)) for name in _TASK},
        "turn": {name: _plain(getattr(turn, name)) for name in _TURN} if turn else {},
    }


def _plain(value: object) -> object:
    """Return a value of a column as JSON holds it; moments in UTC."""
    if isinstance(value, datetime):
        return {"at": value.astimezone(UTC).isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _put(record_: Any, names: Collection[str], kept: dict[str, Any]) -> None:
    for name in names:
        setattr(record_, name, _restored(record_, name, kept[name]))


def _restored(record_: Any, name: str, value: Any) -> object:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    present = getattr(record_, name)
    return type(present)(value) if name == "state" else value
