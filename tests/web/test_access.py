"""Who may come in, and as whom they act."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.databases import Database
from tests.support.factory import PASSWORD, Factory
from tests.support.pages import fill, filled
from tracker.accounts.models import Account, Session
from tracker.app import create_app
from tracker.db import db
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]


def bare_app(database: Database, **settings: object) -> Iterator[Flask]:
    made = create_app(replace(database.settings, **settings))  # type: ignore[arg-type]
    made.config["TESTING"] = True
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def careless_app(app: Flask, database: Database) -> Iterator[Flask]:
    """The application with a page whose access nobody declared."""
    for made in bare_app(database):
        made.add_url_rule("/careless", "careless", lambda: "open to all?", methods=["GET", "POST"])
        yield made


@pytest.fixture
def proxied_app(app: Flask, database: Database) -> Iterator[Flask]:
    """The application behind one reverse proxy."""
    yield from bare_app(database, proxies=1)


def addresses(app: Flask) -> list[str]:
    with app.app_context():
        found = list(db.session.scalars(select(Session.address)))
        db.session.remove()
    return found


def test_c1_a_page_without_declared_access_is_closed(careless_app: Flask, make: Factory) -> None:
    account = make.account(Role.SYSTEM_ADMIN)
    client = careless_app.test_client()

    assert client.get("/careless").location.startswith("/login")
    fill(client, "/login", username=account.username, password=PASSWORD)

    assert client.get("/careless").status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "X-Client-IP"])
def test_w5_headers_of_a_proxy_are_not_believed_without_one(app: Flask, make: Factory, header: str) -> None:
    account = make.account()
    client = app.test_client()

    answer = fill(client, "/login", headers={header: "6.6.6.6"}, username=account.username, password=PASSWORD)

    assert answer.location == "/"
    assert addresses(app) == ["127.0.0.1"]


def test_w5_behind_one_proxy_exactly_its_word_is_believed(proxied_app: Flask, make: Factory) -> None:
    account = make.account()
    client = proxied_app.test_client()
    typed = filled(client.get("/login").get_data(as_text=True), username=account.username, password=PASSWORD)

    client.post("/login", data=typed, headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"})

    assert addresses(proxied_app) == ["10.1.2.3"]


def test_a_page_knows_who_reads_it_in_one_statement(make: Factory, client_of: ClientOf) -> None:
    from tests.support.statements import counting

    client = client_of(make.account(Role.AUDIT_ADMIN, unit=make.unit("法规科")))  # has no reminders to count

    with counting() as statements:
        page = client.get("/account").get_data(as_text=True)

    assert "法规科" in page
    assert statements.count == 1


def test_the_menu_holds_what_the_role_may_open(make: Factory, client_of: ClientOf) -> None:
    auditor = client_of(make.account(Role.AUDIT_ADMIN)).get("/history").get_data(as_text=True)

    assert 'href="/history" aria-current="page"' in auditor
    assert 'href="/accounts"' not in auditor


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/review", "/tasks"),
        ("/matters", "/checks"),
        ("/holidays", "/organisation"),
        ("/outlines", "/summary"),
        ("/scores", "/circulars"),
    ],
)
def test_a_page_below_an_entry_of_the_menu_keeps_it_marked(
    make: Factory, client_of: ClientOf, address: str, entry: str
) -> None:
    office = client_of(make.account(Role.OFFICE, unit=make.unit()))

    assert f'href="{entry}" aria-current="page"' in office.get(address).get_data(as_text=True)


def test_the_settings_of_a_person_belong_to_no_entry_of_the_menu(make: Factory, client_of: ClientOf) -> None:
    system = client_of(make.account(Role.SYSTEM_ADMIN))

    assert 'aria-current="page"' not in system.get("/account").get_data(as_text=True)
    assert 'href="/accounts" aria-current="page"' in system.get("/accounts").get_data(as_text=True)
