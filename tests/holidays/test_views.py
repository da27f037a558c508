"""The pages of the calendar: what is known, and entering a year with a look at what it moves."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.holidays.queries import current_calendar
from tracker.permissions import Role
from tracker.tasks.models import Task
from tracker.tasks.timing import set_event, set_limit
from tracker.workdays.limits import DayUnit, LimitKind, TimeLimit

ClientOf = Callable[[Account], FlaskClient]
NOTICE = (
    "国办发明电〔2026〕9号\n一、元旦：1月1日（星期五）至3日（星期日）放假，共3天。\n"
    "二、春节：2月5日至11日放假调休，共7天。2月14日（星期日）上班。\n"
)
ROWS_2026 = (
    "日期,结束日期,类型,名称\n2026-01-01,2026-01-03,放假,元旦\n2026-09-25,2026-09-27,放假,中秋节\n"
    "2026-10-01,2026-10-09,放假,国庆节\n2026-09-20,,上班,国庆节\n2026-10-10,,上班,国庆节\n"
)


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.OFFICE))


def text_of(client: FlaskClient, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.get_data(as_text=True)


def counted_task(app: Flask, make: Factory) -> Task:
    task = make.task(title="土地出让结果公开")
    with app.app_context(), transaction():
        row = db.session.get_one(Task, task.id)
        limit = TimeLimit(LimitKind.AFTER_EVENT, "20个工作日内", length=20, unit=DayUnit.WORKDAY)
        set_limit(row, limit)
        set_event(row, date(2026, 9, 11))
    return task


def test_a_notice_is_pasted_looked_at_and_entered(app: Flask, office: FlaskClient) -> None:
    looked = fill(office, "/holidays/new", year="2027", text=NOTICE).get_data(as_text=True)
    assert "2027年：没有时限会变" in looked
    assert "没有找到" in looked or "未找到" in looked  # five of the seven holidays
    assert "2月5日" in looked
    assert office.get("/holidays/2027").status_code == 404

    entered = office.post("/holidays/preview", data=filled(looked, action="/holidays/preview"))

    assert (entered.status_code, entered.location) == (303, "/holidays/2027")
    page = text_of(office, "/holidays/2027")
    assert "国办发明电〔2026〕9号" in page
    assert "2027" in text_of(office, "/holidays")
    with app.app_context():
        assert not current_calendar().is_workday(date(2027, 2, 8))


def test_every_limit_that_moves_is_shown_before_it_moves(app: Flask, make: Factory, office: FlaskClient) -> None:
    task = counted_task(app, make)

    file = (io.BytesIO(ROWS_2026.encode()), "放假安排.csv")
    looked = fill(office, "/holidays/new", year="2026", file=file).get_data(as_text=True)
    assert "1个时限会变" in looked
    assert "土地出让结果公开" in looked
    with app.app_context():
        assert db.session.get_one(Task, task.id).due_on == date(2026, 10, 15)

    assert office.post("/holidays/preview", data=filled(looked, action="/holidays/preview")).status_code == 303
    with app.app_context():
        assert db.session.get_one(Task, task.id).due_on == date(2026, 10, 19)


def test_rows_that_were_mended_are_looked_at_again_before_they_count(app: Flask, office: FlaskClient) -> None:
    looked = fill(office, "/holidays/new", year="2027", text=NOTICE).get_data(as_text=True)
    mended = filled(looked, text="日期,结束日期,类型,名称\n2027-01-01,2027-01-02,放假,元旦\n")

    again = office.post("/holidays/preview", data=mended)

    assert again.status_code == 200
    assert office.get("/holidays/2027").status_code == 404
    assert (
        office.post(
            "/holidays/preview", data=filled(again.get_data(as_text=True), action="/holidays/preview")
        ).status_code
        == 303
    )
    with app.app_context():
        assert current_calendar().is_workday(date(2027, 2, 8))


@pytest.mark.parametrize(
    "typed",
    [
        {"year": "2027", "text": ""}, {"year": "1900", "text": NOTICE}, {"year": "", "text": NOTICE},
        {"year": "2027", "text": "日期,类型,名称\n2027-13-01,放假,元旦\n"},
        {"year": "2027", "text": "日期,类型,名称\n2027-01-01,放假,元旦\n2027-01-01,上班,元旦\n"},
        {"year": "2027", "file": (io.BytesIO(b"\xff\xfe\x00PK"), "a.csv")},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(office: FlaskClient, typed: dict[str, object]) -> None:
    page = fill(office, "/holidays/new", **typed)

    assert page.status_code == 200
    assert "要改" in page.get_data(as_text=True)


def test_rows_that_contradict_themselves_are_not_entered(office: FlaskClient) -> None:
    looked = fill(office, "/holidays/new", year="2027", text=NOTICE).get_data(as_text=True)

    page = office.post("/holidays/preview", data=filled(looked, text="日期,类型,名称\n2027-01-01,休假,元旦\n"))

    assert "修改表格" in page.get_data(as_text=True)
    assert office.get("/holidays/2027").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_everybody_looks_and_the_office_alone_enters(make: Factory, client_of: ClientOf, role: Role) -> None:
    client = client_of(make.account(role))

    assert [client.get(url).status_code for url in ("/holidays", "/holidays/2026")] == [200, 200]
    assert client.get("/holidays/new").status_code == (200 if role is Role.OFFICE else 403)
    assert ("/holidays/new" in text_of(client, "/holidays")) is (role is Role.OFFICE)


def test_a_year_that_is_not_known_is_no_page(office: FlaskClient) -> None:
    assert office.get("/holidays/2035").status_code == 404
