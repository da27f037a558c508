"""The geometry that PDF and Word share: cells and lines of the page, the place of the signature, tables as grids."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil, floor

from tracker.documents.model import Align, Cell, Document, Face, Row, Run, Signature, Table, TableSize
from tracker.documents.numbering import written_date
from tracker.documents.titles import width

CELLS, LINES = 28, 22  # of a page
CELL = 156 / CELLS  # mm, a character of 三号 on the grid
LINE = 225 / LINES  # mm, a line of the grid
TYPE = {TableSize.NORMAL: 12.0, TableSize.SMALL: 10.5, TableSize.TINY: 9.0}  # pt
PITCH = {TableSize.NORMAL: 6.0, TableSize.SMALL: 5.0, TableSize.TINY: 4.0}  # mm
PADDING = {TableSize.NORMAL: 1.2, TableSize.SMALL: 1.2, TableSize.TINY: 0.85}  # mm, above and below together
POINT = 25.4 / 72  # mm
UPRIGHT, SIDEWAYS = (156.0, 225.0), (225.1, 156.0)  # mm, the type area


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A line of the signature and how many characters stay free at its right; a blank line has no text."""

    text: str
    right: float = 0.0


def cells(text: str) -> float:
    """Return the width of a text in characters of the grid; those of Western scripts take a little over half of one."""
    return sum(1.0 if ord(character) > 0x2000 else 0.56 for character in text)


def signature_lines(signature: Signature) -> list[SignatureLine]:
    """Return names and date with their places (第 7.3.5.1、7.3.5.2 条).

    With a seal two lines stay blank for it, the date has four characters at its right, the names are centred on it.
    Without, one line stays blank, the date begins two characters right of the names, and whichever is longer has two
    characters at its right.
    """
    day = written_date(signature.signed_on)
    long = cells(day)
    wide = min(CELLS - 2, max(map(cells, signature.names), default=0.0))  # a longer name runs over two lines
    if signature.has_seal:
        middle = [SignatureLine(name, max(0.0, 4 + (long - cells(name)) / 2)) for name in signature.names]
        return [SignatureLine(""), SignatureLine(""), *middle, SignatureLine(day, 4.0)]
    right = 2.0 if wide >= long else 4 + long - wide
    names = [SignatureLine(name, max(0.0, right + wide - cells(name))) for name in signature.names]
    return [SignatureLine(""), *names, SignatureLine(day, max(0.0, right + wide - long - 2))]


