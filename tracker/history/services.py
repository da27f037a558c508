"""Writing the history: one call inside the transaction of what it records."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import func, insert, select
from sqlalchemy.exc import DatabaseError, OperationalError

from tracker import clock, keys
from tracker.db import db, is_writing, transaction
from tracker.errors import NotRecorded
from tracker.history.models import HistoryEntry
from tracker.history.rules import FIRST_SEAL, changed, seal
from tracker.permissions import CONSOLE, Actor

Fields = Mapping[str, object]

# Every change of the work runs these two, so they are put together once.
_NEWEST = select(HistoryEntry.id, HistoryEntry.seal).order_by(HistoryEntry.id.desc()).limit(1)
_APPEND = insert(HistoryEntry)


class Subject(Protocol):
    """A record the history can be about: every model with an ``id`` and a ``label``."""

    __tablename__: str

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def label(self) -> str:
        """Its name as people say it."""


def record(
    by: Actor, event: str, about: Subject | None = None, *, before: Fields | None = None, after: Fields | None = None,
    result: str = "done",
) -> None:  # fmt: skip
    """Append that ``by`` did ``event`` (such as "task.assigned") to ``about``, inside the open transaction.

    ``before`` and ``after`` give the fields; only those that differ are kept. Without an open transaction the
    entry would not share the fate of what it records, so that is an error of the program.
    """
    if not is_writing():
        raise RuntimeError("history is written inside a transaction()")
    db.session.flush()
    last = db.session.execute(_NEWEST).first()
    at = clock.now()
    content: dict[str, object] = {
        "id": (last.id if last else 0) + 1,
        "at": at,
        "event": event,
        "result": result,
        "account_id": by.account_id,
        "actor_name": by.name,
        "unit_name": by.unit_name,
        "address": by.address,
        "session": by.session,
        "request_id": by.request_id,
        "subject_kind": about.__tablename__ if about else "",
        "subject_id": about.id if about else None,
        "subject_name": about.label[:300] if about else "",
        "changes": changed(before or {}, after or {}),
    }
    sealed = seal(keys.ring().newest, _text_of(content), last.seal if last else FIRST_SEAL)
    try:
        db.session.execute(_APPEND, {**content, "seal": sealed})
    except OperationalError:
        raise
    except DatabaseError as error:
        raise NotRecorded from error


def record_refusal(by: Actor, event: str, *, result: str = "refused", name: str = "") -> None:
    """Append, in a transaction of its own, that ``by`` was refused ``event``; ``name`` says what was asked for."""
    with transaction():
        record(by, event, after={"asked": name}, result=result)


def rotate_key() -> None:
    """Take a new key into use; the entry that says so is the first one sealed with it."""
    with transaction():
        keys.replace_key()
        record(CONSOLE, "key.rotated")


def first_broken_entry() -> int | None:
    """Return the number of the first entry that does not follow from the one before it, or None if all do.

    Once an entry was sealed with a newer key, the former ones seal no more. The end is compared with what the worker
    noted outside the database. What was removed for its age is followed from the entry that tells of it.
    """
    ring, ends = keys.ring().oldest_first, keys.history_ends()
    previous, expected = _beginning()
    columns = HistoryEntry.__table__.columns
    for row in db.session.execute(select(*columns).order_by(HistoryEntry.id)).mappings():
        content = {name: row[name] for name in columns.keys() if name != "seal"}  # noqa: SIM118 - a column collection
        while ring and row["seal"] != seal(ring[0], _text_of(content), previous):
            ring = ring[1:]
        if not ring or row["id"] != expected or ends.get(expected, row["seal"]) != row["seal"]:
            return expected
        previous, expected = row["seal"], expected + 1
    return expected if max(ends, default=0) >= expected else None


def _beginning() -> tuple[str, int]:
    """Return the seal before the first entry there is, and its number, as the newest removal of old ones tells."""
    removals = select(HistoryEntry.changes).where(HistoryEntry.event == "history.removed")
    newest = db.session.scalar(removals.order_by(HistoryEntry.id.desc()).limit(1))
    return (str(newest["seal"][1]), int(newest["until"][1]) + 1) if newest else (FIRST_SEAL, 1)


def count_missing() -> int:
    """Return how many numbers of the history are not there between its first and its last entry."""
    first, last, count = func.min(HistoryEntry.id), func.max(HistoryEntry.id), func.count(HistoryEntry.id)
    return db.session.scalar(select(last - first + 1 - count)) or 0


def _text_of(content: Mapping[str, object]) -> dict[str, object]:
    at = content["at"]
    assert isinstance(at, datetime)  # noqa: S101 - the column's type
    return {**content, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
