"""Reads the ruled tables of a PDF as grids, and its text outside them line by line."""

import re
from bisect import bisect
from collections.abc import Sequence
from io import BytesIO
from itertools import chain, product

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.geometry import objects_to_bbox
from pdfplumber.utils.text import extract_text

from tracker.annual_report.reading.grid import Box, Grid, Paragraph, Part
from tracker.annual_report.reading.pages import NEAR, Order, Place, Thing, find_open_rows, find_order, keeps_clear
from tracker.annual_report.wording import Words, words
from tracker.errors import N_, Unreadable

MOST_PAGES = 60
_PAGE_NUMBER = re.compile(r"^[\s\-—–·.]*(?:第?\s*\d{1,3}\s*页?|\d{1,3}\s*/\s*\d{1,3})[\s\-—–·.]*$")
_MARGIN = 0.12  # of the page's height: a bare number elsewhere is one of a table


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
    """Return the parts of one page in the order in which it is read."""
    settings = {"explicit_horizontal_lines": find_open_rows(page.edges)}
    tables = [table for table in page.find_tables(settings) if len(table.cells) > 1]
    found: list[tuple[Place, Part]] = [
        (table.bbox, _grid(table, page, number)) for number, table in enumerate(tables, start=1)
    ]
    outside = page.filter(lambda thing: not any(_is_inside(thing, table.bbox) for table in tables))
    lines = outside.extract_text_lines()
    order = find_order(page.width, [table.bbox for table in tables], lines)
    for chars in chain.from_iterable(_columns(line, order) for line in lines):
        text, place = extract_text(chars).strip(), objects_to_bbox(chars)
        if text and not _is_page_number(text, place, page.height, is_bare=bool(tables)):
            found.append((place, Paragraph(text)))
    return [part for _, part in sorted(found, key=lambda one: order.key(one[0]))]


def _is_page_number(text: str, place: Place, height: float, *, is_bare: bool) -> bool:
    """Whether a line is the number of its page; a bare number counts as one at an edge, or where tables are ruled."""
    is_at_edge = place[3] < _MARGIN * height or place[1] > (1 - _MARGIN) * height
    return _PAGE_NUMBER.match(text) is not None and (is_bare or is_at_edge or not text.isdecimal())


def _columns(line: Thing, order: Order) -> list[list[Thing]]:
    """Return the characters of a line, those of each column by themselves."""
    chars, gutter = line["chars"], order.gutter
    if gutter is None or not keeps_clear(line, gutter):
        return [chars]
    sides = [[one for one in chars if (one["x0"] < gutter) is is_left] for is_left in (True, False)]
    return [side for side in sides if side]


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

    grid = Grid(place, is_drawn=True)
    lefts = _edges([edge for cell in table.cells for edge in (cell[0], cell[2])])
    tops = _edges([edge for cell in table.cells for edge in (cell[1], cell[3])])
    chars = _by_place(page, lefts, tops)
    for cell in sorted(table.cells, key=lambda cell: (cell[1], cell[0])):
        column, row = _at(lefts, cell[0]), _at(tops, cell[1])
        columns, rows = _at(lefts, cell[2]) - column, _at(tops, cell[3]) - row
        if columns > 0 and rows > 0:
            places = product(range(row, row + rows), range(column, column + columns))
            text = extract_text([one for place in places for one in chars.get(place, ())])
            grid.add(Box(text, row, column, rows, columns))
    return grid


def _by_place(page: Page, lefts: Sequence[float], tops: Sequence[float]) -> dict[tuple[int, int], list[Thing]]:
    """Return the characters of a table by the row and column in which the middle of each stands."""
    found: dict[tuple[int, int], list[Thing]] = {}
    for one in page.chars:
        row = bisect(tops, (one["top"] + one["bottom"]) / 2) - 1
        column = bisect(lefts, (one["x0"] + one["x1"]) / 2) - 1
        found.setdefault((row, column), []).append(one)
    return found


def _edges(places: Sequence[float]) -> list[float]:
    """Return the places of lines, those that are nearly the same only once."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > NEAR:
            edges.append(place)
    return edges


def _at(edges: Sequence[float], place: float) -> int:
    """Return the number of the line nearest to ``place``."""
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))
