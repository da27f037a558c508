"""R14 for every form there is: the list comes out of the program, so that a new form cannot be forgotten."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.support.addresses import example_of
from tests.support.databases import Database
from tests.support.factory import Factory
from tests.support.pages import body_of, find_form, token_of
from tracker import clock, config
from tracker.accounts.models import Session
from tracker.db import db, transaction
from tracker.permissions import Permission, Role
from tracker.web.access import PUBLIC, access_of
from tracker.web.errors import LONGEST_KEPT

TYPED = "局网站已公布第一批规范性文件，共十二件。" * 100  # 2,000 characters


def posting(app: Flask) -> list[tuple[str, str]]:
    """Return endpoint and address of every form that somebody signed in sends."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and access_of(rule.endpoint, app) != PUBLIC:
            values = {name: example_of(rule, name) for name in rule.arguments}
            found.append((rule.endpoint, adapter.build(rule.endpoint, values, method="POST")))
    return found


def accounts_by_permission(make: Factory) -> dict[Permission, FlaskClient]:
    """Return for each permission a browser of somebody who has it."""
    found: dict[Permission, FlaskClient] = {}
    unit = make.unit()
    for role in Role:
        account = make.account(role, unit=unit)
        client = make.client_of(account)
        for permission in Permission:
            if make.actor(role).may(permission):
                found.setdefault(permission, client)
    return found


def kept_text(html: str, name: str = "note") -> str:
    return str(dict(find_form(html, field=name)["fields"])[name]).replace("\r\n", "\n")


def test_r14_every_form_keeps_what_was_typed_when_its_token_is_wrong(app: Flask, make: Factory) -> None:
    clients = accounts_by_permission(make)

    for endpoint, address in posting(app):
        access = access_of(endpoint, app)
        assert isinstance(access, Permission)
        answer = clients[access].post(address, data={"note": TYPED, "csrf_token": "of another session"})
        assert answer.status_code == 400, endpoint
        assert kept_text(answer.get_data(as_text=True)) == TYPED, endpoint


def test_r14_every_form_keeps_what_was_typed_when_the_session_has_ended(app: Flask, make: Factory) -> None:
    clients = accounts_by_permission(make)
    tokens = {client: token_of(client) for client in set(clients.values())}
    with app.app_context(), transaction():
        db.session.execute(update(Session).values(ended_at=clock.now()))

    for endpoint, address in posting(app):
        client = clients[access_of(endpoint, app)]  # type: ignore[index]
        answer = client.post(address, data={"note": TYPED, "csrf_token": tokens[client]})
        assert answer.status_code == 401, endpoint
        assert kept_text(answer.get_data(as_text=True)) == TYPED, endpoint


@pytest.fixture
def failing(app: Flask) -> Iterator[Flask]:
    """Every view of ours fails, and the failure is answered as in production."""
    views = dict(app.view_functions)

    def fail(**_: object) -> str:
        raise RuntimeError("a fault of ours")

    for endpoint, view in views.items():
        if hasattr(view, "access") and endpoint != "accounts.preferences":
            broken: Callable[..., str] = lambda **_: fail()  # noqa: E731 - one for each view
            broken.access = view.access  # type: ignore[attr-defined]
            app.view_functions[endpoint] = broken
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.config["PROPAGATE_EXCEPTIONS"] = None
    app.view_functions.update(views)


def test_r14_every_form_keeps_what_was_typed_when_the_program_fails(failing: Flask, make: Factory) -> None:
    clients = accounts_by_permission(make)
    tokens = {client: token_of(client) for client in set(clients.values())}

    for endpoint, address in posting(failing):
        if endpoint == "accounts.preferences":
            continue
        client = clients[access_of(endpoint, failing)]  # type: ignore[index]
        answer = client.post(address, data={"note": TYPED, "csrf_token": tokens[client]})
        assert answer.status_code == 500, endpoint
        assert kept_text(answer.get_data(as_text=True)) == TYPED, endpoint


def too_large(token: str) -> dict[str, object]:
    """Return the body of a form with a text and a file that is larger than all that any form takes here."""
    return body_of({"csrf_token": token, "note": TYPED, "files": (BytesIO(bytes(6_500_000)), "大.pdf")})


@pytest.fixture
def small_uploads(app: Flask, database: Database) -> Iterator[None]:
    """The machine takes files of up to one megabyte."""
    config.use(replace(database.settings, upload_mb=1))
    yield
    config.use(database.settings)


@pytest.mark.usefixtures("small_uploads")
def test_r14_every_form_keeps_what_was_typed_when_too_much_is_sent(app: Flask, make: Factory) -> None:
    clients = accounts_by_permission(make)
    bodies = {client: too_large(token_of(client)) for client in set(clients.values())}

    for endpoint, address in posting(app):
        client = clients[access_of(endpoint, app)]  # type: ignore[index]
        answer = client.post(address, **bodies[client])  # type: ignore[arg-type]
        assert answer.status_code == 413, endpoint
        assert kept_text(answer.get_data(as_text=True)) == TYPED, endpoint


def test_r14_a_text_that_is_itself_too_long_is_given_back(app: Flask, make: Factory) -> None:
    client = make.client_of(make.account(Role.OFFICE, language="en"))
    long = "长" * LONGEST_KEPT

    answer = client.post("/organisation/units/new", data={"csrf_token": token_of(client), "name": long, "note": TYPED})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 413
    assert kept_text(page, "name") == long
    assert "What you typed is below" in page
