"""Writing a sheet with locked columns and hidden numbers, and reading a filled one (in the limited process)."""

import io
import mimetypes
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

import xlsxwriter

from tracker import clock
from tracker.errors import N_, Unreadable
from tracker.roundtrip.rules import EDITABLE, LOCKED, MOST_ROWS, SheetKind, SheetRow

MOST_COLUMNS = 60
_FIRST_ROW = 2  # below the hidden line of field names and the heading
_WIDE = {"title": 40, "done": 40, "difficulty": 28, "next_step": 28, "lead": 24, "coop": 28, "limit_phrase": 20}
_NARROW = {"number": 6, "percent": 10, "count": 10}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MAY = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
_LINE_END = re.compile("(?<!_x005F)_x000D_")  # how a line end of Windows is written in such files
NOT_OURS = N_(
    "This is not a file that was downloaded here, or its hidden first line is gone. Download it again and fill that in."
)

MERGED = N_(
    "The sheet has merged cells, so nobody can tell which task a text belongs to. "
    "Take the merging back and upload it again."
)
TWICE = N_("A column stands twice in the file. Remove the one that you did not fill in and upload it again.")


def write_sheet(kind: SheetKind, name: str, headings: Mapping[str, str], rows: Sequence[SheetRow]) -> bytes:
    """Return an Excel file of ``rows``: only the cells that may be changed are unlocked, each row knows its task."""
    file = io.BytesIO()
    fields = (*LOCKED[kind], *EDITABLE[kind])
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"created": clock.now()})
        sheet = book.add_worksheet(name[:31])
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EDEDED", "text_wrap": True})
        locked = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#595959"})
        free = {"valign": "top", "text_wrap": True, "locked": False, "border": 1, "border_color": "#BFBFBF"}
        unlocked = book.add_format({**free, "num_format": "@", "quote_prefix": True})
        number = book.add_format({**free, "num_format": "0"})
        for column, field in enumerate((f"key:{kind}", "sum", *fields)):
            sheet.write_string(0, column, field)
            sheet.write_string(1, column, headings.get(field, ""), head)
            width = _WIDE.get(field, _NARROW.get(field, 14))
            sheet.set_column(column, column, width, None, {"hidden": column < 2})
        for line, row in enumerate(rows, _FIRST_ROW):
            _write_row(sheet, line, row, kind, locked, {"percent": number, "count": number}, unlocked)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(_FIRST_ROW, 4)
        sheet.protect("", _MAY)
        _limit_numbers(sheet, kind, len(rows))
    return file.getvalue()


def _write_row(
    sheet: Any, line: int, row: SheetRow, kind: SheetKind, locked: Any, numbers: Mapping[str, Any], unlocked: Any
) -> None:
    sheet.write_string(line, 0, row.key)
    sheet.write_string(line, 1, row.checksum)
    for column, shown in enumerate(row.shown, 2):
        _write(sheet, line, column, shown, locked)
    for column, field in enumerate(EDITABLE[kind], 2 + len(row.shown)):
        text = row.values[field]
        form = numbers.get(field, unlocked)
        _write(sheet, line, column, int(text) if field in numbers and text else text, form)


def _write(sheet: Any, line: int, column: int, value: str | int, form: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(line, column, value, form)
    elif not value:
        sheet.write_blank(line, column, None, form)
    elif value.startswith("<r>") and value.endswith("</r>"):  # xlsxwriter would take it for markup of its own
        sheet.write_rich_string(line, column, value[:1], form, value[1:], form)
    else:
        sheet.write_string(line, column, value, form)


def _limit_numbers(sheet: Any, kind: SheetKind, number: int) -> None:
    if kind is not SheetKind.WORK or not number:
        return
    column = 2 + len(LOCKED[kind]) + EDITABLE[kind].index("percent")
    last = _FIRST_ROW + number - 1
    between = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
    sheet.data_validation(_FIRST_ROW, column, last, column, between)
    at_least = {"validate": "integer", "criteria": ">=", "value": 0}
    sheet.data_validation(_FIRST_ROW, column + 1, last, column + 1, at_least)


def read_sheet(content: bytes, kind: str) -> dict[str, list[dict[str, Any]]]:
    """Return the filled ``rows`` of a sheet that ``write_sheet`` made; raise Unreadable for another file."""
    mimetypes.knownfiles = []  # openpyxl would read them when it is loaded, which is forbidden here
    from openpyxl import load_workbook

    _check_not_merged(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0] if book.worksheets else None
    if sheet is None:
        raise Unreadable(NOT_OURS, field="files")
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    lines = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1)
    places = _places(next(lines, (1, ()))[1], kind)
    rows: list[dict[str, Any]] = []
    for line, cells in lines:
        if line > MOST_ROWS + _FIRST_ROW:
            raise Unreadable(N_("A sheet holds no more than %(limit)d rows."), field="files", limit=MOST_ROWS)
        texts = {name: _text(cells[place]) if place < len(cells) else "" for name, place in places.items()}
        if line > _FIRST_ROW and any(text.strip() for text in texts.values()):
            rows.append({"line": line, **texts})
    return {"rows": rows}


def _check_not_merged(content: bytes) -> None:
    """Raise Unreadable for a sheet with merged cells: all but the first of them come back empty."""
    with ZipFile(io.BytesIO(content)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        if any(b"mergeCell " in package.read(name) for name in sheets):
            raise Unreadable(MERGED, field="files")


def _places(cells: Sequence[Any], kind: str) -> dict[str, int]:
    """Return where each field stands; raise Unreadable when one is missing."""
    wanted = {f"key:{kind}": "key", "sum": "sum", **{field: field for field in EDITABLE[SheetKind(kind)]}}
    found = [(wanted[str(one.value)], place) for place, one in enumerate(cells) if str(one.value) in wanted]
    places = dict(found)
    if len(places) != len(wanted):
        raise Unreadable(NOT_OURS, field="files")
    if len(found) != len(places):
        raise Unreadable(TWICE, field="files")
    return places


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        is_percent = "%" in str(cell.number_format or "")
        number = round(value * 100, 6) if is_percent else value
        return str(int(number)) if number == int(number) else str(number)
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return _LINE_END.sub("", str(value))
