"""The pages of signing in and out, of one's own settings, and of accounts, as a browser meets them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.addresses import example_of
from tests.support.databases import Database
from tests.support.factory import PASSWORD, Factory
from tests.support.pages import fill, filled, token_of
from tracker import clock
from tracker.accounts import services
from tracker.accounts.models import Account
from tracker.app import create_app
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.history.queries import list_history
from tracker.permissions import Permission, Role
from tracker.web.access import PUBLIC, access_of

ClientOf = Callable[[Account], FlaskClient]


def sign_in(client: FlaskClient, username: str, password: str = PASSWORD, **fields: str) -> TestResponse:
    return fill(client, "/login", username=username, password=password, **fields)


def signed_in(app: Flask, username: str, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, username, password).status_code == 303
    return client


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """A thief's browser, with the cookies that ``client`` has now."""
    thief = app.test_client()
    cookie = client.get_cookie("sid")
    assert cookie is not None
    thief.set_cookie("sid", cookie.value)
    return thief


def is_in(client: FlaskClient) -> bool:
    answer = client.get("/account")
    assert answer.status_code == 200 or answer.location.startswith("/login?next=")
    return answer.status_code == 200


def without_tokens(page: TestResponse, username: str) -> str:
    text = re.sub(r'name="(csrf_token|form_token)" value="[^"]*"', "", page.get_data(as_text=True))
    return text.replace(username, "")


def test_signing_in_leads_to_the_page_that_was_asked_for(app: Flask, make: Factory) -> None:
    account = make.account(Role.OFFICE)
    client = app.test_client()
    asked = client.get("/organisation/people?name=王")

    answer = fill(client, asked.location, username=account.username, password=PASSWORD)

    assert answer.status_code == 303
    assert answer.location == "/organisation/people?name=%E7%8E%8B"
    assert client.get(answer.location).status_code == 200


def test_w12_the_door_says_that_the_system_is_not_for_secrets(app: Flask, make: Factory) -> None:
    make.account()

    page = app.test_client().get("/login").get_data(as_text=True)

    assert "本系统是非涉密系统" in page
    assert 'autocomplete="current-password"' in page


def test_a5_unknown_wrong_locked_and_switched_off_look_the_same(app: Flask, make: Factory) -> None:
    right, off, locked = make.account(), make.account(is_active=False), make.account()
    for _ in range(5):
        sign_in(app.test_client(), locked.username, "Wrong-horse-7")

    pages = [
        (sign_in(app.test_client(), username, password), username)
        for username, password in (
            (right.username, "Wrong-horse-7"),
            (off.username, PASSWORD),
            (locked.username, PASSWORD),
            ("nobody", PASSWORD),
        )
    ]

    assert {page.status_code for page, _ in pages} == {200}
    assert len({without_tokens(page, username) for page, username in pages}) == 1
    assert "账号或密码不对" in pages[0][0].get_data(as_text=True)


def test_a_blank_door_says_what_is_missing(app: Flask, make: Factory) -> None:
    make.account()

    page = sign_in(app.test_client(), "", "").get_data(as_text=True)

    assert page.count('class="error-text"') == 2


def test_a7_the_cookie_is_closed_to_scripts_and_other_sites(app: Flask, make: Factory) -> None:
    account = make.account()
    client = app.test_client()

    answer = sign_in(client, account.username)

    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("sid="))
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert "Expires" not in cookie


@pytest.fixture
def secure_app(app: Flask, database: Database) -> Iterator[Flask]:
    """The application as it is set up behind HTTPS."""
    made = create_app(replace(database.settings, https=True))
    yield made
    with made.app_context():
        db.engine.dispose()


def test_a7_over_https_the_cookie_is_bound_to_the_host(secure_app: Flask, make: Factory) -> None:
    account = make.account()
    client = secure_app.test_client()
    door = client.get("/login", base_url="https://localhost")
    typed = filled(door.get_data(as_text=True), username=account.username, password=PASSWORD)

    answer = client.post("/login", data=typed, base_url="https://localhost", headers={"Referer": "https://localhost/"})

    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-sid="))
    assert answer.status_code == 303
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_asvs_7_2_4_a_cookie_from_before_never_becomes_signed_in(app: Flask, make: Factory) -> None:
    account = make.account()
    victim = app.test_client()
    victim.get("/login")
    thief = app.test_client()
    with victim.session_transaction() as cookie:
        cookie["sid"] = "chosen-by-the-thief"
    thief.set_cookie("sid", victim.get_cookie("sid").value)  # type: ignore[union-attr]

    sign_in(victim, account.username)

    assert (is_in(victim), is_in(thief)) == (True, False)


