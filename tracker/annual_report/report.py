"""The figures of one annual report: its three tables, cell by cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

from tracker.annual_report.tables import DISPUTE_PATHS, Form, Kind, kinds, row_paths

Number = int | Decimal

# Enough for any count or sum in yuan of a country, and little enough for every program that reads our files.
LONGEST_NUMBER = 15


def is_storable(number: Number) -> bool:
    """Whether ``number`` has at most 15 digits before and after its point together, and is a number at all."""
    decimal = Decimal(number)
    if not decimal.is_finite() or decimal.adjusted() >= LONGEST_NUMBER:
        return False
    short = decimal.normalize()
    _, digits, exponent = short.as_tuple()
    return short == decimal and max(len(digits), -int(exponent)) <= LONGEST_NUMBER


def is_text(value: str) -> bool:
    """Whether ``value`` can be written to any file: JSON can hold halves of characters that nothing else can."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def simplest(number: Number) -> Number:
    """Return ``number`` as int where it is whole, so that 3 and 3.0 are the same cell."""
    return int(number) if number == int(number) else number


@dataclass(frozen=True)
class ReportFigures:
    """What the tables of a report say.

    ``cells`` has the filled cells by path (see ``tables``); a path that is not in it is blank. ``written`` has what
    stands in a cell and is no number, such as "/" or a word, as it stands there; ``unread`` the cells in which
    something may stand that could not be read, so that nothing can be said of them. Table two follows ``form``,
    table three ``form_three``: some agencies kept the old table three under the new table two.
    """

    name: str
    year: int | None
    form: Form
    form_three: Form
    cells: Mapping[str, Number] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """Every cell of the report's forms, filled or not, in print order."""
        return kinds(self.form, self.form_three)

    def value(self, path: str) -> Number | None:
        """Return the number in a cell, or None if it is blank."""
        return self.cells.get(path)

    def is_read(self, paths: Iterable[str]) -> bool:
        """Whether all of these cells could be read, blank or not."""
        return self.unread.isdisjoint(paths)

    def row(self, key: str) -> tuple[Number | None, ...]:
        """Return the seven cells of a row of table three."""
        return tuple(self.cells.get(path) for path in row_paths(key))

    def disputes(self) -> tuple[Number | None, ...]:
        """Return the 15 cells of table four."""
        return tuple(self.cells.get(path) for path in DISPUTE_PATHS)

    def changed(self, values: Mapping[str, Number | None]) -> "ReportFigures":
        """Return the same report with these cells set, or blank where the value is None."""
        cells = {path: number for path, number in {**self.cells, **values}.items() if number is not None}
        written = {path: text for path, text in self.written.items() if path not in values}
        unread = self.unread - set(values)
        return replace(self, cells=MappingProxyType(cells), written=MappingProxyType(written), unread=unread)
