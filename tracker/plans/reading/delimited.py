"""Reads .csv and .tsv: one table, with whatever parts its cells."""

import csv
from io import StringIO

from tracker.errors import Unreadable
from tracker.plans.reading.blocks import Document, plain_table
from tracker.plans.reading.encodings import decoded
from tracker.plans.reading.headers import meaning_of
from tracker.plans.reading.kinds import DAMAGED
from tracker.plans.reading.spreadsheet import MOST_COLUMNS, MOST_ROWS, TOO_MANY_ROWS

_DELIMITERS = ",\t;|"
_HEADER_WITHIN = 12


def read_delimited(content: bytes) -> Document:
    """Return the table of a file of delimited values; Unreadable when it is no text or has too many rows."""
    text = decoded(content)
    delimiter = max(_DELIMITERS, key=lambda candidate: _named_columns(text, candidate))
    lines = []
    for number, row in enumerate(_rows(text, delimiter), 1):
        if any(cell.strip() for cell in row):
            lines.append((f"第{number}行", [cell.strip() for cell in row[:MOST_COLUMNS]]))
        if len(lines) > MOST_ROWS:
            raise Unreadable(TOO_MANY_ROWS, limit=MOST_ROWS)
    width = max((len(row) for _, row in lines), default=0)
    return Document([plain_table("t1", "表1", [(where, row + [""] * (width - len(row))) for where, row in lines])])


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(DAMAGED) from error


def _named_columns(text: str, delimiter: str) -> tuple[int, int]:
    """How many column names the best of the first rows shows when cut at ``delimiter``, then how many cells."""
    rows = _rows(text[:20_000], delimiter)[:_HEADER_WITHIN]
    named = max((sum(meaning_of(cell) is not None for cell in row) for row in rows), default=0)
    return named, sum(len(row) > 1 for row in rows)
