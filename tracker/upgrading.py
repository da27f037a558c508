"""Bringing a database to the form this checkout knows, after a backup, and refusing a newer one."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from tracker import clock, sqlite
from tracker.config import Settings
from tracker.db import database_file, engine_options, head_revision, migrate, migrations
from tracker.errors import N_, RuleBroken


def present_revision(settings: Settings) -> str | None:
    """Return the revision of the database, or None when it is empty; raise RuleBroken when it cannot be opened."""
    file = database_file(settings)
    if file is not None and not file.exists():
        return None
    engine = create_engine(settings.database_url, **engine_options(settings))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except Exception as error:
        raise RuleBroken(N_("The database cannot be opened: %(why)s"), why=error) from error
    finally:
        engine.dispose()


def bring_up_to_date(settings: Settings) -> None:
    """Migrate the database of ``settings`` to this checkout's form; an older one is copied first.

    Raise RuleBroken for a database of a newer program, which this one would damage.
    """
    present = present_revision(settings)
    if present == head_revision():
        return
    known = {script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()}
    if present is not None and present not in known:
        message = N_("The database was written by a newer program (%(revision)s). Start that program instead.")
        raise RuleBroken(message, revision=present)
    if present is not None:
        _copy_before(settings, present)
    migrate(settings)


def _copy_before(settings: Settings, revision: str) -> None:
    """Keep a whole copy of an SQLite database beside it; a PostgreSQL server has its own backups."""
    file = database_file(settings)
    if file is None:
        return
    folder = settings.instance / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    sqlite.copy_database(file, folder / f"before-upgrade-from-{revision}-{clock.now():%Y%m%d%H%M%S}.db")
