"""Plans in Excel and delimited files: the plan among several sheets, merged groups, dates as cells show them."""

from datetime import date, datetime

import pytest

from tests.plans.reading.making import ABOVE, LEFT, Sheet, codes, doubts, replaced, rows, shared_workbook, workbook
from tracker.errors import Unreadable
from tracker.plans.reading import read_plan

HEADER: list[object] = ["序号", "工作任务", "责任科室", "完成时限"]


def read(*sheets: Sheet, year: int | None = 2024):  # type: ignore[no-untyped-def]
    return read_plan(workbook(*sheets), "任务.xlsx", year=year)


def test_the_plan_is_found_among_sheets_below_its_titles() -> None:
    explanation = Sheet("填表说明", [["填表说明"], ["1.本表由办公室汇总。"], ["2.每季度末更新。"]])
    plan = Sheet("任务分解", [
        ["梧桐局2024年政务公开任务分解表", LEFT, LEFT, LEFT, LEFT],
        ["填报单位：办公室", LEFT, LEFT, LEFT, LEFT],
        ["序号", "板块", "工作任务", "责任科室", "完成时限"],
        [1, "公开", "公布目录", "办公室", date(2024, 3, 29)],
        [2.0, ABOVE, "公布采购", "财务科", "持续推进"],
        [3, "解读", "制作图解", "宣传科", "4月、10月"],
        [],
        ["注：涉密事项按规定办理。", LEFT, LEFT, LEFT, LEFT],
    ])  # fmt: skip
    people = Sheet("联络员", [["科室", "岗位", "电话"], ["办公室", "联络员", "0000-1"]])

    reading = read(explanation, plan, people, year=None)

    assert rows(reading) == [
        ("1", "公开", "公布目录", "办公室", "", "2024-03-29"),
        ("2", "公开", "公布采购", "财务科", "", "ongoing"),
        ("3", "解读", "制作图解", "宣传科", "", "2024-04-30 2024-10-31"),
    ]
    assert (reading.title, reading.year) == ("梧桐局2024年政务公开任务分解表", 2024)
    assert reading.items[0].place.phrase == "任务分解!A4"
    assert codes(reading) == ["table_left_out", "table_left_out"]


def test_header_of_two_rows_and_status_beside_one_unit_column() -> None:
    plan = Sheet("清单", [
        ["工作任务", "序号", "具体要求", "责任落实", LEFT, "完成情况"],
        [ABOVE, ABOVE, ABOVE, "责任单位", "时限要求", ABOVE],
        ["一、公开", 1, "公布规划", "县发改局牵头，县直有关部门配合", "10月底前", "推进中"],
        [ABOVE, 2, "公布补贴", "县财政局、县农业农村局分别牵头落实", "次年1月31日前", "已完成（6月18日）"],
    ])  # fmt: skip

    assert rows(read(plan)) == [
        ("1", "一、公开", "公布规划", "县发改局", "县直有关部门", "2024-10-31"),
        ("2", "一、公开", "公布补贴", "县财政局、县农业农村局", "", "2025-01-31"),
    ]


def test_dates_are_read_as_their_cells_show_them() -> None:
    plan = Sheet(
        "表",
        [
            HEADER,
            [1, "甲任务事项", "办公室", date(2024, 6, 30)],
            [2, "乙任务事项", "办公室", datetime(2024, 9, 1)],
            [3, "丙任务事项", "办公室", 45473],
            [4, "丁任务事项", "办公室", "2024/12/15"],
            [5, "戊任务事项", "办公室", date(2025, 1, 31)],
        ],
        formats={"D2": 'm"月"d"日"', "D3": 'yyyy"年"m"月"', "D6": "yyyy/m/d"},
    )

    assert [row[5] for row in rows(read(plan))] == [
        "2024-06-30",
        "2024-09-30",  # the cell shows 2024年9月: its last day
        "2024-06-30",  # a serial number whose cell has no date format
        "2024-12-15",
        "2025-01-31",
    ]


def test_what_is_hidden_is_left_out_and_said() -> None:
    plan = Sheet(
        "任务",
        [[*HEADER, "联系电话"], [1, "公布预算", "财务科", "3月底前", "1"], [2, "公布决算", "财务科", "9月底前", "2"]],
        hidden_columns="E",
        hidden_rows=(3,),
    )
    secret = Sheet("旧表", [HEADER, [1, "旧任务", "财务科", "3月底前"]], is_hidden=True)

    reading = read(plan, secret)

    assert [row[2] for row in rows(reading)] == ["公布预算"]
    assert sorted(codes(reading)) == ["hidden_columns", "hidden_rows", "hidden_sheet", "year_not_in_file"]


def test_sheets_that_repeat_the_tasks_of_a_section_are_not_read_twice() -> None:
    tasks = [[n, f"公布第{n}类事项目录", "财务科", "3月底前"] for n in range(1, 6)]

    reading = read(Sheet("总表", [HEADER, *tasks]), Sheet("财务科", [HEADER, *tasks[:4]]))

    assert len(reading.items) == 5
    assert "sheet_again" in codes(reading)


def test_of_sheets_for_several_years_the_wanted_one_is_read() -> None:
    old = Sheet("2023年", [HEADER, [1, "去年的任务", "财务科", "3月底前"]])
    new = Sheet("2024年", [HEADER, [1, "今年的任务", "财务科", "3月底前"]])

    assert [row[2] for row in rows(read(old, new, year=None))] == ["今年的任务"]
    assert [row[2] for row in rows(read(old, new, year=2023))] == ["去年的任务"]


