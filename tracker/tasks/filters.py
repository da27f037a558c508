"""Which tasks a list is asked for, as conditions of one statement, and who may see which tasks at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, nulls_last, or_, select, true

from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission
from tracker.plans.rules import Duty
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

    @property
    def is_plain(self) -> bool:
        """Whether only states and lights are asked for, which the tally of the year has counted."""
        return self.unit_id is None and self.limit is None and not (self.category or self.text or self.tag)


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may know of a task: a section sees those its unit leads or co-operates on."""
    if not by.may(Permission.VIEW_WORK):
        return false()
    if by.may(Permission.VIEW_ALL_UNITS):
        return true()
    return with_unit(by.unit_id) if by.unit_id is not None else false()


def with_unit(unit_id: int) -> ColumnElement[bool]:
    """Return the condition that a unit is on a task."""
    return Task.id.in_(select(TaskUnit.task_id).where(TaskUnit.unit_id == unit_id))


def matching(text: str) -> ColumnElement[bool]:
    """Return the condition that every word of ``text`` stands in the title or the requirement."""
    words = text.split()
    return and_(
        true(),
        *(
            or_(Task.title.icontains(word, autoescape=True), Task.requirement.icontains(word, autoescape=True))
            for word in words
        ),
    )


def in_state(state: StateFilter, rules: LightRules) -> ColumnElement[bool]:
    """Return the condition of a state or group."""
    is_open = Task.state.in_(OPEN_STATES)
    groups: dict[StateFilter, Callable[[], ColumnElement[bool]]] = {
        StateFilter.OPEN: lambda: is_open,
        StateFilter.LATE: lambda: and_(is_open, has_passed(rules.today)),
        StateFilter.SOON: lambda: and_(is_open, is_near(rules.days)),
        StateFilter.SILENT: lambda: and_(is_open, Task.reported_at.is_(None)),
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
    found = [Task.year == wanted.year, visible_to(by)]
    if wanted.unit_id is not None:
        found.append(with_unit(wanted.unit_id))
    if wanted.state:
        found.append(in_state(wanted.state, rules))
    if wanted.light:
        found.append(light_column(rules) == wanted.light.value)
    if wanted.limit:
        found.append(_under_limit(wanted.limit, wanted.year))
    if wanted.category:
        found.append(Task.category == wanted.category)
    if wanted.tag:
        found.append(Task.id.in_(select(TaskTag.task_id).where(TaskTag.name == wanted.tag)))
    if wanted.text:
        found.append(matching(wanted.text))
    return found


SORTS = ("due", "number", "unit", "progress")


def order(sort: str, *, is_descending: bool) -> list[ColumnElement[Any]]:
    """Return the order of a list; what has no day, unit or number stands last in either direction."""
    lead = (
        select(Unit.position * 100_000 + Unit.id)
        .join(TaskUnit, TaskUnit.unit_id == Unit.id)
        .where(TaskUnit.task_id == Task.id, TaskUnit.duty == Duty.LEAD)
        .order_by(TaskUnit.position, TaskUnit.id)
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )
    columns: dict[str, list[Any]] = {
        "due": [Task.due_on, Task.number],
        "number": [Task.number],
        "unit": [lead, Task.due_on, Task.number],
        "progress": [Task.percent, Task.due_on, Task.number],
    }
    return [nulls_last(column.desc() if is_descending else column.asc()) for column in columns[sort]]
