"""The figures of one annual report: its three tables, cell by cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tracker.annual_report.tables import DISPUTE_PATHS, Form, Kind, kinds, row_paths
from tracker.quantities import Number as Number
from tracker.quantities import is_storable as is_storable
from tracker.quantities import simplest as simplest


def is_text(value: str) -> bool:
    """Whether ``value`` can be written to any file: JSON can hold halves of characters that nothing else can."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def is_nothing(text: str) -> bool:
    """Whether what stands in a cell says that there is nothing: a stroke of any kind, or 无."""
    return text.strip("/／\\-—–―－─━‐‑﹣ー_（）()。 \u3000\n") in ("", "无")


def as_typed(number: Number | None) -> str:
    """Return a number as a person types it, nothing for a blank cell."""
    return "" if number is None else str(number) if isinstance(number, int) else f"{number:f}"


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
        """Whether all of these cells could be read, blank or not; of a word nobody knows what number it stands for."""
        return not any(path in self.unread or self.has_word(path) for path in paths)

    def has_word(self, path: str) -> bool:
        """Whether a word stands in a cell, and not only a stroke or 无 for nothing."""
        return not is_nothing(self.written.get(path, ""))

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
