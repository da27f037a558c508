"""The second step of signing in, and the proof again before what is grave."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.databases import Database
from tests.support.factory import PASSWORD, Factory
from tests.support.pages import fill, filled
from tracker import clock, config, keys
from tracker.accounts import codes, factors
from tracker.accounts.models import Account, RecoveryCode, Session
from tracker.config import load_settings
from tracker.db import db
from tracker.errors import NotAllowed, RuleBroken
from tracker.history.queries import list_history
from tracker.permissions import Actor, Role

NOON = datetime(2026, 11, 2, 4, 0, 15, tzinfo=UTC)
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture(autouse=True)
def standing_clock() -> Iterator[None]:
    with clock.pinned_at(NOON):
        yield


@pytest.fixture
def mandatory(app: Flask, database: Database) -> Iterator[None]:
    config.use(replace(database.settings, second_factor="administrators"))
    yield
    config.use(database.settings)


def by(account: Account) -> Actor:
    return Actor(name="李明", role=account.role, account_id=account.id)


def code_of(secret: str, steps: int = 0) -> str:
    return codes.code_at(secret, codes.step_of(clock.now()) + steps)


def enrolled(app: Flask, account: Account) -> tuple[str, list[str]]:
    """The secret and the recovery codes of an account that set up its second step a minute ago."""
    with app.app_context(), clock.pinned_at(clock.now() - timedelta(minutes=1)):
        offer = factors.make_offer(account.id)
        secret = factors.secret_in(offer, account.id)
        return secret, factors.enrol(offer, code_of(secret), by=by(account))


def signed_in(app: Flask, account: Account) -> FlaskClient:
    client = app.test_client()
    fill(client, "/login", username=account.username, password=PASSWORD)
    return client


def proved(client: FlaskClient, given: str) -> int:
    return fill(client, "/account/proof", proof=given).status_code


@pytest.mark.parametrize(
    ("second", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_a6_codes_are_those_of_rfc_6238(second: int, code: str) -> None:
    assert codes.code_at(RFC_SECRET, second // 30) == code


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a6_a_code_is_taken_one_step_around_the_present(steps: int, is_taken: bool) -> None:
    found = codes.matching_step(RFC_SECRET, code_of(RFC_SECRET, steps), clock.now(), after=0)

    assert (found is not None) == is_taken


def test_a6_secrets_have_160_bits_and_recovery_codes_80_beside_their_hint() -> None:
    assert len(codes.new_secret()) * 5 >= 160
    assert (len(codes.plain(codes.new_recovery_code())) - codes.HINT) * 5 >= 80


def test_a6_signing_in_asks_for_the_code_and_nothing_opens_before_it(app: Flask, make: Factory) -> None:
    account = make.account(Role.OFFICE)
    secret, _ = enrolled(app, account)

    client = signed_in(app, account)

    assert "/account/proof" in (client.get("/tasks").location or "")
    assert client.post("/account", data={"theme": "dark"}).status_code in (400, 401)
    assert proved(client, code_of(secret)) == 303
    assert client.get("/tasks").status_code == 200


def test_a6_the_same_code_opens_nothing_a_second_time(app: Flask, make: Factory) -> None:
    account = make.account(Role.OFFICE)
    secret, _ = enrolled(app, account)
    first, second = signed_in(app, account), signed_in(app, account)

    assert proved(first, code_of(secret)) == 303
    assert proved(second, code_of(secret)) == 200
    assert proved(second, code_of(secret, -1)) == 200
    assert proved(second, code_of(secret, 1)) == 303


def test_a6_the_password_is_no_second_step(app: Flask, make: Factory) -> None:
    account = make.account(Role.OFFICE)
    enrolled(app, account)

    assert proved(signed_in(app, account), PASSWORD) == 200


def test_a6_a_recovery_code_works_once_however_it_is_typed(app: Flask, make: Factory) -> None:
    account = make.account(Role.OFFICE)
    _, recovery = enrolled(app, account)

    assert len(recovery) == 10
    assert proved(signed_in(app, account), recovery[3].lower().replace("-", " ")) == 303
    assert proved(signed_in(app, account), recovery[3]) == 200
    assert proved(signed_in(app, account), recovery[4]) == 303


def test_a6_five_wrong_codes_lock_the_account(app: Flask, make: Factory) -> None:
    account = make.account(Role.OFFICE)
    secret, _ = enrolled(app, account)
    client = signed_in(app, account)
    for _ in range(5):
        assert proved(client, "000000" if code_of(secret) != "000000" else "111111") == 200

    assert proved(client, code_of(secret)) == 200
    with clock.pinned_at(clock.now() + timedelta(minutes=16)):
        assert proved(client, code_of(secret)) == 303


@pytest.mark.usefixtures("context")
def test_a6_what_the_database_holds_makes_no_code(app: Flask, make: Factory) -> None:
    account = make.account(Role.OFFICE)
    secret, recovery = enrolled(app, account)

    db.session.expire_all()
    kept = db.session.get_one(Account, account.id).totp_secret
    hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()

    assert secret not in kept
    assert all(hashed.startswith("$argon2id$") for hashed in hashes)
    assert not any(codes.plain(code) in hashed for code in recovery for hashed in hashes)


def test_a6_the_second_step_outlives_another_key(app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make.account(Role.OFFICE)
    secret, _ = enrolled(app, account)
    before = keys.ring().newest
    ring = keys.Ring((("another key of at least thirty-two letters", None), (before, clock.now())))

    monkeypatch.setattr(keys, "ring", lambda: ring)

    assert proved(signed_in(app, account), code_of(secret)) == 303


def test_a6_setting_it_up_shows_picture_and_codes_and_the_session_goes_on(app: Flask, make: Factory) -> None:
    account = make.account(Role.SECTION)
    client = make.client_of(account)
    html = client.get("/account/factor").get_data(as_text=True)
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", html)
    assert secret is not None

    wrong = client.post("/account/factor", data=filled(html, code="12"))
    right = client.post("/account/factor", data=filled(wrong.get_data(as_text=True), code=code_of(secret[1])))

    assert 'src="data:image/svg+xml' in html
    assert "验证码不对" in wrong.get_data(as_text=True)
    assert secret[1] in wrong.get_data(as_text=True)
    assert len(re.findall(r"<code>([A-Z2-9-]{23})</code>", right.get_data(as_text=True))) == 10
    assert client.get("/account").status_code == 200


@pytest.mark.usefixtures("context")
def test_a6_an_offer_is_taken_from_its_own_account_within_the_hour(make: Factory) -> None:
    mine, other = make.account(), make.account()
    offer = factors.make_offer(mine.id)

    with pytest.raises(RuleBroken, match="too old"):
        factors.secret_in(offer, other.id)
    with pytest.raises(RuleBroken, match="too old"):
        factors.secret_in("made up", mine.id)


@pytest.mark.usefixtures("mandatory")
@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_a6_an_administrator_without_it_is_led_to_set_it_up(app: Flask, make: Factory, role: Role) -> None:
    account = make.account(role)
    client = make.client_of(account)

    assert client.get("/health").location == "/account/factor"
    assert client.get("/account/factor").status_code == 200
    enrolled(app, account)
    assert client.get("/health").status_code == 200
    assert make.client_of(make.account(Role.OFFICE)).get("/tasks").status_code == 200


@pytest.mark.usefixtures("mandatory")
def test_a6_the_demonstration_opens_with_the_password_alone(make: Factory) -> None:
    make.agency(is_demonstration=True)

    assert make.client_of(make.account(Role.SYSTEM_ADMIN)).get("/health").status_code == 200


@pytest.mark.parametrize(
    ("environ", "is_needed"),
    [
        ({}, False), ({"HTTPS": "1"}, True), ({"HTTPS": "1", "SECOND_FACTOR": "off"}, False),
        ({"SECOND_FACTOR": "administrators"}, True),
    ],
)  # fmt: skip
def test_a6_it_is_needed_where_pages_go_over_https_unless_said_otherwise(
    tmp_path_factory: pytest.TempPathFactory, environ: dict[str, str], is_needed: bool
) -> None:
    told = {f"TRACKER_{name}": value for name, value in environ.items()}

    settings = load_settings({"TRACKER_INSTANCE": str(tmp_path_factory.mktemp("i")), **told})

    assert settings.needs_second_factor == is_needed


@pytest.mark.usefixtures("mandatory")
def test_a6_only_who_need_not_have_it_can_do_without(app: Flask, make: Factory) -> None:
    admin, clerk = make.account(Role.SYSTEM_ADMIN), make.account(Role.OFFICE)
    for account in (admin, clerk):
        enrolled(app, account)
    client = make.client_of(clerk)
    page = client.get("/account/factor").get_data(as_text=True)

    assert "停用" not in make.client_of(admin).get("/account/factor").get_data(as_text=True)
    client.post("/account/factor/drop", data=filled(page, action="/account/factor/drop"))

    with app.app_context():
        assert db.session.get_one(Account, clerk.id).totp_at is None
        with pytest.raises(RuleBroken, match="needs the second step"):
            factors.drop_factor(by=by(admin), is_needed=True)


def test_a6_the_security_administrator_takes_it_from_others_and_their_sessions_end(app: Flask, make: Factory) -> None:
    security, clerk = make.account(Role.SECURITY_ADMIN), make.account(Role.OFFICE)
    enrolled(app, clerk)
    theirs, client = make.client_of(clerk), make.client_of(security)
    address = f"/accounts/{clerk.id}/factor"

    client.post(address, data=filled(client.get("/accounts").get_data(as_text=True), action=address))

    assert "/login" in (theirs.get("/tasks").location or "")
    with app.app_context():
        assert db.session.get_one(Account, clerk.id).totp_secret == ""
        assert list_history(limit=1)[0].event == "account.factor_reset"
        with pytest.raises(NotAllowed):
            factors.reset_factor(security.id, by=by(security))


GRAVE = ("/accounts/{id}/role", "/accounts/{id}/password")


@pytest.mark.parametrize("address", GRAVE)
def test_a11_an_old_proof_is_asked_for_again_and_what_was_sent_goes_on(app: Flask, make: Factory, address: str) -> None:
    security, clerk = make.account(Role.SECURITY_ADMIN), make.account(Role.OFFICE)
    client, address = make.client_of(security), address.format(id=clerk.id)
    sent = filled(client.get("/accounts").get_data(as_text=True), action=address)
    if "role" in address:
        sent["role"] = "leadership"

    with clock.pinned_at(clock.now() + timedelta(minutes=6)):
        asked = client.post(address, data=sent)
        wrong = client.post(address, data=filled(asked.get_data(as_text=True), proof="Wrong-horse-7"))
        done = client.post(address, data=filled(wrong.get_data(as_text=True), proof=PASSWORD))

    assert (asked.status_code, wrong.status_code, done.status_code) == (401, 401, 303)
    assert "请再验证一次身份" in asked.get_data(as_text=True)
    with app.app_context():
        events = [entry.event for entry in list_history()]
        assert events[0] in ("account.role_changed", "account.password_reset")
        assert "session.proof_refused" in events
        if "role" in address:
            assert db.session.get_one(Account, clerk.id).role is Role.LEADERSHIP


def test_a11_a_fresh_session_is_asked_nothing(make: Factory) -> None:
    security, clerk = make.account(Role.SECURITY_ADMIN), make.account(Role.OFFICE)
    client, address = make.client_of(security), f"/accounts/{clerk.id}/role"
    sent = filled(client.get("/accounts").get_data(as_text=True), action=address)

    assert client.post(address, data={**sent, "role": "leadership"}).status_code == 303


def test_a8_a_proof_gives_the_session_another_token(app: Flask, make: Factory) -> None:
    client = make.client_of(make.account(Role.OFFICE))
    with client.session_transaction() as cookie:
        before = cookie["sid"]

    assert proved(client, PASSWORD) == 303

    with client.session_transaction() as cookie:
        assert cookie["sid"] != before
    stolen = app.test_client()
    with stolen.session_transaction() as cookie:
        cookie["sid"] = before
    assert "/login" in (stolen.get("/tasks").location or "")


def test_a11_a_package_of_a_year_is_saved_only_after_a_fresh_proof(app: Flask, make: Factory) -> None:
    client = make.client_of(make.account(Role.OFFICE))

    with clock.pinned_at(clock.now() + timedelta(minutes=6)):
        away = client.get("/archive/1.zip").location
        assert away is not None
        assert "/account/proof" in away
        back = fill(client, away, proof=PASSWORD).location
        assert client.get("/archive/1.zip").status_code == 404

    assert back == "/archive/1.zip"


def test_a11_the_proof_itself_is_not_kept_in_the_page(make: Factory) -> None:
    security, clerk = make.account(Role.SECURITY_ADMIN), make.account(Role.OFFICE)
    client, address = make.client_of(security), f"/accounts/{clerk.id}/role"
    sent = filled(client.get("/accounts").get_data(as_text=True), action=address)

    with clock.pinned_at(clock.now() + timedelta(minutes=6)):
        page = client.post(address, data={**sent, "proof": "Wrong-horse-7"}).get_data(as_text=True)

    assert "Wrong-horse-7" not in page


@pytest.mark.usefixtures("context")
def test_a6_a_try_with_no_ascii_letters_is_simply_wrong(make: Factory) -> None:
    account = make.account(Role.OFFICE)
    make.client_of(account)

    with pytest.raises(RuleBroken):
        factors.prove(db.session.scalars(select(Session.id)).one(), "验证码１２３", by=by(account), is_code_needed=True)
