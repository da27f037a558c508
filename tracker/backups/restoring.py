"""Putting a backup back."""

import shutil
import tarfile
from pathlib import Path

from sqlalchemy import update

from tracker import clock, keys
from tracker.accounts.models import Session
from tracker.app import create_app
from tracker.backups.archive import DATABASE, FILES, part_of, read_manifest
from tracker.backups.tables import load_tables
from tracker.config import Settings
from tracker.db import database_file, db, head_revision, migrate, transaction
from tracker.errors import N_, RuleBroken, Unreadable
from tracker.history.services import first_broken_entry, record
from tracker.permissions import CONSOLE
from tracker.reminders.outbox import hold_back_after_restore
from tracker.upgrading import present_revision


def restore_backup(settings: Settings, source: Path) -> None:
    """Put a backup into the empty instance of ``settings``: sessions end, and the history records it.

    Raise RuleBroken, changing nothing, for a damaged backup, one of a newer program or of the other kind of
    database, or an instance in use.
    """
    manifest = read_manifest(source)
    if manifest["revision"] > head_revision():
        raise RuleBroken(N_("This backup was made by a newer program (%(program)s)."), program=manifest["program"])
    if present_revision(settings) is not None:
        raise RuleBroken(N_("There is a database already; a backup is restored into an empty instance only."))
    parts: dict[str, str] = manifest["sha256"]
    if (DATABASE in parts) != settings.is_sqlite:
        raise RuleBroken(N_("This backup is of the other kind of database (SQLite or PostgreSQL)."))
    with tarfile.open(source) as archive:
        _unpack_files(archive, [name for name in parts if name.startswith(FILES)], Path(settings.files_url))
        if settings.is_sqlite:
            _put_database(archive, settings)
        else:
            migrate(settings, manifest["revision"])
            load_tables(settings, archive)
    migrate(settings)
    _end_sessions(settings, source)


def _unpack_files(archive: tarfile.TarFile, names: list[str], root: Path) -> None:
    for name in names:
        target = (root / name.removeprefix(FILES)).resolve()
        if root.resolve() not in target.parents:
            raise Unreadable(N_("%(part)s would be written outside the folder of files."), part=name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("wb") as out:
            shutil.copyfileobj(part_of(archive, name), out)
        target.chmod(0o600)


def _put_database(archive: tarfile.TarFile, settings: Settings) -> None:
    """Write the database beside its place first, so that a broken-off restore leaves no half database."""
    file = database_file(settings)
    assert file is not None  # noqa: S101 - SQLite, as the caller saw
    partial = file.with_name(file.name + ".part")
    with partial.open("wb") as out:
        shutil.copyfileobj(part_of(archive, DATABASE), out)
    partial.chmod(0o600)
    partial.replace(file)


def _end_sessions(settings: Settings, source: Path) -> None:
    """End every session, hold messages back, record the restore; say when the chain of the history is broken."""
    (settings.instance / keys.ENDS_FILE).unlink(missing_ok=True)  # a backup ends before what was noted since
    with create_app(settings).app_context():
        broken = first_broken_entry()
        with transaction():
            db.session.execute(update(Session).where(Session.ended_at.is_(None)).values(ended_at=clock.now()))
            hold_back_after_restore()
            record(CONSOLE, "backup.restored", after={"file": source.name, "broken_entry": broken})
        db.session.remove()
        db.engine.dispose()
    if broken is not None:
        message = N_("Restored, but the history does not verify from entry %(entry)d on: the secret_key is another.")
        raise RuleBroken(message, entry=broken)
