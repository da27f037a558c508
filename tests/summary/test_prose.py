"""Sentences and their sources; words of sections made fit for a document; blanks that figures fill."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.summary.drafts import figure
from tracker.summary.prose import Passage, Said, Source, clause, deed, listed, pointed, quoted, written
from tracker.summary.rules import fill_blanks


def test_points_are_joined_as_officials_do_each_once() -> None:
    one, two = Said.of("抓学习", Source("task", 1, "学习")), Said.of("抓落实", Source("task", 2, "落实"))

    (joined,) = pointed([one, two, one], "重点是：")

    assert joined.text == "重点是：一是抓学习；二是抓落实。"
    assert [source.id for source in joined.sources] == [1, 2]
    assert pointed([one])[0].text == "抓学习。"
    assert pointed([]) == ()


def test_figures_that_a_sentence_names_are_its_sources() -> None:
    assert [source.name for source in Said.of("开会{会议次数}，访问{访问量|余}。").sources] == ["会议次数", "访问量"]


def test_a_passage_without_sentences_has_no_heading() -> None:
    text, sources = written([Passage((), "空"), Passage((Said.of("有。", Source("task", 1, "甲")),), "标题")])

    assert text == "## 标题\n有。"
    assert [source.text for source in sources] == ["有。"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("已完成规范性文件公开12件。", "完成规范性文件公开12件"),
        ("我科已公开规范性文件;标注有效性", "公开规范性文件，标注有效性"),
        ("1.规范性文件公开", "规范性文件公开"),
        ("（一）规范性文件公开\n二是上网", "规范性文件公开，上网"),
        ("截至目前，已公开规范性文件", "公开规范性文件"),
        ("规范性文件公开{12}件", "规范性文件公开（12）件"),
        ("已完成。", ""),
        ("已按要求办结", ""),
        ("", ""),
        ("工作已完成。", ""),
    ],
)
def test_words_of_a_section_become_one_point(typed: str, told: str) -> None:
    assert deed(typed, "规范性文件公开") == told


@given(st.text(max_size=300))
def test_any_words_of_a_section_make_a_point_that_cannot_break_a_text(typed: str) -> None:
    point = deed(typed, "规范性文件公开")

    assert not any(mark in point for mark in "{}\n；。")
    assert not point.endswith(("，", "、", ",", "."))


def test_lists_are_short_and_quotation_marks_stand_without_commas_between() -> None:
    assert listed(["甲", "乙", "甲"]) == "甲、乙"
    assert listed(["甲", "乙", "丙"], 2) == "甲、乙等"
    assert listed([quoted("甲"), quoted("“三公”经费")], mark="") == "“甲”“‘三公’经费”"
    assert clause("完成,见附件(1) 。") == "完成，见附件（1）"


def test_capability_92_blanks_of_a_text_are_filled_from_the_ledgers() -> None:
    numbers = (
        ("简报期数·政务信息", 35, "期"),
        ("信息上报数", 57, "条"),
        ("信息采用数", 26, "条"),
        ("信息报送名次", 3, "名"),
    )
    figures = {name: figure(name, value, unit) for name, value, unit in numbers}

    text = fill_blanks("全年共编发《政务信息》 期，上报市办信息 条，采用 条，居全市第 名，接待来访 人次。", figures)

    assert text == (
        "全年共编发《政务信息》{简报期数·政务信息}，上报市办信息{信息上报数}，采用{信息采用数}，"
        "居全市第{信息报送名次}，接待来访 人次。"
    )
