"""All that is checked in a report while it is filled in, before it is issued, and in anybody's report."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from tracker.annual_report.checks import Failure, check_sections, check_tables
from tracker.annual_report.narrative.text_checks import check_text
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.tables import Form
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


class Publication(StrEnum):
    """What Art. 49 wants published after a year."""

    OWN = "own"  # the agency's own report
    GOVERNMENT = "government"  # the report of the whole government, by its disclosure office


_OF_GOVERNMENT = re.compile(r"(?:人民政府|管理委员会|管委会)(?:办公[厅室])?$")


def publications_of(agency: str) -> tuple[Publication, ...]:
    """Return what an agency has to publish: a government, or its office, the report of the whole as well."""
    is_of_government = _OF_GOVERNMENT.search(agency) is not None
    return (Publication.OWN, Publication.GOVERNMENT) if is_of_government else (Publication.OWN,)


def last_day_of(publication: Publication, year: int) -> date:
    """Return the day by which the report of ``year`` is published (Art. 49)."""
    return due_day(year) if publication is Publication.OWN else due_day_of_government(year)


def is_asked_for(publication: Publication, year: int, today: date) -> bool:
    """Whether its task belongs on the lists ``today``: from the December of the year to the last day."""
    return date(year, 12, 1) <= today <= last_day_of(publication, year)


def due_day(year: int) -> date:
    """Return the day by which the report of ``year`` is submitted and published (Art. 49)."""
    return date(year + 1, 1, 31)


def due_day_of_government(year: int) -> date:
    """Return the day by which the disclosure office publishes the whole government's report (Art. 49)."""
    return date(year + 1, 3, 31)


def check_year(year: int, this_year: int) -> None:
    """Refuse a report of a year that has not come, or from before the form there is."""
    if not int(Form.TRIAL) <= year <= this_year:
        raise RuleBroken(N_("A report can be made for 2019 to %(last)d."), last=this_year)


def check_not_issued(issued_on: date | None) -> None:
    """Refuse to change an issued report."""
    if issued_on is not None:
        raise RuleBroken(N_("The report has been issued. To change it, the leadership takes it back first."))


def check_issue(blocking: int, issued_on: date, year: int, today: date) -> None:
    """Refuse to issue while a hard check fails, or on a day before the year's end or in the future."""
    if blocking:
        raise RuleBroken(
            N_("%(count)d hard checks fail. Mend them, or waive each with a reason, then issue."), count=blocking
        )
    if not date(year, 12, 31) < issued_on <= today:
        raise RuleBroken(N_("The day of issue lies after the report's year and not after today."), field="issued_on")


def check_reason(reason: str) -> None:
    """Refuse a change by hand without its reason."""
    if not reason.strip():
        raise RuleBroken(N_("Write the reason; it stays with the report."), field="reason")
