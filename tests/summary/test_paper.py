"""How a summary is printed: red head, number, signers, seal, lines at the foot, the list of all tasks."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill
from tracker import clock
from tracker.accounts.models import Account
from tracker.documents.layout import signature_lines
from tracker.documents.model import Document, Table
from tracker.documents.numbering import old_date
from tracker.errors import NotAllowed, RuleBroken, Stale
from tracker.permissions import Actor, Role
from tracker.summary.document import summary_document
from tracker.summary.paper import edit_paper
from tracker.summary.paper_rules import Paper, number_of
from tracker.summary.queries import get_summary, material_of
from tracker.summary.services import draft_summary

Clients = Callable[[Account], FlaskClient]


@pytest.fixture
def office(make: Factory) -> Actor:
    make.agency(name="清河市档案局")
    law = make.unit("法规科")
    make.task(lead=law, year=2025, due_on=date(2025, 5, 31), title="规范性文件集中公开")
    return make.actor(Role.OFFICE)


def printed() -> Document:
    summary = get_summary(2025)
    return summary_document(summary, material_of(summary, clock.today()), clock.today())


@pytest.mark.usefixtures("context")
def test_a_paper_has_what_was_asked_for_and_nothing_else(office: Actor) -> None:
    draft_summary(2025, by=office)
    plain = printed()

    edit_paper(
        2025,
        Paper(
            has_red_head=True, number="清档[2026]第03号", signers="刘明，王芳", has_seal=True, note="此件公开发布",
            copies_to="市政府办公室", printed_by="清河市档案局办公室", printed_on=date(2026, 1, 12), has_tasks=True,
        ),
        by=office,
    )  # fmt: skip

    paper = printed()
    assert (plain.red_head, plain.imprint, plain.attachments) == (None, None, ())
    assert paper.red_head
    assert paper.signature
    assert paper.imprint
    assert (paper.red_head.mark, paper.red_head.number) == ("清河市档案局文件", "清档〔2026〕3号")
    assert paper.red_head.signers == ("刘明", "王芳")
    assert (paper.signature.has_seal, paper.note) == (True, "此件公开发布")
    assert paper.imprint.printed_on == date(2026, 1, 12)
    (tasks,) = paper.attachments[0].blocks
    assert isinstance(tasks, Table)
    assert [cell.text for cell in tasks.rows[0].cells][2:] == ["规范性文件集中公开", "法规科", "5月31日", "逾期，0%"]


@pytest.mark.usefixtures("context")
def test_r6_the_second_of_two_who_set_the_paper_gets_both(office: Actor) -> None:
    draft_summary(2025, by=office)
    edit_paper(2025, Paper(note="此件公开发布"), by=office, seen=0)

    with pytest.raises(Stale) as stale:
        edit_paper(2025, Paper(note="此件不予公开"), by=office, seen=0)

    assert stale.value.current["note"] == "此件公开发布"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("清档〔2026〕3号", "清档〔2026〕3号"), ("清档 [2026] 003 号", "清档〔2026〕3号"),
        ("清政办发（2026）第12", "清政办发〔2026〕12号"), ("", ""),
    ],
)  # fmt: skip
def test_a_document_number_is_printed_in_the_form_of_the_standard(typed: str, number: str) -> None:
    assert number_of(typed) == number


def test_what_is_no_document_number_is_refused() -> None:
    with pytest.raises(RuleBroken, match="is no document number"):
        number_of("2026年3号文")


@pytest.mark.usefixtures("context")
def test_copies_need_an_agency_below_them_and_only_the_office_sets_the_paper(office: Actor, make: Factory) -> None:
    draft_summary(2025, by=office)

    with pytest.raises(RuleBroken, match="Copies"):
        edit_paper(2025, Paper(copies_to="市政府办公室"), by=office)
    with pytest.raises(NotAllowed):
        edit_paper(2025, Paper(), by=make.actor(Role.LEADERSHIP))


def test_the_page_sets_the_paper_and_keeps_what_was_refused(make: Factory, client_of: Clients, office: Actor) -> None:
    client = client_of(make.account(Role.OFFICE))
    fill(client, "/summary", action="/summary/2025/draft")

    refused = fill(client, "/summary/2025/paper", number="三号文", note="此件公开发布")
    done = fill(client, "/summary/2025/paper", number="清档〔2026〕3号", has_red_head="y")

    assert "不是发文字号" in refused.text
    assert "此件公开发布" in refused.text
    assert done.status_code == 303
    assert "清档〔2026〕3号" in client.get("/summary/2025/paper").text


def test_a_summary_is_drafted_by_the_outline_that_was_chosen(make: Factory, client_of: Clients, office: Actor) -> None:
    client = client_of(make.account(Role.OFFICE))

    fill(client, "/summary", action="/summary/2025/draft", variant="combined")

    assert "工作总结和2026年工作计划" in client.get("/summary/2025").text


@pytest.mark.usefixtures("context")
def test_capability_94_the_date_below_a_summary_is_in_chinese_numerals_where_the_office_wants_it(office: Actor) -> None:
    draft_summary(2025, by=office)
    edit_paper(2025, Paper(is_dated_in_chinese=True), by=office)

    signature = printed().signature

    assert signature is not None
    *_, day = signature_lines(signature)
    assert day.text == old_date(signature.signed_on)
    assert day.text.startswith("二〇")
