"""The history: written with what it records, chained, and closed to changes."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests.support.factory import Factory
from tracker.db import db, transaction
from tracker.history.queries import list_history_of
from tracker.history.services import first_broken_entry, record
from tracker.permissions import Role

pytestmark = pytest.mark.usefixtures("context")


def test_an_entry_keeps_who_did_what_and_only_the_fields_that_changed(make: Factory) -> None:
    unit = make.unit("法规科")

    with transaction():
        record(
            make.actor(Role.OFFICE),
            "unit.edited",
            unit,
            before={"name": "法规科", "kind": 1},
            after={"name": "政策法规科", "kind": 1},
        )

    (entry,) = list_history_of("unit", unit.id)
    assert (entry.event, entry.actor_name, entry.subject_name) == ("unit.edited", "李明", "法规科")
    assert entry.changes == {"name": ["法规科", "政策法规科"]}


def test_what_is_undone_leaves_no_entry(make: Factory) -> None:
    unit = make.unit()

    with pytest.raises(ZeroDivisionError), transaction():
        record(make.actor(), "unit.edited", unit)
        raise ZeroDivisionError

    assert list_history_of("unit", unit.id) == []


def test_history_outside_a_transaction_is_an_error_of_the_program(make: Factory) -> None:
    with pytest.raises(RuntimeError):
        record(make.actor(), "unit.edited")


@pytest.mark.parametrize("change", ["UPDATE history_entry SET actor_name = 'x'", "DELETE FROM history_entry"])
def test_entries_can_neither_be_changed_nor_removed(make: Factory, change: str) -> None:
    with transaction():
        record(make.actor(), "unit.edited")

    with pytest.raises((DatabaseError, IntegrityError)), transaction():
        db.session.execute(text(change))


def test_the_first_broken_link_is_named(make: Factory) -> None:
    for _ in range(4):
        with transaction():
            record(make.actor(), "unit.edited")
    assert first_broken_entry() is None

    with transaction():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("DROP TRIGGER history_entry_no_update"))
        else:
            db.session.execute(text("ALTER TABLE history_entry DISABLE TRIGGER ALL"))
        db.session.execute(text("UPDATE history_entry SET actor_name = '别人' WHERE id = 3"))

    assert first_broken_entry() == 3
