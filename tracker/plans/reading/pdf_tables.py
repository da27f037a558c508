"""Tables on a PDF page, found by their lines: cells with their spans, texts with their line wraps undone."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tracker.plans.reading.blocks import Printed
from tracker.plans.reading.characters import clean
from tracker.plans.reading.markers import find_marker
from tracker.plans.reading.pdf_text import head_width, joined_lines, letters_in, room_after, rows_of_letters

Box = tuple[float, float, float, float]

_NEAR = 3.0


@dataclass
class PageCell:
    """A cell by row and column, with what it covers."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    room: float = 0.0  # how many letters more its last line could hold


@dataclass
class PageTable:
    """A table on a page, or on several once it was continued."""

    box: Box
    edges: list[float]
    cells: list[PageCell] = field(default_factory=list)
    rows: int = 0
    page: int = 0

    @property
    def top(self) -> float:
        """Its upper edge on the page it begins on."""
        return self.box[1]

    def printed(self, where: str) -> Iterator[Printed]:
        """Yield its rows for `blocks.table_of`."""
        for row in range(self.rows):
            cells = sorted((cell for cell in self.cells if cell.row == row), key=lambda cell: cell.column)
            yield Printed(
                f"{where}第{row + 1}行", tuple((cell.text, cell.column_span, cell.row_span) for cell in cells)
            )


def tables_of_page(page: Any) -> list[PageTable]:
    """Return the tables of a page; a frame around text with a single cell is none."""
    found = []
    for table in page.find_tables({"explicit_horizontal_lines": _open_ends(page)}):
        boxes = [box for box in table.cells if box[2] - box[0] > _NEAR and box[3] - box[1] > _NEAR]
        if len(boxes) > 1:
            found.append(_table(page, table.bbox, boxes))
    return found


def _open_ends(page: Any) -> list[float]:
    """Where the outermost columns begin and end: cells that go on over a page break have no line across there."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v" and edge["height"] > _NEAR]
    return [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)] if upright else []


def _table(page: Any, box: Box, boxes: list[Box]) -> PageTable:
    columns = _edges([edge for cell in boxes for edge in (cell[0], cell[2])])
    rows = _edges([edge for cell in boxes for edge in (cell[1], cell[3])])
    letters = letters_in(page, box)
    table = PageTable(box, columns, rows=len(rows) - 1)
    for cell in boxes:
        left, right = _index(columns, cell[0]), _index(columns, cell[2])
        top, bottom = _index(rows, cell[1]), _index(rows, cell[3])
        inside = [letter for letter in letters if _is_inside(letter, cell)]
        lines = rows_of_letters(inside)
        text = clean(joined_lines(lines, cell[0], cell[2]))
        room = room_after(lines[-1], lines, cell[0], cell[2]) if lines else 0.0
        table.cells.append(PageCell(text, top, left, max(bottom - top, 1), max(right - left, 1), room))
    return table


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    at = bisect_left(edges, value - _NEAR)
    return min(at, len(edges) - 1)


def _is_inside(letter: dict[str, Any], box: Box) -> bool:
    x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def continue_table(before: PageTable, after: PageTable) -> bool:
    """Add ``after`` to ``before`` when it goes on with the same columns on the next page; whether it does."""
    if after.page == before.page or len(before.edges) != len(after.edges):
        return False
    if any(abs(left - right) > 4 * _NEAR for left, right in zip(before.edges, after.edges, strict=True)):
        return False
    header = _repeated_rows(before, after)
    torn = _is_torn(before, after, header)
    shift = before.rows - header - (1 if torn else 0)
    for cell in after.cells:
        above = _above(before, cell) if cell.row == header else None
        if above is not None and torn:
            above.text, above.room = above.text + cell.text, cell.room
            above.row_span += cell.row_span - 1
        elif above is not None and not cell.text.strip() and min(cell.row_span, above.row_span) > 1:
            above.row_span += cell.row_span  # a merged cell that goes on
        elif cell.row >= header:
            before.cells.append(replace(cell, row=cell.row + shift))
    before.rows = after.rows + shift
    before.page = after.page
    return True


def _repeated_rows(before: PageTable, after: PageTable) -> int:
    """How many rows at the top of ``after`` are the header of ``before`` printed again."""
    count = 0
    while count < min(3, before.rows, after.rows - 1) and _row_texts(before, count) == _row_texts(after, count):
        count += 1
    return count


def _row_texts(table: PageTable, row: int) -> list[tuple[int, str]]:
    return sorted((cell.column, "".join(cell.text.split())) for cell in table.cells if cell.row == row)


def _above(before: PageTable, cell: PageCell) -> PageCell | None:
    """The last cell of a column before the page break."""
    ends = (old for old in before.cells if old.column == cell.column and old.row + old.row_span >= before.rows)
    return max(ends, key=lambda old: old.row, default=None)


def _is_torn(before: PageTable, after: PageTable, header: int) -> bool:
    """Whether the page break went through a row: what stands in its rest goes on where a full line broke off."""
    pairs = [(cell, _above(before, cell)) for cell in after.cells if cell.row == header]
    filled = [(cell, above) for cell, above in pairs if cell.text.strip()]
    if not filled or any(above is None for _, above in pairs):
        return False
    return all(_goes_on(above, cell) for cell, above in filled if above is not None)


def _goes_on(above: PageCell, cell: PageCell) -> bool:
    """Whether ``cell`` is the rest of the one above it: that is empty, or full and within a sentence."""
    if not above.text.strip():
        return True
    is_cut = above.text.strip()[-1:] not in ("", "。", "；") and above.room < head_width(cell.text)
    return is_cut and not find_marker(cell.text)
