"""How far the year is, counted once: by area and month and light, and by the units that lead."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, extract, false, func, select

from tracker.db import db
from tracker.figures.queries import COUNTED, FINISHED, Completion
from tracker.organisation.models import Unit
from tracker.plans.rules import Duty
from tracker.tasks.filters import turned_late
from tracker.tasks.lights import LightKind, LightRules, has_passed, is_near, light_column
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rows import LightCounts
from tracker.tasks.rules import OPEN_STATES

WARNING = (LightKind.STOP, LightKind.WAIT)


@dataclass(frozen=True)
class UnitLine:
    """A unit's share of the year, and how many of its open tasks have which light."""

    completion: Completion
    lights: LightCounts


@dataclass(frozen=True)
class Standing:
    """The tasks of a year in four parts that make up the whole, and what stands out among them."""

    late: int
    watch: int
    calm: int
    done: int
    turned: int
    soon: int
    next_due_on: date | None


@dataclass(frozen=True)
class YearTally:
    """What is counted of a year and the one before it."""

    whole: Completion
    standing: Standing
    categories: list[Completion]
    months: tuple[list[int], list[int]]
    months_of_last_year: tuple[list[int], list[int]]
    then_percent: float | None  # last year's finished share on the same day


def tally(year: int, rules: LightRules) -> YearTally:
    """Count the tasks of ``year`` and of the year before, in one statement."""
    rows = _counted(year, rules)
    now, before = ([row for row in rows if row.year == one] for one in (year, year - 1))
    names = dict.fromkeys(row.category for row in sorted(now, key=lambda row: row.first))
    then = _number(before, lambda row: row.is_done and row.was_done)
    planned = _number(before)
    return YearTally(
        whole=_completion(str(year), now),
        standing=_standing(now),
        categories=[_completion(name, [row for row in now if row.category == name]) for name in names],
        months=_months(now),
        months_of_last_year=_months(before),
        then_percent=100 * then / planned if planned else None,
    )


def _counted(year: int, rules: LightRules) -> list[Row[Any]]:
    """Return the tasks of both years grouped by all that is asked about them."""
    is_open, near = Task.state.in_(OPEN_STATES), func.coalesce(is_near(rules.days), false())
    columns: list[Any] = [
        Task.year,
        Task.category,
        _month_of(Task.due_on).label("due_month"),
        _month_of(Task.done_on).label("done_month"),
        light_column(rules).label("light"),
        and_(is_open, near).label("is_soon"),
        and_(is_open, func.coalesce(turned_late(rules.today), false())).label("is_turned"),
        (func.coalesce(Task.done_on, date.max) <= _year_before(rules.today)).label("was_done"),
        *_facts(rules.today),
    ]
    more = (func.count().label("number"), func.min(Task.number).label("first"), func.min(Task.due_on).label("soonest"))
    counted = select(*columns, *more).where(Task.year.in_((year, year - 1)), COUNTED).group_by(*columns)
    return list(db.session.execute(counted))


def _facts(today: date) -> list[ColumnElement[Any]]:
    finished = Task.state.in_(FINISHED)
    return [
        finished.label("is_done"),
        func.coalesce(Task.due_on <= today, false()).label("is_due"),
        and_(Task.state.in_(OPEN_STATES), func.coalesce(has_passed(today), false())).label("is_late"),
        and_(finished, func.coalesce(Task.done_on <= Task.first_due_on, false())).label("is_in_time"),
    ]


def _month_of(day: Any) -> ColumnElement[Any]:
    """Return the month of a day within the year of its task: before it January, after it December; None without one."""
    month = (extract("year", day) - Task.year) * 12 + extract("month", day)
    return case((month < 1, 1), (month > 12, 12), else_=month)


def _year_before(today: date) -> date:
    return today.replace(year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day)


def _number(rows: Iterable[Any], wanted: Callable[[Any], object] = lambda _: True) -> int:
    return sum(int(row.number) for row in rows if wanted(row))


def _completion(name: str, rows: list[Any], unit_id: int | None = None) -> Completion:
    return Completion(
        name,
        total=_number(rows),
        done=_number(rows, lambda row: row.is_done),
        due=_number(rows, lambda row: row.is_due),
        late=_number(rows, lambda row: row.is_late),
        in_time=_number(rows, lambda row: row.is_in_time),
        id=unit_id,
    )


def _standing(rows: list[Any]) -> Standing:
    calm = [row for row in rows if not row.is_done and not row.is_late]
    near = [row.soonest for row in rows if row.is_soon and row.soonest]
    return Standing(
        late=_number(rows, lambda row: row.is_late),
        watch=_number(calm, lambda row: row.light in WARNING),
        calm=_number(calm, lambda row: row.light not in WARNING),
        done=_number(rows, lambda row: row.is_done),
        turned=_number(rows, lambda row: row.is_turned),
        soon=_number(rows, lambda row: row.is_soon),
        next_due_on=min(near, default=None),
    )


def _months(rows: list[Any]) -> tuple[list[int], list[int]]:
    """Return (due, finished) tasks summed up to the end of each month; without a limit a task is due in December."""
    due, done = [0] * 12, [0] * 12
    for row in rows:
        due[int(row.due_month or 12) - 1] += row.number
        done[int(row.done_month or 12) - 1] += row.number if row.is_done else 0
    return list(accumulate(due)), list(accumulate(done))


def list_unit_lines(year: int, rules: LightRules) -> list[UnitLine]:
    """Return the units that lead tasks, furthest behind the calendar first, in one statement."""
    columns: list[ColumnElement[Any]] = [light_column(rules).label("light"), *_facts(rules.today)]
    counted = (
        select(TaskUnit.unit_id, *columns, func.count().label("number"))
        .select_from(Task)
        .join(TaskUnit, and_(TaskUnit.task_id == Task.id, TaskUnit.duty == Duty.LEAD))
        .where(Task.year == year, COUNTED)
        .group_by(TaskUnit.unit_id, *columns)
        .subquery()
    )
    named = select(Unit.id, Unit.name, counted).join(counted, counted.c.unit_id == Unit.id)
    rows: dict[int, list[Row[Any]]] = {}
    for row in db.session.execute(named.order_by(Unit.position, Unit.id)):
        rows.setdefault(row.id, []).append(row)
    lines = [UnitLine(_completion(some[0].name, some, unit_id), _lights(some)) for unit_id, some in rows.items()]
    return sorted(lines, key=lambda line: line.completion.done - line.completion.due)


def _lights(rows: list[Any]) -> LightCounts:
    """Count the lights of the tasks that are not finished."""
    numbers = {kind.value: 0 for kind in LightKind}
    for row in rows:
        if not row.is_done:
            numbers[row.light] += row.number
    return LightCounts(**numbers)
