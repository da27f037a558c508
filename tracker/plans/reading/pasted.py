"""Reads pasted text and text files: tables where there are any, else one paragraph a line.

Text copied from a PDF comes with the lines of the page; these are put together again, page numbers are taken out.
"""

import re
from collections import Counter

from tracker.errors import N_, Unreadable
from tracker.plans.reading.blocks import Document, Paragraph, Table, plain_table
from tracker.plans.reading.characters import clean
from tracker.plans.reading.encodings import decoded
from tracker.plans.reading.markers import find_marker
from tracker.plans.reading.pasted_tables import PastedTable, find_tables, without_tab_after_number
from tracker.plans.reading.spreadsheet import MOST_COLUMNS, MOST_ROWS, TOO_MANY_ROWS
from tracker.plans.reading.wraps import find_page, unwrapped, without_pages

_LONGEST = 5_000_000
_MOST_LINES = 50_000
TOO_MUCH_TEXT = N_("The text is far longer than a plan. Paste only the plan.")

_CONTENTS = re.compile(r"[.…·．]{4,}\s*\d+\s*$|\t\d+\s*$")
_BARS = re.compile(r"^[\s|｜│┃]+$")
_MARKDOWN = re.compile(r"^(#{1,6})\s+")
_RUN_TOGETHER = re.compile(
    r"[\u3000 ]{2,}(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d))"
)


def read_pasted(text: str) -> Document:
    """Return the blocks of a pasted text; Unreadable when there is far too much of it."""
    if len(text) > _LONGEST:
        raise Unreadable(TOO_MUCH_TEXT)
    lines = clean(text).split("\n")
    if len(lines) > _MOST_LINES:
        raise Unreadable(TOO_MUCH_TEXT)
    document, done = Document(), 0
    tables = find_tables(lines)
    if sum(len(table.rows) for table in tables) > MOST_ROWS:
        raise Unreadable(TOO_MANY_ROWS, limit=MOST_ROWS)
    for number, table in enumerate(tables, 1):
        document.blocks += _paragraphs(lines, done, table.start)
        document.blocks.append(_table(table, number))
        done = table.end
    document.blocks += _paragraphs(lines, done, len(lines))
    return document


def read_text_file(content: bytes) -> Document:
    """Return the blocks of a text file."""
    return read_pasted(decoded(content))


def _table(found: PastedTable, number: int) -> Table:
    width = min(max(len(row.texts) for row in found.rows), MOST_COLUMNS)
    lines = [(f"第{row.line + 1}行", [*row.texts[:width], *[""] * (width - len(row.texts))]) for row in found.rows]
    return plain_table(f"t{number}", f"表{number}", lines)


def _paragraphs(lines: list[str], start: int, end: int) -> list[Paragraph]:
    part = without_pages(list(enumerate(lines[start:end], start)))
    page = find_page([line for _, line in part])
    joined = unwrapped(part, page) if page else _as_they_stand(part)
    kept = [(at, text) for at, text in joined if text.strip() and not _CONTENTS.search(text) and not _BARS.match(text)]
    seen: Counter[int] = Counter()
    paragraphs = []
    for at, text in kept:
        seen[at] += 1
        id_ = f"p{at + 1}" if seen[at] == 1 else f"p{at + 1}-{seen[at]}"
        paragraphs.append(_paragraph(id_, at, text))
    return paragraphs


def _paragraph(id_: str, line: int, text: str) -> Paragraph:
    heading = _MARKDOWN.match(text)
    text = _MARKDOWN.sub("", text).replace("**", "") if heading or "**" in text else text
    text = without_tab_after_number(text).replace("\t", " ")
    return Paragraph(id_, f"第{line + 1}行", text, level=len(heading[1]) if heading else None)


def _as_they_stand(part: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """One paragraph a line; a number alone on its line belongs to the next one."""
    joined: list[tuple[int, str]] = []
    number = ""
    for at, line in part:
        for piece in _RUN_TOGETHER.split(line) if len(line) > 60 else [line]:
            if _is_number_alone(piece):
                number = piece.strip()
            elif piece.strip():
                joined.append((at, number + (piece.strip() if number else piece)))
                number = ""
    return joined


def _is_number_alone(line: str) -> bool:
    marker = find_marker(line)
    return marker is not None and not line[marker.length :].strip()
