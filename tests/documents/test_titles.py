"""A title is broken between words, into a trapezoid or a lozenge."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.documents.titles import WIDEST, break_title, width

WHOLE = ("政府信息公开", "政务公开", "2025年", "2026年", "年度报告", "工作总结", "办公室", "通知", "督查")
TITLES = (
    "云岫市水利局2025年度政务公开工作总结及2026年度工作计划",
    "云岫市水利局2025年政府信息公开工作年度报告",
    "云岫市人民政府办公室关于印发2026年政务公开工作要点任务分解表的通知",
    "关于2025年第三季度全市政务公开工作督查情况的通报",
    "中共云岫市委办公室云岫市人民政府办公室关于进一步加强政务公开工作的实施意见",
    "云岫市人民政府办公室关于转发市政务公开办《关于全面推进基层政务公开标准化规范化工作的实施方案》的通知",
    "国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知",
)


@pytest.mark.parametrize("title", TITLES)
def test_no_word_is_split_and_no_line_is_too_wide(title: str) -> None:
    lines = break_title(title, ["云岫市水利局"])

    assert "".join(lines) == title
    assert len(lines) > 1
    assert all(width(line) <= WIDEST for line in lines)
    for word in (*WHOLE, "云岫市水利局"):
        assert sum(line.count(word) for line in lines) == title.count(word)


@pytest.mark.parametrize("title", TITLES)
def test_lines_form_a_trapezoid_or_a_lozenge(title: str) -> None:
    widths = [width(line) for line in break_title(title)]

    assert min(widths) >= 4
    assert len(set(widths)) > 1
    hourglass = [
        two for one, two, three in zip(widths, widths[1:], widths[2:], strict=False) if two < one and two < three
    ]
    assert not hourglass


AGENCIES = ("云岫市水利局", "中共云岫市委办公室", "云岫市人民政府办公室", "云岫市教育体育和科学技术局")
DEEDS = ("印发", "转发", "全面推进", "进一步加强和改进", "做好", "检查", "考核")
MATTERS = (
    "政务公开工作",
    "政府信息公开平台建设",
    "基层政务公开标准化规范化",
    "重点领域信息主动公开",
    "政策解读和回应关切",
)
BOOKS = ("《政务公开工作要点》", "《政府信息公开条例》", "《优化营商环境条例（修订）》", "")
KINDS = ("的通知", "情况的通报", "的实施意见", "的报告", "任务分解表的通知", "工作总结")


@st.composite
def titles(draw: st.DrawFn) -> str:
    names = draw(st.lists(st.sampled_from(AGENCIES), max_size=2, unique=True))
    year = draw(st.sampled_from(["2025年", "2025年度", "2025年第三季度", ""]))
    parts = (DEEDS, BOOKS, MATTERS, KINDS)
    return "".join(names) + "关于" + year + "".join(draw(st.sampled_from(part)) for part in parts)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(titles())
def test_no_title_splits_the_name_of_an_agency_or_of_a_document_and_none_has_a_waist(title: str) -> None:
    lines = break_title(title, AGENCIES)

    assert "".join(lines) == title
    assert all(width(line) <= WIDEST for line in lines)
    for name in (*AGENCIES, *filter(None, BOOKS), "2025年", "政务公开", "信息公开"):
        assert sum(line.count(name) for line in lines) == title.count(name), lines
    widths = [width(line) for line in lines]
    inner = zip(widths, widths[1:], widths[2:], strict=False)
    assert not [two for one, two, three in inner if two < one and two < three], lines


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.text(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("，、《》（）“”0123abcW "),
        min_size=1,
    )
)
def test_any_text_at_all_keeps_every_character_and_fits(title: str) -> None:
    lines = break_title(title)

    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(width(line) <= WIDEST for line in lines)


def test_a_short_title_stays_on_one_line() -> None:
    assert break_title("2025年政务公开工作总结") == ["2025年政务公开工作总结"]


def test_a_line_neither_begins_with_a_closing_sign_nor_ends_with_an_opening_one() -> None:
    lines = break_title("关于转发《云岫市河湖长制工作条例》《云岫市节约用水办法》（2025年修订）的通知")

    assert not any(line[0] in "》）的、" for line in lines)
    assert not any(line[-1] in "《（" for line in lines)


def test_a_newline_typed_into_a_title_is_kept() -> None:
    assert break_title("云岫市水利局\n政务公开工作总结") == ["云岫市水利局", "政务公开工作总结"]


def test_a_title_without_any_place_to_break_still_fits_the_page() -> None:
    lines = break_title("甲" * 130)

    assert "".join(lines) == "甲" * 130
    assert all(width(line) <= WIDEST for line in lines)
    assert all(width(after) <= width(before) for before, after in pairwise(lines))
