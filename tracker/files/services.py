"""Taking in uploads: checked and stored before a transaction, kept once for each content inside it."""

from dataclasses import dataclass, replace
from typing import BinaryIO

from sqlalchemy import select

from tracker import clock, config
from tracker.db import db
from tracker.files.inspection import Inspected, inspect
from tracker.files.limits import DEFAULT, MB, Limits
from tracker.files.models import StoredFile
from tracker.files.storage import FileStore, StoredBlob


@dataclass(frozen=True)
class Received:
    """An upload that passed inspection and lies in the store, not yet in the database."""

    inspected: Inspected
    blob: StoredBlob


def file_store() -> FileStore:
    """Return the store of this machine."""
    return FileStore(config.current().files_url)


def upload_limits() -> Limits:
    """Return the bounds of one upload on this machine."""
    return replace(DEFAULT, packed=config.current().upload_mb * MB)


def receive(stream: BinaryIO, name: str) -> Received:
    """Check an upload by its content and store it; raise Unreadable or RuleBroken (field "files")."""
    inspected = inspect(stream, name, limits=upload_limits())
    return Received(inspected, file_store().put(stream))


def keep(received: Received) -> StoredFile:
    """Return the stored file of an upload inside the open transaction; the same content is kept once."""
    same = db.session.scalar(select(StoredFile).where(StoredFile.sha256 == received.blob.sha256))
    if same is not None:
        return same  # the second copy has no row and is removed by the nightly check
    file = StoredFile(
        storage_key=received.blob.key, sha256=received.blob.sha256, size=received.blob.size,
        content_type=received.inspected.content_type, stored_at=clock.now(),
    )  # fmt: skip
    db.session.add(file)
    db.session.flush()
    return file
