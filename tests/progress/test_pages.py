"""The pages of progress: a section's work, reporting, the office's review, proofs."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.files.making import docx, pdf, png
from tests.support.factory import Factory
from tests.support.pages import body_of, fill, filled, find_form, token_of
from tests.support.statements import counting
from tracker import clock, config
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.progress.models import Evidence, ProgressReport
from tracker.progress.rules import ReportState
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import TaskState
from tracker.workdays.limits import LimitKind

ClientOf = Callable[[Account], FlaskClient]
YEAR = clock.today().year
TODAY = clock.today()


def html(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.get_data(as_text=True)


@pytest.fixture
def section(make: Factory) -> Unit:
    """A section."""
    return make.unit("规划科")


@pytest.fixture
def officer(make: Factory, client_of: ClientOf, section: Unit) -> FlaskClient:
    """The browser of that section, in English."""
    return client_of(make.account(Role.SECTION, unit=section, language="en"))


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    """The browser of the office, in English."""
    return client_of(make.account(Role.OFFICE, unit=make.unit("办公室"), language="en"))


@pytest.fixture
def task(make: Factory, section: Unit, app: Flask) -> Task:
    """A task of that section, signed for and late."""
    made = make.task(year=YEAR, title="规划批后公布", lead=section, due_on=TODAY - timedelta(days=3))
    with app.app_context(), transaction():
        db.session.query(TaskUnit).filter_by(task_id=made.id).update({"signed_for_at": clock.now()})
    return made


def reports(app: Flask) -> list[ProgressReport]:
    with app.app_context():
        return db.session.query(ProgressReport).order_by(ProgressReport.id).all()


def state_of(app: Flask, task: Task) -> TaskState:
    with app.app_context():
        found = db.session.get(Task, task.id)
        assert found is not None
        return found.state


# --- a section's work ------------------------------------------------------------------------


def test_the_most_urgent_duty_is_open_already(make: Factory, officer: FlaskClient, task: Task, section: Unit) -> None:
    make.task(year=YEAR, title="待签收的", lead=section)

    page = html(officer, "/work")

    assert find_form(page, action=f"/tasks/{task.id}/report", field="done")
    assert page.index("规划批后公布") < page.index("待签收的")
    assert "2 things to do now" in page


def test_another_duty_opens_in_its_place_or_none(
    make: Factory, officer: FlaskClient, task: Task, section: Unit
) -> None:
    other = make.task(year=YEAR, lead=section)

    assert find_form(html(officer, f"/work?open={other.id}"), action=f"/tasks/{other.id}/report")
    for query in ("none", "99999999", "x", "②"):
        with pytest.raises(AssertionError):
            find_form(html(officer, f"/work?open={query}"), action=f"/tasks/{other.id}/report")


def test_a_task_is_signed_for_from_the_list(make: Factory, officer: FlaskClient, section: Unit, app: Flask) -> None:
    made = make.task(year=YEAR, lead=section)

    answer = fill(officer, "/work", action=f"/tasks/{made.id}/sign")

    assert answer.headers["Location"] == "/work"
    assert state_of(app, made) == TaskState.SIGNED_FOR


def test_nothing_to_do_is_said(officer: FlaskClient) -> None:
    assert "Nothing waits for your section" in html(officer, "/work")


# --- reporting -------------------------------------------------------------------------------


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


# --- the office ------------------------------------------------------------------------------


def test_the_office_accepts_one_by_one(
    make: Factory, office: FlaskClient, section: Unit, task: Task, app: Flask
) -> None:
    fill_in = make.report(task, section, done="已公布第一批", percent=40)
    with app.app_context(), transaction():
        db.session.query(Task).update({"state": TaskState.SUBMITTED})

    assert "已公布第一批" in html(office, "/review")
    answer = fill(office, "/review", action=f"/reports/{fill_in.id}/accept")

    assert answer.headers["Location"] == "/review"
    assert "No report waits" in html(office, "/review")
    assert len(reports(app)[0].content_sha256) == 64
    again = office.post(f"/reports/{fill_in.id}/accept", data={"csrf_token": token_of(office)}, follow_redirects=True)
    assert "no longer waiting" in again.get_data(as_text=True)


def test_a_returned_report_is_on_top_of_the_sections_work_with_the_reason(
    make: Factory, office: FlaskClient, officer: FlaskClient, section: Unit, task: Task, app: Flask
) -> None:
    fill(officer, f"/tasks/{task.id}/report", action=f"/tasks/{task.id}/report", done="内容太少")
    (report,) = reports(app)

    refused = fill(office, f"/reports/{report.id}/return", reason="")
    assert "Write what is to be mended." in refused.get_data(as_text=True)
    answer = fill(office, f"/reports/{report.id}/return", reason="请写明起止日期")

    assert answer.status_code == 303
    page = html(officer, "/work")
    assert "请写明起止日期" in page
    assert "内容太少" in page
    sent = fill(officer, "/work", action=f"/tasks/{task.id}/report", done="补充后的内容")
    assert sent.status_code == 303
    assert reports(app)[-1].corrects_id == report.id


# --- proofs ----------------------------------------------------------------------------------

NAMES = ["会议纪要.docx", "带“引号”.docx", "..\\..\\etc.docx", "a;b,c.docx", "长" * 250 + ".docx", "\u202egpj.docx"]


@pytest.mark.parametrize("name", NAMES)
def test_f6_a_proof_is_given_for_saving_under_its_own_name(
    officer: FlaskClient, task: Task, app: Flask, name: str
) -> None:
    content = docx()
    fill(
        officer, f"/tasks/{task.id}/report", action=f"/tasks/{task.id}/report", done="附件",
        files=[(BytesIO(content), name)],
    )  # fmt: skip
    with app.app_context():
        proof = db.session.query(Evidence).one()

    answer = officer.get(f"/evidence/{proof.id}", buffered=True)

    assert answer.data == content
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert unquote(disposition.rpartition("filename*=UTF-8''")[2]) == proof.name
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"[^\x00-\x1f\u202e/\\]{1,200}", proof.name)


def test_c2_a_proof_of_another_section_is_not_there(
    make: Factory, officer: FlaskClient, client_of: ClientOf, task: Task, app: Flask
) -> None:
    fill(
        officer, f"/tasks/{task.id}/report", action=f"/tasks/{task.id}/report", done="附件",
        files=[(BytesIO(png()), "截图.png")], url="https://a.cn/",
    )  # fmt: skip
    with app.app_context():
        file, address = db.session.query(Evidence).order_by(Evidence.id).all()
    stranger = client_of(make.account(Role.SECTION, unit=make.unit()))

    assert stranger.get(f"/evidence/{file.id}").status_code == 404
    assert app.test_client().get(f"/evidence/{file.id}").status_code == 302
    assert officer.get(f"/evidence/{address.id}").status_code == 404
    assert officer.get("/evidence/999").status_code == 404


def test_c2_what_is_posted_for_another_sections_task_is_404_and_written_down(
    make: Factory, officer: FlaskClient, task: Task, app: Flask
) -> None:
    other = make.unit()
    foreign = make.task(year=YEAR, lead=other, state=TaskState.SUBMITTED)
    report = make.report(foreign, other, done="金丝雀内容")
    token = token_of(officer)

    for url in (f"/tasks/{foreign.id}/report", f"/reports/{report.id}/withdraw"):
        answer = officer.post(url, data={"csrf_token": token, "done": "x"})
        assert answer.status_code == 404
        assert "金丝雀" not in answer.get_data(as_text=True)
        with app.app_context():
            newest = db.session.query(HistoryEntry).order_by(HistoryEntry.id.desc()).first()
            assert newest is not None
            assert newest.changes["asked"][1] == f"POST {url}"


# --- who may, and how much it costs ----------------------------------------------------------

REPORTERS = {Role.SECTION, Role.OFFICE}
PAGES = {"/work": REPORTERS, "/tasks/{task}/report": REPORTERS, "/review": {Role.OFFICE}}
PAGES["/reports/{report}/return"] = {Role.OFFICE}
BUTTONS = {"/reports/{report}/accept": {Role.OFFICE}, "/reports/{report}/withdraw": REPORTERS}


@pytest.mark.parametrize("role", [None, *Role])
def test_c1_every_page_and_button_for_every_role(
    make: Factory, client_of: ClientOf, app: Flask, role: Role | None
) -> None:
    unit = make.unit()
    made = make.task(year=YEAR, lead=unit, state=TaskState.SUBMITTED)
    report = make.report(made, unit)
    client = client_of(make.account(role, unit=unit)) if role else app.test_client()
    token = token_of(client) if role else ""

    for url, roles in PAGES.items():
        status = client.get(url.format(task=made.id, report=report.id)).status_code
        assert status == (200 if role in roles else 302 if role is None else 403), url
    for url, roles in BUTTONS.items():
        status = client.post(url.format(report=report.id), data={"csrf_token": token}).status_code
        assert status == (303 if role in roles else 400 if role is None else 403), url


def test_pages_take_the_same_statements_for_few_and_for_many(
    make: Factory, officer: FlaskClient, office: FlaskClient, section: Unit, app: Flask
) -> None:
    counts = []
    for number in (5, 60):
        with app.app_context():
            present = db.session.query(Task).count()
        for _ in range(number - present):
            made = make.task(year=YEAR, lead=section, coop=(make.unit(),), state=TaskState.SUBMITTED, due_on=TODAY)
            make.report(made, section)
        for client, url in ((officer, "/work"), (office, "/review")):
            client.get(url)
            with counting() as statements:
                assert client.get(url).status_code == 200
            counts.append(statements.count)

    assert counts[:2] == counts[2:]
    assert max(counts) <= 16
