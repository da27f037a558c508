"""Drafts in good official Chinese: every sentence has a source, nothing is said twice, and nothing without data."""

import re

import pytest

from tests.summary.drafts import CATEGORIES, a_material, figure, of_tasks, some_figures
from tracker.figures.queries import Completion, Unfinished
from tracker.figures.rules import filled
from tracker.outlines.rules import Chapter, Key, Variant
from tracker.outlines.shipped import SHIPPED
from tracker.summary.drafting import Draft, document_title, draft_all
from tracker.summary.material import Achievement, Material, Planned, Problem
from tracker.summary.prose import Source

FORMULA = ("现将有关情况总结如下", "工作总结和")  # how documents open; it says nothing of the year


def drafts(material: Material) -> dict[Key, Draft]:
    return {one.key: one for one in draft_all(material, SHIPPED[material.variant])}


def said(material: Material, key: Key) -> str:
    """The text of a chapter with its figures filled in."""
    return filled(drafts(material)[key].text, material.figures)


def sentences(draft: Draft) -> list[str]:
    lines = [line for line in draft.text.splitlines() if not line.startswith("## ")]
    return [part for line in lines for part in re.split(r"[。；]", line) if part]


def is_covered(sentence: str, sources: tuple[Source, ...]) -> bool:
    return any(source.text in sentence or sentence in source.text for source in sources if source.text)


