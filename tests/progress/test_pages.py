"""The pages of progress: the office's review, proofs, who may and how much it costs."""

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.files.making import docx, png
from tests.progress.browsing import TODAY, YEAR, ClientOf, html, reports
from tests.support.factory import Factory
from tests.support.pages import fill, token_of
from tests.support.statements import counting
from tracker.db import db, transaction
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.progress.models import Evidence
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState


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


REPORTERS = {Role.SECTION, Role.OFFICE}
PAGES = {
    "/work": REPORTERS, "/tasks/{task}/report": REPORTERS, "/review": {Role.OFFICE},
    "/reports/{report}/return": {Role.OFFICE},
}  # fmt: skip
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
