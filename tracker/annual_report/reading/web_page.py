"""Reads the paragraphs and tables of a page as it is shown on an agency's website."""

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from tracker.annual_report.reading.encodings import decoded
from tracker.annual_report.reading.grid import MOST_COLUMNS, MOST_ROWS, MOST_TABLES, Box, Grid, Paragraph, Part
from tracker.annual_report.wording import Words, words
from tracker.errors import N_, Unreadable

ENDINGS = (".html", ".htm")
_LARGEST = 5_000_000  # bytes
_BEGINNING = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN = frozenset(("script", "style", "head", "template", "noscript", "select", "nav"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "footer", "form", "h1"),
        *(
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
            "td",
            "th",
            "tr",
            "ul",
        ),
    )
)


def is_web_page(content: bytes) -> bool:
    """Whether ``content`` begins like a page."""
    return _BEGINNING.match(content.removeprefix(b"\xef\xbb\xbf")[:2000]) is not None


def read_web_page(content: bytes) -> list[Part]:
    """Return what a reader of the page sees: its lines, and its tables as grids."""
    if len(content) > _LARGEST:
        raise Unreadable(N_("This page is far too large for one report."))
    text = decoded(content)
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False)
    root = lxml.html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    parts: list[Part] = []
    _read(root, parts)
    return parts


def _read(element: etree._Element, parts: list[Part]) -> None:
    """Add what an element shows to ``parts``, from top to bottom."""
    line: list[str] = []
    tables = 0
    for piece in _pieces(element):
        if isinstance(piece, str):
            line.append(piece)
            continue
        _end_line(line, parts)
        if piece is not None:
            tables += 1
            if tables > MOST_TABLES:
                raise Unreadable(N_("This page is far too large for one report."))
            parts.append(_grid(piece, tables))
    _end_line(line, parts)


def _end_line(line: list[str], parts: list[Part]) -> None:
    text = " ".join("".join(line).split())
    line.clear()
    if text:
        parts.append(Paragraph(text))


def _pieces(element: etree._Element) -> Iterator[str | etree._Element | None]:
    """Yield text, tables of numbers, and None where a line ends; a table that only holds others is looked through."""
    yield element.text or ""
    for child in element:
        if _is_shown(child):
            if child.tag == "table" and not any(_names_something(inner) for inner in child.iterfind(".//table")):
                yield child
            else:
                yield from _inner(child)
        yield child.tail or ""


def _inner(element: etree._Element) -> Iterator[str | etree._Element | None]:
    is_block = element.tag in _BLOCKS or element.tag == "table"
    if is_block:
        yield None
    yield from _pieces(element)
    if is_block:
        yield None


def _is_shown(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return False
    return element.get("hidden") is None and not _HIDDEN.search(element.get("style", ""))


def _names_something(table: etree._Element) -> bool:
    """Whether a table has words and so is one of its own; one of bare numbers belongs to the cell it stands in."""
    return any(character.isalpha() for character in _text(table))


def _text(element: etree._Element) -> str:
    """Return the text of a cell, one line for each block in it."""
    pieces = [element.text or ""]
    for child in element:
        if _is_shown(child):
            pieces += ["\n" if child.tag in _BLOCKS else "", _text(child), "\n" if child.tag in _BLOCKS else ""]
        pieces.append(child.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _grid(table: etree._Element, number: int) -> Grid:
    """Return a table as a grid, its spans unfolded."""

    def place(row: int, _column: int) -> Words:
        return words(N_("table %(table)d, row %(row)d"), table=number, row=row + 1)

    grid = Grid(place, is_ordered=True, is_drawn=True)
    rows = [row for row in table.iter("tr") if _is_shown(row)]
    for at, row in enumerate(rows[:MOST_ROWS]):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while grid.at(at, column):
                column += 1
            if column >= MOST_COLUMNS:
                break
            across = _span(cell, "colspan")
            down = min(_span(cell, "rowspan"), len(rows) - at)
            grid.add(Box(_text(cell), at, column, down, across))
            column += across
    return grid


def _span(cell: etree._Element, name: str) -> int:
    written = cell.get(name, "1").strip()
    return max(1, int(written)) if written.isascii() and written.isdigit() and len(written) < 4 else 1
