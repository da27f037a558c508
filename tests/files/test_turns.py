"""What was deleted is gone from the disk after the night: rows, pages of the database, files, what broke off."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from tests.support.databases import Database
from tests.support.factory import Factory
from tracker import clock, config, sqlite
from tracker.accounts.models import Account
from tracker.config import Settings
from tracker.db import database_file, db, transaction
from tracker.errors import RuleBroken
from tracker.files import turns
from tracker.files.inspection import Kind
from tracker.files.models import StoredFile
from tracker.files.services import file_store, keep, store_own
from tracker.permissions import Role
from tracker.progress.models import Evidence
from tracker.web import jobs

CANARY = b"canary-4f1c93"
NIGHT = datetime(2026, 11, 2, 18, 30, tzinfo=UTC)  # half past two in China


@pytest.fixture
def settings(app: Flask, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A machine whose night has not come yet, with folders for uploads and for temporary files of its own."""
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    mark = database.settings.instance / turns.MARK
    turns._tried.clear()
    mark.unlink(missing_ok=True)
    settings = replace(database.settings, files_url=str(tmp_path / "files"))
    config.use(settings)
    yield settings
    mark.unlink(missing_ok=True)


def clean(app: Flask, settings: Settings, moment: datetime = NIGHT) -> list[str]:
    with app.app_context(), clock.pinned_at(moment):
        return turns.do_turn(settings)


def places_of(canary: bytes, *folders: Path) -> set[str]:
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.name for path in files if canary in path.read_bytes()}


def put_aside(app: Flask, name: str, content: bytes, *, days: int = 2) -> int:
    """Keep a file, as if it had been sent some days ago; return the number of its row."""
    with app.app_context(), clock.pinned_at(NIGHT - timedelta(days=days)), transaction():
        received = store_own(content, name, Kind.PDF)
        kept = keep(received).id
        moment = clock.now().timestamp()
        path = Path(file_store()._path(received.blob.key))
        os.utime(path, (moment, moment))
    return kept


def test_f14_what_was_deleted_is_in_no_file_of_the_machine_after_the_night(
    app: Flask, make: Factory, settings: Settings, tmp_path: Path
) -> None:
    account = make.account(Role.SYSTEM_ADMIN, password_hash=f"{CANARY.decode()}-hash", totp_secret=f"{CANARY.decode()}")
    file = put_aside(app, "证明.pdf", CANARY)
    unit = make.unit()
    task = make.task(lead=unit)
    report = make.report(task, unit)
    with app.app_context():
        with transaction():
            proof = Evidence(report_id=report.id, file_id=file, name=CANARY.decode(), added_at=NIGHT, added_by="李明")
            db.session.add(proof)
        with transaction():
            db.session.delete(db.session.get_one(Evidence, proof.id))
            row = db.session.get_one(Account, account.id)
            row.password_hash, row.totp_secret = "another", ""
    before = places_of(CANARY, settings.instance, tmp_path)

    said = clean(app, settings)

    assert len(before) >= (2 if settings.is_sqlite else 1)
    assert places_of(CANARY, settings.instance, tmp_path) == set()
    assert said[0] == "1 files removed, 1 of them deleted by people"


def test_f14_a_file_that_a_row_still_names_or_that_came_today_stays(
    app: Flask, make: Factory, settings: Settings
) -> None:
    named, fresh = put_aside(app, "一.pdf", b"named"), put_aside(app, "二.pdf", b"fresh", days=0)
    make.plan(source_file_id=named)

    clean(app, settings)

    with app.app_context():
        assert {row.id for row in db.session.query(StoredFile)} == {named, fresh}


def test_r20_a_file_without_a_row_and_an_upload_that_broke_off_go_after_a_day(app: Flask, settings: Settings) -> None:
    root = Path(settings.files_url)
    with app.app_context():
        blob = file_store().put(BytesIO(b"nobody's"))
    half = root / "incoming" / "half"
    half.write_bytes(b"half")
    for path in (root / blob.key[:2] / blob.key, half):
        os.utime(path, ((NIGHT - timedelta(days=2)).timestamp(),) * 2)

    said = clean(app, settings)

    assert (half.exists(), (root / blob.key[:2] / blob.key).exists()) == (False, False)
    assert said[0] == "2 files removed, 0 of them deleted by people"


def test_r20_a_lost_and_a_changed_file_are_told(app: Flask, make: Factory, settings: Settings) -> None:
    for number, content in enumerate((b"lost", b"changed", b"whole")):
        make.plan(2020 + number, source_file_id=put_aside(app, "要点.pdf", content))
    with app.app_context():
        rows = db.session.query(StoredFile).order_by(StoredFile.id).all()
        lost, changed, _ = (file_store()._path(row.storage_key) for row in rows)
    lost.unlink()
    changed.write_bytes(b"CHANGED")

    said = clean(app, settings)

    assert said[:2] == ["1 files are lost; tracker doctor names them", "1 files are damaged; tracker doctor names them"]


def test_f14_it_is_done_once_a_night(app: Flask, settings: Settings) -> None:
    hours = (-1, 0, 1, 6, 23, 24, 25)

    done = [bool(clean(app, settings, NIGHT + timedelta(hours=hour))) for hour in hours]

    assert done == [False, True, False, False, False, True, False]


def test_f14_while_the_database_is_in_use_it_is_tried_again_after_an_hour(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not settings.is_sqlite:
        pytest.skip("PostgreSQL cleans its own files")
    file = database_file(settings)
    reader = sqlite.module.connect(str(file), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM unit").fetchone()
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)

    with pytest.raises(RuleBroken):
        clean(app, settings)
    reader.close()

    assert clean(app, settings, NIGHT + timedelta(minutes=30)) == []
    assert clean(app, settings, NIGHT + timedelta(minutes=61)) == ["what was deleted is gone from the disk"]


def test_f14_papers_that_nobody_fetched_go_too(app: Flask, settings: Settings) -> None:
    folder = settings.instance / jobs.FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "old").write_bytes(b"%PDF")
    os.utime(folder / "old", (0, 0))

    clean(app, settings)

    assert not (folder / "old").exists()
