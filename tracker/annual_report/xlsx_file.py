"""Writes the three tables as a workbook in the printed form: for the website, for other offices, for reading back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.annual_report.report import ReportFigures
from tracker.annual_report.tables import (
    COLUMNS,
    DISPUTE_PATHS,
    HEADER_FOUR,
    HEADER_THREE,
    SECTIONS,
    TABLE_TWO,
    HeaderRows,
    row_paths,
    table_three,
)

# Equal reports give equal bytes: a workbook otherwise carries the moment it was made.
_MADE = datetime(2021, 9, 26, tzinfo=UTC).replace(tzinfo=None)
_FIRST_ROW = 2  # below the title and the heading of the section
_LABEL_COLUMNS = 3


def write_xlsx(report: ReportFigures) -> bytes:
    """Return a workbook with a sheet for each table; numbers as numbers, no formulas, blank cells blank."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"created": _MADE})
        ruled = workbook.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
        for name, section, write in (
            ("表二", "二", _write_two),
            ("表三", "三", _write_three),
            ("表四", "四", _write_four),
        ):
            sheet = workbook.add_worksheet(name)
            sheet.write_string(0, 0, f"{report.name}{report.year or ''}年政府信息公开工作年度报告")
            sheet.write_string(1, 0, SECTIONS[section])
            write(sheet, ruled, report)
    return content.getvalue()


def _write_two(sheet: Worksheet, ruled: Format, report: ReportFigures) -> None:
    """Write table two, block below block; a block with fewer numbers lets the last one span the rest."""
    row = _FIRST_ROW
    sheet.set_column(0, 3, 22)
    for block in TABLE_TWO[report.form]:
        _span(sheet, ruled, row, 0, (1, 4), block.caption)
        _write_line(sheet, ruled, row + 1, ["信息内容", *(column.heading for column in block.columns)])
        row += 2
        for key, label in block.rows:
            _write_line(sheet, ruled, row, [label])
            paths = block.paths(key)
            for at, path in enumerate(paths):
                _write_cell(sheet, ruled, (row, 1 + at), report, path, 1 if at < len(paths) - 1 else 4 - len(paths))
            row += 1


def _write_line(sheet: Worksheet, ruled: Format, row: int, texts: Sequence[str]) -> None:
    """Write the texts of a row of four columns; the last heading spans what is left."""
    for at, text in enumerate(texts):
        is_last_heading = len(texts) > 1 and at == len(texts) - 1
        _span(sheet, ruled, row, at, (1, 4 - at if is_last_heading else 1), text)


def _write_three(sheet: Worksheet, ruled: Format, report: ReportFigures) -> None:
    """Write table three."""
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 2, 44)
    row = _write_header(sheet, ruled, HEADER_THREE, _LABEL_COLUMNS + len(COLUMNS))
    for line in table_three(report.form_three):
        column = _LABEL_COLUMNS - sum(columns for _, _, columns in line.labels)
        for text, rows, columns in line.labels:
            _span(sheet, ruled, row, column, (rows, columns), text)
            column += columns
        for at, path in enumerate(row_paths(line.key)):
            _write_cell(sheet, ruled, (row, _LABEL_COLUMNS + at), report, path)
        row += 1


def _write_four(sheet: Worksheet, ruled: Format, report: ReportFigures) -> None:
    """Write table four."""
    row = _write_header(sheet, ruled, HEADER_FOUR, len(DISPUTE_PATHS))
    for at, path in enumerate(DISPUTE_PATHS):
        _write_cell(sheet, ruled, (row, at), report, path)


def _write_header(sheet: Worksheet, ruled: Format, header: HeaderRows, width: int) -> int:
    """Write the heading rows, each cell in the first place no other covers, and return the row below them."""
    taken: set[tuple[int, int]] = set()
    for at, cells in enumerate(header):
        for text, rows, columns in cells:
            column = next(place for place in range(width) if (at, place) not in taken)
            taken |= {(at + down, column + across) for down in range(rows) for across in range(columns)}
            _span(sheet, ruled, _FIRST_ROW + at, column, (rows, columns), text)
    return _FIRST_ROW + len(header)


def _write_cell(
    sheet: Worksheet, ruled: Format, at: tuple[int, int], report: ReportFigures, path: str, columns: int = 1
) -> None:
    """Write a number, the word that stands in its place, or nothing."""
    row, column = at
    if columns > 1:
        _span(sheet, ruled, row, column, (1, columns), "")
    number = report.value(path)
    if number is not None:
        sheet.write_number(row, column, float(number), ruled)
    elif path in report.written:
        sheet.write_string(row, column, report.written[path], ruled)
    else:
        sheet.write_blank(row, column, None, ruled)


def _span(sheet: Worksheet, ruled: Format, row: int, column: int, size: tuple[int, int], text: str) -> None:
    """Write a text into a cell that covers ``size`` rows and columns."""
    rows, columns = size
    if rows == columns == 1:
        sheet.write_string(row, column, text, ruled)
    else:
        sheet.merge_range(row, column, row + rows - 1, column + columns - 1, text, ruled)
