"""One register printed in many shapes: each gives back its numbers, and of what fails just what was wrong in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from tests.annual_report.reading.files import (
    NEXT_COLUMN,
    Table,
    one_sheet,
    pdf,
    rows_from,
    tables_of,
    title,
    web_page,
    word,
)
from tests.annual_report.samples import changed, golden, trial
from tracker.annual_report.reading.labels import find_row
from tracker.annual_report.reading.reports import ReadReport, read_report
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.rules import check_report
from tracker.annual_report.tables import COLUMNS, SECTIONS, Form, row_paths

Tables = Mapping[str, Table]
Shape = Callable[[ReportFigures, Tables], tuple[bytes, str]]


def by_row(table: Table) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in sorted(table, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def text(between: str, before: str = "", after: str = "") -> Shape:
    """Text copied out of a page or document, a row of a table in one line (or, with a line end, in many)."""

    def written(report: ReportFigures, tables: Tables) -> tuple[bytes, str]:
        lines = [title(report)]
        for number, heading in SECTIONS.items():
            rows = by_row(tables[number]) if number in tables else []
            lines += [heading, *(f"{before}{between.join(row)}{after}" for row in rows)]
        return "\n".join(lines).encode(), "a.txt"

    return written


def in_word(report: ReportFigures, tables: Tables) -> tuple[bytes, str]:
    return word(report, tables=dict(tables)), "a.docx"


def in_excel(report: ReportFigures, tables: Tables) -> tuple[bytes, str]:
    return one_sheet(tables.values(), title(report)), "a.xlsx"


def on_a_web_page(report: ReportFigures, tables: Tables) -> tuple[bytes, str]:
    return web_page(report, tables=dict(tables)).encode(), "a.html"


def with_numbers_of_pages(report: ReportFigures, tables: Tables) -> tuple[bytes, str]:
    pages = [[title(report), tables["二"], "- 1 -"], [tables["三"], "第2页"], [tables["四"], "3"]]
    return pdf(pages, is_ruled=False), "a.pdf"


def in_two_columns(report: ReportFigures, tables: Tables) -> tuple[bytes, str]:
    three = tables["三"]
    words = ["政府信息公开工作在上级部门的指导下有序开展。"] * 4
    left = [title(report), *words, "二、主动公开政府信息情况", tables["二"], rows_from(three, 0, 14)]
    right = [rows_from(three, 15, 27), "四、政府信息公开行政复议、行政诉讼情况", tables["四"], *words]
    return pdf([[*left, NEXT_COLUMN, *right]], columns=2), "a.pdf"


def with_rows_left_open_by_the_page_end(report: ReportFigures, tables: Tables) -> tuple[bytes, str]:
    three = tables["三"]
    rest = [*rows_from(three, 0, 2), *rows_from(three, 13, 27, to=3)]
    return pdf([[title(report), tables["二"], rows_from(three, 0, 12)], [rest, tables["四"]]], is_open=True), "a.pdf"


SHAPES: dict[str, Shape] = {
    "word": in_word,
    "excel": in_excel,
    "web page": on_a_web_page,
    "numbers of pages": with_numbers_of_pages,
    "two columns": in_two_columns,
    "open rows": with_rows_left_open_by_the_page_end,
    "tabs": text("\t"),
    "strokes": text(" | ", "| ", " |"),
    "blanks": text(" "),
    "a cell a line": text("\n"),
}


def mixed() -> ReportFigures:
    """Table three of the old form under table two of the new one."""
    new, old = golden(), trial()
    cells = {path: number for path, number in old.cells.items() if path.startswith("table3")}
    two = {path: number for path, number in new.cells.items() if not path.startswith("table3")}
    return replace(new, form_three=Form.TRIAL, cells={**two, **cells})


WRONG = {
    "sound": (golden(), []),
    "a result too many": (changed(golden(), **{"三(四)3__自然人": 9}), ["H2 自然人", "H3 三(四)3"]),
    "totals of both": (
        changed(golden(), 一__总计=3526).changed({"table4.复议后起诉.总计": 53}),
        ["H1 总计", "H3 一", "H5 复议后起诉"],
    ),
    "mixed forms": (changed(mixed(), 四__其他=2), ["H1 其他", "H3 四"]),
    "old form": (changed(trial(), **{"三(六)__自然人": 3}), ["H2 自然人", "H3 三(六)"]),
}


def read(shape: str, report: ReportFigures, change: Callable[[Table], Table] = list) -> ReadReport:
    tables = {number: change(table) for number, table in tables_of(report).items()}
    return read_report(*SHAPES[shape](report, tables))


def failing(found: ReadReport) -> list[str]:
    return sorted(f"{one.identity} {one.where}" for one in check_report(found.figures) if one.is_hard)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("case", WRONG)
def test_a_report_in_any_shape_gives_its_numbers_and_just_its_errors(shape: str, case: str) -> None:
    report, expected = WRONG[case]

    found = read(shape, report)

    assert dict(found.figures.cells) == dict(report.cells)
    assert failing(found) == expected
    assert [str(doubt.says) for doubt in found.doubts] == []


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "excel"])
@pytest.mark.parametrize("nothing", ["/", "—", "无", "０"])
def test_marks_for_nothing_are_no_words_and_break_no_sum(shape: str, nothing: str) -> None:
    report = changed(golden(), **{"三(四)3__自然人": 9})

    def marked(table: Table) -> Table:
        return [replace(cell, text=nothing) if cell.text == "0" else cell for cell in table]

    found = read(shape, report, marked)

    assert failing(found) == ["H2 自然人", "H3 三(四)3"]
    assert {path: number for path, number in found.figures.cells.items() if number} == {
        path: number for path, number in report.cells.items() if number
    }


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("1.予以公开", "三(一)"),
        ("①属于国家秘密", "三(三)1"),
        ("⑴ 属于国家秘密", "三(三)1"),
        ("2、其他法律、行政法规禁止公开", "三(三)2"),
        ("国家秘密", "三(三)1"),
        ("1.本机关不掌握", "三(四)1"),
        ("本年新收申请数量", "一"),
        ("二、上年结转申请数量", "二"),
        ("1.申请人无正当理由逾期不补正", "三(六)1"),
        ("其他处理 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "三(六)2"),
        ("③其它", "三(六)3"),
        ("(7)合计", "三(七)"),
        ("四、结转下年度办理", "四"),
        ("（二）部分公开", "三(二)"),
        # What may be one row or another, or belongs to a row that a line end has cut, is none.
        ("2.其他", None),
        ("申请数量", None),
        ("行政机关不再处理其政府信息公开申请", None),
        ("5.国家秘密", None),
        ("不予公开", None),
        ("信息", None),
    ],
)
def test_labels_are_known_by_whatever_number_they_have_and_when_words_are_left_out(label: str, key: str | None) -> None:
    assert find_row(label) == key


@pytest.mark.parametrize(("stands", "expected"), [("1256", None), ("1250", 1250)])
def test_the_number_of_a_page_run_into_a_total_is_asked_about(stands: str, expected: int | None) -> None:
    def glued(table: Table) -> Table:
        return [replace(cell, text=stands) if (cell.text, cell.row) == ("125", 27) else cell for cell in table]

    found = read("blanks", golden(), glued)

    assert found.figures.row("四")[-1] == expected
    assert any(doubt.paths == row_paths("四")[-1:] for doubt in found.doubts) is (expected is None)


def test_numbers_broken_over_lines_are_asked_about() -> None:
    content, name = SHAPES["blanks"](golden(), tables_of(golden()))
    broken = content.decode().replace("3440 75 0 1 6 3 3525", "344 75 0 1 6 3 352\n0 5")

    found = read_report(broken.encode(), name)

    assert found.figures.row("一") == (None,) * len(COLUMNS)
    assert not found.figures.is_read(row_paths("一"))


def test_a_row_whose_total_went_to_the_next_page_is_put_together() -> None:
    table = tables_of(golden())["三"]
    total = row_paths("三(四)3")[-1]
    first = [replace(cell, text="") if (cell.row, cell.column) == (15, 9) else cell for cell in rows_from(table, 0, 15)]
    rest = [*rows_from(table, 0, 2), *rows_from(table, 15, 27, to=3)]
    second = [replace(cell, text="") if cell.row == 3 and 1 < cell.column < 9 else cell for cell in rest]

    found = read_report(pdf([[title(golden()), first], [second]]), "a.pdf")

    assert found.figures.value(total) == golden().value(total)
    assert found.figures.row("三(四)3") == golden().row("三(四)3")
