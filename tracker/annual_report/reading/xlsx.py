"""Reads the sheets of a workbook as grids, with merged cells, without running or trusting any formula."""

import warnings
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tracker.annual_report.reading.grid import MOST_COLUMNS, MOST_ROWS, Box, Grid, Paragraph, Part
from tracker.annual_report.wording import Words, words
from tracker.errors import N_, Unreadable

_LARGEST_MERGE = 20_000  # cells in all merged ranges of a sheet: more would fill the memory when they are unfolded


def read_xlsx(content: bytes) -> list[Part]:
    """Return the visible sheets as grids, and each line of text on them as a paragraph as well."""
    _check_merges(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = openpyxl.load_workbook(BytesIO(content), data_only=True)
        formulas = openpyxl.load_workbook(BytesIO(content), data_only=False)
    parts: list[Part] = []
    for sheet in shown.worksheets:
        if sheet.sheet_state == "visible":
            grid = _grid(sheet, formulas[sheet.title])
            parts += [*_lines(grid), grid]
    return parts


def _check_merges(content: bytes) -> None:
    """Refuse a workbook whose merged ranges cover more cells than any table has."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                merges = etree.iterparse(BytesIO(archive.read(name)), tag="{*}mergeCell", resolve_entities=False)
                if sum(_area(str(element.get("ref"))) for _, element in merges) > _LARGEST_MERGE:
                    raise Unreadable(
                        N_("This workbook has merged cells of enormous size. Copy the tables to a new one.")
                    )


def _area(reference: str) -> int:
    """Return how many cells a merged range covers."""
    first_column, first_row, last_column, last_row = (bound or 0 for bound in range_boundaries(reference))
    return (last_column - first_column + 1) * (last_row - first_row + 1)


def _grid(sheet: Worksheet, formulas: Worksheet) -> Grid:
    """Return a sheet as a grid from its first to its last used cell."""
    title = sheet.title

    def place(row: int, column: int) -> Words:
        return words(
            N_("sheet %(sheet)s, cell %(cell)s"), sheet=title, cell=f"{get_column_letter(column + 1)}{row + 1}"
        )

    grid = Grid(place)
    for merged in sheet.merged_cells.ranges:
        row, column = merged.min_row - 1, merged.min_col - 1
        first = sheet.cell(merged.min_row, merged.min_col)
        is_lost = _is_lost(first.value, formulas.cell(merged.min_row, merged.min_col).value)
        rows, columns = merged.max_row - row, merged.max_col - column
        grid.add(Box(_text(first.value), row, column, rows, columns, is_lost))
    last_row, last_column = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    for row in range(last_row):
        for column in range(last_column):
            value = sheet.cell(row + 1, column + 1).value
            grid.add(Box(_text(value), row, column, is_lost=_is_lost(value, formulas.cell(row + 1, column + 1).value)))
    return grid


def _is_lost(value: object, formula: object) -> bool:
    """Whether a cell has a formula, but no result of it."""
    return value is None and formula is not None


def _text(value: object) -> str:
    """Return what a cell shows, numbers in as many digits as a sheet has."""
    if value is None:
        return ""
    if isinstance(value, float) and not isinstance(value, bool):
        return f"{value:.15g}" if abs(value) < 1e15 else str(value)
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"  # a sheet program has made a day out of something like 1-2
    return str(value)


def _lines(grid: Grid) -> list[Paragraph]:
    """Return the rows that hold a single text, which is how titles and text stand on a sheet."""
    lines = []
    for row in range(grid.height):
        texts = [box.text for box in grid.begun_in(row) if box.text.strip()]
        if len(texts) == 1:
            lines += [Paragraph(line) for line in texts[0].splitlines()]
    return lines
