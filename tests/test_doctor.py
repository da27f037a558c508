"""What a careful administrator checks: each thing broken in turn is named, and a server does not start on an error."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import text

from tests.support.databases import Database
from tests.support.factory import Factory
from tracker import clock, copies
from tracker.config import Settings, current
from tracker.db import db, head_revision, transaction
from tracker.doctor import Answer, examine, obstacles
from tracker.history.services import record
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role

pytestmark = pytest.mark.usefixtures("context")


@dataclass
class Machine:
    """A machine on which all is well, to be broken in one place."""

    settings: Settings
    make: Factory
    patch: pytest.MonkeyPatch

    def answers(self) -> dict[str, Answer]:
        return {str(one.name): one for one in examine(self.settings)}


@pytest.fixture
def machine(app: Flask, make: Factory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    make.agency()
    make.unit("办公室", kind=UnitKind.OFFICE)
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        make.account(role)
    with transaction():
        record(make.actor(), "unit.edited")
    backups, away = tmp_path / "backups", tmp_path / "away"
    for folder in (backups, away):
        folder.mkdir()
        made = folder / copies.name_at(clock.now())
        made.touch()
        copies.judge(made)
    tmp_path.chmod(0o700)
    monkeypatch.setattr(copies, "is_elsewhere", lambda _: away.is_dir())
    monkeypatch.setattr("tracker.doctor.find_missed_year", lambda _: None)
    monkeypatch.setattr("tracker.doctor.shutil.disk_usage", lambda _: SimpleNamespace(total=100, free=50))
    monkeypatch.delenv("FLASK_DEBUG", raising=False)
    changed = {"https": True, "hosts": "example.gov.cn", "rates": "requests 600", "instance": tmp_path}
    places = {"backup_folder": str(backups), "backup_copy": str(away), "files_url": str(tmp_path / "files")}
    yield Machine(replace(current(), **changed, **places), make, monkeypatch)
    db.session.rollback()
    db.engine.dispose()


def setting(name: str, value: object) -> Callable[[Machine], None]:
    def change(machine: Machine) -> None:
        machine.settings = replace(machine.settings, **{name: value})  # type: ignore[arg-type]

    return change


def sql(statement: str) -> Callable[[Machine], None]:
    def run(machine: Machine) -> None:
        with transaction():
            db.session.execute(text(statement))

    return run


def patched(name: str, value: object) -> Callable[[Machine], None]:
    return lambda machine: machine.patch.setattr(name, value)


def opened(name: str) -> Callable[[Machine], None]:
    def open_up(machine: Machine) -> None:
        path = machine.settings.instance / name
        if not path.exists():
            path.touch()
        path.chmod(0o755)

    return open_up


def two_hands(machine: Machine) -> None:
    with transaction():
        for name in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER history_entry_no_{name}"))
        db.session.execute(text("UPDATE history_entry SET actor_name = 'x'"))


def pragma(name: str, value: int) -> Callable[[Machine], None]:
    def set_it(machine: Machine) -> None:
        db.session.rollback()
        with db.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute(f"PRAGMA {name}={value}")  # type: ignore[attr-defined]

    return set_it


FONTLESS = [SimpleNamespace(name="body", used="", wanted="方正小标宋", is_substitute=False)]
BROKEN: tuple[tuple[str, str, Callable[[Machine], None]], ...] = (
    ("secret key", "error", setting("secret_key", "short")),
    ("HTTPS", "warning", setting("https", False)),
    ("host names", "warning", setting("hosts", "")),
    ("debugging", "error", lambda machine: machine.patch.setenv("FLASK_DEBUG", "1")),
    ("second step", "warning", setting("second_factor", "off")),
    ("limits by the minute", "warning", setting("rates", "")),
    ("instance folder", "warning", opened("")),
    ("key file", "warning", opened("secret_key")),
    ("files folder", "warning", opened("files")),
    ("disk", "warning", patched("tracker.doctor.shutil.disk_usage", lambda _: SimpleNamespace(total=100, free=14))),
    ("backup", "warning", setting("backup_folder", "/nowhere")),
    ("backup on another machine", "warning", patched("tracker.copies.is_elsewhere", lambda _: False)),
    ("SQLite foreign_keys", "error", pragma("foreign_keys", 0)),
    ("SQLite synchronous", "error", pragma("synchronous", 1)),
    ("SQLite secure_delete", "error", pragma("secure_delete", 0)),
    ("SQLite trusted_schema", "error", pragma("trusted_schema", 1)),
    ("migrations", "error", sql("UPDATE alembic_version SET version_num = '0002'")),
    ("triggers of the history", "error", sql("DROP TRIGGER history_entry_no_update")),
    ("history", "error", two_hands),
    ("system administrators", "error", sql("UPDATE account SET is_active = 0 WHERE role = 'system_admin'")),
    ("security administrator", "warning", sql("UPDATE account SET is_active = 0 WHERE role = 'security_admin'")),
    ("audit administrators", "warning", sql("UPDATE account SET is_active = 0 WHERE role = 'audit_admin'")),
    ("agency", "warning", sql("DELETE FROM agency")),
    ("demonstration", "warning", sql("UPDATE agency SET is_demonstration = 1")),
    ("offices", "warning", sql("UPDATE unit SET kind = 'section'")),
    ("calendar", "warning", patched("tracker.doctor.find_missed_year", lambda _: 2027)),
    ("font: body", "error", patched("tracker.doctor.font_roles", lambda: FONTLESS)),
)  # fmt: skip


@pytest.fixture
def on_sqlite(database: Database) -> None:
    if not database.settings.is_sqlite:
        pytest.skip("breaks what only SQLite has")


@pytest.mark.usefixtures("on_sqlite")
def test_r15_all_is_well_on_a_machine_in_order_and_25_things_are_looked_at(machine: Machine) -> None:
    answers = machine.answers()

    assert {name: str(one.sentence) for name, one in answers.items() if one.level != "ok"} == {}
    assert len(answers) >= 25


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize(("name", "level", "break_it"), BROKEN, ids=[name for name, *_ in BROKEN])
def test_r15_what_is_broken_is_named(
    machine: Machine, name: str, level: str, break_it: Callable[[Machine], None]
) -> None:
    break_it(machine)

    found = {one: answer.level for one, answer in machine.answers().items() if answer.level != "ok"}

    assert found[name] == level


def test_r15_a_clock_that_is_years_off_is_named(machine: Machine) -> None:
    with clock.pinned_at(datetime(2015, 1, 1, tzinfo=UTC)):
        assert machine.answers()["clock"].level == "error"


@pytest.mark.usefixtures("on_sqlite")
def test_r15_a_missing_migration_is_an_obstacle_and_a_missing_administrator_is_not(machine: Machine) -> None:
    sql("UPDATE account SET is_active = 0")(machine)
    assert obstacles(machine.settings) == []

    sql("UPDATE alembic_version SET version_num = '0002'")(machine)

    assert [str(one.name) for one in obstacles(machine.settings)] == ["migrations"]
    sql(f"UPDATE alembic_version SET version_num = '{head_revision()}'")(machine)


def test_r15_doctor_and_serve_end_with_an_error_and_its_name(tmp_path: Path) -> None:
    environ = {**os.environ, "TRACKER_INSTANCE": str(tmp_path), "FLASK_DEBUG": "1"}

    ended = [
        subprocess.run([sys.executable, "-m", "tracker.cli", command], env=environ, capture_output=True, timeout=60)
        for command in ("doctor", "serve")
    ]

    assert [one.returncode for one in ended] == [1, 1]
    assert all("debugging" in (one.stdout + one.stderr).decode() for one in ended)