@pytest.mark.parametrize("variant", [Variant.AGENCY, Variant.GOVERNMENT, Variant.COMBINED])
@pytest.mark.parametrize("tasks", [5, 50, 300])
def test_every_sentence_of_a_draft_has_a_source(tasks: int, variant: Variant) -> None:
    material = a_material(tasks, unfinished=tasks // 5, variant=variant, planned=some_items())

    for draft in draft_all(material, SHIPPED[variant]):
        for sentence in sentences(draft):
            if not any(words in sentence for words in FORMULA):
                assert is_covered(sentence, draft.sources), (draft.heading, sentence)


def some_items() -> tuple[Planned, ...]:
    return tuple(
        Planned(number, CATEGORIES[number % 2], f"任务{number}；逐项落实", "办公室", "6月底前")
        for number in range(1, 31)
    )


@pytest.mark.parametrize("tasks", [5, 50, 300])
def test_nothing_is_said_twice_and_no_chapter_runs_on_without_end(tasks: int) -> None:
    material = a_material(tasks, unfinished=tasks // 10)

    for draft in drafts(material).values():
        points = [part for part in sentences(draft) if re.match(r".{0,40}[一二三四五六七八九十]是", part)]
        bare = [re.sub(r"^.*?[一二三四五六七八九十]是", "", part) for part in points]
        assert len(bare) == len(set(bare)), draft.heading
        assert len(draft.text) < 2600, draft.heading


@pytest.mark.parametrize("tasks", [5, 50, 300])
def test_no_number_of_ours_is_typed(tasks: int) -> None:
    material = a_material(tasks, achievements=(), unfinished=0)

    for draft in drafts(material).values():
        own = re.sub(r"\{[^}]*\}|2025年|2026年", "", draft.text)
        assert not re.search(r"\d", own), own


def test_marks_are_those_of_official_chinese() -> None:
    text = "\n".join(draft.text for draft in drafts(a_material(300, unfinished=40)).values())

    for wrong in (
        "，。",
        "；。",
        "。。",
        "，，",
        "、、",
        "：。",
        "是。",
        "是；",
        ",",
        ";",
        "一是一是",
        "”、“",
        "》、《",
    ):
        assert wrong not in text, wrong


def test_words_of_sections_are_cleaned_and_joined_one_is_two_is() -> None:
    ours = (
        Achievement(
            1, 1, "规范性文件集中公开", "主动公开", "法规科", "我科已集中公开规范性文件12件;标注有效性。其他略"
        ),
        Achievement(2, 2, "人事信息公开", "主动公开", "人事科", "1.公开人事任免信息9条"),
    )

    text = said(a_material(achievements=ours), Key.DISCLOSURE)

    assert text == (
        "## 重点领域信息公开\n一是集中公开规范性文件12件，标注有效性，其他略；二是公开人事任免信息9条。"
    )  # fmt: skip


def test_words_that_do_not_name_their_task_are_led_by_its_title_and_bare_reports_are_told_together() -> None:
    ours = (
        Achievement(1, 1, "基准地价更新", "主动公开", "利用科", "经评审后报省厅备案"),
        Achievement(2, 2, "部门预算公开", "主动公开", "财务科", "已完成。"),
        Achievement(3, 3, "部门决算公开", "主动公开", "财务科", "已按要求办结"),
    )

    text = said(a_material(achievements=ours), Key.DISCLOSURE)

    assert "一是基准地价更新方面，经评审后报省厅备案；二是完成“部门预算公开”“部门决算公开”等任务。" in text


def test_turns_of_recurring_tasks_are_told_together_with_their_counted_numbers() -> None:
    ours = (Achievement(1, 8, "行政处罚按月公示", "主动公开", "执法科", "12月公示3件", turns=12),)
    figures = of_tasks(5, 5, 0) | some_figures(完成期数·第8条=(12, "期"))

    assert "持续做好“行政处罚按月公示”（全年12期）等经常性工作。" in said(
        a_material(achievements=ours, figures=figures), Key.DISCLOSURE
    )


def test_a_government_names_its_units_and_has_their_figures() -> None:
    ours = (Achievement(1, 1, "预算公开", "主动公开", "市财政局", "公开预算36份"),)
    material = a_material(achievements=ours, variant=Variant.GOVERNMENT)

    assert "公开预算36份（市财政局）" in said(material, Key.DISCLOSURE)
    assert "3个部门和单位" in said(material, Key.OPENING)


def test_deeds_go_to_the_chapter_they_belong_to_and_where_it_is_missing_to_the_completion_of_the_plan() -> None:
    ours = (
        Achievement(1, 1, "网站改版", "平台建设", "办公室", "网站改版上线"),
        Achievement(2, 2, "信息员培训", "监督保障", "人事科", "培训信息员30人"),
    )
    material = a_material(achievements=ours)
    outline = (Chapter(Key.TRAINING, "培训"), Chapter(Key.COMPLETION, "完成情况"))

    assert "网站改版上线" in said(material, Key.PLATFORMS)
    assert "培训信息员30人" in said(material, Key.TRAINING)
    assert "## 平台建设\n网站改版上线。" in draft_all(material, outline)[1].text


def test_capability_90_problems_are_told_with_their_reasons_in_the_usual_turn_of_phrase() -> None:
    late = Unfinished(9, 9, "开放目录", "档案科", "9月底前", None, 40, True, "平台升级推迟。", "", "")
    open_finding = Problem(3, "问题2025-003", "档案科", "栏目三个月未更新", is_closed=False)
    figures = of_tasks(10, 9, 1) | some_figures(未销号数=(1, "个"), 发现问题数=(1, "个"))

    text = said(a_material(10, left=(late,), figures=figures, problems=(open_finding,)), Key.PROBLEMS)

    assert text == (
        "虽然年度任务办结率达到90%，政务公开工作取得了一定成效，但与年度要点要求和群众期盼相比，仍存在一些不足："
        "一是部分任务推进不够及时，“开放目录”1项任务逾期未办结，主要原因是平台升级推迟；"
        "二是问题整改还不够彻底，检查发现的问题尚有1个没有销号，主要是档案科栏目三个月未更新。"
    )


def test_capability_91_next_steps_come_from_what_is_unfinished_and_those_alike_are_joined() -> None:
    tasks = [
        Unfinished(9, 9, "目录", "甲科", "", None, 40, True, "", "次年一季度完成目录编制", ""),
        Unfinished(10, 10, "指南", "乙科", "", None, 40, True, "", "次年一季度完成指南修订。", ""),
        Unfinished(11, 11, "年报", "乙科", "", None, 40, False, "", "", ""),
    ]
    finding = Problem(3, "问题2025-003", "档案科", "栏目未更新", is_closed=False)

    text = said(a_material(12, left=tuple(tasks), problems=(finding,)), Key.NEXT_STEPS)

    assert text == (
        "下一步，清河市档案局将针对存在的问题，重点抓好以下工作：一是2026年一季度完成目录编制、指南修订；"
        "二是继续推进“年报”任务，直至全部办结；三是督促档案科抓紧完成问题整改，经复核后销号。"
    )


def test_capability_9_summary_and_plan_of_the_next_year_are_one_document() -> None:
    material = a_material(variant=Variant.COMBINED, next_plan="2026年政务公开工作要点", planned=some_items())

    text = drafts(material)[Key.NEXT_PLAN].text

    assert document_title(material) == "清河市档案局2025年政务公开工作总结和2026年工作计划"
    assert "对照《2026年政务公开工作要点》，2026年重点抓好以下工作。" in text
    assert "## 解读回应\n一是任务1，逐项落实（办公室牵头，6月底前）" in text
    assert all(f"任务{number}" in text for number in range(1, 31))


def test_where_nothing_came_in_the_text_says_so() -> None:
    assert said(a_material(), Key.REQUESTS).startswith(
        "2025年，清河市档案局未收到政府信息公开申请。未发生因政府信息公开引起的行政复议和行政诉讼。"
    )


def test_where_there_is_no_data_there_is_a_marked_blank_and_nothing_else() -> None:
    material = a_material(achievements=(), chair="", deputies=(), problems=())

    assert drafts(material)[Key.TRAINING].text == "全年举办政务公开培训＿＿期。"
    assert drafts(material)[Key.PLATFORMS].text == "全年通过门户网站发布信息＿＿条。"
    assert drafts(material)[Key.DISCLOSURE].text == "全年主动公开政府信息＿＿条，发布政策解读＿＿篇。"


def test_a_year_without_late_tasks_and_open_findings_says_so() -> None:
    material = a_material(5, unfinished=0)

    assert said(material, Key.PROBLEMS) == "对照年度工作要点，没有逾期任务和未销号问题。"
    assert "持续抓好各项任务落实" in said(material, Key.NEXT_STEPS)
    assert "年度要点分解的5项任务全部办结" in said(material, Key.COMPLETION)


def test_few_finished_tasks_are_no_success() -> None:
    text = said(a_material(10, unfinished=8), Key.PROBLEMS)

    assert text.startswith("与年度要点要求和群众期盼相比，工作中还存在一些不足：")


def test_parts_of_the_plan_are_told_with_their_figures() -> None:
    categories = tuple(Completion(name, 2, 1, 2, 0, 1) for name in CATEGORIES[:2])
    counted = {f"{name}{word}": figure(f"{name}{word}", 2) for name in CATEGORIES[:2] for word in ("任务数", "办结数")}
    material = a_material(categories=categories, figures=of_tasks(5, 4, 1) | counted)

    assert "分板块看，主动公开任务2项，办结2项；解读回应任务2项，办结2项。" in said(material, Key.COMPLETION)


def test_the_blanks_of_an_own_chapter_are_filled_when_it_is_drafted() -> None:
    material = a_material(figures=of_tasks(5, 4, 1) | {"简报期数·政务信息": figure("简报期数·政务信息", 35, "期")})
    own = Chapter(Key.OWN, "简报编发", "全年共编发《政务信息》 期。")

    (draft,) = draft_all(material, (own,))

    assert filled(draft.text, material.figures) == "全年共编发《政务信息》35期。"


def test_of_a_year_that_still_runs_nothing_is_said_of_the_whole_of_it() -> None:
    ours = (Achievement(1, 8, "行政处罚按月公示", "主动公开", "执法科", "12月公示3件", turns=10),)
    counted = some_figures(
        完成期数·第8条=(10, "期"),
        会议次数=(2, "次"),
        领导小组人数=(3, "人"),
        平台建设任务数=2,
        平台建设办结数=0,
        主动公开任务数=3,
        主动公开办结数=1,
    )
    categories = (Completion("主动公开", 3, 1, 2, 0, 1), Completion("平台建设", 2, 0, 2, 0, 0))
    material = a_material(
        achievements=ours, figures=of_tasks(5, 1, 1) | counted, categories=categories, is_over=False
    )  # fmt: skip

    assert "截至目前，办结任务1项" in said(material, Key.OPENING)
    assert "（已完成10期）" in said(material, Key.DISCLOSURE)
    assert "今年以来召开会议2次" in said(material, Key.ORGANISATION)
    assert "主动公开任务3项，办结1项；平台建设任务2项，正在推进。" in said(material, Key.COMPLETION)