def test_two_tables_in_one_sheet_have_their_own_columns() -> None:
    plan = Sheet("任务", [
        ["一、主动公开"],
        HEADER,
        [1, "公布预算", "财务科", "3月底前"],
        ["二、互动交流"],
        ["序号", "事项", "牵头单位", "配合单位", "频次"],
        [1, "办理留言", "信访科", "各科室", "每日"],
    ])  # fmt: skip

    assert rows(read(plan)) == [
        ("1", "一、主动公开", "公布预算", "财务科", "", "2024-03-31"),
        ("1", "二、互动交流", "办理留言", "信访科", "各科室", "daily"),
    ]


def test_units_of_a_superior_are_neither_text_nor_duty() -> None:
    plan = Sheet("任务", [
        ["序号", "工作任务", "省级牵头单位", "市级责任单位", "进度安排", LEFT],
        [ABOVE, ABOVE, ABOVE, ABOVE, "一季度", "二季度"],
        [1, "公布权责清单", "省司法厅", "市司法局", "起草", "公布"],
    ])  # fmt: skip

    assert rows(read(plan)) == [("1", "", "公布权责清单", "市司法局", "", "")]


def test_a_broad_table_with_goal_deliverable_and_two_text_columns() -> None:
    plan = Sheet("任务", [
        ["序号", "工作板块", "工作任务", "具体措施", "成果形式", "牵头科室", "责任科室", "配合科室", "完成时限", "文件依据"],
        [1, "公开", "公布目录", "逐条核对", "目录1份", "办公室", "法规科", "各科室", "6月底前", "条例"],
        [2, ABOVE, "公布指南", "按季度更新", "指南不少于3个", "审批科", "", "", "年底前，并长期坚持", ""],
    ])  # fmt: skip

    reading = read(plan)

    assert rows(reading) == [
        ("1", "公开", "公布目录\n逐条核对", "办公室", "法规科、各科室", "2024-06-30"),
        ("2", "公开", "公布指南\n按季度更新", "审批科", "", "2024-12-31 ongoing quarterly"),
    ]
    assert [(item.deliverable, item.target) for item in reading.items] == [
        ("目录1份", ""),
        ("指南不少于3个", "不少于3个"),
    ]


def test_a_limit_that_gives_no_day_and_a_day_that_does_not_exist_are_doubted() -> None:
    plan = Sheet("任务", [
        HEADER,
        [1, "公布预算情况", "财务科", "开学前"],
        [2, "公布决算情况", "财务科", "6月31日前"],
        [3, "公布采购情况", "财务科", "10月前"],
        [4, "公布资产情况", "财务科", "2031年底前"],
    ])  # fmt: skip

    reading = read(plan)

    assert doubts(reading) == [["limit_unclear"], ["no_such_day"], ["before_period"], ["far_due"]]
    assert [row[5] for row in rows(reading)] == ["", "2024-06-30", "2024-09-30", "2031-12-31"]


def test_numbers_that_repeat_or_skip_are_kept_and_noted() -> None:
    plan = Sheet("任务", [HEADER, *([n, f"公布事项{n}", "财务科", "年内"] for n in (1, 2, 2, 5))])

    reading = read(plan)

    assert [row[0] for row in rows(reading)] == ["1", "2", "2", "5"]
    assert doubts(reading) == [[], [], ["number_again"], ["number_missing"]]


def test_a_sheet_used_as_a_page_of_text_is_read_as_text() -> None:
    page = Sheet(
        "Sheet1",
        [["2024年政务公开要点"], ["一、主动公开"], ["（一）公布预算。（责任单位：财务科）"], ["（二）公布决算。"]],
    )

    assert [row[:3] for row in rows(read(page))] == [
        ("（一）", "一、主动公开", "公布预算。"),
        ("（二）", "一、主动公开", "公布决算。"),
    ]


def test_texts_kept_in_a_list_of_their_own_and_mixed_letters_are_whole() -> None:
    plan = [["序号", "任务", "责任科室"], [1, ["公布", "预算", "决算"], "财务科"], [2, "公布预算", "财务科"]]

    reading = read_plan(shared_workbook("任务", plan), "任务.xlsx", year=2024)

    assert [row[:4] for row in rows(reading)] == [("1", "", "公布预算决算", "财务科"), ("2", "", "公布预算", "财务科")]


def test_formulas_are_read_as_shown() -> None:
    content = workbook(Sheet("任务", [HEADER, [1, "甲事项", "财务科", "年内"], ["=B2", "乙事项", "财务科", "年内"]]))
    part = "xl/worksheets/sheet1.xml"
    content = replaced(content, part, "<f>B2</f><v></v>", "<f>B2</f><v>2</v>")

    assert [row[0] for row in rows(read_plan(content, "任务.xlsx", year=2024))] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(("name", "mark"), [("任务.csv", ","), ("任务.tsv", "\t"), ("任务.csv", ";")])
def test_delimited_files_in_any_encoding(encoding: str, name: str, mark: str) -> None:
    lines = [
        ["栖霞所2024年政务公开任务表", "", "", ""],
        ["序号", "任务", "责任科室", "时限"],
        ["1", '"公布预算，\n并说明增减"', "财务科", "3月底前"],
        ["2", "公布“三公”经费", "财务科、办公室", "年底前"],
    ]
    content = "\r\n".join(mark.join(line) for line in lines).encode(encoding)

    reading = read_plan(content, name)

    assert rows(reading) == [
        ("1", "", "公布预算，\n并说明增减", "财务科", "", "2024-03-31"),
        ("2", "", "公布“三公”经费", "财务科、办公室", "", "2024-12-31"),
    ]


def test_more_than_five_thousand_filled_rows_are_refused() -> None:
    lines = "\n".join(f"{n},任务{n},财务科,年内" for n in range(5002))

    with pytest.raises(Unreadable, match="more than 5000 filled rows"):
        read_plan(f"序号,任务,责任科室,时限\n{lines}".encode(), "任务.csv")