def paragraphs(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Give the paragraphs in runs of text: a newline begins a new one; spaces typed as an indent are left out."""
    line: list[Run] = []
    for run in runs:
        for at, piece in enumerate(run.text.split("\n")):
            if at:
                yield tuple(line)
                line = []
            text = piece if line else piece.lstrip(" \u3000")
            if text:
                line.append(Run(text, run.face))
    yield tuple(line)


def addressed_to(document: Document) -> str:
    """Return the line of the addressees (第 7.3.2 条), which ends with a colon, typed or not."""
    return document.addressees.strip().rstrip("：:；;。，, ") + "："


def copied_to(addressees: str) -> str:
    """Return a list of addressees as the imprint has it (第 7.4.2 条), which ends with a full stop."""
    return addressees.strip().rstrip("：:；;。，, ") + "。"


def note_line(note: str) -> str:
    """Return the note below the date (第 7.3.6 条) in its brackets."""
    return f"（{note.strip().lstrip('（(').rstrip('）)')}）"


def agency_names(document: Document) -> tuple[str, ...]:
    """Return the names of agencies that a title must not split."""
    return (document.author, *(document.signature.names if document.signature else ()))


def heading_face(level: int) -> Face:
    """Return the typeface of a heading (第 7.3.3 条): 一、黑体, （一）楷体, the others as the text."""
    return {1: Face.HEI, 2: Face.KAI}.get(level, Face.TEXT)


def mark_size(mark: str) -> float:
    """Return the type of the mark of the agency in pt: 初号, or what the line allows."""
    return min(42.0, floor(2 * UPRIGHT[0] / POINT / max(1.0, width(mark))) / 2)


def title_height(lines: int) -> int:
    """Return how many lines of the grid a title of so many lines takes; its own are higher than those of the text."""
    return lines if lines < 2 else lines + 1


def head_height(document: Document) -> int:
    """Return how many lines of the grid the red head takes: ten, and one for every two signers after the first two."""
    return 0 if document.red_head is None else max(10, 9 + (len(document.red_head.signers) + 1) // 2)


def moves_addressees(document: Document, title_lines: int) -> bool:
    """Tell whether so many are addressed that no text would stand on the first page: then they go into the imprint."""
    above = head_height(document) + title_height(title_lines) + 1 + (1 if document.subtitle else 0)
    return document.imprint is not None and above + ceil(cells(addressed_to(document)) / CELLS) >= LINES


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell at its column, with what the column says filled in."""

    column: int
    lines: tuple[str, ...]
    colspan: int
    rowspan: int
    align: Align
    is_head: bool

    @property
    def scope(self) -> str:
        """Say what the cell is the head of, for a screen reader, if it heads a row."""
        return "rowgroup" if self.rowspan > 1 else "row"


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table as it is drawn: shares of the width in percent, rows of the head, groups of rows that stay together."""

    shares: tuple[float, ...]
    head: tuple[tuple[PlacedCell, ...], ...]
    groups: tuple[tuple[tuple[PlacedCell, ...], ...], ...]


def table_grid(table: Table) -> TableGrid:
    """Place every cell of a table; what is missing becomes empty cells, and spans end where the table ends.

    Rows joined by a spanning cell stay together. Where that is more than a page holds, the cell is written again at
    the head of each part, because a spanning cell cut by a page end would lose its text.
    """
    total = sum(column.width for column in table.columns) or 1.0
    shares = tuple(100 * column.width / total for column in table.columns)
    head = _placed(table, table.head, is_head=True)
    across, height = SIDEWAYS if table.is_landscape else UPRIGHT
    room = height - 14 - sum(_height(table, row, shares, across) for row in head)
    groups: list[tuple[tuple[PlacedCell, ...], ...]] = []
    for first, last in _joined(table.rows):
        rows = _placed(table, table.rows[first:last], is_head=False)
        heights = [_height(table, row, shares, across) for row in rows]
        groups += _parts(rows, heights, room * 0.9)
    return TableGrid(shares, tuple(head), tuple(groups))


def _placed(table: Table, rows: tuple[Row, ...], *, is_head: bool) -> list[tuple[PlacedCell, ...]]:
    """Give each cell its column, around those that reach down from above."""
    columns = len(table.columns)
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
            taken |= {(at + down, column + across) for down in range(rowspan) for across in range(colspan)}
            align = cell.align or (Align.CENTER if is_head else table.columns[column].align)
            lines = tuple(cell.text.split("\n"))
            line.append(PlacedCell(column, lines, colspan, rowspan, align, is_head or cell.is_head))
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


def _height(table: Table, row: tuple[PlacedCell, ...], shares: tuple[float, ...], width: float) -> float:
    """Estimate the height of a row in mm, from the cells that end in it."""
    size = TYPE[table.size] * POINT
    most = 1
    for cell in row:
        if cell.rowspan == 1:
            room = width * sum(shares[cell.column : cell.column + cell.colspan]) / 100 - 2
            on_line = max(1, int(room / size))
            most = max(most, sum(max(1, ceil(cells(line) / on_line)) for line in cell.lines))
    return most * PITCH[table.size] + PADDING[table.size]


def _parts(
    rows: list[tuple[PlacedCell, ...]], heights: list[float], room: float
) -> Iterator[tuple[tuple[PlacedCell, ...], ...]]:
    """Cut a group that is higher than a page holds, writing the cells that reach over a cut again below it."""
    start, used = 0, 0.0
    for at, height in enumerate(heights):
        if used and used + height > room:
            yield _part(rows, start, at)
            start, used = at, 0.0
        used += height
    yield _part(rows, start, len(rows))


def _part(rows: list[tuple[PlacedCell, ...]], start: int, end: int) -> tuple[tuple[PlacedCell, ...], ...]:
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
