"""Reads the paragraphs and tables of a Word document as they stand after its tracked changes are accepted."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from tracker.annual_report.reading.grid import MOST_COLUMNS, Box, Grid, Paragraph, Part
from tracker.annual_report.wording import Words, words
from tracker.errors import N_, Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "tbl")}
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}


def read_docx(content: bytes) -> list[Part]:
    """Return the body of a document: paragraphs, and tables as grids."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        document = archive.read("word/document.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    body = etree.fromstring(document, parser).find(f"{_W}body")
    if body is None:
        raise Unreadable(N_("This Word document has no text. Save it again and try that copy."))
    parts: list[Part] = []
    _read(body, parts)
    return parts


def _read(body: etree._Element, parts: list[Part]) -> None:
    """Add the paragraphs and tables of a body, or of a cell that only holds others, in their order."""
    for element in _children(body):
        if element.tag == f"{_W}p":
            parts += [Paragraph(line) for line in _text(element).splitlines()]
        elif element.tag == f"{_W}tbl" and any(_has_words(inner) for inner in element.iterfind(f".//{_W}tbl")):
            for row in _children(element):
                for cell in _children(row):
                    _read(cell, parts)
        elif element.tag == f"{_W}tbl":
            parts.append(_grid(element, 1 + sum(isinstance(part, Grid) for part in parts)))


def _has_words(table: etree._Element) -> bool:
    """Whether a table has words and so is one of its own; one of bare numbers belongs to the cell it stands in."""
    texts = (text.text or "" for text in table.iter(f"{_W}t"))
    return any(character.isalpha() for text in texts for character in text)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an element, looking through what only wraps them."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _text(element: etree._Element) -> str:
    """Return the text of a paragraph or run, without what was deleted."""
    pieces = []
    for child in element:
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif child.tag == f"{_W}tab":
            pieces.append(" ")
        elif child.tag not in _GONE:
            pieces.append(_text(child))
    return "".join(pieces)


def _cell_text(cell: etree._Element) -> str:
    """Return the text of a cell, one line for each paragraph, with those of a table of numbers in it."""
    return "\n".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p")).strip()


def _grid(table: etree._Element, number: int) -> Grid:
    """Return a table as a grid, its merged cells unfolded."""

    def place(row: int, _column: int) -> Words:
        return words(N_("table %(table)d, row %(row)d"), table=number, row=row + 1)

    grid = Grid(place, is_ordered=True, is_drawn=True)
    rows = [row for row in _children(table) if row.tag == f"{_W}tr"]
    open_boxes: dict[int, tuple[int, int, str]] = {}  # column -> (first row, columns, text) of a cell merged downwards
    for at, row in enumerate(rows):
        still_open: dict[int, tuple[int, int, str]] = {}
        for column, columns, cell in _cells(row):
            merge = _merge(cell)
            if merge == "continue" and column in open_boxes:
                still_open[column] = open_boxes.pop(column)
            elif merge == "restart":
                still_open[column] = (at, columns, _cell_text(cell))
            else:
                grid.add(Box(_cell_text(cell), at, column, columns=columns))
        _close(grid, open_boxes, at)
        open_boxes = still_open
    _close(grid, open_boxes, len(rows))
    return grid


def _close(grid: Grid, boxes: dict[int, tuple[int, int, str]], end: int) -> None:
    """Add the cells merged downwards that ended above row ``end``."""
    for column, (row, columns, text) in boxes.items():
        grid.add(Box(text, row, column, end - row, columns))


def _cells(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield (first column, columns, cell) of a row, leaving out the columns skipped before it."""
    column = _value(row, "trPr/gridBefore", 0)
    for cell in _children(row):
        if cell.tag == f"{_W}tc":
            columns = max(1, _value(cell, "tcPr/gridSpan", 1))
            yield column, columns, cell
            column += columns
        if column > MOST_COLUMNS:
            return


def _value(element: etree._Element, path: str, default: int) -> int:
    """Return the number a property has, or ``default``."""
    found = element.find("/".join(f"{_W}{name}" for name in path.split("/")))
    written = found.get(f"{_W}val", "") if found is not None else ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else default


def _merge(cell: etree._Element) -> str:
    """Return ``restart`` or ``continue`` for a cell merged downwards, else an empty text."""
    found = cell.find(f"{_W}tcPr/{_W}vMerge")
    return "" if found is None else found.get(f"{_W}val", "continue")
