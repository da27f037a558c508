"""Every kind of answer carries the headers that close the browser's doors."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.support.factory import Factory
from tests.support.pages import fill, token_of
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]
Ask = Callable[[FlaskClient], TestResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
EXPECTED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
UNITS = "/organisation/units"
ANSWERS: dict[int, Ask] = {
    200: lambda client: client.get("/organisation"),
    302: lambda client: client.application.test_client().get("/organisation"),
    303: lambda client: fill(client, f"{UNITS}/new", name="财务科", kind="section"),
    400: lambda client: client.post(f"{UNITS}/new"),
    401: lambda client: client.application.test_client().post("/logout", data={"csrf_token": ""}),
    403: lambda client: client.get("/history"),
    404: lambda client: client.get("/nothing"),
    405: lambda client: client.get("/logout"),
    409: lambda client: [fill(client, f"{UNITS}/1/edit", name=name, version="1") for name in ("甲科", "乙科")][1],
    413: lambda client: client.post(f"{UNITS}/new", data={"csrf_token": token_of(client), "name": "x" * 2_000_001}),
    414: lambda client: client.get("/organisation?" + "x" * 3000),
    500: lambda client: client.get(f"{UNITS}/2"),
}


@pytest.mark.parametrize(("status", "ask"), ANSWERS.items(), ids=[str(status) for status in ANSWERS])
def test_w3_w4_every_answer_has_them(app: Flask, make: Factory, client_of: ClientOf, status: int, ask: Ask) -> None:
    make.unit("法规科")
    make.unit("财政科")
    with app.app_context():
        with transaction():
            db.session.execute(
                text("UPDATE unit SET kind = 'castle' WHERE id = 2 AND :broken"), {"broken": status == 500}
            )
        db.session.remove()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = ask(client_of(make.account(Role.OFFICE)))
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None

    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert answer.status_code == (400 if status == 401 else status)  # without a session there is no token either
    assert answer.headers["Cache-Control"] == "no-store"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Server" not in answer.headers
    assert "Strict-Transport-Security" not in answer.headers  # only over HTTPS


def test_w4_our_own_files_may_be_kept_by_the_browser(app: Flask) -> None:
    with app.test_client().get("/static/app.css") as answer:
        headers = answer.headers

    assert headers["Cache-Control"].endswith("max-age=86400")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_w3_a_page_names_no_other_host(make: Factory, client_of: ClientOf) -> None:
    make.unit("法规科")
    page = client_of(make.account(Role.OFFICE)).get("/organisation").get_data(as_text=True)

    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page
