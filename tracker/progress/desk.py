"""The desk of a unit's head: reports that lie there are passed on to the office, or go back to the officer."""

from tracker import clock
from tracker.db import db, transaction
from tracker.heads.queries import is_head
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState, check_is_head, check_is_waiting
from tracker.progress.services import give_back, own_report


def pass_report(report_id: int, *, by: Actor) -> ProgressReport:
    """Pass a report of one's unit on to the office, as its head; the name of who looked through it stays with it."""
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        report = _on_desk(report_id, by)
        before = {"state": report.state}
        report.state, report.passed_by, report.passed_at = ReportState.SUBMITTED, by.name, clock.now()
        report.version += 1
        db.session.flush()
        record(by, "report.passed", report, before=before, after={"state": report.state, "passed_by": by.name})
    return report


def send_report_back(report_id: int, reason: str, *, by: Actor) -> ProgressReport:
    """Send a report back to the officer of one's unit with what is to be mended, as its head."""
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        report = _on_desk(report_id, by)
        give_back(report, reason, "report.sent_back", by)
    return report


def _on_desk(report_id: int, by: Actor) -> ProgressReport:
    report = own_report(report_id, by)
    check_is_head(is_head=is_head(by, report.unit_id, clock.today()))
    check_is_waiting(report.state, (ReportState.WITH_HEAD,))
    return report
