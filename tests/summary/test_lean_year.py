"""A year in which hardly anything was recorded: a decent draft whose blanks are marked, and listed by the gate."""

from datetime import date

import pytest

from tests.summary.drafts import a_material, of_tasks, some_figures
from tests.support.factory import Factory
from tracker.documents import print_pdf
from tracker.figures.queries import Unfinished
from tracker.figures.rules import filled
from tracker.outlines.rules import Key
from tracker.outlines.shipped import SHIPPED, Variant
from tracker.permissions import Role
from tracker.summary.document import summary_document
from tracker.summary.drafting import draft_all
from tracker.summary.gate import find_obstacles
from tracker.summary.material import Material
from tracker.summary.queries import get_summary, material_of
from tracker.summary.services import draft_summary

TODAY = date(2026, 1, 8)


def said(material: Material, key: Key) -> str:
    drafts = {one.key: one for one in draft_all(material, SHIPPED[Variant.AGENCY])}
    return filled(drafts[key].text, material.figures)


@pytest.mark.usefixtures("context")
def test_an_agency_with_one_task_and_nothing_else_gets_a_draft_with_marked_blanks(make: Factory) -> None:
    make.agency(name="清河市档案局")
    make.task(lead=make.unit("办公室"), year=2025, title="公开指南更新", due_on=date(2025, 12, 31))
    office = make.actor(Role.OFFICE)

    draft_summary(2025, by=office)

    summary = get_summary(2025)
    texts = {one.key: one.text for one in summary.sections}
    assert all(texts.values())
    assert "召开政务公开会议＿＿次" in texts[Key.ORGANISATION] or "牵头单位" in texts[Key.ORGANISATION]
    assert texts[Key.REGULATIONS] == "全年制定政务公开制度＿＿项。"
    assert texts[Key.DISCLOSURE] == "全年主动公开政府信息＿＿条，发布政策解读＿＿篇。"
    assert all(one.sources for one in summary.sections)
    material = material_of(summary, TODAY)
    blanks = [one for one in find_obstacles(summary, material) if one.kind == "blank"]
    assert len(blanks) >= 5
    assert {one.what.values["name"] for one in blanks} >= {"主动公开信息数", "政策解读数", "制定制度数", "培训期数"}
    assert print_pdf(summary_document(summary, material, TODAY))[:4] == b"%PDF"


TIMES = (
    ((10, 10, 0), (10, 0), "任务全部办结，全部按期办结。"),
    ((10, 8, 2), (8, 0), "办结8项，办结率80%，全部按期办结；未办结2项"),
    ((10, 8, 2), (6, 2), "办结8项，办结率80%，其中按期办结6项、逾期办结2项；"),
    ((10, 8, 2), (5, 1), "办结8项，办结率80%，有固定时限的任务中，按期办结5项、逾期办结1项；"),
    ((10, 8, 2), (0, 0), "办结8项，办结率80%；未办结2项"),
)


@pytest.mark.parametrize(("tasks", "times", "words"), TIMES)
def test_tasks_in_time_and_late_add_up_to_the_finished_ones_or_the_text_says_why_not(
    tasks: tuple[int, int, int], times: tuple[int, int], words: str
) -> None:
    total, done, late = tasks
    figures = of_tasks(total, done, late) | some_figures(按期办结数=times[0], 逾期办结数=times[1])
    left = tuple(
        Unfinished(number, number, f"任务{number}", "档案科", "年底前", None, 10, False, "", "", "")
        for number in range(total - done)
    )  # fmt: skip

    assert words in said(a_material(total, total - done, left, figures=figures), Key.COMPLETION)
