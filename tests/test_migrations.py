"""Every migration goes up and down, keeps the data it does not concern, and ends at what the models say."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, inspect, text

from tests.support.databases import SQLite, settings_of
from tests.support.factory import Factory
from tracker.config import Settings
from tracker.db import Base, engine_options, head_revision, migrate, migrations
from tracker.errors import RuleBroken
from tracker.upgrading import bring_up_to_date, present_revision

REVISIONS = [script.revision for script in reversed(list(ScriptDirectory.from_config(migrations()).walk_revisions()))]


@pytest.fixture
def machine(tmp_path: Path) -> Settings:
    """A machine without a database."""
    return settings_of(tmp_path)


def tables(settings: Settings) -> set[str]:
    engine = create_engine(settings.database_url, **engine_options(settings))
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


@pytest.mark.parametrize("revision", REVISIONS)
def test_r9_each_step_goes_up_down_and_up_again(machine: Settings, revision: str) -> None:
    migrate(machine, revision)
    there = tables(machine)

    migrate(machine, "base")
    assert tables(machine) <= {"alembic_version"}

    migrate(machine, revision)
    assert tables(machine) == there


def test_r9_the_newest_step_is_what_the_models_say(app: Flask) -> None:
    from tracker.db import db

    with app.app_context(), db.engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _: not (kind == "table" and name.startswith("search"))}
        differences = compare_metadata(MigrationContext.configure(connection, opts=ours), Base.metadata)

    assert differences == []


def test_r9_data_survives_the_last_step_down_and_up(app: Flask, make: Factory, database: SQLite) -> None:
    unit = make.unit("留存科", aliases=("留存",))

    with app.app_context():
        from tracker.db import db

        db.engine.dispose()
    migrate(database.settings, REVISIONS[-2])
    migrate(database.settings)

    with app.app_context():
        rows = db.session.execute(text("SELECT unit_id, name FROM unit_alias")).all()
        assert [tuple(row) for row in rows] == [(unit.id, "留存")]


def test_r9_a_kill_in_the_middle_leaves_the_old_form_whole(machine: Settings) -> None:
    migrate(machine, "0003")
    before = tables(machine)
    program = (
        "import os, signal, sys\n"
        "from sqlalchemy import event, Engine\n"
        "from tests.support.databases import settings_of\n"
        "from tracker.db import migrate\n"
        "from pathlib import Path\n"
        "seen = [0]\n"
        "def count(*_):\n"
        "    seen[0] += 1\n"
        "    if seen[0] == int(sys.argv[2]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "event.listen(Engine, 'before_cursor_execute', count)\n"
        "migrate(settings_of(Path(sys.argv[1])))\n"
    )
    for statement in (3, 9, 20):
        ended = subprocess.run(
            [sys.executable, "-c", program, str(machine.instance), str(statement)],
            env={**os.environ, "PYTHONPATH": "."}, check=False, capture_output=True,
        )  # fmt: skip
        assert ended.returncode == -signal.SIGKILL
        assert tables(machine) == before

    bring_up_to_date(machine)

    assert present_revision(machine) == head_revision()
    assert list((machine.instance / "backups").glob("before-upgrade-from-0003-*.db"))


def test_r9_a_database_of_a_newer_program_is_refused(machine: Settings) -> None:
    migrate(machine)
    engine = create_engine(machine.database_url, **engine_options(machine))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(RuleBroken, match="newer program"):
        bring_up_to_date(machine)
