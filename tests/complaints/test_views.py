"""The pages of complaints: the whole way, who sees the person, what strangers may not see, what is sent twice."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.pages import fill, filled, token_of
from tracker.accounts.models import Account
from tracker.complaints.models import Complaint
from tracker.complaints.rules import ComplaintState
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Role

Clients = Callable[[Account], FlaskClient]
TYPED = {
    "kind": "complaint", "channel": "box", "received_on": "2026-10-12", "content": "窗口不公布收费标准",
    "person": "周文静", "contact": "13900000000",
}  # fmt: skip


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("服务科")


@pytest.fixture
def checker(make: Factory, client_of: Clients) -> FlaskClient:
    return client_of(make.account(Role.SUPERVISION, unit=make.unit("机关纪委")))


@pytest.fixture
def section(make: Factory, client_of: Clients, unit: Unit) -> FlaskClient:
    return client_of(make.account(Role.SECTION, unit=unit))


def rows(app: Flask, model: type) -> list:
    with app.app_context():
        return list(db.session.scalars(select(model)))


def test_a_complaint_goes_through_the_pages_to_its_published_result(
    app: Flask, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    page = fill(checker, "/complaints/new", **TYPED).location

    assert fill(checker, f"{page}/assign", text="请核实", unit_id=str(unit.id), days="5").status_code == 303
    seen = section.get(page).get_data(as_text=True)
    assert "窗口不公布收费标准" in seen
    assert "周文静" not in seen
    assert "13900000000" not in seen
    assert fill(section, f"{page}/handle", text="属实，已公布").status_code == 303
    assert fill(checker, f"{page}/answer", text="已电话答复").status_code == 303
    refused = fill(checker, f"{page}/publish", text="已答复周文静")
    assert "姓名或联系方式" in refused.get_data(as_text=True)
    assert fill(checker, f"{page}/publish", text="收费标准已公布").status_code == 303
    found = fill(checker, f"{page}/finding", text="没有公布收费标准", unit_id=str(unit.id), severity="minor", basis="")
    assert found.location.startswith("/findings/")

    (complaint,) = rows(app, Complaint)
    assert (complaint.state, complaint.published) == (ComplaintState.ANSWERED, "收费标准已公布")
    shown = checker.get("/complaints?view=answered").get_data(as_text=True)
    assert "窗口不公布收费标准" in shown
    assert "周文静" in checker.get(page).get_data(as_text=True)


def test_the_leadership_sees_the_register_but_not_who_complained(
    make: Factory, client_of: Clients, checker: FlaskClient
) -> None:
    page = fill(checker, "/complaints/new", **TYPED).location

    for role in (Role.LEADERSHIP, Role.OFFICE):
        shown = client_of(make.account(role, unit=make.unit())).get(page).get_data(as_text=True)
        assert "窗口不公布收费标准" in shown
        assert "周文静" not in shown


def test_another_units_complaint_is_not_there_and_a_try_is_recorded(
    app: Flask, make: Factory, client_of: Clients, checker: FlaskClient, unit: Unit
) -> None:
    page = fill(checker, "/complaints/new", **TYPED).location
    fill(checker, f"{page}/assign", text="", unit_id=str(unit.id), days="5")
    stranger = client_of(make.account(Role.SECTION, unit=make.unit("财务科")))

    assert stranger.get(page).status_code == 404
    sent = {"csrf_token": token_of(stranger), "text": "我来办"}
    assert stranger.post(f"{page}/handle", data=sent).status_code == 404
    for step in ("assign", "answer", "publish", "finding"):
        assert stranger.get(f"{page}/{step}").status_code == 403
    assert "窗口不公布收费标准" not in stranger.get("/complaints?view=all").get_data(as_text=True)
    events = {entry.event for entry in rows(app, HistoryEntry)}
    assert {"access.not_found", "access.denied"} <= events


def test_the_same_form_sent_twice_registers_once_and_an_old_one_shows_both_texts(
    app: Flask, checker: FlaskClient, unit: Unit
) -> None:
    sent = filled(checker.get("/complaints/new").get_data(as_text=True), **TYPED)
    first, second = (checker.post("/complaints/new", data=sent) for _ in range(2))
    assert first.location == second.location
    assert len(rows(app, Complaint)) == 1

    old = filled(checker.get(f"{first.location}/answer").get_data(as_text=True), text="我的答复")
    fill(checker, f"{first.location}/answer", text="他的答复")
    answer = checker.post(f"{first.location}/answer", data=old)

    assert answer.status_code == 409
    assert "我的答复" in answer.get_data(as_text=True)
    assert "他的答复" in answer.get_data(as_text=True)


def test_a_step_that_cannot_be_done_now_says_where_it_stands(checker: FlaskClient, unit: Unit) -> None:
    page = fill(checker, "/complaints/new", **TYPED).location

    assert "现在不能办这一步" in checker.get(f"{page}/publish").get_data(as_text=True)
