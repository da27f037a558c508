"""Refusals and failures are pages that say what happened, and what was typed is never lost."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text, update

from tests.support.databases import Database
from tests.support.factory import PASSWORD, Factory
from tests.support.pages import fill, filled, find_form, token_of
from tracker import clock
from tracker.accounts.models import Account, Session
from tracker.app import create_app
from tracker.db import WRITERS_LOCK, db, transaction
from tracker.history.queries import list_history
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]
FORM = "/organisation/units/new"
TYPED = {"name": "政策法规科", "kind": "affiliated", "aliases": "法规科\n法制科\n" + "长" * 90}


@pytest.fixture
def account(make: Factory) -> Account:
    return make.account(Role.OFFICE)


@pytest.fixture
def office(account: Account, client_of: ClientOf) -> FlaskClient:
    return client_of(account)


def end_sessions(app: Flask) -> None:
    with app.app_context():
        with transaction():
            db.session.execute(update(Session).values(ended_at=clock.now()))
        db.session.remove()


def kept(html: str) -> dict[str, list[str]]:
    form = find_form(html, field="name")
    return {name: [value.replace("\r\n", "\n") for value in values] for name, values in filled(html, name=None).items()
            if name in TYPED} | {"name": [dict(form["fields"])["name"]]}  # fmt: skip


def test_w1_a_form_without_its_token_is_kept_on_a_400_page(office: FlaskClient) -> None:
    answer = office.post(FORM, data=TYPED)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "您填的内容都还在" in page
    assert kept(page) == {name: [value] for name, value in TYPED.items()}


def test_w1_every_form_and_button_asks_for_its_token(app: Flask, office: FlaskClient) -> None:
    posting = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]

    for rule in posting:
        address = re.sub(r"<any\(([a-z_]+)[^>]*>", r"\1", rule.rule)
        answer = office.post(re.sub(r"<[^>]+>", "1", address), data={"note": "写了很多"})
        assert answer.status_code == 400, rule.rule
        assert "写了很多" in answer.get_data(as_text=True), rule.rule


def test_r14_a_form_sent_after_the_session_ended_is_sent_again_after_signing_in(
    app: Flask, account: Account, office: FlaskClient
) -> None:
    typed = filled(office.get(FORM).get_data(as_text=True), **TYPED)
    end_sessions(app)

    ended = office.post(FORM, data=typed)
    fill(office, "/login", username=account.username, password=PASSWORD)
    again = office.post(FORM, data=filled(ended.get_data(as_text=True), name=TYPED["name"]))
    saved = office.post(FORM, data=filled(again.get_data(as_text=True), name=TYPED["name"]))

    assert (ended.status_code, again.status_code, saved.status_code) == (401, 400, 303)
    assert kept(ended.get_data(as_text=True)) == {name: [value] for name, value in TYPED.items()}
    assert "登录已过期" in ended.get_data(as_text=True)
    assert "登录以前打开的" in again.get_data(as_text=True)
    assert "法制科、法规科" in office.get(saved.location).get_data(as_text=True)


def test_kept_fields_are_named_in_words_and_bookkeeping_stays_hidden(app: Flask, office: FlaskClient) -> None:
    typed = filled(office.get(FORM).get_data(as_text=True), **TYPED)
    end_sessions(app)

    page = office.post(FORM, data=typed).get_data(as_text=True)

    assert re.findall(r'<label class="form-label"[^>]*>([^<]*)<', page) == ["名称", "别名"]
    assert f'<input type="hidden" name="form_token" value="{typed["form_token"][0]}">' in page
    assert '<input type="hidden" name="kind" value="affiliated">' in page


def test_passwords_are_not_kept(app: Flask, office: FlaskClient) -> None:
    answer = office.post("/account/password", data={"current_password": PASSWORD, "new_password": "Other-horse-8"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert PASSWORD not in page
    assert "Other-horse-8" not in page


def test_w2_what_was_typed_is_text_on_every_page(office: FlaskClient) -> None:
    evil = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'

    pages = [office.post(FORM, data={"name": evil}), fill(office, FORM, name=evil, kind="section")]
    pages.append(office.get(pages[1].location))
    pages.append(office.get("/organisation"))

    for page in pages:
        assert "<script>alert" not in page.get_data(as_text=True)
        assert "<img src=x" not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/no/such/page", 404),
        ("GET", "/organisation/units/0", 404),
        ("GET", f"/organisation/units/{2**31 - 1}", 404),
        ("GET", f"/organisation/units/{2**31}", 404),
        ("GET", f"/organisation/units/{2**63}", 404),
        ("GET", f"/organisation/units/{'9' * 200}", 404),
        ("GET", "/organisation/units/-1", 404),
        ("GET", "/logout", 405),
        ("PUT", "/account", 405),
        ("DELETE", "/organisation", 405),
        ("TRACE", "/organisation", 405),
        ("BREW", "/organisation", 405),
        ("GET", "/organisation?name=" + "x" * 2044, 414),
        ("GET", "/organisation?name=" + "x" * 2043, 200),
    ],
)
def test_w8_wrong_addresses_get_a_page_with_the_number_of_the_request(
    office: FlaskClient, method: str, address: str, status: int
) -> None:
    answer = office.open(address, method=method)

    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert status == 200 or re.search("请求编号：[0-9a-f]{12}", page)
    assert ("Allow" in answer.headers) is (status == 405)


def test_w8_a_huge_number_in_a_query_is_no_failure(make: Factory, client_of: ClientOf) -> None:
    auditor = client_of(make.account(Role.AUDIT_ADMIN))

    assert auditor.get(f"/history?before={10**30}").status_code in (200, 404)


@pytest.mark.parametrize(("fields", "status"), [(498, 200), (499, 413)])
def test_w8_a_form_has_at_most_500_fields(office: FlaskClient, fields: int, status: int) -> None:
    many = {f"field{number}": "x" for number in range(fields)}

    answer = office.post(FORM, data={"csrf_token": token_of(office), "name": "", **many})

    assert answer.status_code == status


def test_w8_a_body_over_two_megabytes_is_refused(office: FlaskClient) -> None:
    answer = office.post(FORM, data={"csrf_token": token_of(office), "aliases": "x" * 2_000_000})

    assert answer.status_code == 413
    assert "一次提交的内容太多" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("length", "status"), [(20_000, 200), (20_001, 200)])
def test_w8_a_text_over_its_length_stays_on_the_form(office: FlaskClient, length: int, status: int) -> None:
    pasted = "\n".join(["x" * 99] * (length // 100)) + "x" * (length - 100 * (length // 100) + 1)

    answer = fill(office, "/organisation/units/import", text=pasted)

    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert ("长度不能超过 20000 个字符" in page) is (length > 20_000)
    assert "x" * 99 in page


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 303), ("none", 303), (None, 303), ("cross-site", 400), ("same-site", 400)]
)
def test_w1_a_form_of_another_site_is_refused(office: FlaskClient, site: str | None, status: int) -> None:
    answer = fill(office, FORM, headers={"Sec-Fetch-Site": site} if site else {}, name="法规科", kind="section")

    assert answer.status_code == status


def test_c6_a_post_for_what_is_not_there_is_404_and_recorded(app: Flask, office: FlaskClient) -> None:
    answer = office.post("/organisation/units/77/reopen", data={"csrf_token": token_of(office), "form_token": "once"})

    assert answer.status_code == 404
    with app.app_context():
        (entry,) = list_history()
        db.session.remove()
    assert (entry.event, entry.changes["asked"]) == ("access.not_found", [None, "POST /organisation/units/77/reopen"])


@pytest.fixture
def failing_app(app: Flask) -> Iterator[Flask]:
    """The application as it answers failures outside of tests."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.config["PROPAGATE_EXCEPTIONS"] = None


