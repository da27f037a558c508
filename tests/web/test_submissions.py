"""A form changes something once, however often and at how many places it is sent."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.support.factory import Factory
from tests.support.pages import fill, filled, find_form
from tracker.accounts.models import Account
from tracker.db import db
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.web.models import Submission

ClientOf = Callable[[Account], FlaskClient]
FORM = "/organisation/units/new"


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.OFFICE))


def typed_into(client: FlaskClient, **fields: str) -> dict[str, str]:
    return filled(client.get(FORM).get_data(as_text=True), **fields)


def units_in(app: Flask) -> int:
    with app.app_context():
        number = db.session.scalar(select(func.count()).select_from(Unit)) or 0
        db.session.remove()
    return number


def test_asvs_2_3_4_a_form_sent_ten_times_at_once_adds_one_unit(app: Flask, office: FlaskClient) -> None:
    typed = typed_into(office, name="法规科")
    cookie = office.get_cookie("sid")
    assert cookie is not None

    def send(_: int) -> tuple[int, str | None]:
        browser = app.test_client()
        browser.set_cookie("sid", cookie.value)
        answer = browser.post(FORM, data=typed)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(max_workers=10) as pool:
        answers = set(pool.map(send, range(10)))

    assert (len(answers), units_in(app)) == (1, 1)
    assert answers.pop()[0] == 303


def test_r7_a_form_sent_again_leads_where_it_led_before(app: Flask, office: FlaskClient) -> None:
    typed = typed_into(office, name="法规科")

    first, second = (office.post(FORM, data=typed) for _ in range(2))

    assert (first.location, units_in(app)) == (second.location, 1)


def test_r7_a_refused_form_can_be_mended_and_sent(app: Flask, make: Factory, office: FlaskClient) -> None:
    make.unit("法规科")
    refused = fill(office, FORM, name="法规科")

    answer = office.post(FORM, data=filled(refused.get_data(as_text=True), name="政策法规科"))

    assert (answer.status_code, units_in(app)) == (303, 2)


def test_r7_a_token_of_somebody_else_does_not_answer_for_them(
    app: Flask, make: Factory, client_of: ClientOf, office: FlaskClient
) -> None:
    typed = typed_into(office, name="法规科")
    office.post(FORM, data=typed)
    other = client_of(make.account(Role.OFFICE))

    answer = other.post(FORM, data={**typed_into(other, name="财务科"), "form_token": typed["form_token"]})

    assert answer.status_code != 303
    assert units_in(app) == 1


def test_r7_a_button_pressed_twice_acts_once(app: Flask, make: Factory, office: FlaskClient) -> None:
    unit = make.unit("档案科", to_on=date(2020, 1, 1))
    form = find_form(office.get(f"/organisation/units/{unit.id}").get_data(as_text=True), action="/organisation/units")

    answers = {office.post(form["action"], data=dict(form["fields"])).location for _ in range(2)}

    with app.app_context():
        claimed = db.session.scalar(select(func.count()).select_from(Submission))
        version = db.session.get_one(Unit, unit.id).version
        db.session.remove()
    assert (answers, claimed, version) == ({f"/organisation/units/{unit.id}"}, 1, 2)


def test_w8_a_token_longer_than_ours_is_refused(app: Flask, office: FlaskClient) -> None:
    answer = office.post(FORM, data={**typed_into(office, name="法规科"), "form_token": "x" * 65})

    assert (answer.status_code, units_in(app)) == (200, 0)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 21, "1e3", "²", "٣"])
def test_an_impossible_version_asks_for_no_comparison(make: Factory, office: FlaskClient, version: str) -> None:
    unit = make.unit("法规科")

    answer = fill(office, f"/organisation/units/{unit.id}/edit", name="政策法规科", version=version)

    assert answer.status_code in (200, 303)


def test_r6_the_page_of_two_texts_goes_over_the_newer_version(make: Factory, client_of: ClientOf) -> None:
    unit = make.unit("法规科")
    first, second = (client_of(make.account(Role.OFFICE)) for _ in range(2))
    address = f"/organisation/units/{unit.id}/edit"
    stale = filled(second.get(address).get_data(as_text=True), name="法务科", aliases="法制科")
    fill(first, address, name="政策法规科", kind="affiliated")

    conflict = second.post(address, data=stale)
    again = filled(conflict.get_data(as_text=True), name="政策法规与法务科")
    saved = second.post(address, data=again)

    page = conflict.get_data(as_text=True)
    assert conflict.status_code == 409
    assert "下属单位" in page  # the saved kind, in words
    assert again["aliases"] == ["法制科"]
    assert saved.status_code == 303
    assert "政策法规与法务科" in second.get(saved.location).get_data(as_text=True)
