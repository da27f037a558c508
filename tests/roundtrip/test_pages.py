"""The pages of the round trip: download, preview, all or nothing."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.files.making import docx
from tests.roundtrip.filling import fill_in
from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db
from tracker.permissions import Role
from tracker.progress.models import ProgressReport
from tracker.tasks.models import Task

ClientOf = Callable[[Account], FlaskClient]
UPLOAD = "/sheets/work"


@pytest.fixture
def task(make: Factory) -> Task:
    return make.task(lead=make.unit("规划科"), year=clock.today().year, title="公开规划")


@pytest.fixture
def officer(make: Factory, client_of: ClientOf, task: Task, app: Flask) -> FlaskClient:
    with app.app_context():
        unit = db.session.get_one(Task, task.id).units[0].unit
    return client_of(make.account(Role.SECTION, unit=unit, language="en"))


def downloaded(client: FlaskClient, kind: str = "work") -> bytes:
    answer = client.get(f"/sheets/{kind}.xlsx")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.get_data()


def upload(client: FlaskClient, content: bytes, name: str = "填报.xlsx", url: str = UPLOAD) -> str:
    answer = fill(client, url, action=url, files=(BytesIO(content), name))
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def number_of_reports(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(ProgressReport)) or 0


def test_f9_a_filled_sheet_is_shown_first_and_taken_over_when_confirmed(
    app: Flask, officer: FlaskClient, task: Task
) -> None:
    content = fill_in(downloaded(officer), {str(task.id): {"done": "已公布第一批", "percent": 30}})

    page = upload(officer, content)

    assert "已公布第一批" in page
    assert number_of_reports(app) == 0
    form = filled(page, action=f"{UPLOAD}/confirm")
    answers = [officer.post(f"{UPLOAD}/confirm", data=form) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/work", "/work"]
    assert number_of_reports(app) == 1
    assert "Everything in the sheet was taken over." in officer.get("/work").get_data(as_text=True)


def test_f9_a_sheet_with_a_refused_line_cannot_be_confirmed(app: Flask, officer: FlaskClient, task: Task) -> None:
    page = upload(officer, fill_in(downloaded(officer), {str(task.id): {"percent": 30}}))

    assert "One line is refused, so nothing is taken over" in page
    assert "Write what was done." in page
    assert "/confirm" not in page
    assert number_of_reports(app) == 0


def test_a_sheet_without_news_and_files_of_other_kinds_are_answered_in_words(officer: FlaskClient) -> None:
    assert "The file says nothing new" in upload(officer, downloaded(officer))
    assert "was not accepted" in upload(officer, docx(), "填报.docx")


def test_the_office_changes_its_plan_in_a_sheet(
    app: Flask, make: Factory, client_of: ClientOf, officer: FlaskClient, task: Task
) -> None:
    office = client_of(make.account(Role.OFFICE, unit=make.unit("办公室"), language="en"))
    content = fill_in(downloaded(office, "plan"), {str(task.id): {"lead": "办公室"}})

    page = upload(office, content, url="/sheets/plan")
    office.post("/sheets/plan/confirm", data=filled(page, action="/sheets/plan/confirm"))

    with app.app_context():
        assert [one.unit.name for one in db.session.get_one(Task, task.id).units] == ["办公室"]
    for path in ("/sheets/plan", "/sheets/plan.xlsx"):
        assert officer.get(path).status_code == 403
