"""Backups: whole, checked, and only restored into an empty instance."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.support.databases import KEY, Database
from tests.support.factory import Factory
from tracker.accounts.models import Session
from tracker.backups.restoring import restore_backup
from tracker.backups.writing import write_backup
from tracker.config import Settings, load_settings
from tracker.db import db
from tracker.errors import RuleBroken, Unreadable
from tracker.history.queries import list_history
from tracker.organisation.models import Unit


@pytest.fixture
def empty_machine(tmp_path: Path) -> Settings:
    """Another machine with the same key."""
    return load_settings({"TRACKER_INSTANCE": str(tmp_path / "other"), "TRACKER_SECRET_KEY": KEY})


@pytest.fixture
def backup(app: Flask, make: Factory, database: Database, tmp_path: Path) -> Path:
    """A backup of a unit, an open session and one stored file."""
    make.unit("留存科")
    make.client_of(make.account())
    stored = Path(database.settings.files_url) / "ab" / "abcd"
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(b"evidence")
    write_backup(database.settings, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


def is_sqlite(database: Database) -> bool:
    return database.settings.is_sqlite


def test_r12_a_backup_comes_back_whole_with_sessions_ended_and_a_history_entry(
    backup: Path, empty_machine: Settings, database: Database, app: Flask
) -> None:
    target = empty_machine
    if not is_sqlite(database):
        database.renew_without_tables()  # type: ignore[attr-defined]
        target = database.settings

    restore_backup(target, backup)

    from tracker.app import create_app

    with create_app(target).app_context():
        assert db.session.scalars(select(Unit.name)).all() == ["留存科"]
        assert db.session.scalar(select(Session.ended_at)) is not None
        assert list_history(limit=1)[0].event == "backup.restored"
        db.session.remove()
        db.engine.dispose()
    assert (Path(target.files_url) / "ab" / "abcd").read_bytes() == b"evidence"


def test_r10_a_backup_with_one_changed_byte_is_refused(backup: Path, empty_machine: Settings) -> None:
    octets = bytearray(backup.read_bytes())
    octets[octets.index("留存科".encode())] ^= 1
    backup.write_bytes(octets)

    with pytest.raises(Unreadable, match="damaged"):
        restore_backup(empty_machine, backup)

    assert not (empty_machine.instance / "tracker.db").exists()


def test_r10_a_cut_off_backup_is_refused(backup: Path, empty_machine: Settings) -> None:
    backup.write_bytes(backup.read_bytes()[:2000])

    with pytest.raises(Unreadable):
        restore_backup(empty_machine, backup)


def test_r12_an_instance_in_use_is_left_alone(backup: Path, database: Database, app: Flask) -> None:
    with pytest.raises(RuleBroken, match="empty instance"):
        restore_backup(database.settings, backup)

    with app.app_context():
        assert db.session.scalar(text("SELECT COUNT(*) FROM unit")) == 1


def test_r10_nothing_is_left_when_the_target_cannot_be_written(database: Database, app: Flask, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="not written"):
        write_backup(database.settings, tmp_path / "no such folder" / "backup.tar")
