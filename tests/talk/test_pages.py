"""Pages of talk: answered from the section's first page, seen on the task's line of time, closed to others."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.history.unchanged import forget
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.talk.models import Remark
from tracker.tasks.models import Task

ClientOf = Callable[[Account], FlaskClient]


@pytest.fixture
def section(make: Factory) -> Unit:
    return make.unit("规划科")


@pytest.fixture
def officer(make: Factory, client_of: ClientOf, section: Unit) -> FlaskClient:
    return client_of(make.account(Role.SECTION, unit=section, language="en"))


@pytest.fixture
def leader(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.LEADERSHIP, language="en"))


@pytest.fixture
def task(make: Factory, section: Unit) -> Task:
    return make.task(lead=section, title="公开规划", year=clock.today().year)


def html(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def number_of_remarks(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Remark)) or 0


def test_an_instruction_is_answered_from_the_first_page_of_the_section(
    officer: FlaskClient, leader: FlaskClient, task: Task
) -> None:
    assert fill(leader, f"/tasks/{task.id}/instruct", text="抓紧办。").location == f"/tasks/{task.id}"
    assert "one waits for an answer" in html(leader, "/instructions")
    assert "抓紧办。" in html(officer, "/work")

    answer = fill(officer, "/work", action="/talk/", text="已安排。")

    assert (answer.status_code, answer.location) == (303, "/work")
    assert "抓紧办。" not in html(officer, "/work")
    page = html(leader, f"/tasks/{task.id}")
    assert "抓紧办。" in page
    assert "已安排。" in page
    assert "every one is answered" in html(leader, "/instructions")
    assert "抓紧办。" in html(leader, "/instructions?all=1")


def test_a_question_to_the_office_is_seen_there(
    make: Factory, client_of: ClientOf, officer: FlaskClient, task: Task
) -> None:
    office_unit = make.unit("办公室")
    office = client_of(make.account(Role.OFFICE, unit=office_unit, language="en"))

    asked = fill(officer, f"/tasks/{task.id}/talk", text="材料格式有要求吗？", units=str(office_unit.id))
    assert asked.status_code == 303
    assert "材料格式有要求吗？" in html(office, "/work")
    fill(office, "/work", action="/talk/1/seen")

    assert "材料格式有要求吗？" not in html(office, "/work")
    assert "seen by" in html(officer, f"/tasks/{task.id}/talk")


def test_a_refused_answer_keeps_what_was_typed(officer: FlaskClient, leader: FlaskClient, task: Task) -> None:
    fill(leader, f"/tasks/{task.id}/instruct", text="抓紧办。")

    answer = fill(officer, "/work", action="/talk/", text="密级：机密，已安排")

    assert answer.status_code == 200
    assert "密级：机密，已安排" in answer.get_data(as_text=True)


def test_r7_what_is_sent_twice_is_said_once(app: Flask, officer: FlaskClient, task: Task) -> None:
    url = f"/tasks/{task.id}/talk"
    form = filled(html(officer, url), text="请看")

    answers = [officer.post(url, data=form) for _ in range(2)]

    assert [answer.location for answer in answers] == [url, url]
    assert number_of_remarks(app) == 1


def test_c2_other_sections_find_nothing_and_their_tries_are_recorded(
    app: Flask, make: Factory, client_of: ClientOf, leader: FlaskClient, task: Task
) -> None:
    fill(leader, f"/tasks/{task.id}/instruct", text="抓紧办。")
    stranger = client_of(make.account(Role.SECTION, unit=make.unit()))

    for path in (f"/tasks/{task.id}/talk", "/talk/1/answer"):
        assert stranger.get(path).status_code == 404
    assert "抓紧办。" not in html(stranger, "/instructions?all=1")
    assert "抓紧办。" not in html(stranger, "/work")
    assert stranger.get(f"/tasks/{task.id}/instruct").status_code == 403
    form = filled(html(stranger, "/account"))
    assert stranger.post("/talk/1/answer", data={**form, "text": "看看"}).status_code == 404
    with app.app_context():
        assert "access.not_found" in db.session.scalars(select(HistoryEntry.event)).all()
    assert number_of_remarks(app) == 1


@pytest.mark.parametrize("url", ["/work", "/instructions", "/tasks/{id}/talk", "/tasks/{id}"])
def test_a_page_costs_the_same_statements_however_much_was_said(
    officer: FlaskClient, leader: FlaskClient, task: Task, url: str
) -> None:
    address = url.format(id=task.id)
    fill(leader, f"/tasks/{task.id}/instruct", text="抓紧办。")
    html(officer, address)
    forget()
    with counting() as few:
        html(officer, address)
    for number in range(5):
        fill(leader, f"/tasks/{task.id}/instruct", text=f"第{number}次")

    forget()
    with counting() as many:
        html(officer, address)

    assert few.count == many.count
