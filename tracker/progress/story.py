"""Reports and the answers to them, as entries of a task's line of time."""

from collections.abc import Iterable, Iterator

from tracker.errors import N_
from tracker.progress.rows import ReportRow
from tracker.progress.rules import WAITING, ReportState
from tracker.tasks.story import Happening, Kind, Mark
from tracker.workdays.messages import Message

STATES = {
    ReportState.WITH_HEAD: N_("waits for the head of the unit"),
    ReportState.SUBMITTED: N_("waits for the office"),
    ReportState.RETURNED: N_("returned"),
    ReportState.WITHDRAWN: N_("withdrawn"),
}


def happenings(reports: Iterable[ReportRow], count_unit: str) -> list[Happening]:
    """Return each report, and each answer of the office; ``count_unit`` is what the task counts (期, 条)."""
    return [entry for report in reports for entry in _entries(report, count_unit)]


def _entries(report: ReportRow, count_unit: str) -> Iterator[Happening]:
    yield Happening(
        report.reported_at, report.reported_by, report.unit_name, Kind.REPORT, _title(report, count_unit),
        mark=Mark.NOW if report.state in WAITING else Mark.PLAIN,
        tags=tuple(_tags(report)), text=report.done, lines=tuple(_lines(report)),
    )  # fmt: skip
    if report.passed_at is not None:
        yield Happening(
            report.passed_at, report.passed_by, report.unit_name, Kind.REPORT,
            Message(N_("Looked through by the head of the unit and passed on to the office")),
        )  # fmt: skip
    if report.decided_at is None:
        return
    if report.state == ReportState.RETURNED:
        yield Happening(
            report.decided_at, report.decided_by, "", Kind.REPORT,
            Message(N_("Returned to %(unit)s"), {"unit": report.unit_name}), mark=Mark.STOP,
            text=report.return_reason, is_quote=True,
        )  # fmt: skip
    else:
        begin, end = report.content_sha256[:4], report.content_sha256[-4:]
        locked = Message(N_("Locked as it was accepted; checksum %(begin)s…%(end)s"), {"begin": begin, "end": end})
        yield Happening(
            report.decided_at, report.decided_by, "", Kind.REPORT,
            Message(N_("Report of %(unit)s accepted"), {"unit": report.unit_name}), lines=(locked,) if begin else (),
        )  # fmt: skip


def _title(report: ReportRow, count_unit: str) -> Message:
    if report.count is not None and not count_unit:
        return Message(N_("Reported progress: %(count)d done"), {"count": report.count})
    if report.count is not None:
        return Message(N_("Reported progress: %(count)d %(unit)s"), {"count": report.count, "unit": count_unit})
    if report.percent is not None:
        return Message(N_("Reported progress: %(percent)d%%"), {"percent": report.percent})
    return Message(N_("Reported progress"))


def _tags(report: ReportRow) -> Iterator[Message]:
    if report.state in STATES:
        yield Message(STATES[report.state])
    if report.asks_to_close:
        yield Message(N_("asks to close"))
    if report.corrects_id is not None:
        yield Message(N_("correction"))


def _lines(report: ReportRow) -> Iterator[Message]:
    if report.turn_name:
        yield Message(N_("For %(turn)s"), {"turn": report.turn_name})
    if report.difficulty:
        yield Message(N_("Difficulty: %(text)s"), {"text": report.difficulty})
    if report.next_step:
        yield Message(N_("Next: %(text)s"), {"text": report.next_step})
    if report.evidence:
        yield Message(N_("Evidence: %(count)d"), {"count": len(report.evidence)})
