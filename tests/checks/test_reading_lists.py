"""A list of problems as others write it: merged cells, missing heads, rows as above."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document as WordDocument
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from tests.checks.lists import HEADS, TODAY, findings
from tests.support.pages import fill, filled
from tracker.checks.finding_tables import TableRow, cut, read_limit, rows_of, text_of
from tracker.errors import RuleBroken
from tracker.organisation.models import Unit


@pytest.mark.parametrize(
    "written", ["尽快", "立即整改", "长期坚持", "每月", "2月30日", "13月1日", "10", "10月30日或11月5日"]
)
def test_a_limit_that_is_not_clear_is_refused(written: str) -> None:
    with pytest.raises(RuleBroken):
        read_limit(written, TODAY)


def test_a_table_is_read_below_its_head_wherever_that_stands_and_written_back_the_same() -> None:
    above = "某市问题清单\n|序号|问题|责任单位（科室）|\n|---|---|---|\n|1|甲 乙|信息科|\n|2| |财务科|"
    typed = f"{above}\n序号|问题|责任单位\n3|丙|财务科"

    rows = [row for _, row in rows_of(cut(typed))]

    assert rows == [TableRow("甲 乙", "信息科"), TableRow("丙", "财务科")]
    assert [row for _, row in rows_of(cut(text_of(rows)))] == rows


def dirty_xlsx(heads: bool) -> BytesIO:
    """A list as people send it: a title over all columns, empty rows and columns, cells merged downwards."""
    book = Workbook()
    sheet = book.active
    sheet["B2"] = "问题清单（共3条）"
    sheet.merge_cells("B2:F2")
    rows = [*([HEADS[:5]] if heads else []), ["1", "栏目", "“通知公告”栏目三个月没有更新", "信息科", "10月30日前"]]
    rows += [["", "", "", "", ""], ["2", "栏目", "年度预算公开表缺少说明", "信息科", "5个工作日"]]
    rows += [["3", "附件", "三个附件下载后是空的", "财务科", "10月28日"]]
    for at, row in enumerate(rows, 4):
        for column, text in enumerate(row, 2):
            sheet.cell(at, column, text or None)
    last = 3 + len(rows)
    for column in ("C", "E"):  # 栏目 and 信息科 stand once, over three rows
        sheet[f"{column}{last - 2}"] = sheet[f"{column}{last - 1}"] = None
        sheet.merge_cells(f"{column}{last - 3}:{column}{last - 1}")
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def dirty_docx(heads: bool) -> BytesIO:
    document = WordDocument()
    rows = [*([HEADS[:5]] if heads else []), ["1", "栏目", "“通知公告”栏目三个月没有更新", "信息科", "10月30日前"]]
    rows += [["", "", "", "", ""], ["2", "栏目", "年度预算公开表缺少说明", "", "5个工作日"]]
    rows += [["3", "附件", "三个附件下载后是空的", "财务科", "10月28日"]]
    table = document.add_table(rows=1 + len(rows), cols=5)
    table.cell(0, 0).merge(table.cell(0, 4)).text = "问题清单（共3条）"
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    last = len(rows)
    table.cell(last - 3, 3).merge(table.cell(last - 1, 3)).text = "信息科"
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return file


@pytest.mark.parametrize("heads", [True, False])
@pytest.mark.parametrize(("make_file", "name"), [(dirty_xlsx, "清单.xlsx"), (dirty_docx, "清单.docx")])
def test_merged_cells_empty_rows_and_a_missing_head_are_understood(
    app: Flask, checker: FlaskClient, units: tuple[Unit, Unit], make_file: Callable[[bool], BytesIO], name: str,
    heads: bool,
) -> None:  # fmt: skip
    page = fill(checker, "/findings/import", text="", files=(make_file(heads), name)).get_data(as_text=True)
    assert "将录入3个问题" in page

    checker.post("/findings/import", data=filled(page, source="第三方评估") | {"step": "enter"})

    assert [(one.description, one.unit_id, one.due_on) for one in findings(app)] == [
        ("“通知公告”栏目三个月没有更新", units[0].id, date(2026, 10, 30)),
        ("年度预算公开表缺少说明", units[0].id, date(2026, 10, 20)),
        ("三个附件下载后是空的", units[1].id, date(2026, 10, 28)),
    ]


def test_a_cell_that_says_as_above_is_that_of_the_row_above() -> None:
    typed = "存在问题|责任单位|整改时限\n缺说明|信息科|10月30日\n错链|同上|〃\n过期|同上|5个工作日"

    rows = [row for _, row in rows_of(cut(typed))]

    assert [(row.unit, row.limit) for row in rows] == [
        ("信息科", "10月30日"), ("信息科", "10月30日"), ("信息科", "5个工作日"),
    ]  # fmt: skip


def test_a_unit_that_is_left_empty_is_asked_about_and_filled_from_above_only_when_somebody_says_so(
    app: Flask, checker: FlaskClient, units: tuple[Unit, Unit]
) -> None:
    typed = "存在问题\t责任单位\n缺说明\t信息科\n错链\t\n过期\t财务科\n空白\t"

    typed += "\n错字\t同上"

    asked = fill(checker, "/findings/import", text=typed).get_data(as_text=True)
    assert "2个问题可以录入，3行不能录入" in asked
    assert "上一行是“信息科”" in asked
    assert "上一行是“财务科”" in asked
    assert findings(app) == []

    page = checker.post("/findings/import", data=filled(asked, text=typed, unit_id="above")).get_data(as_text=True)
    assert "将录入5个问题" in page
    assert page.count("与上一行相同</span>") == 3
    checker.post("/findings/import", data=filled(page, text=typed, unit_id="above", step="enter"))

    info, money = (unit.id for unit in units)
    assert [one.unit_id for one in findings(app)] == [info, info, money, money, money]


def test_a_first_row_without_a_unit_has_none_above_it(checker: FlaskClient, units: tuple[Unit, Unit]) -> None:
    typed = "存在问题|责任单位\n缺说明|\n错链|信息科"

    page = fill(checker, "/findings/import", text=typed, unit_id="above").get_data(as_text=True)

    assert "1个问题可以录入，1行不能录入" in page


@pytest.mark.parametrize(
    "typed",
    ["缺说明信息|信息科\n三个链接打不开|财务科", "1、|三个链接打不开|网络中心|5个工作日\n2、|缺少说明|办公室|10月30日"],
)
def test_a_table_without_a_head_is_known_by_what_stands_in_its_columns(typed: str) -> None:
    rows = [row for _, row in rows_of(cut(typed))]

    assert [row.unit for row in rows] in (["信息科", "财务科"], ["网络中心", "办公室"])
    assert all(len(row.description) > 3 for row in rows)


@pytest.mark.parametrize(
    "typed",
    [
        "姓名|单位\n张三|信息科\n李四|财务科\n王五|办公室",
        "",
        "只有一句话",
        "姓名|单位\n张三|信息科",
        "存在问题|责任单位",
    ],
)
def test_a_text_that_is_no_list_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        rows_of(cut(typed))


def odd_xlsx() -> BytesIO:
    """A list with its head in the third row, over several sheets, numbers as text, days as people write them."""
    book = Workbook()
    first = book.active
    first.append(["附件2"])
    first.append(["2026年三季度政务公开第三方评估问题清单"])
    first.append(["序号", "一级指标", "存在问题", "责任单位", "整改时限"])
    first.append(["1", "主动公开", "栏目没有更新", "信息科", "二〇二六年十月三十日"])
    first.append(["2", None, "三个链接打不开", None, "10月底前"])
    first.append([3, "政策解读", "没有解读材料", "财务科", 46328])
    first.merge_cells("D4:D5")
    book.create_sheet("说明").append(["填表说明：请于10月30日前反馈"])
    second = book.create_sheet("续表")
    second.append(["（续）"])
    second.append(["序号", "问题\n表现", "整改责任\n单位（科室）", "完成时限（2026年）"])
    second.append(["4", "公开目录过期", "财务科", datetime(2026, 11, 5)])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_several_sheets_with_their_heads_below_and_days_as_people_write_them_become_one_list(
    app: Flask, checker: FlaskClient, units: tuple[Unit, Unit]
) -> None:
    page = fill(checker, "/findings/import", text="", files=(odd_xlsx(), "清单.xlsx")).get_data(as_text=True)
    assert "将录入4个问题" in page

    checker.post("/findings/import", data=filled(page, source="第三方评估") | {"step": "enter"})

    first, second = units[0].id, units[1].id
    assert [(one.description, one.unit_id, one.due_on) for one in findings(app)] == [
        ("栏目没有更新", first, date(2026, 10, 30)),
        ("三个链接打不开", first, date(2026, 10, 31)),
        ("没有解读材料", second, date(2026, 11, 2)),
        ("公开目录过期", second, date(2026, 11, 5)),
    ]
