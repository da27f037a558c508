"""What reading a report gives: cells, words that stand in cells, and doubts about what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.annual_report.checks import place_of
from tracker.annual_report.reading.cells import Cell, Hold, is_number
from tracker.annual_report.report import Number, simplest
from tracker.annual_report.wording import Words, words
from tracker.errors import N_


@dataclass(frozen=True)
class Doubt:
    """Something to ask a person: what, where it stands in the file, and the cells left blank because of it.

    ``is_unread`` is false where nothing stands in the file at all, so that nothing was missed by reading.
    """

    says: Words
    place: Words | None = None
    paths: tuple[str, ...] = ()
    is_unread: bool = True


@dataclass
class Findings:
    """The cells of one table as they are found."""

    cells: dict[str, Number] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    places: dict[str, Words] = field(default_factory=dict)
    guesses: dict[str, Number] = field(default_factory=dict)  # what cells say that are doubted because of their row

    def put(self, paths: Sequence[str], cells: Sequence[Cell], place: Words) -> None:
        """Keep what is certain of a row of cells, and a doubt for each cell that is not."""
        self.places |= dict.fromkeys(paths, place)
        for path, cell in zip(paths, cells, strict=True):
            if cell.hold is Hold.NUMBER and cell.number is not None:
                self.cells[path] = cell.number
            elif cell.hold is Hold.WORD:
                self.written[path] = cell.text
            elif cell.hold is Hold.UNSURE:
                found = " ".join(cell.text.split())[:40]
                if is_number(cell.text):
                    self.guesses[path] = simplest(Decimal(cell.text.replace(",", "")))
                self.ask(N_("%(cell)s cannot be read with certainty: “%(found)s”"), place, path, found=found)

    def ask(self, message: str, place: Words, path: str, *, is_unread: bool = True, **values: object) -> None:
        """Keep a doubt about one cell."""
        said = words(message, cell=place_of(path), **values)
        self.doubts.append(Doubt(said, place, (path,), is_unread))
