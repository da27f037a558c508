"""Logs: lines of JSON that hold nothing anybody typed into a field, and cannot be forged with a line break."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tracker.db import db, transaction
from tracker.logs import Lines
from tracker.permissions import Role

CANARY = "canary-7b1e94"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything any part of the program logs, down to the least."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    before = logging.root.level
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.DEBUG)
    yield stream
    logging.root.setLevel(before)
    logging.root.removeHandler(handler)


def test_c10_an_entry_is_one_line_with_moment_and_zone_whatever_stands_in_it(written: io.StringIO) -> None:
    logging.getLogger("tracker").warning("refused %s", "a\r\n2026 forged\x85\u2028\x1b[31m李明")

    (line,) = written.getvalue().splitlines()
    entry = json.loads(line)
    assert entry["said"].endswith("李明")
    assert entry["at"].endswith("+08:00")
    assert (entry["level"], entry["of"]) == ("warning", "tracker")


def test_c10_passwords_tokens_and_texts_stay_out_of_the_logs(
    app: Flask, make: Factory, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make.account(Role.OFFICE)
    stranger = app.test_client()
    fill(stranger, "/login", username=f"x\n{CANARY}", password=CANARY)
    fill(stranger, "/login", username=account.username, password=CANARY)
    client = make.client_of(account)
    with client.session_transaction() as cookie:
        token = cookie["sid"]
    html = client.get("/organisation/units/new").get_data(as_text=True)
    monkeypatch.setattr("tracker.organisation.services.add_unit", lambda *_, **__: 1 / 0)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    failed = client.post("/organisation/units/new", data=filled(html, name=CANARY))

    assert failed.status_code == 500
    assert "ZeroDivisionError" in written.getvalue()
    assert CANARY not in written.getvalue()
    assert token not in written.getvalue()


@pytest.mark.usefixtures("context")
def test_c10_what_the_database_refuses_is_logged_without_the_values(written: io.StringIO) -> None:
    with pytest.raises(DatabaseError) as refused, transaction():
        db.session.execute(text("INSERT INTO nowhere VALUES (:value)"), {"value": CANARY})
    logging.getLogger("tracker").error("request failed: %s", refused.value, exc_info=refused.value)

    assert "nowhere" in written.getvalue()
    assert CANARY not in written.getvalue()
