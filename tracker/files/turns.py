"""What was deleted leaves the machine: once a night files without a row go, and the database forgets its old pages."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Column, Table, delete, exists, select

from tracker import clock, sqlite
from tracker.config import Settings
from tracker.db import Base, database_file, db, transaction
from tracker.errors import N_, RuleBroken
from tracker.files.models import StoredFile
from tracker.files.queries import list_blobs
from tracker.files.storage import GRACE, FileStore
from tracker.files.waiting import scan_waiting
from tracker.web.jobs import sweep

NIGHT = 2  # the hour in China from which it is done
MARK = "cleaned"  # holds the day on which it was done last
AGAIN = timedelta(hours=1)  # what could not be done is tried again
log = logging.getLogger("tracker")

_tried: dict[Path, datetime] = {}


def do_turn(settings: Settings) -> list[str]:
    """Scan what waits, and clean up after the day, once; return a line for each thing done.

    What is done twice by two workers harms nobody. Raise RuleBroken when the database was in use all the time; the
    cleaning is tried again an hour later.
    """
    return [*scan_waiting(settings), *_clean_once(settings)]


def _clean_once(settings: Settings) -> list[str]:
    mark, today = settings.instance / MARK, str(clock.today())
    is_done = mark.exists() and mark.read_text(encoding="ascii") == today
    tried = _tried.get(settings.instance)
    is_early = clock.local(clock.now()).hour < NIGHT
    if is_done or is_early or (tried is not None and abs(clock.now() - tried) < AGAIN):
        return []
    _tried[settings.instance] = clock.now()
    said = clean_files(FileStore(settings.files_url))
    sweep(settings.instance)
    file = database_file(settings)
    if file is not None and not sqlite.forget_deleted(file):
        raise RuleBroken(N_("The database was in use all the time; what was deleted still lies in its files."))
    mark.write_text(today, encoding="ascii")
    return [*said, "what was deleted is gone from the disk"]


def clean_files(store: FileStore) -> list[str]:
    """Remove what nothing refers to any more and uploads that broke off; tell of files that are lost or damaged."""
    forgotten = _forget_unused()
    report = store.verify(list_blobs())
    db.session.remove()
    for key in report.orphaned:
        store.remove(key)
    unfinished = store.remove_unfinished()
    gone = len(report.orphaned) + unfinished
    said = [f"{gone} files removed, {forgotten} of them deleted by people"] if gone else []
    for word, keys in (("lost", report.missing), ("damaged", report.mismatched)):
        if keys:
            log.error("%d files are %s: %s", len(keys), word, ", ".join(keys))
            said.append(f"{len(keys)} files are {word}; tracker doctor names them")
    return said


def _forget_unused() -> int:
    """Remove the rows of files, older than a day, to which no other row refers."""
    used = [
        exists().where(column == StoredFile.id) for column in _references(StoredFile.metadata.tables["stored_file"])
    ]
    with transaction():
        unused = select(StoredFile.id).where(StoredFile.stored_at < clock.now() - GRACE, *(~one for one in used))
        ids = list(db.session.scalars(unused))
        db.session.execute(delete(StoredFile).where(StoredFile.id.in_(ids)))
    return len(ids)


def _references(table: Table) -> list[Column[int]]:
    return [
        column
        for other in Base.metadata.sorted_tables
        for column in other.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]
