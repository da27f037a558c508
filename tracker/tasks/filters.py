"""Which tasks a list is asked for, as conditions of one statement, and who may see which tasks at all."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, false, not_, nulls_last, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission
from tracker.plans.models import Plan
from tracker.plans.rules import Duty, PlanState
from tracker.tasks.lights import LightKind, LightRules, has_passed, is_near, light_column
from tracker.tasks.models import Task, TaskTag, TaskUnit
from tracker.tasks.rules import DONE_STATES, OPEN_STATES, TaskState
from tracker.workdays.limits import LimitKind


class StateFilter(StrEnum):
    """A state, or a group of tasks that people ask for as if it were one."""

    OPEN = "open"
    LATE = "late"
    SOON = "soon"
    SILENT = "silent"  # open, and nothing was ever reported
    COUNTED = "counted"  # all but the cancelled ones, as percentages count them
    DUE = "due"  # finished or not, the calendar asks for it by today
    TURNED = "turned"  # open, and its limit passed within the last week
    WATCH = "watch"  # open and not late, with a light that warns
    CALM = "calm"  # open and not late, with no such light
    ASSIGNED = "assigned"
    SIGNED_FOR = "signed_for"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DONE = "done"
    CANCELLED = "cancelled"


class LimitFilter(StrEnum):
    """When a task is due, or what kind of limit it has."""

    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    UNDATED = "undated"


LOOKED_UP = frozenset({StateFilter.COUNTED, StateFilter.DUE, StateFilter.TURNED, StateFilter.WATCH, StateFilter.CALM})
NO_CATEGORY = "-"  # asks for the tasks under no heading
WEEK = timedelta(days=7)
SPECIAL, ESCAPED = re.compile(r"([%_/])"), r"/\1"
WARNING = (LightKind.STOP.value, LightKind.WAIT.value)


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks of a year are asked for; None and empty ask nothing."""

    year: int
    unit_id: int | None = None
    state: StateFilter | None = None
    light: LightKind | None = None
    limit: LimitFilter | None = None
    category: str = ""
    text: str = ""
    tag: str = ""
    lead_id: int | None = None
    due_from: date | None = None
    due_by: date | None = None
    done_by: date | None = None

    @property
    def is_plain(self) -> bool:
        """Whether only states and lights are asked for, which the tally of the year has counted."""
        asks_more = self.category or self.text or self.tag or self.unit_id or self.lead_id or self.limit
        asks_days = self.due_from or self.due_by or self.done_by
        return not asks_more and not asks_days and self.state not in LOOKED_UP


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may know of a task: a section sees those its unit leads or co-operates on."""
    if not by.may(Permission.VIEW_WORK):
        return false()
    if by.may(Permission.VIEW_ALL_UNITS):
        return true()
    return with_unit(by.unit_id) if by.unit_id is not None else false()


def whose(by: Actor) -> tuple[object, ...]:
    """Return what the answer of visible_to depends on, as a part of the key of an answer that is kept."""
    return by.role, by.is_guest, by.unit_id


def with_unit(unit_id: int) -> ColumnElement[bool]:
    """Return the condition that a unit is on a task."""
    return Task.id.in_(select(TaskUnit.task_id).where(TaskUnit.unit_id == unit_id))


def in_open_year() -> ColumnElement[bool]:
    """Return the condition that the year of a task is not closed: what it left unfinished waits for nobody any more."""
    return Task.year.not_in(select(Plan.year).where(Plan.state == PlanState.CLOSED))


def led_by(unit_id: int) -> ColumnElement[bool]:
    """Return the condition that a unit leads a task."""
    led = select(TaskUnit.task_id).where(TaskUnit.unit_id == unit_id, TaskUnit.duty == Duty.LEAD)
    return Task.id.in_(led)


def turned_late(today: date) -> ColumnElement[bool]:
    """Return the condition that the limit passed within the last week."""
    return and_(has_passed(today), Task.due_on >= today - WEEK)


def matching(text: str) -> ColumnElement[bool]:
    """Return the condition that every word of ``text`` stands in the title or the requirement."""
    patterns = [f"%{SPECIAL.sub(ESCAPED, word)}%" for word in text.split()]
    return and_(true(), *(or_(IsLike(Task.title, one), IsLike(Task.requirement, one)) for one in patterns))


class IsLike(FunctionElement[bool]):
    """Whether a text is like a pattern (with / before what means itself), in capitals or not.

    It is what icontains says, without the lower() around both that costs SQLite as much as the search.
    """

    type = Boolean()
    inherit_cache = True
    name = "is_like"


@compiles(IsLike, "sqlite")
def _like_on_sqlite(element: IsLike, compiler: Any, **kwargs: Any) -> str:
    text, pattern = (compiler.process(one, **kwargs) for one in element.clauses)
    return f"({text} LIKE {pattern} ESCAPE '/')"


@compiles(IsLike, "postgresql")
def _like_on_postgresql(element: IsLike, compiler: Any, **kwargs: Any) -> str:
    text, pattern = (compiler.process(one, **kwargs) for one in element.clauses)
    return f"({text} ILIKE {pattern} ESCAPE '/')"


def in_state(state: StateFilter, rules: LightRules) -> ColumnElement[bool]:
    """Return the condition of a state or group."""
    is_open, is_counted = Task.state.in_(OPEN_STATES), Task.state != TaskState.CANCELLED
    not_late = and_(is_open, or_(Task.due_on.is_(None), not_(has_passed(rules.today))))
    groups: dict[StateFilter, Callable[[], ColumnElement[bool]]] = {
        StateFilter.OPEN: lambda: is_open,
        StateFilter.LATE: lambda: and_(is_open, has_passed(rules.today)),
        StateFilter.SOON: lambda: and_(is_open, is_near(rules.days)),
        StateFilter.SILENT: lambda: and_(is_open, Task.reported_at.is_(None)),
        StateFilter.COUNTED: lambda: is_counted,
        StateFilter.DUE: lambda: and_(is_counted, Task.due_on <= rules.today),
        StateFilter.TURNED: lambda: and_(is_open, turned_late(rules.today)),
        StateFilter.WATCH: lambda: and_(not_late, light_column(rules).in_(WARNING)),
        StateFilter.CALM: lambda: and_(not_late, light_column(rules).not_in(WARNING)),
        StateFilter.DONE: lambda: Task.state.in_(DONE_STATES),
    }
    return groups[state]() if state in groups else Task.state == TaskState(state.value)


def _under_limit(limit: LimitFilter, year: int) -> ColumnElement[bool]:
    if limit is LimitFilter.RECURRING:
        return Task.limit_kind == LimitKind.RECURRING
    if limit is LimitFilter.ONGOING:
        return Task.limit_kind.in_((LimitKind.OPEN_ENDED, LimitKind.STANDING_AFTER))
    if limit is LimitFilter.UNDATED:
        return Task.due_on.is_(None)
    quarter = int(limit.value[1:])
    after = date(year, 3 * quarter + 1, 1) if quarter < 4 else date(year + 1, 1, 1)
    return and_(Task.due_on >= date(year, 3 * quarter - 2, 1), Task.due_on < after)


def conditions(wanted: TaskFilter, *, by: Actor, rules: LightRules) -> list[ColumnElement[bool]]:
    """Return the conditions of a list for ``by``."""
    category = "" if wanted.category == NO_CATEGORY else wanted.category
    asked: list[tuple[object, Callable[[Any], ColumnElement[bool]]]] = [
        (wanted.unit_id, with_unit),
        (wanted.lead_id, led_by),
        (wanted.state, lambda state: in_state(state, rules)),
        (wanted.light, lambda light: light_column(rules) == light.value),
        (wanted.limit, lambda limit: _under_limit(limit, wanted.year)),
        (wanted.due_from, lambda day: Task.due_on >= day),
        (wanted.due_by, lambda day: Task.due_on <= day),
        (wanted.done_by, lambda day: Task.done_on <= day),
        (wanted.category, lambda _: Task.category == category),
        (wanted.tag, lambda tag: Task.id.in_(select(TaskTag.task_id).where(TaskTag.name == tag))),
        (wanted.text, matching),
    ]
    return [
        Task.year == wanted.year,
        visible_to(by),
        *(made(value) for value, made in asked if value not in (None, "")),
    ]


SORTS = ("due", "number", "unit", "progress")
_LEAD = (  # the place of the unit that leads a task
    select(Unit.position * 100_000 + Unit.id)
    .join(TaskUnit, TaskUnit.unit_id == Unit.id)
    .where(TaskUnit.task_id == Task.id, TaskUnit.duty == Duty.LEAD)
    .order_by(TaskUnit.position, TaskUnit.id)
    .limit(1)
    .correlate(Task)
    .scalar_subquery()
)


def order(sort: str, *, is_descending: bool) -> list[ColumnElement[Any]]:
    """Return the order of a list; what has no day, unit or number stands last in either direction."""
    columns: dict[str, list[Any]] = {
        "due": [Task.due_on, Task.number],
        "number": [Task.number],
        "unit": [_LEAD, Task.due_on, Task.number],
        "progress": [Task.percent, Task.due_on, Task.number],
    }
    return [nulls_last(column.desc() if is_descending else column.asc()) for column in columns[sort]]
