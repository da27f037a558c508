"""A section hands its summary in to the office: looked over, kept as it was, sent back, handed in again."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.measuring import Printed
from tests.section_summary.test_section_summary import some_year
from tests.support.factory import Factory
from tests.support.pages import body_of, fill, filled
from tracker.documents import print_pdf
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.section_summary.queries import section_document
from tracker.summary.handed import chapters_of, text_of
from tracker.summary.queries import find_handed

TODAY = date(2026, 1, 8)


@pytest.fixture
def law(make: Factory, app: object) -> Unit:
    make.agency(name="清河市档案局")
    unit = make.unit("政策法规科")
    with make.app.app_context():
        some_year(make, unit)
    return unit


@pytest.fixture
def section(make: Factory, law: Unit) -> FlaskClient:
    return make.client_of(make.account(unit=law))


@pytest.fixture
def office(make: Factory) -> FlaskClient:
    return make.client_of(make.account(Role.OFFICE, unit=make.unit("办公室")))


def test_a_section_looks_the_draft_over_and_hands_it_in(
    make: Factory, law: Unit, section: FlaskClient, office: FlaskClient
) -> None:
    here = f"/section-summaries/2025/{law.id}"
    draft = section.get(f"{here}/hand-in").text
    assert "主动公开政府信息3条" in draft
    assert "还没有报" in office.get("/section-summaries/2025").text

    assert fill(section, f"{here}/hand-in", text="本科全年做了两件事。\n# 存在的问题\n人手不足。").status_code == 303

    assert "人手不足。" in office.get(here).text
    assert "还没有报" not in office.get(here).text
    with make.app.app_context():
        printed = Printed(print_pdf(section_document(2025, law, TODAY)))
        kept = find_handed(2025, law.id)
        assert kept is not None
        assert [one.event for one in list_history_of("handed_summary", kept.id)] == ["section_summary.handed_in"]
    assert printed.facts["Title"] == "政策法规科2025年政务公开工作总结"
    assert "一、存在的问题" in printed.text
    assert "人手不足。" in printed.text


def test_the_office_sends_it_back_with_a_reason_and_the_section_hands_it_in_again(
    law: Unit, section: FlaskClient, office: FlaskClient
) -> None:
    here = f"/section-summaries/2025/{law.id}"
    fill(section, f"{here}/hand-in", text="第一稿。")

    assert fill(office, f"{here}/send-back", reason="请写明数字。").status_code == 303
    assert "请写明数字。" in section.get(f"{here}/hand-in").text
    assert "已退回" in office.get("/section-summaries/2025").text
    assert fill(section, f"{here}/hand-in", text="第二稿，公开3条。").status_code == 303

    assert "第二稿" in office.get(here).text
    assert "请写明数字。" not in office.get(here).text


def test_r6_what_a_colleague_handed_in_meanwhile_is_shown_beside_the_own_text(
    make: Factory, law: Unit, section: FlaskClient
) -> None:
    here = f"/section-summaries/2025/{law.id}/hand-in"
    colleague = make.client_of(make.account(unit=law))
    before = section.get(here).text
    fill(colleague, here, text="同事的稿子。")

    answer = section.post(here, **body_of(filled(before, text="我的稿子。")))

    assert answer.status_code == 409
    assert "同事的稿子。" in answer.text
    assert "我的稿子。" in answer.text


def test_c2_only_the_section_hands_in_and_only_the_office_sends_back(
    make: Factory, law: Unit, section: FlaskClient, office: FlaskClient
) -> None:
    here = f"/section-summaries/2025/{law.id}"
    stranger = make.client_of(make.account(unit=make.unit("财务科")))

    assert stranger.get(f"{here}/hand-in").status_code == 404
    assert office.get(f"{here}/hand-in").status_code == 404
    assert office.get(f"{here}/send-back").status_code == 404  # nothing was handed in
    assert section.get(f"{here}/send-back").status_code == 403


@pytest.mark.parametrize(("text", "said"), [("# 标题", "还没有内容可报"), ("公开{主动公开信息数}。", "不用花括号")])
def test_what_cannot_be_handed_in_says_why_and_is_kept(law: Unit, section: FlaskClient, text: str, said: str) -> None:
    answer = fill(section, f"/section-summaries/2025/{law.id}/hand-in", text=text)

    assert answer.status_code == 200
    assert said in answer.text
    assert text in answer.text


WORDS = st.text("甲乙丙，。", min_size=1, max_size=8)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_chapters_survive_being_one_text(chapters: list[tuple[str, str]]) -> None:
    assert [(one.heading, one.text) for one in chapters_of(text_of(chapters))] == chapters
