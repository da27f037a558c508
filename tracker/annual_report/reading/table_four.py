"""Finds table four in the grids of a file: three times five headings, and one row of numbers below them."""

from collections.abc import Iterable, Sequence

from tracker.annual_report.reading.cells import Cell, Hold, holds, is_chinese, is_number, settle
from tracker.annual_report.reading.columns import Ranges, Under, read_in_order, read_under
from tracker.annual_report.reading.findings import Doubt, Findings
from tracker.annual_report.reading.grid import Box, Grid
from tracker.annual_report.reading.labels import LABELS_TWO, find_row, plain
from tracker.annual_report.report import is_nothing
from tracker.annual_report.tables import DISPUTE_COLUMNS, DISPUTE_PATHS
from tracker.annual_report.wording import Words, words
from tracker.errors import N_

_GROUPS = [slice(at, at + 5) for at in (0, 5, 10)]
_NAMES = {plain(column): column for column in DISPUTE_COLUMNS}
_TITLES = ("行政复议", "行政诉讼")
_ENOUGH = 8  # numbers that make a row of the table where its headings could not all be read


class _Scan:
    """Goes through the grids and keeps the row of numbers."""

    def __init__(self) -> None:
        """Begin before the table."""
        self.rows: list[tuple[Under | None, Words]] = []
        self.is_begun = False
        self._named: dict[tuple[int, int], str] = {}
        self._width = 0

    def read(self, grid: Grid) -> None:
        """Read one grid; a table that goes on in the next one keeps its headings if the columns are as many."""
        if grid.width != self._width:
            self._named, self._width = {}, grid.width
        above = -2  # the last row that belongs to the table
        for row in range(grid.height):
            boxes = grid.begun_in(row)
            if self._is_heading(boxes):
                above = row
            elif self.is_begun and self._is_row_of_numbers(boxes, grid, is_next=row == above + 1):
                self.rows.append((self._under(grid, row), grid.place(row, 0)))
                above = row

    def _is_heading(self, boxes: Sequence[Box]) -> bool:
        """Take in the headings, if this row has some."""
        if any(plain(box.text).startswith(_TITLES) and box.columns > 1 for box in boxes):
            self.is_begun = True
            self._named = {}
            return True
        named = {(box.column, box.end): name for box in boxes if (name := _NAMES.get(plain(box.text)))}
        if len(named) < len(DISPUTE_COLUMNS):
            return False
        self.is_begun = True
        is_again = len(self._named) >= len(DISPUTE_PATHS)
        self._named = named if is_again else {**self._named, **named}
        return True

    def _headings(self) -> Ranges | None:
        """Return the 15 headings by path, if they are three times the five of the form."""
        ordered = sorted(self._named)
        if [self._named[place] for place in ordered] != [*DISPUTE_COLUMNS] * 3:
            return None
        return dict(zip(DISPUTE_PATHS, ordered, strict=True))

    def _is_row_of_numbers(self, boxes: Sequence[Box], grid: Grid, *, is_next: bool) -> bool:
        """Whether a row holds the numbers: right below all headings any content, elsewhere more than one number."""
        if any(_is_elsewhere(box.text) for box in boxes):
            return False
        if self._headings() and is_next:
            is_blank_row = grid.is_drawn and not self.rows and len(boxes) >= len(DISPUTE_PATHS)
            is_filled = any(box.text.strip() or box.is_lost for box in boxes)
            return is_blank_row or (is_filled and not (self.rows and not any(_is_cell(box.text) for box in boxes)))
        numbers = sum(_is_cell(box.text) for box in boxes)
        return numbers > 1 if self._headings() or self.rows else numbers >= _ENOUGH

    def _under(self, grid: Grid, row: int) -> Under | None:
        """Read the numbers under their headings, or in their order where there are just fifteen."""
        boxes = grid.begun_in(row)
        label = next((box for box in boxes if box.column == 0 and any(map(str.isalpha, box.text))), None)
        first = label.end if label and grid.width > len(DISPUTE_PATHS) else 0
        headings = self._headings()
        under = read_under(grid, row, headings, first) if headings else None
        return under or read_in_order(grid, row, first, len(DISPUTE_PATHS))


def _is_elsewhere(text: str) -> bool:
    """Whether ``text`` is the label of a row of table two or three, which may follow table four."""
    return plain(text) in LABELS_TWO or (any(map(str.isalpha, text)) and find_row(text) is not None)


def _is_cell(text: str) -> bool:
    """Whether ``text`` is what stands in a cell: a number, a numeral, or a stroke for none."""
    return is_number(text) or is_chinese(text.strip()) or (bool(text) and is_nothing(text))


def read_table_four(grids: Iterable[Grid]) -> Findings | None:
    """Return the cells of table four, or None if its headings are not found."""
    scan = _Scan()
    for grid in grids:
        scan.read(grid)
    if not scan.is_begun:
        return None
    findings = Findings()
    under, place = scan.rows[0] if scan.rows else (None, None)
    if not scan.rows:
        _ask(findings, N_("The headings of table four are there, but no row of fifteen numbers"), None)
    elif len(scan.rows) > 1:
        _ask(findings, N_("Table four has more than one row of numbers"), scan.rows[1][1])
    elif under is None or under.is_shifted:
        _ask(findings, N_("The numbers of table four do not stand under their headings"), place)
    elif place is not None:
        cells = settle(under.cells, _GROUPS)
        if _has_moved(cells):
            cells = [Cell(Hold.UNSURE, cell.text) for cell in cells]
        findings.put(DISPUTE_PATHS, cells, place)
        _ask_for_totals(findings, cells, place)
    return findings


def _has_moved(cells: Sequence[Cell]) -> bool:
    """Whether one group seems to have moved by a column while another does not add up: then all may have."""
    groups = [cells[group] for group in _GROUPS]
    has_moved = any(all(cell.hold is Hold.UNSURE for cell in group) for group in groups)
    is_filled = [group for group in groups if all(cell.hold is Hold.NUMBER for cell in group)]
    return has_moved and any(not holds(group) for group in is_filled)


def _ask(findings: Findings, message: str, place: Words | None) -> None:
    """Ask about the whole table."""
    findings.doubts.append(Doubt(words(message), place, DISPUTE_PATHS))


def _ask_for_totals(findings: Findings, cells: Sequence[Cell], place: Words) -> None:
    """Ask about each blank total beside parts that are filled."""
    for group in _GROUPS:
        *parts, total = cells[group]
        if total.hold is Hold.BLANK and any(part.hold is not Hold.BLANK for part in parts):
            path = DISPUTE_PATHS[group.stop - 1]
            findings.ask(N_("The total of this row is blank: %(cell)s"), place, path, is_unread=False)
