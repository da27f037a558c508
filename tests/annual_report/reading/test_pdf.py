"""PDF files with and without ruled tables, and text copied out of them."""

import pytest

from tests.annual_report.reading.files import Cell, Table, pdf, rows_from, tables_of, title
from tests.annual_report.samples import golden, trial
from tracker.annual_report.reading.reports import ReadReport, read_report
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.tables import row_paths
from tracker.errors import Unreadable


def read(*pages: list[str | Table], is_ruled: bool = True) -> ReadReport:
    return read_report(pdf(pages, is_ruled=is_ruled), "报告.pdf")


def split(report: ReportFigures, last_on_first_page: int) -> tuple[Table, Table]:
    """Table three over two pages, with its heading rows on both."""
    table = tables_of(report)["三"]
    rest = rows_from(table, last_on_first_page + 1, 40, to=3)
    return rows_from(table, 0, last_on_first_page), rows_from(table, 0, 2) + rest


@pytest.mark.parametrize("report", [golden(), trial()], ids=["current", "trial"])
@pytest.mark.parametrize("last", [4, 9, 14])
def test_tables_over_two_pages_with_repeated_headings_and_page_numbers_are_read(
    report: ReportFigures, last: int
) -> None:
    first, second = split(report, last)
    tables = tables_of(report)

    found = read(
        [title(report), "一、总体情况", "收到申请3525件。", tables["二"], "- 1 -"],
        [first, "2"],
        [second, tables["四"], "五、存在的主要问题及改进情况", "不够主动。", "第3页"],
    )

    assert dict(found.figures.cells) == dict(report.cells)
    assert (found.figures.name, found.figures.year, list(found.doubts)) == (report.name, report.year, [])
    assert (found.sections["一"], found.sections["五"]) == ("收到申请3525件。", "不够主动。")


def test_a_table_that_goes_on_without_headings_keeps_its_columns() -> None:
    table = tables_of(golden())["三"]

    found = read([rows_from(table, 0, 14)], [rows_from(table, 15, 27)])

    assert [found.figures.row(key) for key in ("三(四)1", "三(七)", "四")] == [
        golden().row(key) for key in ("三(四)1", "三(七)", "四")
    ]


@pytest.mark.parametrize("numbers_on_first_page", [True, False])
def test_a_row_cut_in_two_by_the_page_end_is_put_together(numbers_on_first_page: bool) -> None:
    first, second = split(golden(), 11)  # row 12 is 6.属于四类过程性信息
    numbers = [cell.text for cell in tables_of(golden())["三"] if cell.row == 12 and cell.column >= 3]
    blank = [""] * 7
    upper, lower = (numbers, blank) if numbers_on_first_page else (blank, numbers)
    first = [*first, Cell(12, 2, "6.属于"), *(Cell(12, 3 + at, text) for at, text in enumerate(upper))]
    second = [cell for cell in second if cell.row != 3 or cell.column < 2]
    second += [Cell(3, 2, "四类过程性信息"), *(Cell(3, 3 + at, text) for at, text in enumerate(lower))]

    found = read([first], [second])

    assert found.figures.row("三(三)6") == golden().row("三(三)6")
    assert [str(doubt.says) for doubt in found.doubts if "not found" not in str(doubt.says)] == []


def test_the_beginning_of_a_long_label_is_not_taken_for_another_row() -> None:
    first, second = split(golden(), 7)  # row 8 is 2.其他法律行政法规禁止公开, which begins like 3.其他
    first = [*first, Cell(8, 2, "2.其他"), *(Cell(8, 3 + at, str(at)) for at in range(7))]
    second = [cell for cell in second if cell.row != 3]

    found = read([first], [second])

    assert found.figures.row("三(六)3") == golden().row("三(六)3")
    assert found.figures.row("三(三)2") == (None,) * 7


def test_a_table_without_lines_is_read_by_the_order_of_its_rows() -> None:
    tables = tables_of(golden())

    found = read([title(golden()), tables["二"]], [tables["三"]], [tables["四"]], is_ruled=False)

    assert dict(found.figures.cells) == dict(golden().cells)


def test_numbers_run_together_without_lines_are_asked_about() -> None:
    table = [
        Cell(3, 3, "344075") if cell.text == "3440" and cell.row == 3 else cell for cell in tables_of(golden())["三"]
    ]
    table = [cell for cell in table if (cell.row, cell.column) != (3, 4)]

    found = read([table], is_ruled=False)

    assert found.figures.row("一") == (None,) * 7
    assert any(doubt.paths == row_paths("一") for doubt in found.doubts)


TEXT = """
宿河市人民政府2024年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计
一、本年新收政府信息公开申请数量 3440 75 0 1 6 3 3525
- 5 -
二、上年结转政府信息公开申请数量 118 3 0 0 0 0
四、结转下年度继续办理 118 5 0 0 1 1 125
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_copied_out_gives_the_rows_that_are_certain(encoding: str) -> None:
    found = read_report(TEXT.encode(encoding), "报告.txt")

    assert found.figures.row("一") == golden().row("一")
    assert found.figures.row("四") == golden().row("四")
    assert found.figures.row("二") == (None,) * 7
    assert any(doubt.paths == row_paths("二") for doubt in found.doubts)


def test_a_picture_of_a_report_is_refused() -> None:
    with pytest.raises(Unreadable, match="only pictures"):
        read([])


def test_a_thick_book_is_refused() -> None:
    with pytest.raises(Unreadable, match="60 pages"):
        read(*[["一"]] * 61)
