"""The lock: every table that belongs to a year refuses what is new, changed or taken out once the year is closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, Table, TypeDecorator, delete, inspect, select, update

from tests.support.factory import Factory
from tests.years.conftest import YEAR
from tests.years.tables import bound_tables
from tracker import clock
from tracker.db import Base, db, transaction
from tracker.errors import RuleBroken
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.tasks.models import Task, TaskUnit
from tracker.years.bounds import FREE, OF_REPORT, RUNNING, bound_of
from tracker.years.guard import lifted


def model_of(name: str) -> Any:
    table = Base.metadata.tables[name]
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)


def value_for(column: Column[Any], number: int) -> Any:
    """Return a value that the column takes, another one for each ``number`` where it may have to differ."""
    kind = column.type
    if column.name == "year":
        return YEAR
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class)) if kind.enum_class else kind.enums[0]  # type: ignore[union-attr]
    if isinstance(kind, Date):
        return date(YEAR, 3, 1 + number % 28)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, JSON):
        return {}
    if isinstance(kind, Integer):
        return number if column.name in ("number", "position", "day") else 1
    if "datetime" in str(getattr(kind, "impl", kind)).lower():
        return datetime(YEAR, 3, 1, tzinfo=clock.now().tzinfo)
    return 1 if isinstance(kind, TypeDecorator) else f"v{number}"


class Records:
    """Makes one record of any table with all that it hangs on; nothing is checked but by the database."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {}
        self.count = 10

    def one(self, name: str) -> Any:
        if name not in self.made:
            self.made[name] = self.build(name)
            db.session.add(self.made[name])
            db.session.flush()
        return self.made[name]

    def build(self, name: str) -> Any:
        table: Table = Base.metadata.tables[name]
        self.count += 1
        values: dict[str, Any] = {}
        for column in table.columns:
            bound = bound_of(name)
            is_link = bound is not None and bound.link == column.name
            if column.primary_key or (column.nullable and not is_link and column.name != "day"):
                continue
            parent = next(iter(column.foreign_keys), None)
            values[column.name] = self.one(parent.column.table.name).id if parent else value_for(column, self.count)
        return model_of(name)(**values)


@contextmanager
def unchecked() -> Iterator[None]:
    """Let SQLite take rows that no service would make: which values belong together is of no interest here."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite can leave its checks out")
    raw: Any = db.session.connection().connection.dbapi_connection
    raw.execute("PRAGMA ignore_check_constraints=ON")
    yield
    db.session.flush()
    raw.execute("PRAGMA ignore_check_constraints=OFF")


@pytest.fixture
def records(app: Flask, make: Factory) -> Iterator[Records]:
    """One record of every table of a year that is closed."""
    with app.app_context():
        found = Records()
        with lifted(), transaction(), unchecked():
            plan = found.one("plan")
            for name in bound_tables():
                found.one(name)
            plan.state = PlanState.CLOSED
            # everything that has its own pace is at its end
            for name, (column, final) in RUNNING.items():
                if final:
                    kind = type(getattr(found.one(name), column))
                    setattr(found.one(name), column, kind(sorted(final)[0]))
                elif column == "issued_on":
                    found.one(name).issued_on = date(YEAR + 1, 1, 20)
        yield found
        db.session.rollback()


def test_what_belongs_to_no_year_is_named_or_has_no_year_about_it(app: Flask) -> None:
    tables = Base.metadata.tables

    for name, table in tables.items():
        if bound_of(name) is None and name not in FREE | OF_REPORT:
            assert "year" not in table.c, name
            needed = [
                key.column.table.name for column in table.columns if not column.nullable for key in column.foreign_keys
            ]
            assert all(bound_of(parent) is None for parent in needed), name
    assert (FREE | OF_REPORT | set(RUNNING)) <= set(tables)
    assert len(bound_tables()) > 40


def refused(name: str, change: Any) -> None:
    with pytest.raises(RuleBroken, match=f"{YEAR} is closed"), transaction():
        change()
        db.session.flush()


def goes_on(name: str) -> bool:
    """Whether a table hangs on something that nobody here brings to its end."""
    bound = bound_of(name)
    if name in RUNNING:
        return not RUNNING[name][1] and RUNNING[name][0] != "issued_on"
    return bool(bound and bound.parent and goes_on(bound.parent))


def test_nothing_of_a_closed_year_is_added_changed_or_taken_out(records: Records) -> None:
    db.session.rollback()
    tried = 0
    for name in bound_tables():
        if goes_on(name):
            continue
        model, number = model_of(name), inspect(records.made[name]).identity
        if name != "annual_report":  # often begun only afterwards
            refused(name, lambda name=name: db.session.add(records.build(name)))
        refused(name, lambda model=model, number=number: db.session.delete(db.session.get(model, number)))
        text = next((one.name for one in model.__table__.columns if str(one.type).startswith(("TEXT", "VARCHAR"))
                     and not one.foreign_keys and not isinstance(one.type, Enum)), "")  # fmt: skip
        if text:
            refused(
                name,
                lambda model=model, number=number, text=text: setattr(db.session.get(model, number), text, "anders"),
            )
        tried += 1

    assert tried > 40


def test_the_same_can_be_done_in_an_open_year(records: Records) -> None:
    with lifted(), transaction():
        plan = db.session.scalars(select(Plan).where(Plan.year == YEAR)).one()
        plan.state = PlanState.PUBLISHED
    with transaction(), unchecked():
        for name in bound_tables():
            number = inspect(records.made[name]).identity
            record = db.session.get(model_of(name), number)
            if hasattr(record, "version"):
                record.version = (record.version or 0) + 1  # type: ignore[union-attr]
        db.session.flush()


def test_an_entry_cannot_be_moved_into_a_closed_year(app: Flask, make: Factory) -> None:
    with app.app_context():
        found = Records()
        with lifted(), transaction(), unchecked():
            entry = found.one("ledger_entry")
            entry.day = date(YEAR + 1, 2, 3)
            found.one("plan").state = PlanState.CLOSED
        number = entry.id

        refused(
            "ledger_entry", lambda: setattr(db.session.get(model_of("ledger_entry"), number), "day", date(YEAR, 12, 31))
        )


def test_a_statement_cannot_take_rows_of_a_closed_year_out_either(app: Flask, make: Factory) -> None:
    task = make.task(year=YEAR, number=1)
    make.plan(YEAR, state=PlanState.CLOSED)
    with app.app_context():
        for statement in (delete(TaskUnit).where(TaskUnit.task_id == task.id), update(Task).values(title="anders")):
            refused("task", lambda statement=statement: db.session.execute(statement))

        with transaction():
            db.session.execute(delete(TaskUnit).where(TaskUnit.task_id == task.id + 1))
