"""Reads the first filled sheet of an .xlsx file into lines of texts; runs in the limited process."""

from tracker.errors import N_, Unreadable
from tracker.ledger.lists import SAME
from tracker.plans.reading.blocks import Cell
from tracker.plans.reading.spreadsheet import MOST_ROWS, read_spreadsheet


def read_rows(content: bytes) -> dict[str, list[list[str]]]:
    """Return the ``rows`` of the first visible sheet, empty ones too, as their cells show them; raise Unreadable."""
    try:
        document = read_spreadsheet(content)
    except Unreadable as refusal:
        if "limit" in refusal.values:
            raise too_many() from refusal
        raise
    if not document.blocks:
        raise Unreadable(N_("There is nothing in the visible sheets of this file."), field="files")
    table = document.blocks[0]
    found = {_number(row.id): [_text(cell, row.index) for cell in row.cells] for row in getattr(table, "rows", ())}
    last = max(found, default=0)
    if last > 2 * MOST_ROWS:  # far below: the empty lines between are not worth their numbers
        return {"rows": [found[number] for number in sorted(found)]}
    return {"rows": [found.get(number, []) for number in range(1, last + 1)]}


def _number(row_id: str) -> int:
    return int(row_id.rpartition("r")[2])


def _text(cell: Cell | None, row: int) -> str:
    """Return what a cell says in a row; a number in a cell that began further up belongs to no single row."""
    text = cell.text.strip() if cell else ""
    return SAME if cell and cell.row < row and text.replace(",", "").replace(".", "", 1).isdigit() else text


def too_many() -> Unreadable:
    """Return the refusal of a list that is too long."""
    message = N_("A list holds no more than %(limit)d lines. Divide it, and read the parts in one after the other.")
    return Unreadable(message, limit=MOST_ROWS)
