"""The pages of the chain as people use them."""

from threading import Event

import pytest
from flask.testing import FlaskClient

from tests.issuing.conftest import KIND, People
from tests.support.factory import Factory
from tests.support.pages import body_of, fill, filled
from tracker.documents.model import Document
from tracker.errors import RuleBroken
from tracker.issuing import services
from tracker.issuing.printing import Printed, print_files
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.summary.paper import edit_paper
from tracker.summary.paper_rules import Paper
from tracker.summary.services import draft_summary
from tracker.web import jobs


@pytest.fixture
def summary_id(app: object, make: Factory, people: People) -> int:
    make.task(lead=people.unit)
    with make.app.app_context():
        drafted = draft_summary(2026, by=people.writer).id
        edit_paper(2026, Paper(has_red_head=True), by=people.writer)
        return drafted


def client(make: Factory, role: Role, unit: Unit | None = None) -> FlaskClient:
    return make.client_of(make.account(role, unit=unit))


@pytest.fixture
def writer(make: Factory, people: People) -> FlaskClient:
    return client(make, Role.OFFICE)


def page(summary_id: int) -> str:
    return f"/signing/{KIND}/{summary_id}"


def test_four_people_carry_a_summary_to_its_paper(
    make: Factory, people: People, summary_id: int, writer: FlaskClient
) -> None:
    here = page(summary_id)
    section, leader = client(make, Role.SECTION, people.unit), client(make, Role.LEADERSHIP)

    assert fill(writer, here, opinion="请核。", cosigners=[str(people.unit.id)], move="draft").status_code == 303
    assert fill(client(make, Role.OFFICE), here, opinion="已核。", move="check").status_code == 303
    assert fill(section, here, opinion="同意。", move="cosign").status_code == 303
    assert fill(leader, here, opinion="同意印发。", move="issue").status_code == 303

    text = leader.get(here).get_data(as_text=True)
    assert "1月15日由" in text
    assert "清档发〔2027〕1号" in text
    for person, ending, beginning in ((leader, "pdf", b"%PDF-"), (section, "docx", b"PK\x03\x04")):
        with person.get(f"/papers/1.{ending}") as answer:
            assert answer.data.startswith(beginning)
    assert "逐字节相同" in leader.get("/papers/1?rebuild=1").get_data(as_text=True)


LOOKING = {"Sec-Fetch-Mode": "navigate"}  # somebody at a browser


@pytest.fixture
def ready(make: Factory, summary_id: int, writer: FlaskClient) -> FlaskClient:
    """The leader, for whom a checked summary waits."""
    fill(writer, page(summary_id), opinion="", move="draft")
    fill(client(make, Role.OFFICE), page(summary_id), opinion="", move="check")
    return client(make, Role.LEADERSHIP)


def test_whoever_issues_is_told_to_wait_while_the_paper_is_printed(
    monkeypatch: pytest.MonkeyPatch, summary_id: int, ready: FlaskClient
) -> None:
    may_go_on = Event()

    def slowly(document: Document) -> Printed:
        may_go_on.wait(30)
        return print_files(document)

    monkeypatch.setattr(services, "print_files", slowly)
    monkeypatch.setattr(jobs, "PATIENCE", 0.01)
    for age in ("KEPT", "LONGEST"):  # the clock of this test and that of the disk are not one
        monkeypatch.setattr(jobs, age, 1e9)

    answer = fill(ready, page(summary_id), opinion="同意印发。", move="issue", headers=LOOKING)
    waiting = answer.location
    try:
        first = ready.get(str(waiting), headers=LOOKING)
        before = ready.get("/papers").get_data(as_text=True)
    finally:
        may_go_on.set()
    last = ready.get(str(waiting))

    assert answer.status_code == 303
    assert first.status_code == 202
    assert b'http-equiv="refresh"' in first.data
    assert "清档发〔2027〕1号" not in before
    assert (last.status_code, last.location) == (303, page(summary_id))
    assert ready.get(str(waiting)).status_code == 303
    text = ready.get(page(summary_id)).get_data(as_text=True)
    assert "同意印发。" in text
    assert "清档发〔2027〕1号" in text


def test_what_cannot_be_printed_is_not_issued_and_the_opinion_is_kept(
    monkeypatch: pytest.MonkeyPatch, summary_id: int, ready: FlaskClient
) -> None:
    def refuse(_: Document) -> Printed:
        raise RuleBroken("No typeface on this machine has these characters: %(characters)s.", characters="〇")

    monkeypatch.setattr(services, "print_files", refuse)

    text = fill(ready, page(summary_id), opinion="同意印发。", move="issue").get_data(as_text=True)

    assert "〇" in text
    assert "同意印发。" in text
    assert ready.get("/papers/1").status_code == 404


def test_r20_an_issue_that_was_broken_off_left_nothing_and_is_done_again(summary_id: int, ready: FlaskClient) -> None:
    text = ready.get(f"{page(summary_id)}/issuing/of-a-server-that-died").get_data(as_text=True)

    assert "没有签发" in text
    assert ready.get("/papers/1").status_code == 404
    assert fill(ready, page(summary_id), opinion="", move="issue").status_code == 303
    assert ready.get("/papers/1").status_code == 200


def test_r7_the_same_press_issues_once(summary_id: int, ready: FlaskClient) -> None:
    fields = filled(ready.get(page(summary_id)).get_data(as_text=True), opinion="", move="issue")

    answers = [ready.post(page(summary_id), **body_of(fields)) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303] * 3
    assert ready.get("/papers/2").status_code == 404


def test_a_refusal_keeps_the_opinion(summary_id: int, writer: FlaskClient) -> None:
    here = page(summary_id)
    fill(writer, here, opinion="", move="draft")

    answer = fill(writer, here, opinion="我自己核过了。", move="check")

    assert answer.status_code == 403
    assert "我自己核过了。" in fill(writer, here, opinion="我自己核过了。", move="cosign").get_data(as_text=True)


def test_a_section_that_was_not_asked_finds_nothing(make: Factory, people: People, summary_id: int) -> None:
    section = client(make, Role.SECTION, people.unit)

    assert section.get(page(summary_id)).status_code == 404
    assert section.get("/papers/1").status_code == 404


def test_an_unknown_kind_is_not_there(writer: FlaskClient, summary_id: int) -> None:
    assert writer.get("/signing/poem/1").status_code == 404
    assert writer.get(f"/signing/{KIND}/999").status_code == 404


def test_what_is_published_is_typed_on_its_page(
    make: Factory, people: People, summary_id: int, writer: FlaskClient
) -> None:
    here = page(summary_id)
    fill(writer, here, opinion="", move="draft")
    fill(client(make, Role.OFFICE), here, opinion="", move="check")
    fill(client(make, Role.LEADERSHIP), here, opinion="", move="issue")

    answer = fill(writer, "/papers/1/publication", index_code="620700036/2027-00008", department="办公室")

    assert answer.status_code == 303
    text = writer.get("/papers/1").get_data(as_text=True)
    for words in ("620700036/2027-00008", "清河市档案局", "主动公开", "办公室", "2027-01-15"):
        assert words in text
