"""Reading the history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.history.models import HistoryEntry


@dataclass(frozen=True)
class HistoryRow:
    """One entry as a page shows it; ``changes`` maps a field to [old, new]."""

    id: int
    at: datetime
    event: str
    result: str
    actor_name: str
    unit_name: str
    subject_kind: str
    subject_id: int | None
    subject_name: str
    changes: dict[str, Any]


def _rows(statement: Any) -> list[HistoryRow]:
    names = HistoryRow.__dataclass_fields__
    return [HistoryRow(**{name: getattr(entry, name) for name in names}) for entry in db.session.scalars(statement)]


def list_history_of(kind: str, subject_id: int, *, limit: int = 100) -> list[HistoryRow]:
    """Return the newest ``limit`` entries about one record, newest first."""
    about = (HistoryEntry.subject_kind == kind, HistoryEntry.subject_id == subject_id)
    return _rows(select(HistoryEntry).where(*about).order_by(HistoryEntry.id.desc()).limit(limit))


def list_history(*, before_id: int | None = None, limit: int = 100) -> list[HistoryRow]:
    """Return the newest ``limit`` entries of all (older than ``before_id`` if given), newest first."""
    statement = select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(limit)
    return _rows(statement if before_id is None else statement.where(HistoryEntry.id < before_id))


def list_events(event: str, *, since: datetime, limit: int) -> list[HistoryRow]:
    """Return the newest ``limit`` entries of one kind since a moment, newest first."""
    wanted = (HistoryEntry.event == event, HistoryEntry.at > since)
    return _rows(select(HistoryEntry).where(*wanted).order_by(HistoryEntry.id.desc()).limit(limit))
