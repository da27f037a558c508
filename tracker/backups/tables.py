"""Copying the tables of a PostgreSQL database out and in again."""

from collections.abc import Iterator
from pathlib import Path
from tarfile import TarFile
from typing import Any

from sqlalchemy import Connection, create_engine, delete, func, select

from tracker.backups.archive import TABLES, part_of
from tracker.config import Settings
from tracker.db import Base, engine_options

PIECE = 65_536


def dump_tables(settings: Settings, work: Path) -> Iterator[Path]:
    """Copy every table into a file of ``work``, all as they stood at one moment, and yield the files."""
    engine = create_engine(settings.database_url, isolation_level="REPEATABLE READ", **engine_options(settings))
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        for table in Base.metadata.sorted_tables:
            path = work / table.name
            with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" TO STDOUT') as rows, path.open("wb") as out:
                for piece in rows:
                    out.write(piece)
            yield path
    engine.dispose()


def load_tables(settings: Settings, archive: TarFile) -> None:
    """Fill the empty tables of a migrated database from a backup, in one transaction."""
    engine = create_engine(settings.database_url, **engine_options(settings))
    with engine.begin() as connection:
        raw: Any = connection.connection.dbapi_connection
        _empty(connection)
        for table in Base.metadata.sorted_tables:
            part = part_of(archive, TABLES + table.name)
            with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" FROM STDIN') as rows:
                while piece := part.read(PIECE):
                    rows.write(piece)
        _continue_numbering(connection)
    engine.dispose()


def _empty(connection: Connection) -> None:
    """Take out what the migrations themselves entered; the backup brings its own."""
    for table in reversed(Base.metadata.sorted_tables):
        if connection.scalar(select(func.count()).select_from(table)):
            connection.execute(delete(table))


def _continue_numbering(connection: Connection) -> None:
    """Let the numbers of new rows go on after the restored ones."""
    numbered = [table.name for table in Base.metadata.sorted_tables if "id" in table.c]
    for name in numbered:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(name, "id")))
        if sequence:
            highest = connection.scalar(select(func.max(Base.metadata.tables[name].c.id))) or 0
            connection.execute(select(func.setval(sequence, highest + 1, False)))
