"""The sums that a report's cells must make, and which of them hold when some cells are read in another way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log2

from tracker.annual_report.checks import zero
from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.tables import COLUMNS, DISPUTE_PATHS, TOTAL_COLUMN, Form, result_keys, row_keys, row_paths
from tracker.requests.counting import CARRIED_IN, CARRIED_OVER, NEW, TOTAL

_FEW = 20  # blank cells of a report that writes its zeros


class Unknown:
    """What a cell holds of which nobody can say anything."""


UNKNOWN = Unknown()
Reading = Number | None | Unknown
Readings = Mapping[str, Reading]


@dataclass(frozen=True)
class Sum:
    """One sum: the cells ``left`` make the cells ``right``; nothing is said while the cell ``stated`` is blank.

    ``line`` is the row or column it runs along; ``follows`` is true for the column of totals, which holds by itself
    as soon as all rows and all other columns do.
    """

    line: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    stated: str
    is_row: bool = False
    follows: bool = False


@dataclass(frozen=True)
class Verdict:
    """Whether a sum holds (None: it cannot be said), its left side less its right one, and how large they are."""

    holds: bool | None
    gap: Number = 0
    size: Number = 0

    @property
    def bits(self) -> float:
        """How much it says that the sum holds: little between small numbers, where it may be by chance."""
        return log2(1 + float(max(self.size, 0)))


class Sums:
    """All sums of one report, each by the cells it has."""

    def __init__(self, figures: ReportFigures) -> None:
        """Take the cells as they were read."""
        self.cells: dict[str, Reading] = {path: figures.value(path) for path in figures.kinds}
        self.cells |= {path: UNKNOWN for path in figures.kinds if not figures.is_read([path])}
        self.is_filled = sum(value is None for value in self.cells.values()) <= _FEW
        self.all = tuple(_sums(figures.form_three))
        self._of: dict[str, list[Sum]] = {}
        for one in self.all:
            for path in (*one.left, *one.right):
                self._of.setdefault(path, []).append(one)

    def touched(self, paths: Iterable[str]) -> list[Sum]:
        """Return the sums that have one of ``paths`` in them."""
        return list(dict.fromkeys(one for path in paths for one in self._of.get(path, ())))

    def adds_up(self, line: str) -> bool:
        """Whether every sum along a row or column is known to hold."""
        return all(self.verdict(one).holds for one in self.all if one.line == line)

    def verdict(self, one: Sum, other: Readings | None = None) -> Verdict:
        """Say whether a sum holds, with the cells of ``other`` read as it says."""
        readings = other or {}
        left = [readings.get(path, self.cells[path]) for path in one.left]
        right = [readings.get(path, self.cells[path]) for path in one.right]
        stated = readings.get(one.stated, self.cells[one.stated])
        if stated is None:
            return Verdict(None)
        known_left = [zero(value) for value in left if not isinstance(value, Unknown)]
        known_right = [zero(value) for value in right if not isinstance(value, Unknown)]
        if len(known_left) < len(left) or len(known_right) < len(right):
            return Verdict(None)
        added: Number = sum(known_left)
        beside: Number = sum(known_right)
        return Verdict(added == beside, added - beside, max(added, beside))


def _sums(form: Form) -> Iterator[Sum]:
    """Yield H1 and H2 by column, H3 by row, H5 by group."""
    for column in COLUMNS:
        total, follows = f"table3.{TOTAL}.{column}", column == TOTAL_COLUMN
        came = tuple(f"table3.{key}.{column}" for key in (NEW, CARRIED_IN))
        yield Sum(column, came, (total, f"table3.{CARRIED_OVER}.{column}"), total, follows=follows)
        parts = tuple(f"table3.{key}.{column}" for key in result_keys(form))
        yield Sum(column, (total,), parts, total, follows=follows)
    for key in row_keys(form):
        *six, last = row_paths(key)
        yield Sum(key, (last,), tuple(six), last, is_row=True)
    for at in (0, 5, 10):
        *four, last = DISPUTE_PATHS[at : at + 5]
        yield Sum(last, (last,), tuple(four), last, is_row=True)
