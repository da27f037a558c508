"""What the first pages show: the year at a glance, counted again only after something was written."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.checks.ages import UnclosedCounts
from tracker.checks.queries import count_unclosed_by_age
from tracker.coverage.models import SuperiorItem, SuperiorPlan
from tracker.coverage.queries import SuperiorRow, row_columns, row_of
from tracker.db import db
from tracker.figures.queries import Completion, Unfinished, list_unfinished
from tracker.history.unchanged import while_unchanged
from tracker.home.kinds import Waits
from tracker.home.tally import Standing, UnitLine, YearTally, list_unit_lines, tally
from tracker.home.waiting import list_waits
from tracker.organisation.models import Agency
from tracker.permissions import Actor
from tracker.tasks.filters import WEEK
from tracker.tasks.lights import LightRules
from tracker.tasks.models import Task
from tracker.tasks.queries import light_rules_of
from tracker.workdays.calendar import YearMissing

LATE_SHOWN = 3


@dataclass(frozen=True)
class LateTask:
    """A task that is late: for how many working days, and whether it was not a week ago."""

    task: Unfinished
    days: int
    is_new: bool


@dataclass(frozen=True)
class Glance:
    """The year as its first page shows it."""

    year: int
    tally: YearTally
    units: list[UnitLine]
    late: list[LateTask]
    findings: UnclosedCounts
    waits: list[Waits]
    superior: list[SuperiorRow]

    @property
    def whole(self) -> Completion:
        """The year as one."""
        return self.tally.whole

    @property
    def standing(self) -> Standing:
        """Its tasks in parts."""
        return self.tally.standing


def find_glance(today: date, *, by: Actor) -> Glance | None:
    """Return what the first page says as of ``today``; None while there are no tasks at all."""
    key = ("glance", today, by.role, by.account_id, by.unit_id)
    return while_unchanged(key, lambda: _glance(today, by))


def _glance(today: date, by: Actor) -> Glance | None:
    year, name, superior = _begin(today)
    if year is None:
        return None
    rules = light_rules_of(name, today)
    counted, findings = tally(year, rules), count_unclosed_by_age(by, rules=rules)
    late = list_unfinished(year, today, limit=min(LATE_SHOWN, counted.standing.late)) if counted.standing.late else []
    return Glance(
        year=year,
        tally=counted,
        units=list_unit_lines(year, rules),
        late=[_late(task, rules) for task in late],
        findings=findings,
        waits=list_waits(by, today, findings),
        superior=superior,
    )


def _begin(today: date) -> tuple[int | None, str | None, list[SuperiorRow]]:
    """Return the year that is shown, the agency's way of lights, and the superior plans of the year; one statement."""
    newest = select(func.max(Task.year)).where(Task.year <= today.year).scalar_subquery()
    any_year, preset = select(func.max(Task.year)).scalar_subquery(), select(Agency.light_preset).scalar_subquery()
    shown = select(func.coalesce(newest, any_year).label("year"), preset.label("preset")).subquery()
    plans = (
        select(shown.c.year, shown.c.preset, *row_columns())
        .select_from(shown)
        .outerjoin(SuperiorPlan, SuperiorPlan.year == shown.c.year)
        .outerjoin(SuperiorItem, SuperiorItem.plan_id == SuperiorPlan.id)
        .group_by(shown.c.year, shown.c.preset, SuperiorPlan.id)
        .order_by(SuperiorPlan.id)
    )
    rows = db.session.execute(plans).all()
    return rows[0][0], rows[0][1], [row_of(row[2:]) for row in rows if row[2] is not None]


def _late(task: Unfinished, rules: LightRules) -> LateTask:
    due_on = task.due_on or rules.today
    try:
        days = rules.calendar.count_workdays(due_on, rules.today)
    except YearMissing:
        days = max(1, (rules.today - due_on).days * 5 // 7)
    return LateTask(task, days, due_on >= rules.today - WEEK)