def test_w9_a_failure_says_nothing_about_its_cause(failing_app: Flask, make: Factory, office: FlaskClient) -> None:
    unit = make.unit("法规科")
    with failing_app.app_context():
        with transaction():
            db.session.execute(text("UPDATE unit SET kind = 'castle'"))
        db.session.remove()

    answer = office.get(f"/organisation/units/{unit.id}")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "系统出了问题" in page
    assert re.search("请求编号：[0-9a-f]{12}", page)
    for secret in ("castle", "Traceback", "sqlalchemy", "tracker/", "LookupError"):
        assert secret not in page


def rename(app: Flask, table: str, name: str) -> None:
    with app.app_context():
        with transaction():
            db.session.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
        db.session.remove()


@pytest.fixture
def typed(office: FlaskClient) -> dict[str, Any]:
    return filled(office.get(FORM).get_data(as_text=True), **TYPED)


@pytest.fixture
def unreadable(failing_app: Flask, typed: dict[str, Any]) -> Iterator[None]:
    """A database in which nobody can be looked up any more, after a form was filled in."""
    rename(failing_app, "session", "lost")
    yield
    rename(failing_app, "lost", "session")


def test_what_was_typed_is_kept_where_the_database_itself_has_failed(
    typed: dict[str, Any], unreadable: None, office: FlaskClient
) -> None:
    answer = office.post(FORM, data=typed)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "请求编号" in page
    assert kept(page) == {name: [value] for name, value in TYPED.items()}
    with office.get("/static/app.css") as style:
        assert style.status_code == 200


@pytest.fixture
def busy(app: Flask) -> Iterator[None]:
    """Somebody else who holds the database for writing, and a patience of a moment."""
    with app.app_context():
        engine = db.engine
    is_sqlite = engine.dialect.name == "sqlite"

    def hurry(connection: object, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout=20" if is_sqlite else "SET lock_timeout = 20")  # type: ignore[attr-defined]

    holder = engine.raw_connection()
    if is_sqlite:
        holder.driver_connection.execute("PRAGMA query_only=0")
    holder.driver_connection.execute("BEGIN IMMEDIATE" if is_sqlite else f"SELECT pg_advisory_lock({WRITERS_LOCK})")
    event.listen(engine, "checkout", hurry)
    yield
    event.remove(engine, "checkout", hurry)
    holder.invalidate()


def test_a_busy_database_keeps_what_was_typed(app: Flask, office: FlaskClient, request: pytest.FixtureRequest) -> None:
    typed = filled(office.get(FORM).get_data(as_text=True), **TYPED)
    request.getfixturevalue("busy")

    answer = office.post(FORM, data=typed)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "系统繁忙" in answer.get_data(as_text=True)
    assert kept(answer.get_data(as_text=True)) == {name: [value] for name, value in TYPED.items()}


def test_a_busy_database_still_shows_pages(office: FlaskClient, busy: None) -> None:
    assert office.get("/organisation").status_code == 200


@pytest.fixture
def named_app(app: Flask, database: Database) -> Iterator[Flask]:
    """The application of a machine that knows by which names it is called."""
    made = create_app(replace(database.settings, hosts="tracker.example, localhost"))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(("host", "status"), [("tracker.example", 302), ("localhost", 302), ("evil.example", 400)])
def test_w5_only_its_own_host_names_are_answered(named_app: Flask, host: str, status: int) -> None:
    answer = named_app.test_client().get("/", headers={"Host": host})

    assert answer.status_code == status
    assert "evil.example" not in answer.get_data(as_text=True)
