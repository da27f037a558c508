"""One change for many tasks: what can be changed is, what cannot is named with its reason, and all is undone at once.

Each task keeps its own entry in the history. A refusal is found before anything of its task is touched, so that it
stops no other task.
"""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.bulk.accepting import undo_acceptance
from tracker.bulk.changes import KEPT, Change, Kept, giving, moving, tagging, untagging
from tracker.bulk.keeping import begin_undo, refusal_of, start_bulk
from tracker.bulk.models import TaskBulk, TaskBulkRow
from tracker.bulk.queries import get_bulk
from tracker.bulk.rules import (
    BulkKind,
    check_day_or_days,
    check_not_changed_since,
    check_number_picked,
    check_tag,
)
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.history.services import record
from tracker.holidays.queries import current_calendar
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission
from tracker.tasks.filters import visible_to
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.queries import is_year_closed
from tracker.tasks.rules import check_year_is_open

Picked = Mapping[int, int | None]  # task -> the version that was seen when it was picked; None asks nothing


def reassign_tasks(picked: Picked, unit_id: int, *, by: Actor) -> TaskBulk:
    """Give tasks one unit as their only lead; co-operating units stay."""
    unit = db.session.get(Unit, unit_id)
    if unit is None or not unit.holds_on(clock.today()):
        raise RuleBroken(N_("Choose a unit that is in force."), field="unit")
    return _change_all(picked, giving(unit_id), unit.name, by)


def move_limits_of(
    picked: Picked, *, due_on: date | None = None, workdays: int | None = None, by: Actor
) -> TaskBulk:  # fmt: skip
    """Move the limits of tasks to a day, or each by a number of working days; the first date stays to be seen."""
    check_day_or_days(due_on, workdays)
    wanted = due_on.isoformat() if due_on else f"+{workdays}"
    return _change_all(picked, moving(due_on, workdays, current_calendar()), wanted, by)


def tag_tasks(picked: Picked, name: str, *, by: Actor) -> TaskBulk:
    """Put a tag on tasks."""
    check_tag(name)
    return _change_all(picked, tagging(name), name, by)


def untag_tasks(picked: Picked, name: str, *, by: Actor) -> TaskBulk:
    """Take a tag off tasks."""
    check_tag(name)
    return _change_all(picked, untagging(name), name, by)


def undo_bulk(bulk_id: int, *, by: Actor) -> TaskBulk:
    """Undo a change of many tasks; a task that was changed since stays as it is, with the reason on its row."""
    with transaction():
        bulk = get_bulk(bulk_id, by)
        by.must(Permission.ACCEPT_REPORTS if bulk.kind == BulkKind.ACCEPT else Permission.ASSIGN_TASKS)
        begin_undo(bulk)
        tasks = {task.id: task for task in get_tasks([row.task_id for row in bulk.rows], by)}
        for row in reversed(bulk.rows):  # two reports on one task: the later goes first
            if row.is_done:
                _undo(row, bulk.kind, tasks[row.task_id], by)
    return bulk


def get_tasks(task_ids: Collection[int], by: Actor) -> list[Task]:
    """Return tasks with all that a change touches, by number; NotFound when ``by`` may not know of one of them."""
    everything = (
        joinedload(Task.officer), joinedload(Task.leader), selectinload(Task.tags),
        selectinload(Task.units).joinedload(TaskUnit.unit),
    )  # fmt: skip
    wanted = set(task_ids)
    found = select(Task).where(Task.id.in_(wanted), visible_to(by)).options(*everything)
    tasks = list(db.session.scalars(found.order_by(Task.year, Task.number)))
    if len(tasks) != len(wanted):
        raise NotFound
    return tasks


def _change_all(picked: Picked, change: Change, wanted: str, by: Actor) -> TaskBulk:
    by.must(Permission.ASSIGN_TASKS)
    check_number_picked(len(picked))
    with transaction():
        bulk = start_bulk(change.kind, wanted, by)
        tasks = get_tasks(picked, by)
        closed = {year for year in {task.year for task in tasks} if is_year_closed(year)}
        for task in tasks:
            row = TaskBulkRow(bulk_id=bulk.id, task_id=task.id)
            db.session.add(row)
            try:
                check_year_is_open(task.year, is_closed=task.year in closed)
                check_not_changed_since(is_changed=task.is_stale(picked[task.id]))
                change.check(task)
            except RuleBroken as refusal:
                row.refusal = refusal_of(refusal)
            else:
                _make(row, change, task, by)
    return bulk


def _make(row: TaskBulkRow, change: Change, task: Task, by: Actor) -> None:
    kept = KEPT[change.kind]
    told = kept.tell(task)
    row.before = kept.take(task)
    change.make(task)
    row.after = kept.take(task)
    record(by, kept.event, task, before=told, after=kept.tell(task))


def _undo(row: TaskBulkRow, kind: BulkKind, task: Task, by: Actor) -> None:
    try:
        check_year_is_open(task.year, is_closed=is_year_closed(task.year))
        if kind == BulkKind.ACCEPT:
            undo_acceptance(row, by)
        else:
            _put_back(row, KEPT[kind], task, by)
    except RuleBroken as refusal:
        row.refusal = refusal_of(refusal)
    else:
        row.undone_at = clock.now()


def _put_back(row: TaskBulkRow, kept: Kept, task: Task, by: Actor) -> None:
    check_not_changed_since(is_changed=kept.take(task) != row.after)
    told = kept.tell(task)
    kept.put_back(task, row.before)
    record(by, "task.change_undone", task, before=told, after=kept.tell(task))
