"""All that is checked in a report while it is filled in, before it is issued, and in anybody's report."""

from collections.abc import Mapping

from tracker.annual_report.checks import Failure, check_sections, check_tables
from tracker.annual_report.narrative.text_checks import check_text
from tracker.annual_report.report import ReportFigures
from tracker.errors import N_, RuleBroken


def check_report(
    report: ReportFigures, sections: Mapping[str, str] | None = None, previous: ReportFigures | None = None
) -> list[Failure]:
    """Return what fails in the tables, the text of the ``sections`` (by number) and between both, hard ones first."""
    texts = sections or {}
    found = [*check_tables(report, previous), *check_text(report, texts), *check_sections(report, texts)]
    return sorted(found, key=lambda failure: not failure.is_hard)


def check_previous(report: ReportFigures, previous: ReportFigures) -> None:
    """Refuse to compare with a report that is not the one of the year before."""
    if report.year is not None and previous.year is not None and previous.year != report.year - 1:
        raise RuleBroken(
            N_("The previous report is of %(found)d, but the report before %(year)d is needed."),
            found=previous.year,
            year=report.year,
        )
