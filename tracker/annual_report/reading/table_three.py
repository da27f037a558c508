"""Finds table three in the grids of a file, by the labels of its rows and columns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.annual_report.reading.cells import BLANK, Cell, Hold, is_number, settle
from tracker.annual_report.reading.columns import Ranges, Under, is_in_order, read_in_order, read_under
from tracker.annual_report.reading.findings import Doubt, Findings
from tracker.annual_report.reading.grid import Box, Grid
from tracker.annual_report.reading.labels import GROUPS, find_column, find_exact_row, find_row, plain
from tracker.annual_report.tables import COLUMNS, SINGLE_OTHER, Form, row_keys, row_paths
from tracker.annual_report.wording import Words, words
from tracker.errors import N_, Unreadable
from tracker.requests.counting import CARRIED_OVER, NEW

_TOGETHER = [slice(0, len(COLUMNS))]
_CAPTION = re.compile(r"勾稽关系|申\s*请\s*人\s*情\s*况")
_END = re.compile(r"结果维持|行政复议|行政诉讼")
_UNKNOWN = Under(tuple(Cell(Hold.UNSURE) for _ in COLUMNS), is_shifted=True)


@dataclass(frozen=True)
class _Line:
    """A row of the table as it stands: its key (None for a label that is no row's), label, cells and place."""

    key: str | None
    label: str
    under: Under
    place: Words

    @property
    def is_empty(self) -> bool:
        """Whether no cell of the row holds anything."""
        return all(cell.hold is Hold.BLANK for cell in self.under.cells)


class _Scan:
    """Goes through the rows of the grids and keeps the lines of the table."""

    def __init__(self) -> None:
        """Begin before the table."""
        self.lines: list[_Line] = []
        self.doubts: list[Doubt] = []
        self._ranges: dict[str, tuple[int, int]] = {}
        self._width = 0
        self._is_inside = False

    def read(self, grid: Grid) -> None:
        """Read one grid; a table that goes on in the next grid keeps its headings if the columns are as many."""
        if grid.width != self._width:
            self._ranges, self._width = {}, grid.width
        for row in range(grid.height):
            boxes = grid.begun_in(row)
            if not self._is_heading(boxes):
                self._read_row(grid, row, boxes)

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
        if not is_in_order(self._ranges, COLUMNS):
            return None
        return {name: self._ranges[name] for name in COLUMNS}

    def _read_row(self, grid: Grid, row: int, boxes: Sequence[Box]) -> None:
        """Read a row that is no heading."""
        headings = self._headings()
        label = _label_box(boxes, headings)
        text = label.text.strip() if label else ""
        key = find_row(text) if text else None
        if any(_END.search(box.text) for box in boxes):
            self._is_inside = False
        if key == NEW:
            self._is_inside = True
        if not self._is_inside:
            return
        line = _Line(key, text, _read(grid, row, headings, label.end if label else 0), grid.place(row, 0))
        self._keep(line, boxes)
        self._is_inside = key != CARRIED_OVER

    def _keep(self, line: _Line, boxes: Sequence[Box]) -> None:
        """Keep a line, or join it to the one before if a page end has cut a row in two."""
        if joined := self._joined(line):
            self.lines[-1] = joined
        elif line.key or (line.label and plain(line.label) not in GROUPS):
            self.lines.append(line)
        elif not line.label:
            self._read_unlabelled(line, [box for box in boxes if is_number(box.text)])

    def _joined(self, line: _Line) -> _Line | None:
        """Return the line before with ``line`` as its second half, if their labels make one."""
        if not self.lines or not line.label:
            return None
        before = self.lines[-1]
        key = find_exact_row(before.label + line.label)
        if key is None or before.key not in (None, key):
            return None
        under = before.under if line.is_empty else line.under if before.is_empty else _UNKNOWN
        return replace(before, key=key, label=before.label + line.label, under=under)

    def _read_unlabelled(self, line: _Line, numbers: Sequence[Box]) -> None:
        """Ask about numbers without a label; a page number between two full rows is left out."""
        before = self.lines[-1] if self.lines else None
        if not numbers or (len(numbers) == 1 and before and not before.is_empty):
            return
        if before and before.is_empty:
            self.lines[-1] = replace(before, under=_UNKNOWN)
        self.doubts.append(_stray(" ".join(box.text.strip() for box in numbers), line.place))


def _stray(found: str, place: Words) -> Doubt:
    """Return the doubt about numbers that stand in no row of the form."""
    return Doubt(words(N_("Numbers stand in a row that is none of the form's: “%(found)s”"), found=found[:40]), place)


def _label_box(boxes: Sequence[Box], headings: Ranges | None) -> Box | None:
    """Return the innermost label of a row: its last text before the numbers."""
    end = (
        headings[COLUMNS[0]][0]
        if headings
        else min((box.column for box in boxes if is_number(box.text)), default=10**6)
    )
    texts = [box for box in boxes if box.column < end and any(character.isalpha() for character in box.text)]
    return texts[-1] if texts else None


def _read(grid: Grid, row: int, headings: Ranges | None, label_end: int) -> Under:
    """Read the seven cells of a row, under the headings or, without them, in their order."""
    under = (
        read_under(grid, row, headings, label_end) if headings else read_in_order(grid, row, label_end, len(COLUMNS))
    )
    if under is None:
        is_bare = all(not box.text.strip() for box in grid.begun_in(row) if box.column >= label_end)
        return Under((BLANK,) * len(COLUMNS)) if is_bare else _UNKNOWN
    return replace(under, cells=tuple(settle(under.cells, _TOGETHER)))


def read_table_three(grids: Iterable[Grid]) -> tuple[Form, Findings] | None:
    """Return the form and the cells of table three, or None if no row of it is found.

    Refuses a file in which the table stands twice with different numbers: which one counts is not for us to guess.
    """
    scan = _Scan()
    for grid in grids:
        scan.read(grid)
    lines: dict[str, _Line] = {}
    for line in scan.lines:
        if line.key is None:
            scan.doubts += [] if line.is_empty else [_stray(line.label, line.place)]
            continue
        if line.key in lines and lines[line.key].under != line.under:
            raise Unreadable(
                N_("Table three stands in this file more than once (%(row)s). Keep the one that counts."),
                row=line.key,
            )
        lines[line.key] = line
    return _findings(lines, scan.doubts) if lines else None


def _findings(lines: dict[str, _Line], doubts: list[Doubt]) -> tuple[Form, Findings]:
    """Put the lines into the cells of their form."""
    has_parts = any(key.startswith(SINGLE_OTHER) and key != SINGLE_OTHER for key in lines)
    form = Form.TRIAL if SINGLE_OTHER in lines and not has_parts else Form.CURRENT
    findings = Findings(doubts=doubts)
    for key in row_keys(form):
        if line := lines.get(key):
            _put(findings, key, line)
        else:
            said = words(N_("The row “%(row)s” of table three was not found"), row=key)
            findings.doubts.append(Doubt(said, None, row_paths(key)))
    return form, findings


def _put(findings: Findings, key: str, line: _Line) -> None:
    """Put one line into its cells; a row out of its columns is one doubt, a blank total another."""
    paths = row_paths(key)
    if line.under.is_shifted:
        said = words(N_("The numbers of row “%(row)s” do not stand under their headings"), row=key)
        findings.doubts.append(Doubt(said, line.place, paths))
        return
    findings.put(paths, line.under.cells, line.place)
    if line.under.cells[-1].hold is Hold.BLANK and not line.is_empty:
        findings.ask(N_("The total of this row is blank: %(cell)s"), line.place, paths[-1], is_unread=False)
