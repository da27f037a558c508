"""Workbooks: our own, other offices' sheets, and sheets with the faults that agencies send."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from openpyxl.workbook import Workbook

from tests.annual_report.reading.files import Cell, one_sheet, rows_from, tables_of, title, with_part, workbook
from tests.annual_report.samples import any_report, golden, row_cells, trial
from tracker.annual_report.reading.reports import ReadReport, read_report
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.rules import check_report
from tracker.annual_report.tables import COLUMNS, row_paths
from tracker.annual_report.xlsx_file import write_xlsx
from tracker.errors import Unreadable

# On the sheet 表三 of our own workbook row 6 is 一, row 8 is 三(一); column D is 自然人, J is 总计.
FIRST = 6


def read(content: bytes) -> ReadReport:
    return read_report(content, "报告.xlsx")


def read_changed(*changes: tuple[str, object]) -> ReadReport:
    def change(book: Workbook) -> None:
        for cell, value in changes:
            book["表三"][cell] = value

    return read(workbook(golden(), change))


@settings(max_examples=25, deadline=None)
@given(any_report())
def test_a_written_workbook_is_read_as_the_same_tables(report: ReportFigures) -> None:
    read_back = read(write_xlsx(report)).figures
    asked = read_back.unread  # a row without its total, whose numbers may have moved

    assert dict(read_back.cells) == {path: number for path, number in report.cells.items() if path not in asked}
    assert dict(read_back.written) == {path: word for path, word in report.written.items() if path not in asked}
    assert all(report.value(f"{path.rpartition('.')[0]}.总计") is None for path in asked)
    assert (read_back.form, read_back.form_three) == (report.form, report.form_three)
    assert (read_back.name, read_back.year) == (report.name, report.year)


def test_equal_reports_make_equal_workbooks_without_formulas() -> None:
    report = golden().changed({"table2.行政强制": None})
    with_formula = ReportFigures(
        report.name, 2024, report.form, report.form_three, report.cells, {"table2.行政强制": "=无"}
    )

    assert write_xlsx(with_formula) == write_xlsx(with_formula)
    assert read(write_xlsx(with_formula)).figures.written == {"table2.行政强制": "=无"}


@pytest.mark.parametrize("left", [0, 3])
@pytest.mark.parametrize("report", [golden(), trial()], ids=["current", "trial"])
def test_all_tables_on_one_sheet_without_merged_cells_are_found(report: ReportFigures, left: int) -> None:
    found = read(one_sheet(tables_of(report).values(), title(report), left=left))

    assert dict(found.figures.cells) == dict(report.cells)
    assert (found.figures.name, found.figures.year, list(found.doubts)) == (report.name, report.year, [])


def test_the_old_table_three_under_the_new_table_two_is_read_as_what_it_is() -> None:
    tables = tables_of(golden()) | {"三": tables_of(trial())["三"]}

    found = read(one_sheet(tables.values(), title(golden()))).figures

    assert (found.form.value, found.form_three.value) == ("2021", "2019")


def test_headings_repeated_in_the_middle_and_page_numbers_are_left_out() -> None:
    table = tables_of(golden())["三"]
    upper, lower = rows_from(table, 0, 12), rows_from(table, 13, 27, to=17)
    cut = [*upper, Cell(13, 6, "5"), *rows_from(table, 0, 2, to=14), *lower]

    found = read(one_sheet([cut]))

    assert all(found.figures.row(key) == golden().row(key) for key in ("一", "三(三)5", "三(三)6", "四"))
    assert [str(doubt.says) for doubt in found.doubts if "not found" not in str(doubt.says)] == []


def test_a_column_of_serial_numbers_before_the_labels_is_left_out() -> None:
    table = [Cell(cell.row, cell.column + 1, cell.text, cell.rows, cell.columns) for cell in tables_of(golden())["三"]]
    numbered = [*table, *(Cell(row, 0, str(row - 2)) for row in range(3, 28))]

    assert read(one_sheet([numbered])).figures.row("三(一)") == golden().row("三(一)")


def test_a_sheet_without_headings_is_read_in_order_if_each_row_has_seven_numbers() -> None:
    table = rows_from(tables_of(golden())["三"], 3, 27)

    found = read(one_sheet([table]))

    assert found.figures.row("三(四)1") == golden().row("三(四)1")


def test_a_row_shifted_by_a_column_is_asked_about_and_not_read() -> None:
    found = read_changed(
        ("D6", None), ("E6", 3440), ("F6", 75), ("G6", 0), ("H6", 1), ("I6", 6), ("J6", 3), ("K6", 3525)
    )

    assert found.figures.row("一") == (None,) * 7
    (doubt,) = [doubt for doubt in found.doubts if doubt.paths == row_paths("一")]
    assert (doubt.is_unread, str(doubt.place)) == (True, "sheet 表三, cell A6")
    assert found.figures.row("二") == golden().row("二")


@pytest.mark.parametrize(("merged", "columns"), [("I8:J8", ("其他", "总计")), ("J8:J9", ("总计",))])
def test_a_number_in_merged_cells_is_asked_about(merged: str, columns: tuple[str, ...]) -> None:
    found = read(workbook(golden(), lambda book: book["表三"].merge_cells(merged)))

    asked = {path for doubt in found.doubts for path in doubt.paths}
    assert {f"table3.三(一).{column}" for column in columns} <= asked
    assert found.figures.value("table3.三(一).总计") is None
    assert found.figures.value("table3.三(一).自然人") == 1408


def test_digits_of_two_cells_run_together_are_asked_about() -> None:
    # 1408, 21 and 1431 have become 140821, nothing, 1431
    found = read_changed(("D8", 140821), ("E8", None))

    assert found.figures.row("三(一)") == (None, None, 0, 0, 2, 0, 1431)
    assert {path for doubt in found.doubts for path in doubt.paths} == set(row_paths("三(一)")[:2])


def test_a_number_broken_by_a_blank_is_read_only_if_the_row_then_adds_up() -> None:
    sure = read_changed(("D8", "14 08"))
    unsure = read_changed(("D8", "14 09"))

    assert sure.figures.row("三(一)") == golden().row("三(一)")
    assert unsure.figures.value("table3.三(一).自然人") is None
    assert "14 09" in str(unsure.doubts[0].says)


def test_a_true_mistake_beside_a_blank_cell_is_no_doubt() -> None:
    found = read_changed(("D8", 1500), ("E8", None))

    assert found.figures.row("三(一)") == (1500, None, 0, 0, 2, 0, 1431)
    assert list(found.doubts) == []


def test_a_blank_total_is_asked_about_without_calling_the_file_unread() -> None:
    found = read_changed(("J8", None))

    assert found.figures.value("table3.三(一).总计") is None
    assert [(doubt.paths, doubt.is_unread) for doubt in found.doubts] == [(("table3.三(一).总计",), False)]


def test_strokes_and_words_stay_as_they_stand() -> None:
    found = read_changed(("D8", "/"), ("E8", "约二十"), ("F8", "—"), ("G8", "１，２０６"), ("H8", "2,345"))

    assert found.figures.written == {
        "table3.三(一).自然人": "/",
        "table3.三(一).商业企业": "约二十",
        "table3.三(一).科研机构": "—",
    }
    assert found.figures.value("table3.三(一).社会公益组织") == 1206
    assert found.figures.value("table3.三(一).法律服务机构") == 2345


def test_a_formula_without_its_result_is_asked_about() -> None:
    found = read_changed(("J8", "=SUM(D8:I8)"))

    assert found.figures.value("table3.三(一).总计") is None
    assert any(doubt.is_unread and doubt.paths == ("table3.三(一).总计",) for doubt in found.doubts)


def test_what_a_sheet_has_turned_into_a_day_is_asked_about() -> None:
    found = read_changed(("D8", datetime(2024, 1, 2)))

    assert found.figures.value("table3.三(一).自然人") is None
    assert any(doubt.paths == ("table3.三(一).自然人",) for doubt in found.doubts)


def test_numbers_in_a_row_the_form_does_not_have_are_asked_about() -> None:
    found = read_changed(("C11", "9.属于工作秘密"))

    assert any("属于工作秘密" in str(doubt.says) for doubt in found.doubts)
    assert found.figures.row("三(三)2") == (None,) * 7


def test_labels_with_small_slips_are_known() -> None:
    found = read_changed(("C14", "5.属于三类内容事务信息"), ("C12", '3.危及"三安全一稳定"'))

    assert [found.figures.row(key) for key in ("三(三)5", "三(三)3")] == [
        golden().row("三(三)5"),
        golden().row("三(三)3"),
    ]


def test_a_hidden_sheet_is_not_read() -> None:
    def add_old_table(book: Workbook) -> None:
        old = book.copy_worksheet(book["表三"])
        old["D6"] = 99
        old.sheet_state = "hidden"

    assert read(workbook(golden(), add_old_table)).figures.row("一") == golden().row("一")


def test_two_different_tables_three_are_refused() -> None:
    def add_other_year(book: Workbook) -> None:
        book.copy_worksheet(book["表三"])["D6"] = 99

    with pytest.raises(Unreadable, match="more than once"):
        read(workbook(golden(), add_other_year))


def test_a_workbook_without_the_other_tables_says_so() -> None:
    found = read(one_sheet([tables_of(golden())["三"]]))

    assert {str(doubt.says) for doubt in found.doubts} >= {"Table two was not found", "Table four was not found"}
    assert found.figures.disputes() == (None,) * 15


def test_merged_cells_of_enormous_size_are_refused() -> None:
    content = with_part(write_xlsx(golden()), "xl/worksheets/sheet1.xml", "A3:D3", "A3:XFD1048576")

    with pytest.raises(Unreadable, match="enormous"):
        read(content)


def test_a_far_away_cell_costs_nothing() -> None:
    found = read(workbook(golden(), lambda book: book["表四"].cell(1_048_576, 16_384, 1)))

    assert found.figures.disputes() == golden().disputes()


def test_one_number_of_table_two_that_stands_in_any_of_several_cells_is_read() -> None:
    table = [cell for cell in tables_of(golden())["二"] if cell.text != "1573179"]

    found = read(one_sheet([[*table, Cell(6, 3, "1573179")], tables_of(golden())["三"]]))

    assert found.figures.value("table2.行政许可") == 1573179


def test_a_row_of_table_two_with_a_number_out_of_its_columns_is_asked_about() -> None:
    table = [*tables_of(golden())["二"], Cell(2, 4, "7")]

    found = read(one_sheet([table, tables_of(golden())["三"]]))

    assert found.figures.value("table2.规章.制发") is None
    assert any("规章" in str(doubt.says) for doubt in found.doubts)


def test_row_cells_are_those_of_the_form() -> None:
    assert set(row_cells("一", range(7))) <= set(golden().kinds)


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        ((9, 0, 0, 0, 0, 471, None), 7),  # the row has moved a column to the left, its first number is lost
        ((4629, 0, 0, 0, 0, 471, None), 7),  # two numbers in one cell, and the rest moved up
        (("46290000471", None, None, None, None, None, None), 7),  # all seven in one cell
        (("462 9 0 0 0 0 471", None, None, None, None, None, None), 7),
        (("462 9", None, 0, 0, 0, 0, 471), 2),
        ((4629, None, 0, 0, 0, 0, 471), 2),
    ],
)
def test_numbers_that_ran_together_or_moved_are_asked_about_with_the_blanks_beside_them(
    numbers: tuple[object, ...], asked: int
) -> None:
    found = read_changed(*((f"{column}9", number) for column, number in zip("DEFGHIJ", numbers, strict=True)))

    assert [path for path in found.figures.cells if path.startswith("table3.三(二).")] == [
        f"table3.三(二).{name}" for name in COLUMNS[asked:]
    ]
    assert len(found.figures.unread) == asked
    assert not any(failure.is_hard for failure in check_report(found.figures))


def test_headings_in_another_order_are_followed() -> None:
    def swap(book: Workbook) -> None:
        sheet = book["表三"]
        for row in sheet.iter_rows(min_row=5):
            row[4].value, row[5].value = row[5].value, row[4].value

    found = read(workbook(golden(), swap))

    assert dict(found.figures.cells) == dict(golden().cells)


def test_a_fee_under_a_heading_in_yuan_is_asked_about() -> None:
    def change(book: Workbook) -> None:
        sheet = book["表二"]
        heading = next(cell for row in sheet.iter_rows() for cell in row if "万元" in str(cell.value))
        heading.value = "本年收费金额（单位：元）"
        sheet.cell(heading.row + 1, heading.column).value = 727012578

    found = read(workbook(golden(), change))

    assert "table2.行政事业性收费_万元" in found.figures.unread


def test_a_word_in_a_cell_fails_itself_and_no_sum() -> None:
    found = read_changed(("D9", "46O"))

    assert [(one.identity, one.where) for one in check_report(found.figures)] == [("H12", "三(二) 自然人")]


def test_a_blank_total_of_table_four_is_asked_about() -> None:
    def change(book: Workbook) -> None:
        book["表四"].cell(6, 15).value = None

    found = read(workbook(golden(), change))

    assert [doubt.paths for doubt in found.doubts] == [("table4.复议后起诉.总计",)]
