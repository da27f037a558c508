"""Reading requests for more time."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.extensions.models import Extension
from tracker.extensions.rows import EventPage, ExtensionPage, ExtensionRow, Powers, Waiting
from tracker.heads.queries import has_head, heads_on, is_head
from tracker.organisation.models import Unit, UnitPost
from tracker.permissions import Actor, Permission
from tracker.tasks.explanation import explain
from tracker.tasks.filters import visible_to
from tracker.tasks.lights import LightRules
from tracker.tasks.models import Occurrence, Task, TaskUnit
from tracker.tasks.queries import get_task_row
from tracker.tasks.rows import TaskRow
from tracker.tasks.rules import OPEN_STATES
from tracker.workdays.extensions import OPEN, ExtensionState, due_changes
from tracker.workdays.limits import LimitKind

NEWEST_DECIDED = 20
_PLAIN = (
    "id", "task_id", "unit_id", "state", "due_on", "asked_due_on", "reason", "progress", "asked_by", "asked_at",
    "seen_by", "seen_at", "granted_due_on", "answer", "decided_by", "decided_at",
)  # fmt: skip


def get_extension(extension_id: int, by: Actor) -> Extension:
    """Return a request on a task that ``by`` may know of; raise NotFound."""
    seen = select(Extension).join(Task).where(Extension.id == extension_id, visible_to(by))
    units = joinedload(Extension.task).selectinload(Task.units)
    everything = (joinedload(Extension.unit), joinedload(Extension.occurrence), units.joinedload(TaskUnit.unit))
    turns = joinedload(Extension.task).selectinload(Task.occurrences)
    extension = db.session.scalar(seen.options(*everything, turns))
    if extension is None:
        raise NotFound
    return extension


def list_extensions_of(task_id: int) -> list[Extension]:
    """Return the requests on a task in the order they were made."""
    return list(db.session.scalars(select(Extension).where(Extension.task_id == task_id).order_by(Extension.id)))


def list_rows_of(task_id: int) -> list[ExtensionRow]:
    """Return the requests on a task, newest first; the caller has seen to it that the reader may know of the task."""
    return _rows(_select().where(Extension.task_id == task_id).order_by(Extension.id.desc()))


def list_waiting_extensions(by: Actor, today: date) -> list[ExtensionRow]:
    """Return the requests that wait for ``by``: for a leader's decision, or for the head of the section; soonest first.

    A leader decides what the heads have seen; a head passes on what the people of their section ask for.
    """
    mine = _waits_for(by, today)
    waiting = _select().where(visible_to(by), Extension.state.in_(OPEN), Task.state.in_(OPEN_STATES), mine)
    return _rows(waiting.order_by(Extension.due_on, Extension.id))


def list_waiting(by: Actor, today: date) -> Waiting:
    """Return what waits for ``by``, what waits for others, and what was decided last."""
    mine = list_waiting_extensions(by, today)
    ids = [row.id for row in mine]
    others = _select().where(
        visible_to(by), Extension.state.in_(OPEN), Task.state.in_(OPEN_STATES), Extension.id.not_in(ids)
    )
    decided = _select().where(visible_to(by), Extension.decided_at.is_not(None))
    return Waiting(
        mine,
        _rows(others.order_by(Extension.due_on, Extension.id)),
        _rows(decided.order_by(Extension.decided_at.desc(), Extension.id.desc()).limit(NEWEST_DECIDED)),
    )


def get_extension_page(task_id: int, *, by: Actor, rules: LightRules) -> ExtensionPage:
    """Return a task with its requests and what ``by`` may do; raise NotFound when ``by`` may not know of the task."""
    task = get_task_row(task_id, by=by, rules=rules)
    rows = list_rows_of(task_id)
    facts = [extension.facts for extension in list_extensions_of(task_id)]
    first = task.first_due_on or task.due_on
    changes = due_changes(first, facts) if first and not task.turns.all else []
    return ExtensionPage(task, rows, changes, _powers(task, rows, by, rules.today))


def _powers(task: TaskRow, rows: list[ExtensionRow], by: Actor, today: date) -> Powers:
    waiting = next((row for row in rows if row.is_open), None)
    if not task.is_open:
        return Powers()
    if waiting is None:
        is_in_time = task.due_on is not None and today <= task.due_on
        return Powers(ask=is_in_time and by.may(Permission.REPORT_PROGRESS) and _leads(task, by))
    is_own = waiting.unit_id == by.unit_id and by.may(Permission.REPORT_PROGRESS)
    is_asked = waiting.state == ExtensionState.ASKED
    return Powers(
        withdraw=is_own,
        endorse=is_own and is_asked and (is_head(by, waiting.unit_id, today) or not has_head(waiting.unit_id, today)),
        decide=not is_asked and by.may(Permission.DECIDE),
    )


def _leads(task: TaskRow, by: Actor) -> bool:
    return any(unit.unit_id == by.unit_id for unit in task.leads or task.units)


def _waits_for(by: Actor, today: date) -> ColumnElement[bool]:
    to_decide = Extension.state == ExtensionState.SEEN if by.may(Permission.DECIDE) else false()
    headed = select(UnitPost.unit_id).where(heads_on(today), UnitPost.person_id == by.person_id)
    may_pass_on = by.may(Permission.REPORT_PROGRESS)
    to_see = and_(Extension.state == ExtensionState.ASKED, Extension.unit_id.in_(headed)) if may_pass_on else false()
    return or_(to_decide, to_see)


def get_event_page(task_id: int, *, by: Actor, rules: LightRules) -> EventPage:
    """Return a task and how its limit follows from its event; raise NotFound when ``by`` may not know of it."""
    task = get_extended_task(task_id, by)
    return EventPage(task, explain(task, rules), task.limit.kind is LimitKind.AFTER_EVENT)


def get_extended_task(task_id: int, by: Actor) -> Task:
    """Return a task that ``by`` may know of, with its units and turns; raise NotFound."""
    everything = (selectinload(Task.units).joinedload(TaskUnit.unit), selectinload(Task.occurrences))
    task = db.session.scalar(select(Task).where(Task.id == task_id, visible_to(by)).options(*everything))
    if task is None:
        raise NotFound
    return task


def _select() -> Select[Any]:
    columns = [getattr(Extension, name) for name in _PLAIN]
    named = select(
        *columns, Task.title, Unit.name.label("unit_name"), func.coalesce(Occurrence.name, "").label("turn_name")
    )
    joined = named.join(Task, Task.id == Extension.task_id).join(Unit, Unit.id == Extension.unit_id)
    return joined.outerjoin(Occurrence, Occurrence.id == Extension.occurrence_id)


def _rows(statement: Select[Any]) -> list[ExtensionRow]:
    return [ExtensionRow(**row._mapping) for row in db.session.execute(statement)]
