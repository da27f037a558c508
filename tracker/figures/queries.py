"""How far the work of a year is: by unit, by category, by month, and what is unfinished."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.organisation.models import Unit
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import OPEN_STATES, TaskState

FINISHED = (TaskState.DONE, TaskState.ARCHIVED)
COUNTED = Task.state != TaskState.CANCELLED


@dataclass(frozen=True)
class Completion:
    """How far a group of tasks is: all, finished, due by today, late, and finished on or before the first limit."""

    name: str
    total: int
    done: int
    due: int
    late: int
    in_time: int
    id: int | None = None

    @property
    def open(self) -> int:
        """Tasks that are not finished."""
        return self.total - self.done

    @property
    def done_percent(self) -> float:
        """The finished share in percent, 0 for an empty group."""
        return 100 * self.done / self.total if self.total else 0.0

    @property
    def due_percent(self) -> float:
        """Where the calendar stands, in percent."""
        return 100 * self.due / self.total if self.total else 0.0


@dataclass(frozen=True)
class Unfinished:
    """A task that is not finished, with what its lead last reported about it."""

    id: int
    number: int
    title: str
    lead: str
    limit_phrase: str
    due_on: date | None
    percent: int
    is_late: bool
    difficulty: str
    next_step: str
    reason: str


def _counts(today: date) -> list[ColumnElement[Any]]:
    is_open = Task.state.in_(OPEN_STATES)
    finished = Task.state.in_(FINISHED)

    def tally(condition: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    return [
        func.count(Task.id),
        tally(finished),
        tally(Task.due_on <= today),
        tally(and_(is_open, Task.due_on < today)),
        tally(and_(finished, Task.done_on <= Task.first_due_on)),
    ]


def completion_by_unit(year: int, today: date) -> list[Completion]:
    """Return how far each lead unit is, in the order of the units; with two leads a task counts for both."""
    statement = (
        select(Unit.name, *_counts(today), Unit.id)
        .select_from(Task)
        .join(TaskUnit, and_(TaskUnit.task_id == Task.id, TaskUnit.duty == Duty.LEAD))
        .join(Unit)
        .where(Task.year == year, COUNTED)
        .group_by(Unit.id, Unit.name, Unit.position)
        .order_by(Unit.position, Unit.id)
    )
    return [Completion(*row) for row in db.session.execute(statement)]


def completion_by_category(year: int, today: date) -> list[Completion]:
    """Return how far each category (板块) is, in the order of the plan."""
    statement = (
        select(Task.category, *_counts(today))
        .where(Task.year == year, COUNTED)
        .group_by(Task.category)
        .order_by(func.min(Task.number))
    )
    return [Completion(*row) for row in db.session.execute(statement)]


def tasks_by_month(year: int) -> tuple[list[int], list[int]]:
    """Return (due, finished) tasks of the year summed up to the end of each month; without a limit due is December."""
    due = _by_month(year, Task.due_on, COUNTED)
    return _summed(due), _summed(_by_month(year, Task.done_on, Task.state.in_(FINISHED)))


def _by_month(year: int, day: Any, condition: ColumnElement[bool]) -> list[int]:
    """Count tasks by the month of ``day``: what lies before the year counts in January, what lies after in December."""
    month = (extract("year", day) - year) * 12 + extract("month", day)
    statement = select(month, func.count()).select_from(Task).where(Task.year == year, condition).group_by(month)
    counts = [0] * 12
    for number, count in db.session.execute(statement):
        counts[11 if number is None else min(max(int(number), 1), 12) - 1] += count
    return counts


def _summed(months: list[int]) -> list[int]:
    return [sum(months[: number + 1]) for number in range(12)]


def list_unfinished(year: int, today: date, *, limit: int | None = None) -> list[Unfinished]:
    """Return the open tasks of a year, late ones first, each with the newest words of its reports."""
    lead = names_of_leads()
    any_report = aliased(ProgressReport)
    newest = (
        select(func.max(any_report.id))
        .where(any_report.task_id == Task.id, any_report.state != ReportState.WITHDRAWN)
        .scalar_subquery()
    )
    in_order = (Task.due_on.is_(None), Task.due_on, Task.number)
    first = select(Task.id).where(Task.year == year, Task.state.in_(OPEN_STATES)).order_by(*in_order).limit(limit)
    statement = (
        select(Task, lead, ProgressReport.difficulty, ProgressReport.next_step)
        .outerjoin(ProgressReport, ProgressReport.id == newest)
        .where(Task.id.in_(first))  # of these alone are the reports looked up
        .order_by(*in_order)
    )
    return [
        Unfinished(
            task.id, task.number, task.title, names or "", task.limit_phrase, task.due_on, task.percent,
            task.due_on is not None and task.due_on < today, difficulty or "", next_step or "", task.reason,
        )
        for task, names, difficulty, next_step in db.session.execute(statement)
    ]  # fmt: skip


def names_of_leads() -> Any:
    """Return the names of the lead units of a task, as a column."""
    joined: Select[Any] = (
        select(func.aggregate_strings(Unit.name, "、"))
        .join(TaskUnit, TaskUnit.unit_id == Unit.id)
        .where(TaskUnit.task_id == Task.id, TaskUnit.duty == Duty.LEAD)
    )
    return joined.correlate(Task).scalar_subquery()
