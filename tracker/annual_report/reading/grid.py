"""A file as its parts in reading order: paragraphs, and tables as grids of boxes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tracker.annual_report.wording import Words

MOST_ROWS = 1000
MOST_COLUMNS = 64
MOST_TABLES = 300  # of a file: a report has three, and a page around it some more


@dataclass(frozen=True)
class Box:
    """One cell as it stands in a file: its text, its first row and column, how many of each it covers.

    ``is_lost`` is true for a formula whose result the file does not hold.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    is_lost: bool = False

    @property
    def end(self) -> int:
        """The first column to the right of the box."""
        return self.column + self.columns


@dataclass
class Grid:
    """A table: its boxes by every row and column they cover. ``place`` says where a row and column stand."""

    place: Callable[[int, int], Words]
    is_ordered: bool = False  # the order of the boxes in a row counts, not their exact column (Word)
    is_drawn: bool = False  # an empty box is a cell of the table, not a place of the sheet beside it
    height: int = 0
    width: int = 0
    _boxes: dict[tuple[int, int], Box] = field(default_factory=dict)

    def add(self, box: Box) -> None:
        """Put ``box`` where no other box is yet; what reaches beyond the bounds is cut off."""
        if box.row >= MOST_ROWS or box.column >= MOST_COLUMNS:
            return
        last_row, last_column = min(box.row + box.rows, MOST_ROWS), min(box.end, MOST_COLUMNS)
        for row in range(box.row, last_row):
            for column in range(box.column, last_column):
                self._boxes.setdefault((row, column), box)
        self.height, self.width = max(self.height, last_row), max(self.width, last_column)

    def at(self, row: int, column: int) -> Box | None:
        """Return the box that covers a place, if any."""
        return self._boxes.get((row, column))

    def begun_in(self, row: int) -> list[Box]:
        """Return the boxes whose first row is ``row``, from left to right."""
        boxes = {id(box): box for column in range(self.width) if (box := self.at(row, column)) and box.row == row}
        return list(boxes.values())


@dataclass(frozen=True)
class Paragraph:
    """A line or paragraph outside the tables."""

    text: str


Part = Paragraph | Grid


def grids(parts: Iterable[Part]) -> Iterator[Grid]:
    """Yield the tables of a file in reading order."""
    return (part for part in parts if isinstance(part, Grid))
