"""Reading what was done with many tasks at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from tracker.bulk.models import TaskBulk, TaskBulkRow
from tracker.bulk.rules import UNDONE_WITHIN
from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import Actor
from tracker.tasks.models import Task
from tracker.workdays.messages import Message

_NEWEST = (
    select(TaskBulk)
    .where(TaskBulk.account_id == bindparam("account_id"), TaskBulk.done_at >= bindparam("since"))
    .order_by(TaskBulk.done_at.desc(), TaskBulk.id.desc())
    .limit(1)
)


def get_bulk(bulk_id: int, by: Actor) -> TaskBulk:
    """Return one's own change of many tasks, with its rows; that of somebody else does not exist: NotFound."""
    everything = selectinload(TaskBulk.rows).selectinload(TaskBulkRow.task)
    bulk = db.session.scalar(select(TaskBulk).where(TaskBulk.id == bulk_id).options(everything))
    if bulk is None or bulk.account_id != by.account_id:
        raise NotFound
    return bulk


@dataclass(frozen=True)
class RowTold:
    """One task of it: changed, undone, or left as it is with the reason."""

    task: Task
    is_changed: bool
    is_undone: bool
    refusal: Message | None


@dataclass(frozen=True)
class BulkPage:
    """What was done with many tasks, as its page tells it."""

    bulk: TaskBulk
    rows: Sequence[RowTold]
    may_undo: bool

    @property
    def changed(self) -> int:
        """How many tasks are changed by it, and still are."""
        return sum(row.is_changed for row in self.rows)

    @property
    def refused(self) -> int:
        """How many were left as they are, with a reason."""
        return sum(row.refusal is not None for row in self.rows)


def get_bulk_page(bulk_id: int, by: Actor, now: datetime) -> BulkPage:
    """Return one's own change of many tasks with what became of each; raise NotFound."""
    bulk = get_bulk(bulk_id, by)
    rows = [
        RowTold(
            row.task, is_changed=row.is_done, is_undone=row.undone_at is not None,
            refusal=Message(row.refusal["text"], row.refusal["values"]) if row.refusal else None,
        )
        for row in bulk.rows
    ]  # fmt: skip
    is_in_time = bulk.undone_at is None and now - bulk.done_at <= UNDONE_WITHIN
    return BulkPage(bulk, rows, is_in_time and any(row.is_changed for row in rows))


def find_bulk_to_undo(by: Actor, now: datetime) -> TaskBulk | None:
    """Return the newest change of many tasks by ``by``, as long as it can be undone; else None."""
    newest = db.session.scalar(_NEWEST, {"account_id": by.account_id, "since": now - UNDONE_WITHIN})
    return newest if newest is not None and newest.undone_at is None else None
