"""The tasks of a sheet, as they stand now."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.organisation.queries import list_units
from tracker.permissions import Actor, Permission
from tracker.plans.rules import Duty
from tracker.progress.queries import get_work
from tracker.progress.rows import DutyRow
from tracker.progress.writing import MENDED, Writing
from tracker.roundtrip.rules import EDITABLE, SheetKind, SheetRow
from tracker.tasks.filters import visible_to
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.queries import get_light_rules
from tracker.tasks.rules import OPEN_STATES

NAMES_APART = "；"
PERMISSION = {SheetKind.WORK: Permission.REPORT_PROGRESS, SheetKind.PLAN: Permission.ASSIGN_TASKS}


def list_rows(kind: SheetKind, *, by: Actor, today: date, keys: Collection[str] | None = None) -> list[SheetRow]:
    """Return the rows of a sheet for ``by``: all, of the plan those of the newest year, or those of ``keys``."""
    by.must(PERMISSION[kind])
    if kind is SheetKind.WORK:
        return [_report_row(writing) for writing in list_writings(by=by, today=today)]
    wanted = [Task.year == select(func.max(Task.year)).scalar_subquery()]
    if keys is not None:
        numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 10]
        wanted = [Task.id.in_(numbers)]
    units = selectinload(Task.units).joinedload(TaskUnit.unit)
    found = select(Task).where(*wanted, visible_to(by), Task.state.in_(OPEN_STATES)).options(units)
    return [_plan_row(task) for task in db.session.scalars(found.order_by(Task.year, Task.number))]


def list_writings(*, by: Actor, today: date) -> list[Writing]:
    """Return the reports that the unit of ``by`` can write, by the number of the task; a fixed number of statements."""
    work = get_work(by, get_light_rules(today))
    duties = {row.task.id: row for row in (*work.now, *work.month, *work.rest)}
    everything = (selectinload(Task.occurrences), selectinload(Task.units).joinedload(TaskUnit.unit))
    found = select(Task).where(Task.id.in_(duties)).options(*everything, joinedload(Task.item))
    return [_writing(duties[task.id], task, by) for task in db.session.scalars(found.order_by(Task.year, Task.number))]


def _writing(duty: DutyRow, task: Task, by: Actor) -> Writing:
    mended = duty.last if duty.last and duty.last.state in MENDED else None
    turns = [turn for turn in task.occurrences if turn.done_on is None]
    if mended is not None and mended.occurrence_id:
        turns = [turn for turn in task.occurrences if turn.id == mended.occurrence_id]
    return Writing(duty.task, task, duty.task.unit(by.unit_id), turns, mended)


def _report_row(writing: Writing) -> SheetRow:
    offered, row, mended = writing.offered, writing.row, writing.mended
    values = {field: _text(offered.get(field)) for field in EDITABLE[SheetKind.WORK]}
    turn = next((one.name for one in writing.turns if str(one.id) == offered.get("occurrence_id")), "")
    stamp = f"{writing.task.version}/{mended.id if mended else 0}/{offered.get('occurrence_id', '')}"
    day = row.due_on.isoformat() if row.due_on else ""
    return SheetRow(str(row.id), (row.number, row.title, row.limit_phrase, day, turn), values, stamp)


def _plan_row(task: Task) -> SheetRow:
    names = {
        duty: NAMES_APART.join(unit.unit.name for unit in task.units if unit.duty == duty)
        for duty in (Duty.LEAD, Duty.COOP)
    }
    values = {
        "lead": names[Duty.LEAD], "coop": names[Duty.COOP], "limit_phrase": task.limit_phrase,
        "due_on": task.due_on.isoformat() if task.due_on else "", "target": task.target,
    }  # fmt: skip
    return SheetRow(str(task.id), (task.number, task.title, task.state), values, str(task.version))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def unit_numbers(today: date) -> dict[str, int]:
    """Return the units in force by every name that means one of them alone."""
    units = list_units(today)
    meant: dict[str, set[int]] = {}
    for unit in units:
        for name in (unit.name, *unit.aliases):
            meant.setdefault(name, set()).add(unit.id)
    single = {name: next(iter(ids)) for name, ids in meant.items() if len(ids) == 1}
    return {**single, **{unit.name: unit.id for unit in units}}
