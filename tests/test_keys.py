"""Another secret key is taken into use: what was signed before holds for a day, what was sealed before for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.support.databases import Database
from tests.support.factory import Factory
from tests.support.pages import filled
from tracker import clock, config, keys
from tracker.accounts.models import Account
from tracker.config import load_settings
from tracker.db import db, transaction
from tracker.errors import RuleBroken
from tracker.history.queries import list_history
from tracker.history.rules import seal
from tracker.history.services import first_broken_entry, record, rotate_key
from tracker.permissions import Role


@pytest.fixture
def key_file(app: Flask, database: Database, tmp_path: Path) -> Iterator[Path]:
    """The file of a machine that made its own key."""
    own = load_settings({"TRACKER_INSTANCE": str(tmp_path)})
    config.use(replace(database.settings, instance=tmp_path, secret_key=own.secret_key))
    yield tmp_path / "secret_key"
    config.use(database.settings)


def rotated(app: Flask) -> None:
    with app.app_context():
        rotate_key()


def test_a13_a_form_opened_before_the_key_was_replaced_is_saved(app: Flask, make: Factory, key_file: Path) -> None:
    account = make.account(Role.OFFICE)
    client = make.client_of(account)
    html = client.get("/account").get_data(as_text=True)

    rotated(app)
    answer = client.post("/account", data=filled(html, theme="dark"))

    assert answer.status_code == 303
    with app.app_context():
        assert db.session.get_one(Account, account.id).theme == "dark"


def test_a13_a_page_opened_after_the_key_was_replaced_works_as_well(app: Flask, make: Factory, key_file: Path) -> None:
    client = make.client_of(make.account(Role.OFFICE))
    rotated(app)

    html = client.get("/account").get_data(as_text=True)

    assert client.post("/account", data=filled(html, theme="dark")).status_code == 303


@pytest.mark.parametrize(
    ("later", "status"), [(timedelta(hours=23, minutes=59), 200), (timedelta(hours=24, minutes=1), 302)]
)
def test_a13_the_cookie_of_a_former_key_is_taken_for_a_day(
    app: Flask, make: Factory, key_file: Path, later: timedelta, status: int
) -> None:
    client = make.client_of(make.account(Role.OFFICE))
    with clock.pinned_at(clock.now() - later):
        rotated(app)

    assert client.get("/account").status_code == status


@pytest.mark.usefixtures("context")
def test_a13_the_history_verifies_over_every_key_and_names_the_change(make: Factory, key_file: Path) -> None:
    for _ in range(3):
        with transaction():
            record(make.actor(), "unit.edited")
        rotate_key()

    assert first_broken_entry() is None
    assert [entry.event for entry in list_history()].count("key.rotated") == 3
    assert len(keys.ring().keys) == 4
    assert key_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("context")
def test_a13_a_former_key_seals_nothing_after_the_change(
    make: Factory, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        record(make.actor(), "unit.edited")
    former = keys.ring().newest
    rotate_key()
    monkeypatch.setattr("tracker.history.services.seal", lambda _, content, previous: seal(former, content, previous))
    with transaction():
        record(make.actor(), "unit.edited")
    monkeypatch.undo()

    assert first_broken_entry() == 3


def test_a13_the_machine_starts_with_the_new_key_and_keeps_the_former(app: Flask, key_file: Path) -> None:
    before = load_settings({"TRACKER_INSTANCE": str(key_file.parent)}).secret_key

    rotated(app)

    after = load_settings({"TRACKER_INSTANCE": str(key_file.parent)}).secret_key
    assert after != before
    assert keys.ring().oldest_first == (before, after)


@pytest.mark.usefixtures("context")
def test_a13_a_key_set_from_outside_is_not_replaced(database: Database) -> None:
    with pytest.raises(RuleBroken, match="TRACKER_SECRET_KEY"):
        rotate_key()

    assert list_history() == []
