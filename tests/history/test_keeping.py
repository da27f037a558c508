"""The history cannot be changed unseen, nothing is done that is not recorded, and old months go after an export."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.support.databases import Database
from tests.support.factory import Factory
from tests.support.pages import fill
from tracker import clock, keys
from tracker.config import Settings, current, load_settings
from tracker.db import db, transaction
from tracker.errors import RuleBroken
from tracker.history.keeping import first_day_kept, note_end, remove_old
from tracker.history.queries import list_history
from tracker.history.services import count_missing, first_broken_entry, record
from tracker.permissions import Role

COLUMNS = (
    "at, event, result, account_id, actor_name, unit_name, address, session, request_id, subject_kind, subject_id,"
    " subject_name, changes"
)

PUT_IN = f"INSERT INTO history_entry (id, {COLUMNS}, seal) SELECT 31, {COLUMNS}, seal FROM history_entry WHERE id = 3"


@pytest.fixture(autouse=True)
def no_traces(app: Flask, database: Database) -> Iterator[None]:
    """Nothing of a test is left to the next: no table that may be changed."""
    yield
    if not database.settings.is_sqlite:
        with app.app_context(), transaction():
            db.session.execute(text("ALTER TABLE history_entry ENABLE TRIGGER ALL"))


def written(make: Factory, times: int, *, on: datetime | None = None) -> None:
    with clock.pinned_at(on or clock.now()):
        for _ in range(times):
            with transaction():
                record(make.actor(), "unit.edited")


def tamper(*statements: str) -> None:
    """What somebody does who holds the database but not the key."""
    with transaction():
        if db.engine.dialect.name == "sqlite":
            for name in ("update", "delete"):
                db.session.execute(text(f"DROP TRIGGER IF EXISTS history_entry_no_{name}"))
        else:
            db.session.execute(text("ALTER TABLE history_entry DISABLE TRIGGER ALL"))
        for statement in statements:
            db.session.execute(text(statement))


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (["UPDATE history_entry SET actor_name = '李朋' WHERE id = 20"], 20),
        (["DELETE FROM history_entry WHERE id = 7"], 7),
        (["DELETE FROM history_entry WHERE id > 20"], 21),
        ([f"UPDATE history_entry SET id = {new} WHERE id = {old}" for old, new in ((5, 99), (6, 5), (99, 6))], 5),
        ([PUT_IN], 31),
    ],
    ids=["one byte", "a row from the middle", "the last ten", "two rows exchanged", "a row put in"],
)  # fmt: skip
def test_c7_whatever_is_done_to_the_rows_the_first_bad_one_is_named(
    make: Factory, statements: list[str], first: int
) -> None:
    written(make, 30)
    note_end(current())
    assert first_broken_entry() is None

    tamper(*statements)

    assert first_broken_entry() == first


@pytest.mark.usefixtures("context")
def test_c7_the_end_of_each_day_is_kept_outside_the_database(make: Factory, tmp_path: Path) -> None:
    start = datetime(2026, 11, 2, 4, tzinfo=UTC)
    for day in range(3):
        for _ in range(2):
            with clock.pinned_at(start + timedelta(days=day)):
                written(make, 2, on=clock.now())
                note_end(current())

    assert sorted(keys.history_ends()) == [4, 8, 12]
    assert (current().instance / keys.ENDS_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("context")
def test_c7_the_ends_are_copied_to_the_other_machine(
    make: Factory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.copies.is_elsewhere", lambda _: True)
    written(make, 3)

    note_end(replace(current(), backup_copy=str(tmp_path)))

    assert (tmp_path / keys.ENDS_FILE).read_text() == (current().instance / keys.ENDS_FILE).read_text()


@pytest.mark.usefixtures("context")
def test_c9_missing_numbers_are_counted(make: Factory) -> None:
    written(make, 10)
    assert count_missing() == 0

    tamper("DELETE FROM history_entry WHERE id IN (4, 5)")

    assert count_missing() == 2


def close_the_history() -> None:
    if db.engine.dialect.name == "sqlite":
        db.session.execute(
            text("CREATE TRIGGER closed BEFORE INSERT ON history_entry BEGIN SELECT RAISE(ABORT, 'closed'); END")
        )
    else:
        db.session.execute(text("ALTER TABLE history_entry ADD CONSTRAINT closed CHECK (id < 0) NOT VALID"))


@pytest.mark.parametrize(
    ("page", "fields"),
    [("/organisation/units/{unit}/edit", {"name": "新名科"}), ("/organisation/units/new", {"name": "又一科"})],
)
def test_c9_nothing_is_done_that_cannot_be_recorded(
    app: Flask, make: Factory, page: str, fields: dict[str, str]
) -> None:
    unit, admin = make.unit("旧名科"), make.account(Role.SYSTEM_ADMIN)
    client = make.client_of(admin)
    with app.app_context(), transaction():
        close_the_history()

    answer = fill(client, page.format(unit=unit.id), **fields)
    with app.app_context():
        names = [row[0] for row in db.session.execute(text("SELECT name FROM unit"))]
        with transaction():
            reopen = (
                "DROP TRIGGER closed"
                if db.engine.dialect.name == "sqlite"
                else ("ALTER TABLE history_entry DROP CONSTRAINT closed")
            )
            db.session.execute(text(reopen))

    assert answer.status_code == 503
    assert "操作记录写不进去" in answer.get_data(as_text=True)
    assert fields["name"] in answer.get_data(as_text=True)
    assert names == ["旧名科"]


@pytest.mark.parametrize(("days", "is_taken"), [(183, False), (184, True)])
def test_c8_less_than_184_days_is_refused(tmp_path: Path, days: int, is_taken: bool) -> None:
    environ = {"TRACKER_INSTANCE": str(tmp_path), "TRACKER_HISTORY_DAYS": str(days)}

    if is_taken:
        assert load_settings(environ).history_days == days
    else:
        with pytest.raises(RuleBroken, match="184"):
            load_settings(environ)


def test_c8_only_whole_closed_months_go_and_day_184_stays() -> None:
    for today in (date(2026, 11, 28), date(2028, 3, 1), date(2027, 7, 4)):
        first = first_day_kept(today, 184)
        assert first.day == 1
        assert first <= today - timedelta(days=184)


@pytest.fixture
def settings(app: Flask, database: Database) -> Settings:
    return replace(database.settings, history_days=184)


@pytest.mark.usefixtures("context")
def test_c8_old_months_are_exported_then_removed_and_the_rest_still_verifies(
    make: Factory, settings: Settings, tmp_path: Path
) -> None:
    now = datetime(2026, 11, 28, 4, tzinfo=UTC)
    for days in (400, 300, 212, 211, 184, 3):  # 1 May 2026 is 211 days before
        written(make, 2, on=now - timedelta(days=days))
    note_end(settings)

    with clock.pinned_at(now):
        removed = remove_old(settings, tmp_path / "old.jsonl")
        again = remove_old(settings, tmp_path / "again.jsonl")

    exported = [json.loads(line) for line in (tmp_path / "old.jsonl").read_text(encoding="utf-8").splitlines()]
    told = list_history(limit=1)[0]
    assert (removed, again, [entry["id"] for entry in exported]) == (6, 0, [1, 2, 3, 4, 5, 6])
    assert (told.event, told.changes["until"][1], told.changes["entries"][1]) == ("history.removed", 6, 6)
    assert [entry.id for entry in list_history()] == [13, 12, 11, 10, 9, 8, 7]
    assert first_broken_entry() is None
    assert count_missing() == 0
    with pytest.raises(Exception, match="append-only"), transaction():
        db.session.execute(text("DELETE FROM history_entry"))


@pytest.mark.usefixtures("context")
def test_c8_one_more_removed_by_hand_is_seen(make: Factory, settings: Settings, tmp_path: Path) -> None:
    now = datetime(2026, 11, 28, 4, tzinfo=UTC)
    for days in (400, 3):
        written(make, 3, on=now - timedelta(days=days))
    with clock.pinned_at(now):
        remove_old(settings, tmp_path / "old.jsonl")

    tamper("DELETE FROM history_entry WHERE id = 4")

    assert first_broken_entry() == 4


@pytest.mark.usefixtures("context")
def test_c8_nothing_is_removed_where_the_export_cannot_be_written_or_the_chain_is_broken(
    make: Factory, settings: Settings, tmp_path: Path
) -> None:
    now = datetime(2026, 11, 28, 4, tzinfo=UTC)
    written(make, 3, on=now - timedelta(days=400))

    with clock.pinned_at(now):
        with pytest.raises(RuleBroken, match="not written"):
            remove_old(settings, tmp_path / "nowhere" / "old.jsonl")
        tamper("UPDATE history_entry SET actor_name = 'x' WHERE id = 2")
        with pytest.raises(RuleBroken, match="does not verify"):
            remove_old(settings, tmp_path / "old.jsonl")

    assert len(list_history()) == 3
