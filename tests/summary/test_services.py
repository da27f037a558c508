"""The summary: drafted from the data, edited section by section, every number from its figure."""

import re
from datetime import date

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.documents.model import Document, Heading, Paragraph, Table
from tracker.errors import NotAllowed, RuleBroken, Stale
from tracker.figures.rules import filled
from tracker.permissions import Actor, Role
from tracker.progress.rules import ReportState
from tracker.summary.document import summary_document
from tracker.summary.models import Summary
from tracker.summary.queries import gather, get_summary
from tracker.summary.rules import Key, lines
from tracker.summary.services import draft_summary, edit_front, edit_section, redraft_section
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def office(make: Factory) -> Actor:
    make.agency(name="清河市档案局")
    return make.actor(Role.OFFICE)


@pytest.fixture
def year(make: Factory) -> None:
    """A year with one finished and one late task, a closed and an open finding."""
    law, archive = make.unit("法规科"), make.unit("档案科")
    done = make.task(
        lead=law, state=TaskState.DONE, done_on=date(2025, 5, 1), due_on=date(2025, 5, 31), year=2025,
        title="规范性文件集中公开",
    )  # fmt: skip
    make.report(done, law, done="集中公开规范性文件12件。其余从略。", state=ReportState.ACCEPTED)
    late = make.task(lead=archive, due_on=date(2025, 9, 30), year=2025, title="开放档案目录", category="平台建设")
    make.report(late, archive, difficulty="目录数据未核对完", next_step="一月底前完成目录核对")
    make.round(done, year=2025)
    make.finding(archive, year=2025, description="目录栏目三个月未更新")


def section_of(summary: Summary, key: Key) -> str:
    return next(section.text for section in summary.sections if section.key == key)


def printed(summary: Summary) -> Document:
    return summary_document(summary, gather(summary.year, clock.today()), date(2025, 12, 20))


def test_the_draft_says_what_was_done_what_is_late_and_what_comes_next(office: Actor, year: None) -> None:
    draft_summary(2025, by=office)
    summary = get_summary(2025)

    assert "集中公开规范性文件12件" in section_of(summary, Key.DISCLOSURE)
    assert "“开放档案目录”{逾期数}任务逾期未办结，主要原因是目录数据未核对完" in section_of(summary, Key.PROBLEMS)
    assert "尚有{未销号数}没有销号，主要是档案科目录栏目三个月未更新" in section_of(summary, Key.PROBLEMS)
    assert "一月底前完成目录核对" in section_of(summary, Key.NEXT_STEPS)


def test_no_number_of_the_draft_is_typed_but_those_in_the_words_of_a_section(office: Actor, year: None) -> None:
    draft_summary(2025, by=office)

    for section in get_summary(2025).sections:
        own = re.sub(r"\{[^}]*\}|集中公开规范性文件12件|2025年", "", section.text)
        assert not re.search(r"\d", own), section.text


def test_the_printed_figures_equal_a_count_of_the_records(office: Actor, year: None) -> None:
    draft_summary(2025, by=office)
    summary = get_summary(2025)

    text = filled(section_of(summary, Key.COMPLETION), gather(2025, clock.today()).figures)

    assert "共分解任务2项，办结1项，办结率50%，全部按期办结；未办结1项，其中逾期1项。" in text


def test_the_document_carries_headings_the_table_of_units_and_the_unfinished_tasks(office: Actor, year: None) -> None:
    draft_summary(2025, by=office)

    document = printed(get_summary(2025))

    headings = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert headings[0] == "组织领导与机构队伍"
    assert [cell.text for cell in tables[0].rows[-1].cells] == ["合计", "2", "1", "1", "1", "50%"]
    assert [cell.text for cell in tables[1].rows[0].cells][1] == "开放档案目录"
    assert not any("{" in run.text for block in document.blocks if isinstance(block, Paragraph) for run in block.runs)


def test_a_year_has_one_summary_and_a_year_without_tasks_none(office: Actor, year: None) -> None:
    draft_summary(2025, by=office)

    with pytest.raises(RuleBroken, match="already"):
        draft_summary(2025, by=office)
    with pytest.raises(RuleBroken, match="no tasks"):
        draft_summary(2024, by=office)


def test_an_edit_with_an_unknown_figure_or_an_open_brace_is_refused_and_changes_nothing(
    office: Actor, year: None
) -> None:
    summary = draft_summary(2025, by=office)
    section = get_summary(2025).sections[0]
    before = section.text

    with pytest.raises(RuleBroken, match="任务总树"):
        edit_section(section.id, heading="", text="共{任务总树}。", by=office)
    with pytest.raises(RuleBroken, match="brace"):
        edit_section(section.id, heading="", text="共{任务总数。", by=office)

    assert get_summary(summary.year).sections[0].text == before


def test_r6_the_second_of_two_editors_of_a_section_gets_both_texts(office: Actor, year: None) -> None:
    draft_summary(2025, by=office)
    section = get_summary(2025).sections[0]
    seen = section.version
    edit_section(section.id, heading="", text="甲的文字", by=office, seen=seen)

    with pytest.raises(Stale) as stale:
        edit_section(section.id, heading="", text="乙的文字", by=office, seen=seen)

    assert stale.value.current["text"] == "甲的文字"


def test_two_editors_of_different_sections_do_not_disturb_each_other(office: Actor, year: None) -> None:
    draft_summary(2025, by=office)
    first, second = get_summary(2025).sections[:2]

    edit_section(first.id, heading="", text="甲的文字", by=office, seen=first.version)
    edit_section(second.id, heading="组织领导", text="乙的文字", by=office, seen=second.version)

    assert [section.text for section in get_summary(2025).sections[:2]] == ["甲的文字", "乙的文字"]


def test_a_section_can_be_drafted_anew_from_newer_data(office: Actor, year: None, make: Factory) -> None:
    draft_summary(2025, by=office)
    section = next(one for one in get_summary(2025).sections if one.key == Key.DISCLOSURE)
    edit_section(section.id, heading="", text="随手写的", by=office)

    redraft_section(section.id, by=office)

    assert "集中公开规范性文件12件" in section_of(get_summary(2025), Key.DISCLOSURE)


def test_title_and_date_are_kept_and_only_the_office_writes(office: Actor, year: None, make: Factory) -> None:
    draft_summary(2025, by=office)

    edit_front(2025, title="年度总结", addressee="市政府办公室", signed_on=date(2025, 12, 28), by=office)

    document = printed(get_summary(2025))
    assert (document.title, document.addressees) == ("年度总结", "市政府办公室")
    for role in (Role.SECTION, Role.SUPERVISION, Role.SYSTEM_ADMIN):
        with pytest.raises(NotAllowed):
            draft_summary(2026, by=make.actor(role))


def test_a_line_with_two_hashes_is_a_heading() -> None:
    assert [(line.text, line.is_heading) for line in lines("## 主动公开\n\n正文")] == [
        ("主动公开", True),
        ("正文", False),
    ]