def test_a_cookie_that_was_changed_opens_nothing(app: Flask, make: Factory) -> None:
    client = signed_in(app, make.account().username)
    thief = app.test_client()
    value = client.get_cookie("sid").value  # type: ignore[union-attr]

    thief.set_cookie("sid", value[:-3] + ("A" if value[-3] != "A" else "B") + value[-2:])  # the last one has spare bits

    assert not is_in(thief)


def test_asvs_7_4_1_after_signing_out_the_old_cookie_opens_nothing(app: Flask, make: Factory) -> None:
    client = signed_in(app, make.account().username)
    thief = copy_of(app, client)

    answer = client.post("/logout", data={"csrf_token": token_of(client)})

    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert (is_in(client), is_in(thief)) == (False, False)


def test_a8_after_changing_the_password_only_the_new_cookie_goes_on(app: Flask, make: Factory) -> None:
    account = make.account()
    client, elsewhere = signed_in(app, account.username), signed_in(app, account.username)
    thief = copy_of(app, client)

    answer = fill(client, "/account/password", current_password=PASSWORD, new_password="Other-horse-8")

    assert answer.location == "/"
    assert "密码已改" in client.get("/account").get_data(as_text=True)
    assert (is_in(client), is_in(thief), is_in(elsewhere)) == (True, False, False)


def test_a4_an_open_session_is_no_place_to_guess_the_password(app: Flask, make: Factory) -> None:
    client = signed_in(app, make.account().username)

    for _ in range(5):
        page = fill(client, "/account/password", current_password="Wrong-horse-7", new_password="Other-horse-8")
        assert "现在的密码不对" in page.get_data(as_text=True)
    right = fill(client, "/account/password", current_password=PASSWORD, new_password="Other-horse-8")

    assert "现在的密码不对" in right.get_data(as_text=True)
    with app.app_context():
        assert db.session.query(HistoryEntry).filter_by(event="session.proof_refused").count() == 6


def test_a8_c5_another_role_ends_the_sessions_at_once(app: Flask, make: Factory, client_of: ClientOf) -> None:
    account = make.account(Role.OFFICE)
    client = signed_in(app, account.username)
    admin = client_of(make.account(Role.SYSTEM_ADMIN))

    fill(admin, "/accounts", action=f"/accounts/{account.id}/role", role="section")

    assert not is_in(client)
    assert signed_in(app, account.username).get("/organisation/units/new").status_code == 403


def test_a8_c5_a_switched_off_account_is_out_at_once(app: Flask, make: Factory, client_of: ClientOf) -> None:
    account = make.account()
    client = signed_in(app, account.username)
    admin = client_of(make.account(Role.SECURITY_ADMIN))

    fill(admin, "/accounts", action=f"/accounts/{account.id}/switch", active="0")
    assert not is_in(client)
    fill(admin, "/accounts", action=f"/accounts/{account.id}/switch", active="1")

    assert not is_in(client)
    assert is_in(signed_in(app, account.username))


def test_a9_an_idle_session_asks_to_sign_in_again(app: Flask, make: Factory, client_of: ClientOf) -> None:
    moment = clock.now()
    with time_machine.travel(moment, tick=False) as machine:
        client = client_of(make.account())
        for _ in range(3):
            machine.shift(timedelta(minutes=29))
            assert is_in(client)  # each page keeps it alive
        machine.shift(timedelta(minutes=31))

        assert not is_in(client)


def test_a9_no_session_outlives_ten_hours(make: Factory, client_of: ClientOf) -> None:
    moment = clock.now()
    with time_machine.travel(moment, tick=False) as machine:
        client = client_of(make.account())
        for _ in range(24):
            machine.shift(timedelta(minutes=25))
            client.get("/account")
        machine.shift(timedelta(seconds=1))

        assert not is_in(client)


