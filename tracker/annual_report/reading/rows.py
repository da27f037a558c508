"""Collects the rows of table three from grid to grid, also where a page end has cut the table or a row in two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.annual_report.reading.cells import BLANK, Cell, Hold, holds, is_chinese, is_number, settle
from tracker.annual_report.reading.columns import Ranges, Under, is_apart, read_in_order, read_under
from tracker.annual_report.reading.grid import Box, Grid
from tracker.annual_report.reading.labels import GROUPS, find_column, find_exact_row, find_row, plain
from tracker.annual_report.report import is_nothing
from tracker.annual_report.tables import COLUMNS
from tracker.annual_report.wording import Words
from tracker.requests.counting import CARRIED_OVER

_TOGETHER = [slice(0, len(COLUMNS))]
_CAPTION = re.compile(r"勾稽关系|申\s*请\s*人\s*情\s*况")
_BEGIN = "本年新收"
_END = re.compile(r"结果维持|行政复议|行政诉讼")

# Something stands in these cells, but nobody can say what.
UNKNOWN = Under(tuple(Cell(Hold.UNSURE) for _ in COLUMNS), is_shifted=True)


@dataclass(frozen=True)
class Line:
    """A row of the table as it stands: its key (None for a label that is no row's), label, cells and place."""

    key: str | None
    label: str
    under: Under
    place: Words

    @property
    def is_empty(self) -> bool:
        """Whether no cell of the row holds anything."""
        return all(cell.hold is Hold.BLANK for cell in self.under.cells)

    @property
    def is_sound(self) -> bool:
        """Whether the row stands for itself: its whole label, seven numbers, and they add up."""
        is_full = all(cell.hold is Hold.NUMBER for cell in self.under.cells)
        return is_full and find_exact_row(self.label) == self.key and holds(self.under.cells)


class Rows:
    """Goes through the grids of a file and keeps the lines of the table."""

    def __init__(self) -> None:
        """Begin before the table."""
        self.lines: list[Line] = []
        self._ranges: dict[str, tuple[int, int]] = {}
        self._width = 0
        self._is_inside = False
        self._is_closing = False
        self._is_first = False

    def read(self, grid: Grid) -> None:
        """Read one grid; a table that goes on in the next grid keeps its headings if the columns are as many."""
        if grid.width != self._width:
            self._ranges, self._width = {}, grid.width
        self._is_first = True
        for row in range(grid.height):
            boxes = grid.begun_in(row)
            if not self._is_heading(boxes):
                self._read_row(grid, row, boxes)
                self._is_first = False

    def _is_heading(self, boxes: Sequence[Box]) -> bool:
        """Take in the headings of the columns, if this row has some."""
        named = {name: box for box in boxes if (name := find_column(box.text))}
        if len(named) < 2:
            return any(_CAPTION.search(box.text) for box in boxes)
        if COLUMNS[0] in named:
            self._ranges = {}
        self._ranges.update({name: (box.column, box.end) for name, box in named.items()})
        return True

    def _headings(self) -> Ranges | None:
        """Return the seven headings from left to right, once all are known."""
        if not is_apart(self._ranges, COLUMNS):
            return None
        return {name: self._ranges[name] for name in COLUMNS}

    def _read_row(self, grid: Grid, row: int, boxes: Sequence[Box]) -> None:
        """Read a row that is no heading."""
        headings = self._headings()
        label = _label_box(boxes, headings)
        text = label.text.strip() if label else ""
        if any(_END.search(box.text) for box in boxes):
            self._is_inside = self._is_closing = False
        if plain(text).startswith(_BEGIN):
            self._is_inside = True
        if not (self._is_inside or self._is_closing):
            return
        cells = _read(grid, row, headings, label.end if label else 0)
        line = Line(find_row(text) if text else None, text, cells, grid.place(row, 0))
        if self._is_closing:
            self._close(line)
        else:
            self._keep(line, boxes)
        self._is_closing = self._is_inside and line.key == CARRIED_OVER
        self._is_inside = self._is_inside and line.key != CARRIED_OVER

    def _keep(self, line: Line, boxes: Sequence[Box]) -> None:
        """Keep a line, or join it to the one before if a page end has cut a row in two."""
        if joined := self._joined(line) or self._cut(line):
            self.lines[-1] = joined
        elif not line.label:
            self.lines += [] if line.is_empty or self._is_page_number(boxes) else [line]
        elif line.key or plain(line.label) not in GROUPS:
            self.lines.append(line)

    def _close(self, line: Line) -> None:
        """Take the line after the last one only for the rest of that one."""
        if joined := self._joined(line):
            self.lines[-1] = joined
        elif self._is_first and not line.label and not line.is_empty:
            self.lines.append(line)

    def _joined(self, line: Line) -> Line | None:
        """Return the line before with ``line`` as its second half, if their labels make one."""
        if not self.lines or not line.label:
            return None
        before = self.lines[-1]
        key = find_exact_row(before.label + line.label)
        if key is None or before.key not in (None, key):
            return None
        under = before.under if line.is_empty else line.under if before.is_empty else UNKNOWN
        return replace(before, key=key, label=before.label + line.label, under=under)

    def _cut(self, line: Line) -> Line | None:
        """Return the last row of the page before with the cells that the page end has carried over to this one."""
        if not (self._is_first and self.lines and self.lines[-1].key) or line.is_empty or line.key:
            return None
        if line.label and plain(line.label) not in GROUPS:
            return None
        before = self.lines[-1]
        pairs = list(zip(before.under.cells, line.under.cells, strict=True))
        if any(BLANK not in pair for pair in pairs):
            return None
        cells = tuple(second if first == BLANK else first for first, second in pairs)
        return replace(before, under=Under(cells) if holds(cells) else UNKNOWN)

    def _is_page_number(self, boxes: Sequence[Box]) -> bool:
        """Whether a row without a label is a page number: one number alone, not where a page may have cut a row."""
        filled = [box for box in boxes if box.text.strip()]
        is_between = bool(self.lines) and not self.lines[-1].is_empty and not self._is_first
        return len(filled) == 1 and is_number(filled[0].text) and is_between


def _label_box(boxes: Sequence[Box], headings: Ranges | None) -> Box | None:
    """Return the innermost label of a row: its last text before the numbers."""
    numbers = [box.column for box in boxes if is_number(box.text)]
    end = headings[COLUMNS[0]][0] if headings else min(numbers, default=10**6)
    texts = [box for box in boxes if box.column < end and _is_label(box.text)]
    return texts[-1] if texts else None


def _is_label(text: str) -> bool:
    """Whether ``text`` has Chinese words, and not only a numeral or 无."""
    has_words = any("\u4e00" <= character <= "\u9fff" for character in text)
    return has_words and not is_chinese(text.strip()) and not is_nothing(text)


def _read(grid: Grid, row: int, headings: Ranges | None, label_end: int) -> Under:
    """Read the seven cells of a row, under the headings or, without them, in their order."""
    if headings:
        under: Under | None = read_under(grid, row, headings, label_end)
    else:
        under = read_in_order(grid, row, label_end, len(COLUMNS))
    if under is None:
        is_bare = all(not box.text.strip() for box in grid.begun_in(row) if box.column >= label_end)
        return Under((BLANK,) * len(COLUMNS)) if is_bare else UNKNOWN
    return replace(under, cells=tuple(settle(under.cells, _TOGETHER)))
