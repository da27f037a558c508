"""Keeping what is done with many tasks, inside the open transaction."""

from typing import Any

from tracker import clock
from tracker.bulk.models import TaskBulk
from tracker.bulk.rules import BulkKind, check_may_undo
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.permissions import Actor


def start_bulk(kind: BulkKind, wanted: str, by: Actor) -> TaskBulk:
    """Note inside the open transaction that ``by`` does something with many tasks."""
    bulk = TaskBulk(kind=kind, wanted=wanted[:200], account_id=by.account_id, done_by=by.name, done_at=clock.now())
    db.session.add(bulk)
    db.session.flush()
    return bulk


def begin_undo(bulk: TaskBulk) -> None:
    """Note inside the open transaction that a change of many tasks is undone; raise RuleBroken when it is too late."""
    now = clock.now()
    check_may_undo(bulk.done_at, now, is_undone=bulk.undone_at is not None)
    bulk.undone_at = now


def refusal_of(error: RuleBroken) -> dict[str, Any]:
    """Return a refusal as a row keeps it: the message id and its values, numbers as numbers."""
    values = {name: value if isinstance(value, int) else str(value) for name, value in error.values.items()}
    return {"text": error.message, "values": values}
