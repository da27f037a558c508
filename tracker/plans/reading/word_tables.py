"""The grid of a Word table: cells merged to the right (gridSpan) and down (vMerge), rows and cells inside controls."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.plans.reading.numbering import W, value_of, whole
from tracker.plans.reading.packages import Element

_MOST_COLUMNS = 63  # Word's own limit
_HOLDERS = {W + name for name in ("ins", "moveTo", "customXml", "sdt", "sdtContent", "smartTag")}


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of a table without those deleted in a tracked change."""
    for row in _children(table, "tr"):
        look = row.find(W + "trPr")
        if look is None or look.find(W + "del") is None:
            yield row


def cells_of(row: Element) -> Iterator[Element]:
    """Yield the cells of a row from the left."""
    yield from _children(row, "tc")


def _children(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _HOLDERS:
            yield from _children(child, name)


@dataclass
class _Placed:
    text: str
    column: int
    span: int
    rows: int = 1


@dataclass
class Grid:
    """A table being laid out row by row."""

    rows: list[list[_Placed]] = field(default_factory=list)
    _open: dict[int, _Placed] = field(default_factory=dict)  # by first column: a cell that may be continued below
    _column: int = 0

    def start_row(self) -> None:
        """Begin the next row."""
        self.rows.append([])
        self._column = 0

    def continues(self, cell: Element) -> bool:
        """Whether ``cell``, the next of the row, belongs to the one above it."""
        merge = _merge(cell)
        above = self._open.get(self._column)
        return merge == "continue" and above is not None and above.span == _span(cell)

    def add(self, cell: Element, text: str) -> None:
        """Place the next cell of the row."""
        span = _span(cell)
        if self.continues(cell):
            self._open[self._column].rows += 1
        else:
            placed = _Placed(text, self._column, span)
            self.rows[-1].append(placed)
            for column in range(self._column, self._column + span):
                self._open.pop(column, None)
            if _merge(cell):
                self._open[self._column] = placed
        self._column = min(self._column + span, _MOST_COLUMNS)

    def printed(self) -> Iterator[tuple[tuple[str, int, int], ...]]:
        """Yield each row's own cells as (text, columns, rows covered)."""
        for row in self.rows:
            yield tuple((cell.text, cell.span, cell.rows) for cell in row)


def _span(cell: Element) -> int:
    look = cell.find(W + "tcPr")
    return min(max(whole(value_of(look, "gridSpan"), 1), 1), _MOST_COLUMNS)


def _merge(cell: Element) -> str:
    look = cell.find(W + "tcPr")
    merge = look.find(W + "vMerge") if look is not None else None
    return "" if merge is None else merge.get(W + "val") or "continue"
