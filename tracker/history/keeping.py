"""The end of the history kept outside the database, and the removal of what is old: exported first, and told."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select, text

from tracker import clock, copies, keys
from tracker.config import Settings
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.history.models import HistoryEntry
from tracker.history.rules import plain
from tracker.history.services import first_broken_entry, record
from tracker.permissions import CONSOLE

OPEN = {
    "sqlite": ("DROP TRIGGER history_entry_no_delete",),
    "postgresql": ("ALTER TABLE history_entry DISABLE TRIGGER history_entry_append_only",),
}
CLOSE = {
    "sqlite": (
        "CREATE TRIGGER history_entry_no_delete BEFORE DELETE ON history_entry "
        "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END",
    ),
    "postgresql": ("ALTER TABLE history_entry ENABLE TRIGGER history_entry_append_only",),
}


def note_end(settings: Settings) -> None:
    """Keep number and seal of the newest entry in a file, the last ones of each day; on another machine as well."""
    newest = db.session.execute(
        select(HistoryEntry.id, HistoryEntry.seal).order_by(HistoryEntry.id.desc()).limit(1)
    ).first()
    db.session.rollback()
    if newest is None:
        return
    path = settings.instance / keys.ENDS_FILE
    line, today = f"{clock.today()} {newest.id} {newest.seal}", str(clock.today())
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    if lines[-1:] == [line]:
        return
    kept = [one for one in lines if not one.startswith(today)]
    _write(path, "\n".join([*kept, line]) + "\n")
    if settings.backup_copy and copies.is_elsewhere(settings):
        _write(Path(settings.backup_copy) / keys.ENDS_FILE, path.read_text(encoding="ascii"))


def _write(path: Path, content: str) -> None:
    partial = path.with_name(path.name + ".part")
    partial.write_text(content, encoding="ascii")
    partial.chmod(0o600)
    partial.replace(path)


def first_day_kept(today: date, days: int) -> date:
    """Return the first day whose entries stay: of the month in which the oldest day to be kept lies."""
    return (today - timedelta(days=days)).replace(day=1)


def remove_old(settings: Settings, export: Path) -> int:
    """Write the entries of the closed months beyond the retention to ``export``, then remove them; return how many.

    Raise RuleBroken, removing nothing, when the history does not verify or the export cannot be written.
    """
    last = _last_old(first_day_kept(clock.today(), settings.history_days))
    if last is None:
        return 0
    if first_broken_entry() is not None:
        raise RuleBroken(N_("The history does not verify; nothing is removed from it."))
    exported, digest = _export(last, export)
    dialect = db.engine.dialect.name
    with transaction():
        seal = db.session.scalar(select(HistoryEntry.seal).where(HistoryEntry.id == last))
        for statement in OPEN[dialect]:
            db.session.execute(text(statement))
        db.session.execute(delete(HistoryEntry).where(HistoryEntry.id <= last))
        for statement in CLOSE[dialect]:
            db.session.execute(text(statement))
        told = {"until": last, "seal": seal, "entries": exported, "file": export.name, "sha256": digest}
        record(CONSOLE, "history.removed", after=told)
    return exported


def _last_old(first_day: date) -> int | None:
    """Return the number of the last entry before ``first_day``; all before it are old as well, however clocks jump."""
    start = datetime(first_day.year, first_day.month, first_day.day, tzinfo=clock.CHINA)
    kept = db.session.scalar(select(func.min(HistoryEntry.id)).where(HistoryEntry.at >= start))
    older = select(func.max(HistoryEntry.id))
    return db.session.scalar(older if kept is None else older.where(HistoryEntry.id < kept))


def _export(last: int, target: Path) -> tuple[int, str]:
    """Write the entries up to ``last``, a line of JSON each, read the file again; return their number and its hash."""
    try:
        with target.open("x", encoding="utf-8") as file:
            target.chmod(0o600)
            written = sum(1 for line in _lines(last) if file.write(line))
        octets = target.read_bytes()
    except OSError as error:
        raise RuleBroken(N_("The export was not written: %(why)s"), why=error) from error
    if octets.count(b"\n") != written:
        raise RuleBroken(N_("The export was not written: %(why)s"), why=target)
    return written, hashlib.sha256(octets).hexdigest()


def _lines(last: int) -> Iterator[str]:
    rows = db.session.execute(
        select(*HistoryEntry.__table__.columns).where(HistoryEntry.id <= last).order_by(HistoryEntry.id)
    )
    for row in rows.mappings():
        entry = {name: value if isinstance(value, dict) else plain(value) for name, value in row.items()}
        yield json.dumps(entry, ensure_ascii=False) + "\n"
