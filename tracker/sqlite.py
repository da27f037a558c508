"""SQLite as this project uses it: which library, which journal, and the settings of each connection."""

import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection

from tracker.errors import N_, RuleBroken


def _library() -> ModuleType:
    """Return the SQLite library to use; the wheel pysqlite3 brings one without the WAL-reset fault."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    return pysqlite3  # type: ignore[no-any-return]


module = _library()


def journal_mode(version: tuple[int, ...]) -> str:
    """Return "wal" for a release without the WAL-reset fault (3.51.3 on, 3.50.7 on, 3.44.6 on), else "delete"."""
    whole = version >= (3, 51, 3)
    back_ported = (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "wal" if whole or back_ported else "delete"


def _pragmas(*, foreign_keys: bool) -> tuple[str, ...]:
    return (
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "busy_timeout=10000",
        f"journal_mode={journal_mode(module.sqlite_version_info)}",
        "synchronous=FULL",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "mmap_size=0",
    )


def _set(connection: Any, pragmas: tuple[str, ...]) -> None:
    connection.isolation_level = None  # we begin our transactions ourselves
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def set_pragmas(connection: Any, record: object) -> None:
    """Set up a new connection of the application."""
    _set(connection, _pragmas(foreign_keys=True))


def set_migration_pragmas(connection: Any, record: object) -> None:
    """Set up a new connection on which migrations run."""
    _set(connection, _pragmas(foreign_keys=False))


def check_foreign_keys(connection: Connection) -> None:
    """Raise RuleBroken when a row refers to one that is not there."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuleBroken(
            N_("%(count)d rows refer to rows that do not exist, first in table %(table)s"),
            count=len(broken),
            table=broken[0][0],
        )


def copy_database(source: Path, target: Path) -> None:
    """Write a consistent copy of a database in use to ``target`` (mode 0600) and check that it is whole.

    Raise RuleBroken, leaving no file, when the copy cannot be read back.
    """
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    reading = module.connect(str(source))
    copy = module.connect(str(partial))
    try:
        partial.chmod(0o600)
        reading.backup(copy)
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        copy.close()
        reading.close()
    if answer != "ok":
        partial.unlink()
        raise RuleBroken(N_("The copy of the database is damaged: %(why)s"), why=answer)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)
