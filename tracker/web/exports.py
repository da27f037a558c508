"""Lists as CSV and Excel files: what people typed stays text, and one bad row never stops the others."""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeGuard

import xlsxwriter
from flask_babel import gettext

from tracker import clock
from tracker.errors import N_, RuleBroken
from tracker.texts import clean_text, without_unprintable

TOO_MANY_ROWS = N_("An Excel sheet holds no more than %(limit)d rows. Narrow the list down, or export it as CSV.")

_STARTS_FORMULA = r"[\s\0]*[=+\-@＝＋－＠]|[\t\r\n\0]"
_GUARDED = re.compile(rf"'*(?:{_STARTS_FORMULA})")
_WAS_GUARDED = re.compile(rf"'+(?:{_STARTS_FORMULA})")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME = 31
_MOST_ROWS = 1_048_575
_LONGEST_CELL = 32_767  # in UTF-16 units, as Excel counts
_EXACT_UP_TO = 10**15  # beyond this Excel would change the last digits
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_NARROWEST, _WIDEST = 8, 60
_ROWS_MEASURED = 500
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS: dict[str, dict[str, object]] = {
    "header": {"bold": True, "bottom": 1, "bg_color": "#EDEDED", "valign": "vcenter", "text_wrap": True},
    "text": {"valign": "top", "text_wrap": True},
    "quoted": {"valign": "top", "text_wrap": True, "quote_prefix": True},  # stays text even when somebody edits it
    "number": {"valign": "top"},
    "day": {"valign": "top", "num_format": "yyyy-mm-dd"},
    "moment": {"valign": "top", "num_format": "yyyy-mm-dd hh:mm"},
}


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file in UTF-8 with a BOM. Text that could start a formula gets an apostrophe before it.

    A cell is text, a number, a date, a moment or None. A row that lost unprintable characters says so behind its end.
    ``restore`` gives the text back.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_guard(without_unprintable(header)) for header in headers])
    for row in rows:
        plain = [_plain(cell) for cell in row]
        kept = [without_unprintable(cell) if isinstance(cell, str) else cell for cell in plain]
        cells = [_guard(cell) if isinstance(cell, str) else cell for cell in kept]
        writer.writerow(cells if kept == plain else [*cells, _remark()])
    return file.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheet: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return an Excel file with one sheet: a fixed header, widths that fit, dates as dates, text never as a formula.

    Cells and remarks as in ``csv_bytes``; ``restore`` gives the text back here, too. Raises RuleBroken for more rows
    than a sheet holds.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties({"created": clock.now()})
        writer = _SheetWriter(workbook, sheet)
        writer.write_row([*headers], is_header=True)
        for row in rows:
            writer.write_row(row)
        writer.finish()
    return file.getvalue()


def restore(text: str) -> str:
    """Return the text that was exported, without the apostrophe that kept it from being a formula."""
    return text[1:] if _WAS_GUARDED.match(text) else text


class _SheetWriter:
    """Writes rows one below the other and remembers how wide each column needs to be."""

    def __init__(self, workbook: Any, name: str) -> None:
        self._formats = {key: workbook.add_format(values) for key, values in _FORMATS.items()}
        self._sheet = workbook.add_worksheet(_sheet_name(name))
        self._row = 0
        self._widths: dict[int, int] = {}

    def write_row(self, cells: Sequence[object], *, is_header: bool = False) -> None:
        """Write one row; a remark stands behind it if something could not be written."""
        if self._row > _MOST_ROWS:
            raise RuleBroken(TOO_MANY_ROWS, limit=_MOST_ROWS)
        is_whole = True
        for column, cell in enumerate(cells):
            value = _excel_value(cell)
            if isinstance(value, str):
                text = clean_text(value)
                fitting = _shortened(text)
                is_whole = is_whole and fitting == text and without_unprintable(value) == value
                self._write_text(column, fitting, "header" if is_header else "text")
            elif value is not None:
                self._write_value(column, value)
        if not is_whole:
            self._write_text(len(cells), _remark(), "text")
        self._row += 1

    def finish(self) -> None:
        """Fix the header and set the widths."""
        self._sheet.freeze_panes(1, 0)
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, width)

    def _write_text(self, column: int, text: str, style: str) -> None:
        if not text:
            return
        if style == "text" and _GUARDED.match(text):
            style = "quoted"
        if _WAS_GUARDED.match(text):
            text = _guard(text)
        if text.startswith("<r>") and text.endswith("</r>"):  # xlsxwriter would take it for markup of its own
            self._sheet.write_rich_string(
                self._row, column, text[:1], self._formats["text"], text[1:], self._formats[style]
            )
        else:
            self._sheet.write_string(self._row, column, text, self._formats[style])
        self._widen(column, text)

    def _write_value(self, column: int, value: float | Decimal | date) -> None:
        if isinstance(value, date):
            style = "moment" if isinstance(value, datetime) else "day"
            self._sheet.write_datetime(self._row, column, value, self._formats[style])
            self._widen(column, "2000-01-01 00:00" if style == "moment" else "2000-01-01")
        else:
            self._sheet.write_number(self._row, column, value, self._formats["number"])
            self._widen(column, str(value))

    def _widen(self, column: int, text: str) -> None:
        if self._row > _ROWS_MEASURED:
            return
        width = 2 + max(_width(line[:_WIDEST]) for line in text.split("\n"))
        self._widths[column] = min(max(width, self._widths.get(column, _NARROWEST)), _WIDEST)


def _plain(cell: object) -> object:
    """Return a cell as CSV writes it: a number, or text that is the same on every machine."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return clock.local(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if _is_number(cell) else str(cell)


def _excel_value(cell: object) -> Any:
    """Return a cell as Excel keeps it without loss, or its text."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        cell = clock.local(cell).replace(tzinfo=None)
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return cell if day >= _FIRST_DAY else cell.isoformat()
    return cell if _is_number(cell) and -_EXACT_UP_TO <= cell <= _EXACT_UP_TO else str(cell)


def _is_number(cell: object) -> TypeGuard[int | float | Decimal]:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) and math.isfinite(cell)


def _guard(text: str) -> str:
    return f"'{text}" if _GUARDED.match(text) else text


def _shortened(text: str) -> str:
    """Return as much of ``text`` as a cell can hold."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * (_LONGEST_CELL - 1):  # an apostrophe may still come before it
        return text
    return units[: 2 * (_LONGEST_CELL - 2)].decode("utf-16-le", "ignore") + "…"


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)


def _sheet_name(name: str) -> str:
    return _NOT_IN_SHEET_NAMES.sub(" ", clean_text(name)).strip()[:_LONGEST_SHEET_NAME] or "1"


def _remark() -> str:
    return str(gettext("Something in this row cannot be shown in a table and was left out."))
