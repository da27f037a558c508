"""Reads the first filled sheet of an .xlsx file into lines of texts; runs in the limited process."""

from tracker.errors import N_, Unreadable
from tracker.plans.reading.spreadsheet import MOST_ROWS, read_spreadsheet


def read_rows(content: bytes) -> dict[str, list[list[str]]]:
    """Return the filled ``rows`` of the first visible sheet as the texts their cells show; raise Unreadable."""
    try:
        document = read_spreadsheet(content)
    except Unreadable as refusal:
        if "limit" in refusal.values:
            raise too_many() from refusal
        raise
    if not document.blocks:
        raise Unreadable(N_("There is nothing in the visible sheets of this file."), field="files")
    table = document.blocks[0]
    rows = getattr(table, "rows", ())
    return {"rows": [[cell.text.strip() if cell else "" for cell in row.cells] for row in rows]}


def too_many() -> Unreadable:
    """Return the refusal of a list that is too long."""
    message = N_("A list holds no more than %(limit)d lines. Divide it, and read the parts in one after the other.")
    return Unreadable(message, limit=MOST_ROWS)
