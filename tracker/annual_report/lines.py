"""What the checks of a report say, line by line, for the shell."""

from collections.abc import Callable, Sequence
from itertools import groupby

from tracker.annual_report.checks import Failure
from tracker.annual_report.reading.findings import Doubt
from tracker.annual_report.reading.reports import ReadReport
from tracker.annual_report.rules import check_report
from tracker.annual_report.wording import Words, words
from tracker.errors import N_

FAILED = 1
BAD_INPUT = 2

Say = Callable[[Words], str]  # from a sentence to the language of the reader


def check_lines(report: ReadReport, previous: ReadReport | None = None, say: Say = str) -> list[str]:
    """Return a line for each identity that fails: its id, where, both numbers, and whether it is hard."""
    return [_line(failure, say) for failure in _failures(report, previous) if _is_identity(failure)]


def remark_lines(report: ReadReport, previous: ReadReport | None = None, say: Say = str) -> list[str]:
    """Return what else is to be said: cells that could not be read, blanks and empty sections."""
    remarks = [failure for failure in _failures(report, previous) if not _is_identity(failure)]
    lines = [_doubt_line(doubt, say) for doubt in report.doubts]
    for (identity, message), group in groupby(remarks, key=lambda failure: (failure.identity, failure.says)):
        lines.append(_remark(identity, message, list(group), say))
    return lines


def exit_code(report: ReadReport, previous: ReadReport | None = None) -> int:
    """Return 1 if a hard identity fails, else 2 if something in the file could not be read, else 0."""
    if any(failure.is_hard for failure in _failures(report, previous)):
        return FAILED
    return BAD_INPUT if any(doubt.is_unread for doubt in report.doubts) else 0


def _failures(report: ReadReport, previous: ReadReport | None) -> list[Failure]:
    """Return all failures of a report."""
    return check_report(report.figures, report.sections, previous.figures if previous else None)


def _is_identity(failure: Failure) -> bool:
    """Whether a failure says more than that something is blank or empty."""
    return failure.is_hard or failure.left is not None


def _line(failure: Failure, say: Say) -> str:
    """Return the line of a failure, beginning with its identity."""
    mark = words(N_("hard")) if failure.is_hard else words(N_("soft"))
    return f"{failure.identity} {failure.where}: {say(failure.says)} [{say(mark)}]"


def _remark(identity: str, message: Words, failures: Sequence[Failure], say: Say) -> str:
    """Return one line for all the places of which the same is to be said."""
    places = ", ".join(failure.where for failure in failures[:3])
    more = f" (+{len(failures) - 3})" if len(failures) > 3 else ""
    remark = words(N_("remark"))
    return f"{say(remark)}: {identity} {places}{more}: {say(message)}"


def _doubt_line(doubt: Doubt, say: Say) -> str:
    """Return the line of a doubt, with its place in the file."""
    place = f" ({say(doubt.place)})" if doubt.place else ""
    unsure = words(N_("not certain"))
    return f"{say(unsure)}: {say(doubt.says)}{place}"
