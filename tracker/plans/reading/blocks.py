"""The neutral form every kind of file is brought into before its grammar is read: paragraphs and tables in order."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.plans.reading.model import Doubt


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with what its look says.

    ``label`` is an automatic number, which is seen but not part of ``text``; ``level`` the outline level of a heading
    style (1 is the highest). Soft line breaks stay in ``text``.
    """

    id: str
    where: str
    text: str
    label: str = ""
    level: int | None = None
    is_bold: bool = False
    is_centred: bool = False
    is_title: bool = False

    @property
    def printed(self) -> str:
        """The paragraph as a reader sees it."""
        return self.label + self.text


@dataclass(frozen=True)
class Cell:
    """A cell at its first row and column, with the rows and columns it covers."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.text.strip()


@dataclass(frozen=True)
class Row:
    """A row: for each column the cell that covers it, which may begin further up; ``index`` counts from 0."""

    id: str
    where: str
    index: int
    cells: tuple[Cell | None, ...]

    def at(self, column: int) -> str:
        """The text that covers ``column``, stripped."""
        cell = self.cells[column] if 0 <= column < len(self.cells) else None
        return cell.text.strip() if cell else ""

    def distinct(self) -> list[Cell]:
        """The cells of the row, each once."""
        return list({id(cell): cell for cell in self.cells if cell is not None}.values())

    def own(self) -> list[Cell]:
        """The filled cells that begin in this row."""
        return [cell for cell in self.distinct() if cell.row == self.index and not cell.is_blank]


@dataclass(frozen=True)
class Table:
    """A table as a grid; ``loses_merges`` says that its form cannot show merged cells (pasted text, csv)."""

    id: str
    where: str
    rows: tuple[Row, ...]
    loses_merges: bool = False
    sheet: str = ""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


Block = Paragraph | Table


@dataclass
class Document:
    """A file's blocks in reading order, and what was left out of them."""

    blocks: list[Block] = field(default_factory=list)
    warnings: list[Doubt] = field(default_factory=list)
    name: str = ""


@dataclass(frozen=True)
class Printed:
    """A row before it has a grid: where it stands and its cells from the left (text, columns, rows covered)."""

    where: str
    cells: tuple[tuple[str, int, int], ...]


def table_of(id_: str, where: str, printed: Iterable[Printed], *, loses_merges: bool = False, sheet: str = "") -> Table:
    """Lay out rows whose cells are given without those that reach down from above."""
    covered: dict[tuple[int, int], Cell] = {}
    rows: list[Row] = []
    for number, line in enumerate(printed):
        column = 0
        for text, column_span, row_span in line.cells:
            while (number, column) in covered:
                column += 1
            cell = Cell(text, number, column, max(row_span, 1), max(column_span, 1))
            for down in range(cell.row_span):
                for right in range(cell.column_span):
                    covered[number + down, column + right] = cell
            column += cell.column_span
        width = max((place + 1 for at, place in covered if at == number), default=0)
        cells = tuple(covered.get((number, at)) for at in range(width))
        rows.append(Row(f"{id_}r{number + 1}", line.where, number, cells))
    return Table(id_, where, tuple(rows), loses_merges, sheet)


def plain_table(id_: str, where: str, lines: Iterable[tuple[str, list[str]]], *, sheet: str = "") -> Table:
    """Lay out rows of texts without merged cells, each given with where it stands."""
    printed = (Printed(place, tuple((text, 1, 1) for text in texts)) for place, texts in lines)
    return table_of(id_, where, printed, loses_merges=True, sheet=sheet)
