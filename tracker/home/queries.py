"""What the first pages show: the year at a glance, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, select

from tracker.checks.queries import AgeCounts, FindingCounts, count_findings, count_findings_by_age
from tracker.db import db
from tracker.extensions.queries import list_waiting_extensions
from tracker.extensions.rows import ExtensionRow
from tracker.figures.queries import (
    Completion,
    Unfinished,
    completion_by_category,
    completion_by_unit,
    list_unfinished,
    tasks_by_month,
)
from tracker.holidays.queries import find_missed_year
from tracker.permissions import Actor, Permission
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.tasks.filters import TaskFilter
from tracker.tasks.lights import LightKind, LightRules, light_column
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.queries import count_by_light, get_light_rules
from tracker.tasks.rows import LightCounts
from tracker.tasks.rules import OPEN_STATES

LATE_SHOWN = 3


@dataclass(frozen=True)
class UnitLine:
    """A unit's share of the year, and how many of its open tasks have which light."""

    completion: Completion
    lights: LightCounts


@dataclass(frozen=True)
class Glance:
    """The year as the leadership sees it first."""

    year: int
    whole: Completion
    lights: LightCounts
    turned_red: int
    units: list[UnitLine]
    categories: list[Completion]
    months: tuple[list[int], list[int]]
    months_of_last_year: tuple[list[int], list[int]]
    late: list[Unfinished]
    findings: FindingCounts
    ages: AgeCounts
    waiting_reports: int
    extensions: list[ExtensionRow]
    missed_year: int | None

    @property
    def last_year_percent(self) -> float | None:
        """The finished share of last year's tasks in percent, None when there were none."""
        planned, done = self.months_of_last_year
        return 100 * done[-1] / planned[-1] if planned[-1] else None


def find_working_year(today: date) -> int | None:
    """Return the year the pages open with: this one if it has tasks, else the newest one that has."""
    newest = select(func.max(Task.year)).where(Task.year <= today.year)
    return db.session.scalar(newest) or db.session.scalar(select(func.max(Task.year)))


def glance_at(year: int, today: date, *, by: Actor) -> Glance:
    """Return what the first page says about ``year`` as of ``today``."""
    categories = completion_by_category(year, today)
    whole = _sum_of(year, categories)
    rules = get_light_rules(today)
    return Glance(
        year=year,
        whole=whole,
        lights=count_by_light(TaskFilter(year=year), by=by, rules=rules),
        turned_red=_turned_red(year, today),
        units=_units(year, rules),
        categories=categories,
        months=tasks_by_month(year),
        months_of_last_year=tasks_by_month(year - 1),
        late=list_unfinished(year, today, limit=min(LATE_SHOWN, whole.late)),
        findings=count_findings(by, year=None, today=today),
        ages=count_findings_by_age(by, year=None, rules=rules),
        waiting_reports=_waiting_reports(),
        extensions=list_waiting_extensions(by, today) if by.may(Permission.DECIDE) else [],
        missed_year=find_missed_year(today),
    )


def _sum_of(year: int, parts: list[Completion]) -> Completion:
    """Return the whole of a year from its categories: every task has one."""
    names = ("total", "done", "due", "late", "in_time")
    return Completion(str(year), **{name: sum(getattr(part, name) for part in parts) for name in names})


def _turned_red(year: int, today: date) -> int:
    """Count the open tasks whose limit passed within the last seven days."""
    late = (Task.year == year, Task.state.in_(OPEN_STATES), Task.due_on < today)
    return db.session.scalar(select(func.count(Task.id)).where(*late, Task.due_on >= today - timedelta(days=7))) or 0


def _units(year: int, rules: LightRules) -> list[UnitLine]:
    """Return the units that lead tasks, furthest behind the calendar first."""
    kind = light_column(rules).label("kind")
    statement = (
        select(TaskUnit.unit_id, kind, func.count())
        .join(Task, and_(Task.id == TaskUnit.task_id, TaskUnit.duty == Duty.LEAD))
        .where(Task.year == year, Task.state.in_(OPEN_STATES))
        .group_by(TaskUnit.unit_id, kind)
    )
    counts: dict[int, dict[str, int]] = {}
    for unit_id, light, number in db.session.execute(statement):
        counts.setdefault(unit_id, {})[LightKind(light).value] = number
    units = sorted(completion_by_unit(year, rules.today), key=lambda one: one.done - one.due)
    return [UnitLine(one, LightCounts(**counts.get(one.id or 0, {}))) for one in units]


def _waiting_reports() -> int:
    waiting = select(func.count(ProgressReport.id)).where(ProgressReport.state == ReportState.SUBMITTED)
    return db.session.scalar(waiting) or 0
