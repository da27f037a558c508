"""Finds table two in the grids of a file; its headings tell which form it follows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tracker.annual_report.reading.cells import BLANK, Cell, Hold, doubt_blanks, is_number, read_cell
from tracker.annual_report.reading.columns import is_in_order, read_in_order, read_under
from tracker.annual_report.reading.findings import Doubt, Findings
from tracker.annual_report.reading.grid import Box, Grid
from tracker.annual_report.reading.labels import LABELS_TWO, plain
from tracker.annual_report.tables import TABLE_TWO, Block, Form
from tracker.annual_report.wording import Words, words
from tracker.errors import N_

# Every heading of a number column, without marks, and the forms that have it.
_HEADINGS = {
    form: {plain(column.heading) for block in blocks for column in block.columns} for form, blocks in TABLE_TWO.items()
}
_FEES = "行政事业性收费"
_IN_YUAN = re.compile(r"收费.*(?<!万)元")


@dataclass
class _Line:
    """A row of the table: the headings above it, and where it stands."""

    grid: Grid
    row: int
    label: Box
    headings: dict[str, tuple[int, int]]
    is_in_yuan: bool = False  # a heading of fees that says 元 where the form says 万元

    @property
    def place(self) -> Words:
        """Where the row stands in the file."""
        return self.grid.place(self.row, 0)


@dataclass
class _Scan:
    """The rows found so far, and the headings seen, for the choice of the form."""

    lines: dict[str, _Line] = field(default_factory=dict)
    seen: dict[Form, int] = field(default_factory=lambda: dict.fromkeys(Form, 0))
    repeated: list[str] = field(default_factory=list)

    def read(self, grid: Grid) -> None:
        """Read one grid."""
        headings: dict[str, tuple[int, int]] = {}
        is_in_yuan = False
        for row in range(grid.height):
            boxes = [box for box in grid.begun_in(row) if box.text.strip()]
            is_in_yuan = is_in_yuan or any(_IN_YUAN.search(plain(box.text)) for box in boxes)
            named = {name: box for box in boxes if (name := _heading(box.text))}
            if named:
                headings = {name: (box.column, box.end) for name, box in named.items()}
                for form, known in _HEADINGS.items():
                    self.seen[form] += len(known & set(named))
            elif label := next((box for box in boxes if plain(box.text) in LABELS_TWO), None):
                self._keep(
                    plain(label.text), _Line(grid, row, label, headings, is_in_yuan and plain(label.text) == _FEES)
                )

    def _keep(self, label: str, line: _Line) -> None:
        """Keep a row, once."""
        if label in self.lines:
            self.repeated.append(label)
        self.lines.setdefault(label, line)

    def form(self) -> Form:
        """Return the form whose headings were seen most, or whose rows if there are no headings."""
        if len(set(self.seen.values())) > 1:
            return max(self.seen, key=lambda form: self.seen[form])
        only_trial = {"规范性文件", "其他对外管理服务事项", "政府集中采购"}
        return Form.TRIAL if only_trial & set(self.lines) else Form.CURRENT


def _heading(text: str) -> str | None:
    """Return the heading of a number column that ``text`` is, or that it begins with (现行有效件数（历史累计）)."""
    bare = plain(text)
    known = {name for names in _HEADINGS.values() for name in names}
    return bare if bare in known else next((name for name in known if len(bare) > 4 and bare.startswith(name)), None)


def read_table_two(grids: Iterable[Grid]) -> tuple[Form, Findings] | None:
    """Return the form and the cells of table two, or None if no row of it is found."""
    scan = _Scan()
    for grid in grids:
        scan.read(grid)
    if not scan.lines:
        return None
    form, findings = scan.form(), Findings()
    for block in TABLE_TWO[form]:
        for key, label in block.rows:
            _put(findings, block, key, scan.lines.get(plain(label)))
    for label in scan.repeated:
        said = words(N_("The row “%(row)s” stands in this file more than once; the first was read"), row=label)
        findings.doubts.append(Doubt(said, scan.lines[label].place))
    return form, findings


def _put(findings: Findings, block: Block, key: str, line: _Line | None) -> None:
    """Put one row into its cells, or ask about it."""
    paths = block.paths(key)
    if line is None:
        said = words(N_("The row “%(row)s” of table two was not found"), row=key)
        findings.doubts.append(Doubt(said, None, paths))
        return
    cells = _read_single(line) if len(paths) == 1 else _read_several(line, [column.heading for column in block.columns])
    if cells is None:
        said = words(N_("The numbers of row “%(row)s” do not stand under their headings"), row=key)
        findings.doubts.append(Doubt(said, line.place, paths))
        return
    if line.is_in_yuan:
        said = words(
            N_("The fees stand under a heading in yuan, but the form has 万元: “%(found)s”"), found=cells[0].text
        )
        findings.doubts.append(Doubt(said, line.place, paths))
        return
    findings.put(paths, doubt_blanks(cells), line.place)


def _boxes(line: _Line) -> list[Box]:
    """Return what stands to the right of the label."""
    return [box for box in line.grid.begun_in(line.row) if box.column >= line.label.end]


def _read_single(line: _Line) -> list[Cell] | None:
    """Read a row with one number, which may stand in a merged cell or in any one of several."""
    filled = [box for box in _boxes(line) if box.text.strip() or box.is_lost]
    if not filled:
        return [BLANK]
    if len({box.text.strip() for box in filled}) > 1 or any(box.rows > 1 for box in filled):
        return None
    return [read_cell(filled[0])]


def _read_several(line: _Line, headings: Sequence[str]) -> list[Cell] | None:
    """Read a row with several numbers, under its headings or, where they are not above it, in their order."""
    names = [plain(heading) for heading in headings]
    if not any(box.text.strip() or box.is_lost for box in _boxes(line)):
        return [BLANK] * len(names)
    if is_in_order(line.headings, names):
        ranges = {name: line.headings[name] for name in names}
        under = read_under(line.grid, line.row, ranges, line.label.end)
        return None if under.is_shifted else list(under.cells)
    in_order = read_in_order(line.grid, line.row, line.label.end, len(names))
    if in_order is None or any(cell.hold is Hold.BLANK for cell in in_order.cells):
        return None
    return list(in_order.cells) if all(is_number(box.text) for box in _boxes(line) if box.text.strip()) else None
