"""The database as promised: settings of each connection, whole transactions, reads that cannot write."""

import threading

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests.support.factory import Factory
from tracker import sqlite
from tracker.db import db, transaction
from tracker.organisation.models import Unit, UnitAlias


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "delete"), ((3, 44, 5), "delete"), ((3, 44, 6), "wal"), ((3, 45, 0), "delete"),
        ((3, 50, 6), "delete"), ((3, 50, 7), "wal"), ((3, 51, 2), "delete"), ((3, 51, 3), "wal"), ((3, 53, 4), "wal"),
    ],
)  # fmt: skip
def test_r2_wal_only_on_a_release_without_the_wal_reset_fault(version: tuple[int, ...], mode: str) -> None:
    assert sqlite.journal_mode(version) == mode


def test_r3_every_connection_has_the_promised_settings(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            assert db.session.scalar(text("SHOW transaction_read_only")) == "on"
            return
        wanted = {"foreign_keys": 1, "busy_timeout": 10000, "synchronous": 2, "secure_delete": 1, "trusted_schema": 0}
        got = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in wanted}

        assert got == wanted


def test_r3_a_row_that_refers_to_nothing_is_refused(context: None) -> None:
    with pytest.raises(IntegrityError), transaction():
        db.session.add(UnitAlias(unit_id=4711, name="没有这个科"))


def test_r4_a_read_cannot_write(context: None) -> None:
    with pytest.raises(DatabaseError):
        db.session.execute(text("UPDATE unit SET position = 1"))


def test_r4_two_writers_lose_no_step(app: Flask, make: Factory) -> None:
    unit = make.unit()

    def count_up() -> None:
        for _ in range(25):
            with app.app_context():
                db.session.get(Unit, unit.id)
                with transaction():
                    row = db.session.get(Unit, unit.id)
                    assert row is not None
                    row.position += 1

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert db.session.scalar(select(Unit.position).where(Unit.id == unit.id)) == 100


def test_r8_a_failure_anywhere_leaves_nothing_behind(app: Flask, make: Factory) -> None:
    """Fail before the n-th statement of a use case, for every n: the state is that of before."""
    from tracker.organisation.services import add_unit

    with app.app_context():
        engine = db.engine
    by = make.actor()
    failed = 0
    for stop_at in range(1, 30):
        seen = [0]

        def fail(*_: object, seen: list[int] = seen, stop_at: int = stop_at) -> None:
            seen[0] += 1
            if seen[0] == stop_at:
                raise RuntimeError("pulled the plug")

        event.listen(engine, "before_cursor_execute", fail)
        try:
            with app.app_context():
                add_unit(name="信息科", kind="section", by=by)
        except RuntimeError:
            failed += 1
        else:
            break
        finally:
            event.remove(engine, "before_cursor_execute", fail)
        with app.app_context():
            assert db.session.scalar(select(Unit.id).where(Unit.name == "信息科")) is None

    assert failed >= 2
