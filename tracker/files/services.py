"""Taking in uploads: checked, scanned and stored before a transaction, kept once for each content inside it."""

import logging
import time
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import select

from tracker import clock, config
from tracker.db import db
from tracker.errors import N_, Suspicious
from tracker.files.inspection import CONTENT_TYPES, Inspected, Kind, inspect
from tracker.files.limits import DEFAULT, MB, Limits
from tracker.files.models import StoredFile
from tracker.files.quotas import check_quota
from tracker.files.scanning import NoAnswer, find_virus
from tracker.files.storage import FileStore, StoredBlob

VIRUS = N_("“%(name)s” was not accepted: it holds a virus (%(virus)s). Tell your administrator.")
LEFT_ALONE = 30.0  # seconds
log = logging.getLogger("tracker")

_silent = {"until": 0.0}


@dataclass(frozen=True)
class Received:
    """An upload that passed inspection and lies in the store, not yet in the database; who sent it, by account."""

    inspected: Inspected
    blob: StoredBlob
    by_id: int | None = None
    scanned_at: datetime | None = None


def file_store() -> FileStore:
    """Return the store of this machine."""
    return FileStore(config.current().files_url)


def upload_limits() -> Limits:
    """Return the bounds of one upload on this machine."""
    return replace(DEFAULT, packed=config.current().upload_mb * MB)


def receive(stream: BinaryIO, name: str, *, by_id: int | None = None) -> Received:
    """Check an upload by its content and store it; raise Unreadable or RuleBroken (field "files")."""
    inspected = inspect(stream, name, limits=upload_limits())
    return put(stream, inspected, by_id)


def put(stream: BinaryIO, inspected: Inspected, by_id: int | None) -> Received:
    """Store an inspected upload of an account; raise RuleBroken (field "files") when that is more than it may send.

    Where a virus scanner is set up it sees the file first; a file for which it has no answer waits for the worker.
    """
    check_quota([inspected.size], by_id)
    scanned_at = _scan(stream, inspected.clean_name)
    return Received(inspected, file_store().put(stream), by_id, scanned_at)


def _scan(stream: BinaryIO, name: str) -> datetime | None:
    """Return when the scanner found nothing in an upload, None where there is none or it does not answer.

    One that does not answer is left alone for a while: six files must not wait for it six times.
    """
    if not config.current().clamd or time.monotonic() < _silent["until"]:
        return None
    try:
        virus = find_virus(stream, config.current().clamd)
    except NoAnswer as silence:
        _silent["until"] = time.monotonic() + LEFT_ALONE
        log.warning("an upload waits for the virus scanner: %s", silence)
        return None
    finally:
        stream.seek(0)
    if virus:
        raise Suspicious(VIRUS, event="file.virus_refused", field="files", name=name, virus=virus)
    return clock.now()


def store_own(content: bytes, name: str, kind: Kind) -> Received:
    """Store what the program printed itself; it is inspected by nobody, since what may not come in may go out.

    (A paper made to be kept carries its figures inside, which no upload may.)
    """
    blob = file_store().put(BytesIO(content))
    return Received(Inspected(kind, CONTENT_TYPES[kind], blob.size, blob.sha256, name), blob, None, clock.now())


def keep(received: Received) -> StoredFile:
    """Return the stored file of an upload inside the open transaction; the same content is kept once."""
    same = db.session.scalar(select(StoredFile).where(StoredFile.sha256 == received.blob.sha256))
    if same is not None:
        same.scanned_at = same.scanned_at or received.scanned_at
        return same  # the second copy has no row and is removed by the nightly check
    check_quota([received.blob.size], received.by_id)
    file = StoredFile(
        storage_key=received.blob.key, sha256=received.blob.sha256, size=received.blob.size,
        content_type=received.inspected.content_type, stored_at=clock.now(), stored_by_id=received.by_id,
        scanned_at=received.scanned_at,
    )  # fmt: skip
    db.session.add(file)
    db.session.flush()
    return file