def test_a3_a_first_password_must_be_changed_before_any_other_page(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    account = make.account(Role.SYSTEM_ADMIN, must_change_password=True)
    client = client_of(account)
    led = {path: client.get(path).location for path in ("/", "/account", "/accounts", "/accounts/new", "/organisation")}

    assert set(led.values()) == {"/account/password"}
    fill(client, "/account/password", current_password=PASSWORD, new_password="Other-horse-8")
    assert client.get("/accounts").status_code == 200


def test_a12_the_first_administrator_is_made_on_a_page(app: Flask) -> None:
    with app.app_context():
        code = services.make_setup_code()
        db.session.remove()
    client = app.test_client()
    typed = {"name": "王芳", "username": "wangfang", "password": "Correct-horse-7"}
    assert client.get("/login").location == "/setup"

    refused = fill(client, "/setup", code="ABCD", **typed)
    answer = fill(client, "/setup", code=code, **typed)

    assert "验证码不对" in refused.get_data(as_text=True)
    assert answer.location == "/login"
    assert client.get("/setup").location == "/login"
    assert signed_in(app, "wangfang", "Correct-horse-7").get("/accounts").status_code == 200


def test_a_password_is_never_shown_again_on_a_refused_form(app: Flask) -> None:
    page = fill(app.test_client(), "/setup", code="ABCD", name="王芳", username="wangfang", password="Correct-horse-7")

    assert "王芳" in page.get_data(as_text=True)
    assert "Correct-horse-7" not in page.get_data(as_text=True)


def test_an_account_is_made_and_its_first_password_shown_once(app: Flask, make: Factory, client_of: ClientOf) -> None:
    person = make.person("陈红")
    admin = client_of(make.account(Role.SYSTEM_ADMIN))

    answer = fill(admin, "/accounts/new", person_id=str(person.id), username="chenhong", role="section")

    page = admin.get(answer.location).get_data(as_text=True)
    shown = re.search(r"初始密码是 ([\w-]+)，", page)
    assert shown is not None
    assert "初始密码是" not in admin.get("/accounts").get_data(as_text=True)
    client = signed_in(app, "chenhong", shown[1])
    assert client.get("/").location == "/account/password"


def test_a_reset_password_is_shown_once_and_ends_the_sessions(app: Flask, make: Factory, client_of: ClientOf) -> None:
    account = make.account()
    client = signed_in(app, account.username)
    admin = client_of(make.account(Role.SYSTEM_ADMIN))

    answer = fill(admin, "/accounts", action=f"/accounts/{account.id}/password")

    assert "初始密码是" in admin.get(answer.location).get_data(as_text=True)
    assert not is_in(client)


def test_c4_roles_are_offered_only_to_who_may_give_them(make: Factory, client_of: ClientOf) -> None:
    make.account(Role.SECTION)
    system = client_of(make.account(Role.SYSTEM_ADMIN))
    assert 'name="role"' in system.get("/accounts").get_data(as_text=True)
    security = client_of(make.account(Role.SECURITY_ADMIN))

    assert 'name="role"' not in system.get("/accounts").get_data(as_text=True)
    assert "由安全管理员另定" in system.get("/accounts/new").get_data(as_text=True)
    assert 'name="role"' in security.get("/accounts").get_data(as_text=True)


def test_a_person_chooses_colours_letters_and_language(make: Factory, client_of: ClientOf) -> None:
    client = client_of(make.account())

    fill(client, "/account", language="en", theme="dark", text_size="large")

    page = client.get("/account").get_data(as_text=True)
    assert '<html lang="en" data-bs-theme="dark" data-size="large">' in page
    assert "My settings" in page


def test_the_language_is_switched_before_and_after_signing_in(app: Flask, make: Factory) -> None:
    account = make.account()
    client = app.test_client()
    assert "登录" in client.get("/login").get_data(as_text=True)

    answer = fill(client, "/login", action="/language", language="en")
    assert answer.location == "/login"
    assert "Sign in" in client.get("/login").get_data(as_text=True)
    sign_in(client, account.username)
    assert "My settings" in client.get("/account").get_data(as_text=True)
    client.post("/language", data={"language": "zh_Hans", "csrf_token": token_of(client)})

    assert "我的设置" in client.get("/account").get_data(as_text=True)


def address_of(app: Flask, rule: Rule) -> str:
    values = {name: example_of(rule, name) for name in rule.arguments}
    with app.test_request_context():
        return url_for(rule.endpoint, **values)


def test_c1_everything_but_the_door_asks_to_sign_in(app: Flask, make: Factory) -> None:
    make.account()
    client = app.test_client()
    closed = [rule for rule in app.url_map.iter_rules() if isinstance(access_of(rule.endpoint, app), Permission)]

    answers = {rule.rule: client.get(address_of(app, rule)) for rule in closed if "GET" in (rule.methods or ())}

    assert len(answers) > 15
    assert {page for page, answer in answers.items() if not (answer.location or "").startswith("/login?next=")} == set()


def test_c6_a_page_that_is_not_for_the_role_is_refused_and_recorded(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    client = client_of(make.account(Role.SECTION))

    answer = client.get("/accounts")

    assert answer.status_code == 403
    assert "您的角色不能做这件事" in answer.get_data(as_text=True)
    with app.app_context():
        (entry,) = list_history()
        db.session.remove()
    assert (entry.event, entry.result, entry.changes) == (
        "access.denied",
        "refused",
        {"asked": [None, "GET /accounts"]},
    )


def test_the_doors_are_three_beside_what_watches_the_machine(app: Flask) -> None:
    doors = {rule.endpoint for rule in app.url_map.iter_rules() if access_of(rule.endpoint, app) == PUBLIC}

    assert doors - {"home.healthz", "home.readyz"} == {"accounts.login", "accounts.setup", "accounts.language"}
