"""Fills in a downloaded sheet as a person does in Excel."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tracker import clock
from tracker.permissions import Actor
from tracker.roundtrip import queries
from tracker.roundtrip.rules import EDITABLE, FilledRow, SheetKind
from tracker.roundtrip.sheet import read_sheet, write_sheet

Edits = Mapping[str, Mapping[str, str | int | float | date]]  # key of the row -> field -> what is typed


def given_out(kind: SheetKind, by: Actor) -> bytes:
    return write_sheet(kind, "任务", {}, queries.list_rows(kind, by=by, today=clock.today()))


def fill_in(content: bytes, edits: Edits) -> bytes:
    """Type ``edits`` over the cells of a sheet and save it."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    columns = {cell.value: place for place, cell in enumerate(sheet[1], 1)}
    for line in range(3, sheet.max_row + 1):
        for field, value in edits.get(str(sheet.cell(line, 1).value), {}).items():
            cell: Any = sheet.cell(line, columns[field])
            assert cell.protection.locked is False
            cell.value = value
            if isinstance(value, str) and value:
                cell.data_type = "s"  # openpyxl would make a formula of =…
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def rows_of(kind: SheetKind, content: bytes) -> list[FilledRow]:
    rows = read_sheet(content, str(kind))["rows"]
    return [
        FilledRow(row["line"], row["key"], row["sum"], {field: row[field] for field in EDITABLE[kind]}) for row in rows
    ]
