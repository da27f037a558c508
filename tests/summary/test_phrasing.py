"""The phrase book: a sentence stands when its records exist, and only with the parts that have something to say."""

import pytest

from tests.summary.drafts import figure, some_figures
from tracker.figures.rules import TOKEN, filled
from tracker.outlines.rules import Key
from tracker.summary.phrasing import BOOK, Listed, Phrasing
from tracker.summary.prose import Source


def said(phrase: str, lists: dict[str, Listed] | None = None, **values: object) -> str | None:
    figures = some_figures(**values)
    found = Phrasing(figures, lists or {}, "科室和单位").sentence(phrase)
    return filled(found.text, figures) if found else None


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"会": (4, "次"), "专题": (1, "次"), "推进": (2, "次")}, "开会4次，其中专题会1次、推进会2次。"),
        ({"会": (4, "次"), "专题": (1, "次")}, "开会4次，其中专题会1次。"),
        ({"会": (4, "次"), "推进": (2, "次")}, "开会4次，其中推进会2次。"),
        ({"会": (4, "次"), "专题": (4, "次")}, "开会4次。"),
        ({"会": (4, "次"), "专题": (0, "次")}, "开会4次。"),
        ({"会": (0, "次"), "专题": (1, "次")}, None),
        ({}, None),
    ],
)
def test_parts_without_a_value_are_left_out(values: dict[str, object], text: str | None) -> None:
    assert said("开会{会}[，其中|专题会{专题}|推进会{推进}]。", **values) == text


def test_a_sentence_that_has_lost_all_its_numbers_is_left_out() -> None:
    assert said("强化保障，[|投入{经费}|配备{设备}]。", 经费=0, 设备=0) is None
    assert said("强化保障，[|投入{经费}|配备{设备}]。", 经费=(2, "万元"), 设备=0) == "强化保障，投入2万元。"


def test_a_wording_with_a_bar_is_no_part() -> None:
    assert said("发布{发布}[，访问{访问|余}]。", 发布=(3, "条"), 访问=(254_123, "人次")) == "发布3条，访问25万余人次。"


def test_lists_bring_their_records_as_sources() -> None:
    source = Source("entry", 7, "考核办法")
    figures = some_figures(制度=(1, "项"))

    found = Phrasing(figures, {"名称": Listed("《考核办法》", (source,))}, "").sentence("制定{制度}[，包括<名称>]。")

    assert found is not None
    assert filled(found.text, figures) == "制定1项，包括《考核办法》。"
    assert {(one.kind, one.name) for one in found.sources} == {("entry", "考核办法"), ("figure", "制度")}


def test_capability_93_the_rank_of_the_agency_is_told() -> None:
    lists = {"考核名称": Listed("年度政务公开考核", (Source("entry", 1, "考核"),))}
    values = {"考核得分": (93, "分"), "考核名次": (3, "名"), "受理": (0, "件")}
    figures = some_figures(**values)

    texts = [one.text for found in Phrasing(figures, lists, "").passages(Key.CHECKS) for one in found.sentences]

    assert [filled(text, figures) for text in texts] == ["在年度政务公开考核中得93分、列第3名。"]


def test_every_sentence_of_the_book_can_be_said_with_all_its_figures_and_is_whole_without_any_of_its_parts() -> None:
    for phrases in BOOK.values():
        for phrase in [sentence for one in phrases for sentence in one.sentences]:
            names = [token.partition("|")[0] for token in TOKEN.findall(phrase)]
            figures = {name: figure(name, at + 2, "件") for at, name in enumerate(names)}
            lists = {name: Listed("甲", (Source("entry", 1, "甲"),)) for name in LISTS}

            for left_out in [None, *names]:
                kept = {name: one for name, one in figures.items() if name != left_out}
                found = Phrasing(kept, lists, "科室").sentence(phrase)
                text = filled(found.text, kept) if found else "甲。"
                assert text.endswith("。")
                assert text.count("。") == 1
                assert not any(wrong in text for wrong in ("，，", "，。", "、。", "[", "<", "@")), text


LISTS = (
    "上级文件",
    "会议题目", "会议议题", "经费用途", "制度名称", "主动公开信息数·类别", "解读的文件", "征集事项", "栏目名称",
    "简报系列", "培训主题", "报道媒体", "考核名称",
)  # fmt: skip
