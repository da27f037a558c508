"""What makes daily reporting short and safe: classes of disclosure, proofs in place, the last text, reasons ready."""

import io
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.support.factory import Factory
from tests.support.pages import fill
from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.errors import RuleBroken
from tracker.files.models import Disclosure, StoredFile
from tracker.history.services import first_broken_entry
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.progress.models import Evidence, ProgressReport
from tracker.progress.rules import ReportContent, ReportState
from tracker.progress.services import report_progress
from tracker.tasks.models import Task
from tracker.tasks.rules import ProofRule

ClientOf = Callable[[Account], FlaskClient]


@pytest.fixture
def section(make: Factory) -> Unit:
    """A section."""
    return make.unit("规划科")


@pytest.fixture
def officer(make: Factory, client_of: ClientOf, section: Unit) -> FlaskClient:
    """Its browser, in English."""
    return client_of(make.account(Role.SECTION, unit=section, language="en"))


@pytest.fixture
def task(make: Factory, section: Unit) -> Task:
    """A task of it."""
    return make.task(lead=section, year=clock.today().year)


def picture() -> io.BytesIO:
    found = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(found, "PNG")
    found.seek(0)
    return found


def proofs(app: Flask) -> list[Evidence]:
    with app.app_context():
        return list(db.session.query(Evidence).order_by(Evidence.id))


def test_capability_68_each_proof_has_its_class_of_disclosure(officer: FlaskClient, task: Task, app: Flask) -> None:
    url = f"/tasks/{task.id}/report"
    fill(officer, url, action=url, done="第一稿", url="https://a.cn/ https://b.cn/", disclosure="on_request")
    first, second = proofs(app)

    classes = {f"disclosure-{first.id}": "closed"}
    fill(officer, url, action=url, done="第二稿", url="https://c.cn/", disclosure="open", **classes)

    assert [(proof.url, proof.disclosure) for proof in proofs(app)[2:]] == [
        (first.url, Disclosure.CLOSED), (second.url, Disclosure.ON_REQUEST), ("https://c.cn/", Disclosure.OPEN)
    ]  # fmt: skip
    assert "not disclosed" in officer.get(f"/tasks/{task.id}").get_data(as_text=True)


def test_a_class_nobody_offered_changes_nothing(officer: FlaskClient, task: Task, app: Flask) -> None:
    url = f"/tasks/{task.id}/report"
    fill(officer, url, action=url, done="第一稿", url="https://a.cn/")
    odd = {f"disclosure-{proofs(app)[0].id}": "everything", "disclosure-x": "closed"}

    fill(officer, url, action=url, done="第二稿", **odd)

    assert proofs(app)[-1].disclosure == Disclosure.OPEN


def test_a_picture_is_shown_in_place_without_any_right(
    make: Factory, client_of: ClientOf, officer: FlaskClient, task: Task, app: Flask
) -> None:
    url = f"/tasks/{task.id}/report"
    fill(officer, url, action=url, done="已公布", files=(picture(), "截图.png"))
    (proof,) = proofs(app)

    shown = officer.get(f"/evidence/{proof.id}/look")

    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert f"/evidence/{proof.id}/look" in officer.get(f"/tasks/{task.id}").get_data(as_text=True)
    shown.close()
    stranger = client_of(make.account(Role.SECTION, unit=make.unit(), language="en"))
    assert stranger.get(f"/evidence/{proof.id}/look").status_code == 404


def test_what_could_do_something_in_a_browser_is_only_saved(officer: FlaskClient, task: Task, app: Flask) -> None:
    url = f"/tasks/{task.id}/report"
    fill(officer, url, action=url, done="已公布", files=(picture(), "截图.png"))
    (proof,) = proofs(app)
    with app.app_context(), transaction():
        db.session.query(StoredFile).one().content_type = "text/html"

    assert officer.get(f"/evidence/{proof.id}/look").status_code == 404


def test_done_names_the_missing_kind_of_proof(officer: FlaskClient, task: Task, app: Flask) -> None:
    with app.app_context(), transaction():
        db.session.query(Task).one().proofs = ProofRule.PICTURE_ADDRESS
    url = f"/tasks/{task.id}/report"

    refused = fill(officer, url, action=url, done="办结", url="https://a.cn/", asks_to_close="y")
    assert "This task must be proved by a picture" in refused.get_data(as_text=True)

    files = (picture(), "截图.png")
    sent = fill(officer, url, action=url, done="办结", url="https://a.cn/", asks_to_close="y", files=files)
    assert sent.status_code == 303


def test_the_last_text_is_offered_and_taken_over(
    make: Factory, officer: FlaskClient, section: Unit, task: Task
) -> None:
    report = make.report(task, section, state=ReportState.ACCEPTED, done="上次的文字", next_step="继续公布")

    page = officer.get(f"/work?open={task.id}").get_data(as_text=True)
    assert f"/work?open={task.id}&amp;like={report.id}" in page

    taken = officer.get(f"/work?open={task.id}&like={report.id}").get_data(as_text=True)
    assert ">\n上次的文字</textarea>" in taken.replace("\r\n", "\n")
    assert "继续公布</textarea>" in taken


def test_the_text_of_another_unit_is_not_offered(
    make: Factory, officer: FlaskClient, section: Unit, task: Task
) -> None:
    other = make.unit()
    shared = make.task(lead=other, coop=(section,), year=task.year)
    foreign, of_task = make.report(shared, other), make.report(task, section, state=ReportState.ACCEPTED)

    assert officer.get(f"/tasks/{shared.id}/report?like={foreign.id}").status_code == 404
    assert officer.get(f"/tasks/{shared.id}/report?like={of_task.id}").status_code == 404
    assert officer.get(f"/tasks/{task.id}/report?like=99999999999").status_code == 200


def test_a_report_is_returned_with_a_reason_out_of_the_list(
    make: Factory, client_of: ClientOf, officer: FlaskClient, task: Task, app: Flask
) -> None:
    url = f"/tasks/{task.id}/report"
    fill(officer, url, action=url, done="内容太少")
    with app.app_context():
        report = db.session.query(ProgressReport).one()
    office = client_of(make.account(Role.OFFICE, language="en"))

    answer = fill(office, f"/reports/{report.id}/return", chosen="proof", reason="请补截图。")
    assert answer.status_code == 303

    with app.app_context():
        reason = db.session.query(ProgressReport).one().return_reason
    assert reason == "Proofs are missing, or do not show what the report says.\n请补截图。"
    assert "请补截图。" in officer.get("/work").get_data(as_text=True)


def test_twenty_sections_report_at_once_and_nothing_is_lost(make: Factory, app: Flask) -> None:
    units = [make.unit() for _ in range(20)]
    task = make.task(lead=units[0], coop=tuple(units[1:]), year=clock.today().year)
    actors = [make.actor(Role.SECTION, unit=unit) for unit in units]
    ready, failed = threading.Barrier(20), []

    def hand_in(number: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                report_progress(task.id, ReportContent(f"第{number}份"), by=actors[number])
            except RuleBroken as refusal:
                failed.append(refusal)

    threads = [threading.Thread(target=hand_in, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    with app.app_context():
        texts = {report.done for report in db.session.query(ProgressReport)}
        assert texts == {f"第{number}份" for number in range(20)}
        assert first_broken_entry() is None
