"""Reading what was said about tasks, and what of it waits for a unit."""

from collections import defaultdict
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.models import Account
from tracker.db import db
from tracker.errors import NotFound
from tracker.organisation.models import Person, Unit
from tracker.permissions import Actor, Role
from tracker.progress.models import ProgressReport
from tracker.talk.models import Remark, RemarkUnit
from tracker.talk.rows import AddressedRow, RemarkRow
from tracker.talk.rules import RemarkKind
from tracker.talk.story import happenings
from tracker.tasks.filters import visible_to
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.story import Happening

_PLAIN = ("id", "task_id", "report_id", "answers_id", "kind", "text", "said_by", "said_at")
MOST_WAITING = 30


def get_remark(remark_id: int, by: Actor) -> Remark:
    """Return a remark on a task that ``by`` may know of, with the units it addresses; raise NotFound."""
    seen = select(Remark).join(Task).where(Remark.id == remark_id, visible_to(by))
    remark = db.session.scalar(seen.options(joinedload(Remark.task), selectinload(Remark.units)))
    if remark is None:
        raise NotFound
    return remark


def get_remark_row(remark_id: int, by: Actor) -> RemarkRow:
    """Return a remark as pages show it; raise NotFound."""
    rows = _rows(_select().where(Remark.id == remark_id, visible_to(by)))
    if not rows:
        raise NotFound
    return rows[0]


def list_talk(task_id: int) -> list[RemarkRow]:
    """Return what was said about a task, oldest first; the caller has seen to it that the reader may know of it."""
    return _rows(_select().where(Remark.task_id == task_id).order_by(Remark.id))


def list_talk_of_task(task_id: int) -> list[Happening]:
    """Return what was said about a task as entries of its line of time."""
    return happenings(list_talk(task_id))


def list_waiting_talk(by: Actor) -> list[RemarkRow]:
    """Return what waits for the unit of ``by``: instructions first, then what was asked, oldest first."""
    if by.unit_id is None:
        return []
    waiting = _select().where(_waits_for(by.unit_id), visible_to(by))
    return _rows(waiting.order_by(Remark.kind.desc(), Remark.id).limit(MOST_WAITING))


def _waits_for(unit_id: int) -> ColumnElement[bool]:
    mine = and_(RemarkUnit.remark_id == Remark.id, RemarkUnit.unit_id == unit_id, RemarkUnit.answered_at.is_(None))
    return exists().where(mine, or_(Remark.kind == RemarkKind.INSTRUCTION, RemarkUnit.seen_at.is_(None)))


def list_instructions(by: Actor, *, is_open: bool, limit: int | None = None, offset: int = 0) -> list[RemarkRow]:
    """Return the instructions that ``by`` may know of, newest first: those somebody must answer, or all."""
    found = _select().where(*_instructions(by, is_open=is_open)).order_by(Remark.id.desc())
    return _rows(found.limit(limit).offset(offset))


def count_instructions(by: Actor, *, is_open: bool) -> int:
    """Return how many instructions ``list_instructions`` finds in all."""
    found = select(func.count()).select_from(Remark).join(Task).where(*_instructions(by, is_open=is_open))
    return db.session.scalar(found) or 0


def _instructions(by: Actor, *, is_open: bool) -> list[ColumnElement[bool]]:
    wanted = [Remark.kind == RemarkKind.INSTRUCTION, visible_to(by)]
    silent = exists().where(RemarkUnit.remark_id == Remark.id, RemarkUnit.answered_at.is_(None))
    return [*wanted, silent] if is_open else wanted


def names_to_address(task_id: int, by: Actor) -> dict[int, str]:
    """Return the units that can be asked about a task: those on it and the office, without the reader's own."""
    office = (
        select(Person.unit_id)
        .join(Account, Account.person_id == Person.id)
        .where(Account.role == Role.OFFICE, Account.is_active, Person.unit_id.is_not(None))
    )
    on_task = select(TaskUnit.unit_id).where(TaskUnit.task_id == task_id)
    known = select(Unit.id, Unit.name).where(or_(Unit.id.in_(on_task), Unit.id.in_(office)))
    found = db.session.execute(known.order_by(Unit.position, Unit.id)).all()
    return {unit_id: name for unit_id, name in found if unit_id != by.unit_id}


def is_report_on(report_id: int, task_id: int) -> bool:
    """Whether a report is about a task."""
    found = select(ProgressReport.id).where(ProgressReport.id == report_id, ProgressReport.task_id == task_id)
    return db.session.scalar(found) is not None


@cache
def _select() -> Select[Any]:
    columns = [getattr(Remark, name) for name in _PLAIN]
    named = select(*columns, Task.title.label("task_title"), func.coalesce(Unit.name, "").label("unit_name"))
    return named.join(Task, Task.id == Remark.task_id).outerjoin(Unit, Unit.id == Remark.unit_id)


def _rows(statement: Select[Any]) -> list[RemarkRow]:
    """Return remarks with the units they address, in two statements."""
    found = db.session.execute(statement).all()
    addressed: dict[int, list[AddressedRow]] = defaultdict(list)
    for unit in db.session.execute(_addressed(), {"remark_ids": [row.id for row in found]}) if found else ():
        addressed[unit.remark_id].append(AddressedRow(**unit._mapping))
    return [RemarkRow(**row._mapping, units=tuple(addressed[row.id])) for row in found]


@cache
def _addressed() -> Executable:
    columns = (RemarkUnit.remark_id, RemarkUnit.unit_id, Unit.name, RemarkUnit.seen_by, RemarkUnit.seen_at)
    ours = RemarkUnit.remark_id.in_(bindparam("remark_ids", expanding=True))
    return select(*columns, RemarkUnit.answered_at).join(Unit).where(ours).order_by(RemarkUnit.id)
