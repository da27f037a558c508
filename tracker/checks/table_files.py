"""Reading the tables of an uploaded list, in the confined process."""

from tracker.errors import N_, Unreadable
from tracker.plans.reading.blocks import Document, Table
from tracker.plans.reading.kinds import FileKind, recognise
from tracker.plans.reading.spreadsheet import read_spreadsheet
from tracker.plans.reading.word import read_word

READERS = {FileKind.WORD: read_word, FileKind.SPREADSHEET: read_spreadsheet}
NO_TABLE = N_("There is no table in this file. Upload .docx or .xlsx with the list, or paste its rows.")


def read_tables(content: bytes, name: str) -> list[list[object]]:
    """Return the rows of all tables in a Word or Excel file as [where, cells]; raise Unreadable where there is none."""
    reader = READERS.get(recognise(content, name))
    if reader is None:
        raise Unreadable(NO_TABLE)
    rows = _rows(reader(content))
    if not rows:
        raise Unreadable(NO_TABLE)
    return rows


def _rows(document: Document) -> list[list[object]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[row.where, [row.at(column) for column in range(len(row.cells))]] for table in tables for row in table.rows]
