"""Writing the history: one call inside the transaction of what it records."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import insert, select

from tracker import clock, config
from tracker.db import db, is_writing, transaction
from tracker.history.models import HistoryEntry
from tracker.history.rules import FIRST_SEAL, changed, seal
from tracker.permissions import Actor

Fields = Mapping[str, object]


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
    last = db.session.execute(
        select(HistoryEntry.id, HistoryEntry.seal).order_by(HistoryEntry.id.desc()).limit(1)
    ).first()
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
    sealed = seal(config.current().secret_key, _text_of(content), last.seal if last else FIRST_SEAL)
    db.session.execute(insert(HistoryEntry).values(**content, seal=sealed))


def record_refusal(by: Actor, event: str, *, result: str = "refused", name: str = "") -> None:
    """Append, in a transaction of its own, that ``by`` was refused ``event``; ``name`` says what was asked for."""
    with transaction():
        record(by, event, after={"asked": name}, result=result)


def first_broken_entry() -> int | None:
    """Return the number of the first entry that does not follow from the one before it, or None if all do."""
    key = config.current().secret_key
    previous, expected = FIRST_SEAL, 1
    columns = HistoryEntry.__table__.columns
    for row in db.session.execute(select(*columns).order_by(HistoryEntry.id)).mappings():
        content = {name: row[name] for name in columns.keys() if name != "seal"}  # noqa: SIM118 - a column collection
        if row["id"] != expected or row["seal"] != seal(key, _text_of(content), previous):
            return expected
        previous, expected = row["seal"], expected + 1
    return None


def _text_of(content: Mapping[str, object]) -> dict[str, object]:
    at = content["at"]
    assert isinstance(at, datetime)  # noqa: S101 - the column's type
    return {**content, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
