"""Reporting in the browser: files, refusals, corrections, and what was typed."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.files.making import docx, pdf, png
from tests.progress.browsing import TODAY, YEAR, html, reports, state_of
from tests.support.factory import Factory
from tests.support.pages import body_of, fill, filled, token_of
from tracker import config
from tracker.db import db
from tracker.organisation.models import Unit
from tracker.progress.models import Evidence
from tracker.progress.rules import ReportState
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.workdays.limits import LimitKind


def test_a_section_reports_with_files_and_an_address(officer: FlaskClient, task: Task, app: Flask) -> None:
    answer = fill(
        officer, "/work", action=f"/tasks/{task.id}/report", done="10月12日公布", percent="60",
        files=[(BytesIO(png()), "专栏截图.png"), (BytesIO(docx()), "说明.docx")], url="https://example.cn/1.html",
    )  # fmt: skip

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/work"
    (report,) = reports(app)
    assert (report.done, report.percent, report.asks_to_close) == ("10月12日公布", 60, False)
    assert state_of(app, task) == TaskState.SUBMITTED
    page = html(officer, f"/tasks/{task.id}")
    for name in ("专栏截图.png", "说明.docx", "https://example.cn/1.html"):
        assert name in page


def test_the_second_button_asks_to_close(officer: FlaskClient, task: Task, app: Flask) -> None:
    fill(
        officer, f"/tasks/{task.id}/report", done="办完了", url="https://example.cn/", asks_to_close="y",
        action=f"/tasks/{task.id}/report",
    )  # fmt: skip

    assert [report.asks_to_close for report in reports(app)] == [True]


def test_r7_a_report_sent_ten_times_is_one_report(officer: FlaskClient, task: Task, app: Flask) -> None:
    sent = filled(html(officer, "/work"), action=f"/tasks/{task.id}/report", done="只报一次")

    answers = [officer.post(f"/tasks/{task.id}/report", data=sent) for _ in range(10)]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(303, "/work")}
    assert len(reports(app)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"done": ""}, "This field is required."),
        ({"done": "机密★10年"}, "mark of secrecy"),
        ({"percent": "101"}, "between 0 and 100"),
        ({"percent": "很多"}, "Not a valid integer value"),
        ({"url": "javascript:alert(1)"}, "no web address"),
        ({"url": " ".join(f"https://a.cn/{one}" for one in range(7))}, "At most 6 web addresses"),
        ({"asks_to_close": "y"}, "proves it before you ask to close"),
    ],
)
def test_a_refusal_stands_on_the_form_and_what_was_typed_stays(
    officer: FlaskClient, task: Task, app: Flask, typed: dict[str, str], said: str
) -> None:
    fields = {"done": "写了半小时的内容", "difficulty": "困难之处", **typed}

    answer = fill(officer, f"/tasks/{task.id}/report", action=f"/tasks/{task.id}/report", **fields)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert said in page
    assert "困难之处" in page
    assert reports(app) == []


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.docx", "is empty"),
        (b"MZ\x90\x00", "程序.exe", "only files of these kinds"),
        (pdf(), "其实是PDF.docx", "by its content"),
        (b"PK\x03\x04broken", "坏的.docx", "not read"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_text_stays(
    officer: FlaskClient, task: Task, app: Flask, content: bytes, name: str, said: str
) -> None:
    answer = fill(
        officer, f"/tasks/{task.id}/report", action=f"/tasks/{task.id}/report", done="内容还在",
        files=[(BytesIO(png()), "好的.png"), (BytesIO(content), name)],
    )  # fmt: skip

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert name in page
    assert said in page
    assert "内容还在" in page
    assert "please choose them again" in page
    assert reports(app) == []


def test_w8_six_files_are_taken_and_seven_are_not(officer: FlaskClient, task: Task, app: Flask) -> None:
    seven = [(BytesIO(png(width=number, height=1)), f"{number}.png") for number in range(1, 8)]

    answer = fill(officer, f"/tasks/{task.id}/report", action=f"/tasks/{task.id}/report", done="七个", files=seven)
    assert "At most 6 files" in answer.get_data(as_text=True)

    six = [(BytesIO(png(width=number, height=1)), f"{number}.png") for number in range(1, 7)]
    answer = fill(officer, f"/tasks/{task.id}/report", action=f"/tasks/{task.id}/report", done="六个", files=six)
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.query(Evidence).count() == 6


def test_w8_a_body_over_the_room_for_files_is_refused(officer: FlaskClient, task: Task, app: Flask) -> None:
    config.use(replace(config.current(), upload_mb=1))
    large = [(BytesIO(b"x" * 1_100_000), f"{number}.png") for number in range(6)]

    answer = fill(officer, f"/tasks/{task.id}/report", action=f"/tasks/{task.id}/report", done="太大", files=large)

    assert answer.status_code == 413
    assert reports(app) == []


def test_w8_other_pages_and_strangers_keep_the_small_room(officer: FlaskClient, task: Task, app: Flask) -> None:
    large = body_of({"done": "x", "files": (BytesIO(b"x" * 3_000_000), "a.png")})

    assert officer.post(f"/tasks/{task.id}/sign", **large).status_code == 413
    assert app.test_client().post(f"/tasks/{task.id}/report", **large).status_code == 413


def test_a_session_that_ended_keeps_the_text_of_the_report(app: Flask, task: Task, officer: FlaskClient) -> None:
    sent = filled(html(officer, "/work"), action=f"/tasks/{task.id}/report", done="写了很久的进展")
    officer.post("/logout", data={"csrf_token": token_of(officer)})

    answer = officer.post(f"/tasks/{task.id}/report", data=sent)

    assert answer.status_code in (400, 401)
    assert "写了很久的进展" in answer.get_data(as_text=True)


def test_a_turn_is_offered_and_reported(make: Factory, officer: FlaskClient, section: Unit, app: Flask) -> None:
    made = make.task(year=YEAR, lead=section, limit_kind=LimitKind.RECURRING, due_on=TODAY)
    turn = make.occurrence(made, TODAY, name="本月")
    make.occurrence(made, TODAY + timedelta(days=40), name="下月")

    page = html(officer, f"/tasks/{made.id}/report")
    assert f'<option selected value="{turn.id}">本月' in page
    fill(officer, f"/tasks/{made.id}/report", action=f"/tasks/{made.id}/report", done="按月公示")

    assert [report.occurrence_id for report in reports(app)] == [turn.id]


def test_a_waiting_report_is_corrected_or_withdrawn(officer: FlaskClient, task: Task, app: Flask) -> None:
    url = f"/tasks/{task.id}/report"
    fill(officer, url, action=url, done="第一稿", url="https://a.cn/")

    page = html(officer, url)
    assert "第一稿" in page
    fill(officer, url, action=url, done="第二稿")
    assert [(one.done, one.state) for one in reports(app)] == [
        ("第一稿", ReportState.WITHDRAWN), ("第二稿", ReportState.SUBMITTED)
    ]  # fmt: skip
    assert "https://a.cn/" in html(officer, f"/tasks/{task.id}")

    report = reports(app)[-1]
    answer = fill(officer, f"/tasks/{task.id}", action=f"/reports/{report.id}/withdraw")
    assert answer.status_code == 303
    assert reports(app)[-1].state == ReportState.WITHDRAWN


def test_an_accepted_report_is_corrected_downwards(
    make: Factory, officer: FlaskClient, office: FlaskClient, task: Task, app: Flask
) -> None:
    url = f"/tasks/{task.id}/report"
    fill(officer, url, action=url, done="多报了", percent="80")
    fill(office, "/review", action=f"/reports/{reports(app)[0].id}/accept")
    assert "80" in fill(officer, url, action=url, done="又一份", percent="50").get_data(as_text=True)

    answer = fill(officer, f"{url}?corrects=last", action=url, done="核对后的数", percent="50")

    assert answer.status_code == 303
    first, correction = reports(app)
    assert (correction.corrects_id, correction.percent, correction.state) == (first.id, 50, ReportState.SUBMITTED)
    assert first.state == ReportState.ACCEPTED


def test_a_task_that_is_not_ones_own_cannot_be_reported_on(make: Factory, office: FlaskClient, task: Task) -> None:
    assert "Your unit is not on this task." in html(office, f"/tasks/{task.id}/report")
