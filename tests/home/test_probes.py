"""What watches the machine: whether it runs and can do its work, told to allowed addresses alone."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.support.databases import Database
from tests.support.statements import counting
from tracker import __version__, clock, config, copies
from tracker.config import load_settings
from tracker.db import db, head_revision, transaction
from tracker.errors import RuleBroken


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def elsewhere(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A second folder that counts as that of another machine."""
    monkeypatch.setattr(copies, "is_elsewhere", lambda _: True)
    config.use(replace(database.settings, backup_copy=str(tmp_path)))
    yield tmp_path
    config.use(database.settings)


@pytest.fixture
def closed_to_us(app: Flask, database: Database) -> Iterator[None]:
    config.use(replace(database.settings, probes="10.1.0.0/16"))
    yield
    config.use(database.settings)


def test_r17_whether_it_runs_is_answered_without_the_database(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), counting() as asked:
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json, asked.count) == (200, {"alive": True}, 0)


def test_r17_whether_it_can_work_is_answered_with_the_age_of_the_backup_and_no_version(client: FlaskClient) -> None:
    shutil.rmtree(config.current().instance / "backups", ignore_errors=True)

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {
        "ready": True,
        "troubles": ["backup", "backup on another machine"],
        "backup_hours": None,
        "backup_elsewhere_hours": None,
    }
    assert __version__ not in answer.get_data(as_text=True)


@pytest.mark.parametrize(("hours", "is_late"), [(26, False), (27, True)])
def test_r11_ready_tells_that_the_copy_on_another_machine_is_late(
    client: FlaskClient, elsewhere: Path, hours: int, is_late: bool
) -> None:
    made = elsewhere / copies.name_at(clock.now() - timedelta(hours=hours))
    made.touch()
    copies.judge(made)

    told = client.get("/readyz").json

    assert told is not None
    assert told["backup_elsewhere_hours"] == hours
    assert ("backup on another machine" in told["troubles"]) is is_late


def test_r17_trying_to_write_leaves_nothing(app: Flask, client: FlaskClient) -> None:
    client.get("/readyz")

    with app.app_context():
        assert db.session.scalar(text("SELECT COUNT(*) FROM submission")) == 0


def test_r17_an_older_schema_is_not_ready(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    answer = client.get("/readyz")
    with app.app_context(), transaction():
        db.session.execute(text(f"UPDATE alembic_version SET version_num = '{head_revision()}'"))

    assert answer.status_code == 503
    assert answer.json is not None
    assert "schema" in answer.json["troubles"]


def test_r17_a_database_that_takes_no_writes_is_not_ready(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        db.session.execute(text("ALTER TABLE submission RENAME TO elsewhere"))

    answer = client.get("/readyz")
    with app.app_context(), transaction():
        db.session.execute(text("ALTER TABLE elsewhere RENAME TO submission"))

    assert answer.status_code == 503
    assert answer.json is not None
    assert "database" in answer.json["troubles"]


@pytest.mark.usefixtures("closed_to_us")
@pytest.mark.parametrize("page", ["/healthz", "/readyz"])
def test_r17_an_address_that_is_not_allowed_finds_nothing(client: FlaskClient, page: str) -> None:
    assert client.get(page).status_code == 404
    assert client.get(page, environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 200


def test_r17_what_is_no_address_is_refused_at_the_start(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(RuleBroken, match="PROBES"):
        load_settings({"TRACKER_INSTANCE": str(tmp_path_factory.mktemp("i")), "TRACKER_PROBES": "everybody"})
