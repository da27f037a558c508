"""SQLite as this project uses it: which library, which journal, and the settings of each connection."""

import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection

from tracker.errors import N_, RuleBroken, Unreadable


def _library() -> ModuleType:
    """Return the SQLite library to use; the wheel pysqlite3 brings one without the WAL-reset fault."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    return pysqlite3  # type: ignore[no-any-return]


module = _library()
PATIENCE = 10.0  # seconds to wait for others before the database counts as in use


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


def forget_deleted(path: Path) -> bool:
    """Write the database in ``path`` anew without what was deleted, and empty its log; False if it is in use."""
    connection = module.connect(str(path), timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except module.OperationalError:
        return False
    finally:
        connection.close()
    return not is_busy


def check_file(path: Path) -> None:
    """Raise Unreadable unless the database in ``path`` is whole and every row refers to rows that exist."""
    connection = module.connect(str(path))
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except module.DatabaseError as error:
        raise Unreadable(N_("The copy of the database is damaged: %(why)s"), why=error) from error
    finally:
        connection.close()
    if found != "ok" or broken:
        raise Unreadable(N_("The copy of the database is damaged: %(why)s"), why=broken or found)


def count_rows(path: Path) -> dict[str, int]:
    """Return how many rows each table of the database in ``path`` has."""
    connection = module.connect(str(path))
    try:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [str(row[0]) for row in connection.execute(tables)]
        return {name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names of our own tables
    finally:
        connection.close()
