"""The database: one base for all tables, one transaction for each use case, and reads that cannot write."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from tracker import sqlite
from tracker.config import ROOT, Settings
from tracker.errors import OutcomeUnknown

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WRITERS_LOCK = 7_204_001  # the advisory lock on which writers queue on PostgreSQL

COMMITS = "commits"  # under this name a connection keeps how many there were when its transaction began
ONCE_READ = "once read"  # and under this one what is read but once in a transaction

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_committed: ContextVar[int] = ContextVar("committed", default=0)
_counting = Lock()
_commits = 0


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: stored without a zone, always read and written with one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into the stored UTC form."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a stored moment its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(one.value) for one in kind]


class Base(DeclarativeBase):
    """The base of every table; constraints get names, which SQLite cannot give them later."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        enum.Enum: Enum(enum.Enum, native_enum=False, length=20, values_callable=_values),
    }


class Versioned:
    """A row that two people may edit: each edit counts its version up, and forms carry the one they saw."""

    version: Mapped[int] = mapped_column(default=1)

    def is_stale(self, seen: int | None) -> bool:
        """Whether somebody saved since version ``seen`` was shown; None asks nothing (no form was involved)."""
        return seen is not None and seen != self.version


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


@contextmanager
def transaction() -> Iterator[None]:
    """Make one use case all or nothing.

    The outermost one starts afresh, so that what was loaded while reading is read again under the lock, and
    commits at its end; one inside another joins it; any exception undoes everything, history included.
    """
    if _writing.get():
        yield
        return
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
        _commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def count_commits() -> int:
    """Return a number that grows with every transaction() of this process, as it was when the present one began.

    What a reading transaction sees is at least as new as that.
    """
    return int(db.session.connection().info[COMMITS])


def once_read() -> dict[str, Any]:
    """Return where to keep, until the present transaction ends, what need not be read twice in it."""
    kept: dict[str, Any] = db.session.connection().info[ONCE_READ]
    return kept


def count_own_commits() -> int:
    """Return a number that grows with every transaction() of this thread of work."""
    return _committed.get()


def _commit() -> None:
    global _commits
    try:
        db.session.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise OutcomeUnknown from error
        raise
    _committed.set(_committed.get() + 1)
    with _counting:
        _commits += 1


def is_writing() -> bool:
    """Whether a transaction() is open here."""
    return _writing.get()


def engine_options(settings: Settings) -> dict[str, Any]:
    """Return what SQLAlchemy must be told to make engines for ``settings``."""
    quiet = {"hide_parameters": True}  # errors are logged, and what people typed is not
    if settings.is_sqlite:
        return {"module": sqlite.module, "connect_args": {"check_same_thread": False}, **quiet}
    return {"pool_pre_ping": True, **quiet}


def prepare(engine: Engine) -> None:
    """Hook connection settings and the two kinds of transaction into ``engine``."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", sqlite.set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _note_beginning(connection: Connection) -> None:
    connection.info[COMMITS] = _commits
    connection.info[ONCE_READ] = {}


def _begin_sqlite(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    _note_beginning(connection)
    with _refusals_wrapped(connection):
        raw.execute(f"PRAGMA query_only={0 if _writing.get() else 1}")
        raw.execute("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    _note_beginning(connection)
    with _refusals_wrapped(connection), raw.cursor() as cursor:
        if _writing.get():
            cursor.execute(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
        else:
            cursor.execute("SET TRANSACTION READ ONLY")


@contextmanager
def _refusals_wrapped(connection: Connection) -> Iterator[None]:
    """Raise what the database refuses in a hook as SQLAlchemy raises it everywhere else."""
    library: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except library.OperationalError as error:
        raise OperationalError("BEGIN", None, error) from error


def _begin_migration(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    raw.execute("BEGIN IMMEDIATE")


def init_app(app: Flask, settings: Settings) -> None:
    """Bind the database of ``settings`` to ``app``."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def migrations(connection: Connection | None = None) -> Config:
    """Return the migrations of this checkout, to be run on ``connection``."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate(settings: Settings, revision: str = "head") -> None:
    """Bring the database to ``revision`` in one transaction; on SQLite with foreign keys off, checked before the end.

    Batch migrations make tables anew, which with foreign keys on would delete the rows that refer to them.
    """
    engine = create_engine(settings.database_url, **engine_options(settings))
    if settings.is_sqlite:
        event.listen(engine, "connect", sqlite.set_migration_pragmas)
        event.listen(engine, "begin", _begin_migration)
    try:
        with engine.begin() as connection:
            config = migrations(connection)
            current = MigrationContext.configure(connection).get_current_revision() or ""
            goes_down = revision == "base" or (revision != "head" and revision < current)
            (command.downgrade if goes_down else command.upgrade)(config, revision)
            if settings.is_sqlite:
                sqlite.check_foreign_keys(connection)
    finally:
        engine.dispose()


def head_revision() -> str:
    """Return the newest revision this checkout knows."""
    return ScriptDirectory.from_config(migrations()).get_current_head() or ""


def database_file(settings: Settings) -> Path | None:
    """Return the SQLite file of ``settings``, or None on PostgreSQL."""
    return Path(settings.database_url.removeprefix("sqlite:///")) if settings.is_sqlite else None
