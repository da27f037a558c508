"""Files that came while the virus scanner did not answer: nobody gets them before it has looked at them."""

import logging

from sqlalchemy import func, select, update

from tracker import clock, config
from tracker.config import Settings
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.files.models import StoredFile
from tracker.files.scanning import NoAnswer, find_virus
from tracker.files.storage import FileStore
from tracker.history.services import record
from tracker.permissions import CONSOLE

AT_ONCE = 100  # files looked at in one turn of the worker
PATIENCE = 60.0  # seconds for a file, since nobody waits for a page
VIRUS = N_("This file holds a virus (%(virus)s) and is not handed out.")
NOT_SCANNED = N_("This file was not scanned for viruses yet, so it is not handed out. Try again in some minutes.")
log = logging.getLogger("tracker")


def check_scanned(file: StoredFile) -> None:
    """Raise RuleBroken for a file with a virus, and where a scanner is set up for one that it has not seen yet."""
    if file.virus:
        raise RuleBroken(VIRUS, virus=file.virus)
    if config.current().clamd and file.scanned_at is None:
        raise RuleBroken(NOT_SCANNED)


def count_waiting() -> int:
    """Return how many files the scanner has not seen yet."""
    return db.session.scalar(select(func.count(StoredFile.id)).where(StoredFile.scanned_at.is_(None))) or 0


def scan_waiting(settings: Settings) -> list[str]:
    """Scan what waits; return a line where something was scanned. What the scanner does not answer waits on."""
    if not settings.clamd:
        return []
    waiting = select(StoredFile.id, StoredFile.storage_key).where(StoredFile.scanned_at.is_(None))
    files = db.session.execute(waiting.order_by(StoredFile.id).limit(AT_ONCE)).all()
    db.session.remove()
    store, found = FileStore(settings.files_url), 0
    for number, (file_id, key) in enumerate(files):
        try:
            found += _scan(store, settings.clamd, file_id, key)
        except NoAnswer as silence:
            log.warning("%d files wait for the virus scanner: %s", len(files) - number, silence)
            return []
    return [f"{len(files)} files scanned, {found} with a virus"] if files else []


def _scan(store: FileStore, address: str, file_id: int, key: str) -> bool:
    try:
        with store.open(key) as stream:
            virus = find_virus(stream, address, seconds=PATIENCE)
    except NotFound:
        return False  # the nightly check tells of lost files
    with transaction():
        seen = {"scanned_at": clock.now(), "virus": virus[:200] or None}
        db.session.execute(update(StoredFile).where(StoredFile.id == file_id).values(**seen))
        if virus:
            record(CONSOLE, "file.virus_found", db.session.get_one(StoredFile, file_id), after={"virus": virus})
    return bool(virus)
