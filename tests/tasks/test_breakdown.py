"""How an item of a plan becomes a task: title, place, and target as a number."""

import pytest

from tracker.tasks.breakdown import Target, place_of, read_target, title_of, without_number


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("公开出让公告、结果。每月更新一次。", "公开出让公告、结果"),
        ("规划批后公布（文本；图件。说明），并做好解读；第二件事", "规划批后公布（文本；图件。说明），并做好解读"),
        ("信息发布严格“三审；三校”，间隔不超过1周", "信息发布严格“三审；三校”，间隔不超过1周"),
        ("  全年工作总结\n由办公室起草", "全年工作总结"),
        ("。；没有主语的一条", "没有主语的一条"),
        ("甲" * 150 + "，" + "乙" * 100 + "。", "甲" * 150),
        ("丙" * 300, "丙" * 200),
        ("（未闭合的括号，内容", "（未闭合的括号，内容"),
        ("", ""),
    ],
)
def test_the_title_is_the_first_sentence_whole(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("一、主动公开", "主动公开"),
        ("（二）土地供应", "土地供应"),
        ("(3)执法信息", "执法信息"),
        ("1.规划信息", "规划信息"),
        ("1.2 规划信息", "规划信息"),
        ("第一部分 总体安排", "总体安排"),
        ("第三章、保障", "保障"),
        ("十一、其他", "其他"),
        ("100%公开", "100%公开"),
        ("2026年重点工作", "2026年重点工作"),
        ("①督查", "督查"),
        ("一、", "一、"),
    ],
)
def test_a_heading_loses_its_number_only(heading: str, name: str) -> None:
    assert without_number(heading) == name


def test_category_and_field_are_the_two_outermost_headings() -> None:
    assert place_of(["一、主动公开", "（一）土地供应", "1.出让"]) == ("主动公开", "土地供应")
    assert place_of(["一、主动公开"]) == ("主动公开", "")
    assert place_of([]) == ("", "")


@pytest.mark.parametrize(
    ("target", "count", "unit"),
    [
        ("不少于12期", 12, "期"),
        ("全年新增问答不少于60条", 60, "条"),
        ("至少召开两次会议", 2, "次"),
        ("≥ 20 条", 20, "条"),
        ("编发简报12期", 12, "期"),
        ("每季度1期，全年不少于4期", 4, "期"),
        ("不低于十二场次", 12, "场次"),
        ("每月不低于40条", None, ""),
        ("公开率达到100%", None, ""),
        ("第3期简报", None, ""),
        ("2个月内完成", None, ""),
        ("不少于20个工作日", None, ""),
        ("", None, ""),
        ("按要求落实", None, ""),
    ],
)
def test_a_target_gives_the_number_of_the_year_or_none(target: str, count: int | None, unit: str) -> None:
    assert read_target(target) == Target(count, unit)
