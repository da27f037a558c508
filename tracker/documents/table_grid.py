"""A table as a grid: every cell at its place, rows that belong together in groups that a page can hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from tracker.documents.layout import POINT, SIDEWAYS, UPRIGHT, cells
from tracker.documents.model import Align, Cell, Row, Table, TableSize

TYPE = {TableSize.NORMAL: 12.0, TableSize.SMALL: 10.5, TableSize.TINY: 9.0}  # pt
PITCH = {TableSize.NORMAL: 6.0, TableSize.SMALL: 5.0, TableSize.TINY: 4.0}  # mm
PADDING = {TableSize.NORMAL: 1.2, TableSize.SMALL: 1.2, TableSize.TINY: 0.85}  # mm, above and below together
TALL = 0.4  # of a page


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell at its column, with what the column says filled in, and how many characters fit on its lines."""

    column: int
    lines: tuple[str, ...]
    colspan: int
    rowspan: int
    align: Align
    is_head: bool
    room: float

    @property
    def scope(self) -> str:
        """Say what the cell is the head of, for a screen reader, if it heads a row."""
        return "rowgroup" if self.rowspan > 1 else "row"


Group = tuple[tuple[PlacedCell, ...], ...]  # rows that stay together


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table as it is drawn: shares of the width in percent, rows of the head, groups of rows that stay together."""

    shares: tuple[float, ...]
    head: tuple[tuple[PlacedCell, ...], ...]
    groups: tuple[Group, ...]


def table_grid(table: Table) -> TableGrid:
    """Place every cell of a table; what is missing becomes empty cells, and spans end where the table ends.

    Rows joined by a spanning cell stay together. Where that is more than a page holds, the cell is written again at
    the head of each part, because a spanning cell cut by a page end would lose its text.
    """
    total = sum(column.width for column in table.columns) or 1.0
    shares = tuple(100 * column.width / total for column in table.columns)
    head = _placed(table, table.head, shares, is_head=True)
    height = (SIDEWAYS if table.is_landscape else UPRIGHT)[1]
    used = sum(_height(table.size, row) for row in head)
    groups: list[Group] = []
    if used > height / 2:  # the engine leaves out a head that fills the page: it is written once, as rows
        groups += _parts(head, [_height(table.size, row) for row in head], (height - 14) * 0.9)
        head, used = [], 0.0
    room = height - 14 - used
    for first, last in _joined(table.rows):
        rows = _placed(table, table.rows[first:last], shares, is_head=False)
        groups += _parts(rows, [_height(table.size, row) for row in rows], room * 0.9)
    return TableGrid(shares, tuple(head), tuple(_with_company(groups, table.size, room)))


def estimated_pages(table: Table) -> float:
    """Return about how many pages a table takes, before anything is laid out."""
    height = (SIDEWAYS if table.is_landscape else UPRIGHT)[1]
    rows = (row for group in table_grid(table).groups for row in group)
    return sum(_height(table.size, row) for row in rows) / height


def may_break(table: Table, group: Group) -> bool:
    """Tell whether a page may end within a group: in a high row, which would leave half a page empty above it.

    A row that is higher than a page must be broken, or its end would be lost. Rows under a cell that spans them stay
    together.
    """
    height = (SIDEWAYS if table.is_landscape else UPRIGHT)[1]
    return len(group) == 1 and _height(table.size, group[0]) > TALL * height


def _placed(
    table: Table, rows: tuple[Row, ...], shares: tuple[float, ...], *, is_head: bool
) -> list[tuple[PlacedCell, ...]]:
    """Give each cell its column, around those that reach down from above."""
    columns = len(table.columns)
    across = (SIDEWAYS if table.is_landscape else UPRIGHT)[0]
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[PlacedCell, ...]] = []
    for at, row in enumerate(rows):
        line: list[PlacedCell] = []
        waiting = iter(row.cells)
        for column in range(columns):
            if (at, column) in taken:
                continue
            cell = next(waiting, Cell(""))
            free = next((end for end in range(column + 1, columns) if (at, end) in taken), columns) - column
            colspan, rowspan = min(max(1, cell.colspan), free), min(max(1, cell.rowspan), len(rows) - at)
            taken |= {(at + down, column + right) for down in range(rowspan) for right in range(colspan)}
            align = cell.align or (Align.CENTER if is_head else table.columns[column].align)
            lines = tuple(cell.text.split("\n"))
            room = (across * sum(shares[column : column + colspan]) / 100 - 2) / (TYPE[table.size] * POINT)
            line.append(PlacedCell(column, lines, colspan, rowspan, align, is_head or cell.is_head, room))
        placed.append(tuple(line))
    return placed


def _joined(rows: tuple[Row, ...]) -> Iterator[tuple[int, int]]:
    """Give first and end of each run of rows that belong together."""
    first, reach = 0, 0
    for at, row in enumerate(rows):
        reach = max(reach, at + max((cell.rowspan for cell in row.cells), default=1), at + 1 + row.keeps_with_next)
        if reach <= at + 1:
            yield first, at + 1
            first = at + 1
    if first < len(rows):
        yield first, len(rows)


def _with_company(groups: list[Group], size: TableSize, room: float) -> list[Group]:
    """Join the first row to the second and the last to the one before, so that none stands alone on a page."""
    for at in (0, -2) if len(groups) > 2 else ():
        rows = groups[at] + groups[at + 1]
        if sum(_height(size, row) for row in rows) < room / 3:
            groups[at : at + 2 or None] = [rows]
    return groups


def _height(size: TableSize, row: tuple[PlacedCell, ...]) -> float:
    """Estimate the height of a row in mm, from the cells that end in it."""
    counts = (
        sum(max(1, ceil(cells(line) / max(1, int(cell.room)))) for line in cell.lines)
        for cell in row
        if cell.rowspan == 1
    )
    return max(counts, default=1) * PITCH[size] + PADDING[size]


def _parts(rows: list[tuple[PlacedCell, ...]], heights: list[float], room: float) -> Iterator[Group]:
    """Cut a group that is higher than a page holds, writing the cells that reach over a cut again below it."""
    start, used = 0, 0.0
    for at, height in enumerate(heights):
        if used and used + height > room:
            yield _part(rows, start, at)
            start, used = at, 0.0
        used += height
    yield _part(rows, start, len(rows))


def _part(rows: list[tuple[PlacedCell, ...]], start: int, end: int) -> Group:
    part: list[tuple[PlacedCell, ...]] = []
    for at in range(start, end):
        line = [replace(cell, rowspan=min(cell.rowspan, end - at)) for cell in rows[at]]
        if at == start:
            for above in range(start):
                reaching = (cell for cell in rows[above] if above + cell.rowspan > start)
                line += [replace(cell, rowspan=min(above + cell.rowspan, end) - start) for cell in reaching]
            line.sort(key=lambda cell: cell.column)
        part.append(tuple(line))
    return tuple(part)
