"""Finds table four in the grids of a file: three times five headings, and one row of numbers below them."""

from collections.abc import Iterable, Sequence

from tracker.annual_report.reading.cells import Cell, is_number, settle
from tracker.annual_report.reading.columns import Ranges, Under, read_in_order, read_under
from tracker.annual_report.reading.findings import Doubt, Findings
from tracker.annual_report.reading.grid import Box, Grid
from tracker.annual_report.reading.labels import plain
from tracker.annual_report.tables import DISPUTE_COLUMNS, DISPUTE_PATHS
from tracker.annual_report.wording import words
from tracker.errors import N_

_GROUPS = [slice(at, at + 5) for at in (0, 5, 10)]
_NAMES = {plain(column): column for column in DISPUTE_COLUMNS}
_STROKES = ("/", "／", "-", "—", "–")


def read_table_four(grids: Iterable[Grid]) -> Findings | None:
    """Return the cells of table four, or None if its headings are not found."""
    ranges: dict[tuple[int, int], str] = {}
    width = 0
    findings: Findings | None = None
    for grid in grids:
        if grid.width != width:
            ranges, width = {}, grid.width
        above = -2  # the last row that belongs to the table
        for row in range(grid.height):
            boxes = grid.begun_in(row)
            named = {(box.column, box.end): name for box in boxes if (name := _NAMES.get(plain(box.text)))}
            if len(named) >= len(DISPUTE_COLUMNS):
                ranges = named if "结果维持" not in ranges.values() or len(ranges) >= 15 else {**ranges, **named}
                findings, above = findings or Findings(), row
            elif findings is not None and ranges and _filled(boxes) > (row != above + 1):
                _put(findings, grid, row, _headings(ranges))
                above = row
            elif row > above + 1 and above >= 0:
                ranges = {}
    if findings is not None and not (findings.cells or findings.written or findings.doubts):
        said = words(N_("The headings of table four are there, but no row of fifteen numbers"))
        findings.doubts.append(Doubt(said, None, DISPUTE_PATHS))
    return findings


def _filled(boxes: Sequence[Box]) -> int:
    """Return how many boxes hold something; away from the headings a single one is a page number."""
    return sum(bool(box.text.strip()) or box.is_lost for box in boxes)


def _headings(ranges: dict[tuple[int, int], str]) -> Ranges | None:
    """Return the 15 headings by path, if they are three times the five of the form."""
    ordered = sorted(ranges)
    if [ranges[place] for place in ordered] != [*DISPUTE_COLUMNS] * 3:
        return None
    return dict(zip(DISPUTE_PATHS, ordered, strict=True))


def _put(findings: Findings, grid: Grid, row: int, headings: Ranges | None) -> None:
    """Put the row of numbers into its cells, or ask about it; a second row of numbers is asked about too."""
    place = grid.place(row, 0)
    if findings.cells or findings.written:
        said = words(N_("Table four has more than one row of numbers; the first was read"))
        findings.doubts.append(Doubt(said, place))
        return
    label = next((box for box in grid.begun_in(row) if box.text.strip() and not is_number(box.text)), None)
    first = label.end if label and label.column == 0 and label.text.strip() not in _STROKES else 0
    under: Under | None = read_under(grid, row, headings, first) if headings else None
    under = under or read_in_order(grid, row, first, len(DISPUTE_PATHS))
    if under is None or under.is_shifted:
        said = words(N_("The numbers of table four do not stand under their headings"))
        findings.doubts.append(Doubt(said, place, DISPUTE_PATHS))
        return
    cells: list[Cell] = settle(under.cells, _GROUPS)
    findings.put(DISPUTE_PATHS, cells, place)
