"""What the first pages show: the year at a glance, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from tracker.checks.models import Finding
from tracker.checks.rules import FindingState
from tracker.db import db
from tracker.figures.queries import (
    Completion,
    Unfinished,
    completion_by_category,
    completion_by_unit,
    completion_of_year,
    list_unfinished,
    tasks_by_month,
)
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.tasks.models import Task
from tracker.workdays.lights import thresholds
from tracker.workdays.rule_sets import DEFAULT
from tracker.workdays.shipped import shipped_calendar


@dataclass(frozen=True)
class FindingAges:
    """Open findings by age in days: up to 10, 11 to 20, more; ``overdue`` have passed their limit."""

    young: int
    older: int
    old: int
    overdue: int

    @property
    def total(self) -> int:
        """All that are open."""
        return self.young + self.older + self.old


@dataclass(frozen=True)
class Glance:
    """The year as the leadership sees it first."""

    year: int
    whole: Completion
    last_year: Completion
    turned_red: int
    units: list[Completion]
    categories: list[Completion]
    months: tuple[list[int], list[int]]
    months_of_last_year: list[int]
    red: list[Unfinished]
    findings: FindingAges
    waiting_reports: int


def find_working_year(today: date) -> int | None:
    """Return the year the pages open with: this one if it has tasks, else the newest one that has."""
    newest = select(func.max(Task.year)).where(Task.year <= today.year)
    return db.session.scalar(newest) or db.session.scalar(select(func.max(Task.year)))


def glance_at(year: int, today: date) -> Glance:
    """Return what the first page says about ``year`` as of ``today``."""
    near_until = thresholds(DEFAULT, today, shipped_calendar()).near_until
    units = completion_by_unit(year, today, near_until)
    red = [one for one in list_unfinished(year, today) if one.is_late]
    week_ago = today - timedelta(days=7)
    return Glance(
        year=year,
        whole=completion_of_year(year, today, near_until),
        last_year=completion_of_year(year - 1, _year_before(today)),
        turned_red=sum(one.due_on is not None and one.due_on >= week_ago for one in red),
        units=sorted(units, key=lambda one: one.done - one.due),
        categories=completion_by_category(year, today, near_until),
        months=tasks_by_month(year),
        months_of_last_year=tasks_by_month(year - 1)[1],
        red=red,
        findings=_findings(today),
        waiting_reports=_waiting_reports(),
    )


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _findings(today: date) -> FindingAges:
    ages = [0, 0, 0]
    overdue = 0
    open_ones = select(Finding.found_on, Finding.due_on).where(Finding.state != FindingState.CLOSED)
    for found_on, due_on in db.session.execute(open_ones):
        days = (today - found_on).days
        ages[0 if days <= 10 else 1 if days <= 20 else 2] += 1
        overdue += due_on < today
    return FindingAges(ages[0], ages[1], ages[2], overdue)


def _waiting_reports() -> int:
    waiting = select(func.count(ProgressReport.id)).where(ProgressReport.state == ReportState.SUBMITTED)
    return db.session.scalar(waiting) or 0
