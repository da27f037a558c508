"""Whatever the units, phrases and order of columns: a table comes back the same from every form it can take."""

import csv
import io
import json
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans.reading.making import Row, Sheet, T, rows, word, workbook
from tracker.plans.reading import deserialise, read_plan, read_text, serialise

UNITS = st.sampled_from(
    ["办公室", "财务科", "政策法规处", "市发展和改革委员会", "市人力资源和社会保障局", "各科室", "各县（市、区）政府", "团市委", "市残联",
     "区行政审批局（区政务公开办）", "标准与信息化部", "市直有关部门", "不动产登记中心", "市场监管所", "供电公司", "各乡镇", "机关党委", "统筹协调科"]
)  # fmt: skip
LIMITS = st.sampled_from(
    [("6月底前", "2024-06-30"), ("年底前", "2024-12-31"), ("次年1月31日前", "2025-01-31"), ("持续推进", "ongoing"), ("三季度", "2024-09-30"),
     ("每月", "monthly"), ("每年1、4、7、10月8日之前", "quarterly"), ("2024/9/30", "2024-09-30"), ("4月、10月", "2024-04-30 2024-10-31"),
     ("2025年底前，并长期坚持", "2025-12-31 ongoing"), ("", ""), ("6-9月", "2024-09-30"), ("全年", "ongoing"), ("每半年", "half-yearly")]
)  # fmt: skip
VERBS = st.sampled_from(["公布", "更新", "完善", "编制", "规范", "清理", "汇总", "优化"])
MATTERS = st.sampled_from(
    [
        "权责清单",
        "办事指南",
        "预算决算",
        "招生政策",
        "执法结果",
        "规划文本",
        "统计数据",
        "热点问答",
        "信用信息",
        "会议纪要",
    ]
)
NAMES = {
    "number": st.sampled_from(["序号", "编号"]),
    "text": st.sampled_from(["工作任务", "重点任务", "任务内容", "具体要求", "工作措施", "事项"]),
    "lead": st.sampled_from(["牵头单位", "牵头科室", "主办单位", "牵头部门"]),
    "coop": st.sampled_from(["配合单位", "协办科室", "会办处室", "参与部门", "责任单位"]),
    "limit": st.sampled_from(["完成时限", "时限要求", "完成时间", "时间节点", "进度安排", "办结时限"]),
    "state": st.sampled_from(["完成情况", "进展", "联系电话", "文件依据"]),
}


@dataclass
class Plan:
    """A made-up plan: the grid to be written, and what its rows say."""

    grid: list[list[str]]
    expected: list[Row]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    order = draw(st.permutations(["number", "text", "lead", "coop", "limit", "state"]))
    grid = [[draw(NAMES[part]) for part in order]]
    expected: list[Row] = []
    for number in range(1, draw(st.integers(2, 6)) + 1):
        text = f"{draw(VERBS)}{draw(MATTERS)}第{number}批目录"
        lead = draw(st.lists(UNITS, min_size=1, max_size=3, unique=True))
        coop = draw(st.lists(UNITS, max_size=3, unique=True))
        phrase, meaning = draw(LIMITS)
        parts = {
            "number": str(number),
            "text": text,
            "lead": "、".join(lead),
            "coop": draw(st.sampled_from(["、", "，", "；"])).join(coop),
            "limit": phrase,
            "state": draw(st.sampled_from(["", "推进中", "已完成"])),
        }
        grid.append([parts[part] for part in order])
        expected.append((str(number), "", text, "、".join(lead), "、".join(coop), meaning))
    return Plan(grid, expected)


@given(plans())
@settings(max_examples=20)
def test_a_table_comes_back_the_same_from_word(plan: Plan) -> None:
    assert rows(read_plan(word(T(plan.grid)), "任务.docx", year=2024)) == plan.expected


@given(plans())
@settings(max_examples=20)
def test_a_table_comes_back_the_same_from_excel(plan: Plan) -> None:
    grid: list[list[object]] = [["2024年任务"], *plan.grid]

    assert rows(read_plan(workbook(Sheet("任务", grid)), "任务.xlsx")) == plan.expected


@given(plans(), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
@settings(max_examples=30)
def test_a_table_comes_back_the_same_from_delimited_values(plan: Plan, encoding: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerows(plan.grid)

    assert rows(read_plan(file.getvalue().encode(encoding), "任务.csv", year=2024)) == plan.expected


@given(plans(), st.sampled_from(["\t", "|", " | "]))
@settings(max_examples=30)
def test_a_table_comes_back_the_same_from_pasted_text(plan: Plan, mark: str) -> None:
    text = "\n".join(mark.join(row) for row in plan.grid)

    assert rows(read_text(text, year=2024)) == plan.expected


@given(plans())
@settings(max_examples=30)
def test_brackets_at_the_end_of_paragraphs_say_the_same_as_a_table(plan: Plan) -> None:
    lines = ["2024年要点"]
    for number, _, text, lead, coop, _ in plan.expected:
        duty = f"牵头单位：{lead}" + (f"；配合单位：{coop}" if coop else "")
        lines.append(f"{number}.{text}。（{duty}）")

    read = rows(read_text("\n".join(lines)))

    assert read == [(number, "", f"{text}。", lead, coop, "") for number, _, text, lead, coop, _ in plan.expected]


@given(plans())
@settings(max_examples=20)
def test_a_reading_survives_being_sent_as_json(plan: Plan) -> None:
    reading = read_text("\n".join("\t".join(row) for row in plan.grid), year=2024)

    assert deserialise(json.loads(json.dumps(serialise(reading), ensure_ascii=False))) == reading
