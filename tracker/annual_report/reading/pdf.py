"""Reads the ruled tables of a PDF as grids, and its text outside them line by line."""

import re
from collections.abc import Sequence
from io import BytesIO

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table

from tracker.annual_report.reading.grid import Box, Grid, Paragraph, Part
from tracker.annual_report.wording import Words, words
from tracker.errors import N_, Unreadable

MOST_PAGES = 60
_NEAR = 2.0  # points: edges closer than this are the same line
_PAGE_NUMBER = re.compile(r"^[\s\-—–·.]*(?:第?\s*\d{1,3}\s*页?|\d{1,3}\s*/\s*\d{1,3})[\s\-—–·.]*$")


def read_pdf(content: bytes) -> list[Part]:
    """Return the tables and the lines of text of a PDF in reading order, without page numbers."""
    with pdfplumber.open(BytesIO(content)) as document:
        if len(document.pages) > MOST_PAGES:
            raise Unreadable(N_("This PDF has more than %(most)d pages: it is no annual report."), most=MOST_PAGES)
        parts: list[Part] = []
        for page in document.pages:
            parts += _page(page)
            page.close()
        if not parts:
            raise Unreadable(
                N_("There is no text in this PDF, only pictures. Take the Word or Excel file it was made of.")
            )
        return parts


def _page(page: Page) -> list[Part]:
    """Return the parts of one page from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.cells) > 1]
    found: list[tuple[float, Part]] = [
        (table.bbox[1], _grid(table, page, number)) for number, table in enumerate(tables, start=1)
    ]
    outside = page.filter(lambda thing: not any(_is_inside(thing, table.bbox) for table in tables))
    for line in outside.extract_text_lines():
        if not _PAGE_NUMBER.match(line["text"]):
            found.append((line["top"], Paragraph(line["text"])))
    return [part for _, part in sorted(found, key=lambda one: one[0])]


def _is_inside(thing: dict[str, float], bbox: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a thing on the page lies in a table."""
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bbox[0] <= across <= bbox[2] and bbox[1] <= down <= bbox[3]


def _grid(table: Table, page: Page, number: int) -> Grid:
    """Return a ruled table as a grid: its lines are the edges of rows and columns."""

    def place(row: int, _column: int) -> Words:
        return words(
            N_("page %(page)d, table %(table)d, row %(row)d"), page=page.page_number, table=number, row=row + 1
        )

    grid = Grid(place)
    lefts = _edges([edge for cell in table.cells for edge in (cell[0], cell[2])])
    tops = _edges([edge for cell in table.cells for edge in (cell[1], cell[3])])
    for cell in sorted(table.cells, key=lambda cell: (cell[1], cell[0])):
        column, row = _at(lefts, cell[0]), _at(tops, cell[1])
        columns, rows = _at(lefts, cell[2]) - column, _at(tops, cell[3]) - row
        if columns > 0 and rows > 0:
            text = page.crop(cell, strict=False).extract_text() or ""
            grid.add(Box(text, row, column, rows, columns))
    return grid


def _edges(places: Sequence[float]) -> list[float]:
    """Return the places of lines, those that are nearly the same only once."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _at(edges: Sequence[float], place: float) -> int:
    """Return the number of the line nearest to ``place``."""
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))
