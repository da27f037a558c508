"""Drafts on pages: offered when the form is opened again, put back when asked for, gone with its success."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.pages import fill, filled, find_form, token_of
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account, Session
from tracker.db import db, transaction
from tracker.drafts.models import Draft
from tracker.history.unchanged import forget
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.progress.models import ProgressReport
from tracker.summary.models import Summary, SummarySection
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState

TEMPLATES = Path(__file__).parents[2] / "templates"
RAW_FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
DO_WITHOUT = {"errors/page.html"}
ClientOf = Callable[[Account], FlaskClient]
TEXT = "已公布第一批规范性文件，共十二件。" * 120  # about 2,000 characters


@pytest.fixture
def section(make: Factory) -> Unit:
    return make.unit("规划科")


@pytest.fixture
def account(make: Factory, section: Unit) -> Account:
    return make.account(Role.SECTION, unit=section, language="en")


@pytest.fixture
def officer(client_of: ClientOf, account: Account) -> FlaskClient:
    return client_of(account)


@pytest.fixture
def task(make: Factory, section: Unit) -> Task:
    today = clock.today()
    return make.task(
        lead=section, year=today.year, due_on=today, state=TaskState.SIGNED_FOR, signed_for_at=clock.now(), percent=10
    )


def keep(client: FlaskClient, place: str, **fields: str) -> int:
    sent = {"csrf_token": token_of(client), "draft_of": place, **fields}
    return client.post("/drafts", data=sent).status_code


def html(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def drafts(app: Flask) -> list[Draft]:
    with app.app_context():
        return list(db.session.scalars(select(Draft)))


def test_r14_typed_text_is_there_after_the_session_ended(
    app: Flask, officer: FlaskClient, account: Account, client_of: ClientOf, task: Task
) -> None:
    place, url = f"/tasks/{task.id}/report", f"/tasks/{task.id}/report"
    assert keep(officer, place, done=TEXT, percent="55", next_step="下月公布第二批") == 200
    with app.app_context(), transaction():
        for session in db.session.scalars(select(Session)):
            session.ended_at = clock.now()
    assert officer.get(url).status_code == 302

    later = client_of(account)

    assert "You typed something here and did not send it" in html(later, url)
    form = filled(html(later, f"{url}?draft=use"), action=url)
    assert (form["done"], form["percent"], form["next_step"]) == ([TEXT], ["55"], ["下月公布第二批"])


def test_r14_a_draft_is_offered_on_the_first_page_of_the_section(officer: FlaskClient, task: Task) -> None:
    keep(officer, f"/tasks/{task.id}/report", done=TEXT)

    page = html(officer, "/work")

    assert "data-draft-use" in page
    assert TEXT not in page
    assert TEXT in html(officer, "/work?draft=use")


def test_r14_a_draft_goes_with_the_success_of_its_form_and_not_before(
    app: Flask, officer: FlaskClient, task: Task
) -> None:
    url = f"/tasks/{task.id}/report"
    keep(officer, f"/tasks/{task.id}/report", done=TEXT)

    refused = fill(officer, f"{url}?draft=use", action=url, percent="5")  # less than is accepted already
    assert refused.status_code == 200
    assert "data-unsaved" in refused.get_data(as_text=True)
    assert len(drafts(app)) == 1

    sent = fill(officer, f"{url}?draft=use", action=url, percent="60")
    assert sent.status_code == 303
    assert drafts(app) == []
    with app.app_context():
        assert db.session.scalars(select(ProgressReport.done)).all() == [TEXT]


def test_r14_what_comes_late_of_a_form_that_was_sent_is_not_kept(app: Flask, officer: FlaskClient, task: Task) -> None:
    url = f"/tasks/{task.id}/report"
    form = filled(html(officer, url), action=url, done=TEXT)
    officer.post(url, data=form)

    assert keep(officer, f"/tasks/{task.id}/report", done=TEXT, form_token=form["form_token"][0]) == 200

    assert drafts(app) == []


def test_r14_a_draft_can_be_dropped(app: Flask, officer: FlaskClient, task: Task) -> None:
    keep(officer, f"/tasks/{task.id}/report", done=TEXT)

    answer = fill(officer, f"/work?open={task.id}&draft=use", action="/drafts/drop")

    assert (answer.status_code, answer.location) == (303, f"/work?open={task.id}")
    assert drafts(app) == []
    assert "The draft is gone." in html(officer, "/work")


def test_r6_a_draft_typed_over_an_older_version_shows_both_texts(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    office = client_of(make.account(Role.OFFICE, unit=make.unit(), language="en"))
    with app.app_context(), transaction():
        summary = Summary(year=2025, title="总结", drafted_at=clock.now())
        part = SummarySection(position=0, key="work", heading="一年工作", text="原文。", sources=[])
        summary.sections.append(part)
        db.session.add(summary)
    url = f"/summary/sections/{part.id}"
    office.get(url)
    keep(office, url, heading="一年工作", text="我的稿子。", version="1")
    assert fill(office, url, action="", text="同事的稿子。").status_code == 303
    keep(office, url, heading="一年工作", text="我的稿子。", version="1")

    answer = fill(office, f"{url}?draft=use", text="我的稿子。")

    assert answer.status_code == 409
    both = answer.get_data(as_text=True)
    assert "我的稿子。" in both
    assert "同事的稿子。" in both
    assert len(drafts(app)) == 1


def test_r14_the_answer_to_a_finding_is_kept(make: Factory, officer: FlaskClient, section: Unit) -> None:
    finding = make.finding(section)
    keep(officer, f"/findings/{finding.id}/answer", measures="已逐个修复")

    page = html(officer, f"/findings/{finding.id}/answer?draft=use")

    assert filled(page, action="", measures="").keys() >= {"measures"}
    assert "已逐个修复" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere", 404), ("/tasks", 404), ("/login", 404), ("/summary/sections/1", 403), ("/tasks/1/assign", 403)],
)
def test_a_draft_is_kept_only_of_a_form_that_the_reader_may_send(
    app: Flask, officer: FlaskClient, address: str, status: int
) -> None:
    assert keep(officer, address, done="甲") == status
    assert drafts(app) == []


def test_c2_nobody_is_offered_what_a_colleague_typed(
    make: Factory, client_of: ClientOf, officer: FlaskClient, section: Unit, task: Task
) -> None:
    keep(officer, f"/tasks/{task.id}/report", done=TEXT)
    colleague = client_of(make.account(Role.SECTION, unit=section))

    assert TEXT not in html(colleague, f"/tasks/{task.id}/report?draft=use")


def test_a_draft_needs_the_token_of_the_session(officer: FlaskClient, task: Task) -> None:
    answer = officer.post("/drafts", data={"draft_of": f"/tasks/{task.id}/report", "done": "甲"})

    assert answer.status_code == 400


def test_the_answer_tells_the_minute_in_the_words_of_the_house(
    make: Factory, client_of: ClientOf, section: Unit, task: Task
) -> None:
    officer = client_of(make.account(Role.SECTION, unit=section))
    sent = {"csrf_token": token_of(officer), "draft_of": f"/tasks/{task.id}/report", "done": "甲"}

    answer = officer.post("/drafts", data=sent)

    moment = clock.local(clock.now())
    assert answer.json is not None
    assert answer.json["said"].startswith("草稿已存，")
    assert answer.json["said"].endswith("分")
    assert f"{moment.hour}时" in answer.json["said"] or moment.minute == 0


def test_opening_a_form_costs_one_statement_more_for_its_draft(officer: FlaskClient, task: Task) -> None:
    url = f"/tasks/{task.id}/report"
    officer.get(url)

    forget()
    with counting() as without:
        page = html(officer, url)
    keep(officer, f"/tasks/{task.id}/report", done=TEXT)
    forget()
    with counting() as with_draft:
        officer.get(url)

    assert find_form(page, action=url)
    assert without.count == with_draft.count
    assert sum("FROM draft" in text for text in without.texts) == 1


def test_r14_what_is_said_and_why_a_report_is_returned_are_kept_too(
    app: Flask, make: Factory, client_of: ClientOf, officer: FlaskClient, section: Unit, task: Task
) -> None:
    report = make.report(make.task(lead=section, state=TaskState.SUBMITTED), section)
    office = client_of(make.account(Role.OFFICE, unit=make.unit(), language="en"))
    leader = client_of(make.account(Role.LEADERSHIP, language="en"))
    for client, url, field in (
        (officer, f"/tasks/{task.id}/talk", "text"),
        (leader, f"/tasks/{task.id}/instruct", "text"),
        (office, f"/reports/{report.id}/return", "reason"),
    ):
        assert keep(client, url, **{field: TEXT}) == 200
        assert f'data-draft="{url}"' in html(client, url)

        assert filled(html(client, f"{url}?draft=use"), **{field: None})
        assert TEXT in html(client, f"{url}?draft=use")
        assert fill(client, f"{url}?draft=use", **{field: TEXT[:1000]}).status_code == 303

    assert drafts(app) == []


def test_r14_every_form_with_a_long_text_keeps_drafts() -> None:
    wild = [
        f"{path.parent.name}/{path.name}"
        for path in TEMPLATES.rglob("*.html")
        for form in RAW_FORM.findall(path.read_text(encoding="utf-8"))
        if "<textarea" in form or "rows=" in form
    ]

    assert set(wild) == DO_WITHOUT


def test_r14_a_new_record_and_a_part_of_a_page_keep_drafts_of_their_own(
    app: Flask, make: Factory, client_of: ClientOf
) -> None:
    office = client_of(make.account(Role.OFFICE, unit=make.unit(), language="en"))
    keep(office, "/requests/new", content=TEXT)

    assert "data-draft-use" in html(office, "/requests/new")
    assert TEXT in html(office, "/requests/new?draft=use")
    assert "data-draft-use" not in html(office, "/requests/new?other=1")


def test_r14_the_rows_of_a_form_come_back_too(make: Factory, client_of: ClientOf) -> None:
    office = client_of(make.account(Role.OFFICE, unit=make.unit(), language="en"))
    keep(office, "/outlines/section", **{"chapters-1-heading": "另一标题", "chapters-1-text": TEXT})

    page = html(office, "/outlines/section?draft=use")

    assert "另一标题" in page
    assert TEXT in page
