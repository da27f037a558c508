"""What a reading of a plan document holds: items, doubts, and the document itself as blocks to be shown beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.workdays.limits import Frequency, LimitKind, TimeLimit


@dataclass(frozen=True)
class Doubt:
    """Something a person should look at: a ``code``, and an English message id with its values."""

    code: str
    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the English sentence with its values."""
        return self.message % self.values if self.values else self.message


@dataclass(frozen=True)
class Place:
    """Where an item stands: ``anchors`` are ids of paragraphs or rows, ``phrase`` says it to a person (表1第5行)."""

    anchors: tuple[str, ...]
    phrase: str


@dataclass(frozen=True)
class ReadItem:
    """One task as printed. ``phrases`` are the wordings of its limit; ``limit`` is their structured form."""

    text: str
    place: Place
    number: str | None = None
    heading_path: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    coop: tuple[str, ...] = ()
    collective: tuple[str, ...] = ()
    leader: str = ""
    person: str = ""
    deliverable: str = ""
    target: str = ""
    phrases: tuple[str, ...] = ()
    due: date | None = None
    milestones: tuple[date, ...] = ()
    ongoing: bool = False
    frequency: Frequency | None = None
    limit: TimeLimit = TimeLimit(LimitKind.NONE)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class SourceCell:
    """A cell of a table in the source, at its first column, with the columns and rows it covers."""

    text: str
    column: int
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True)
class SourceRow:
    """A row of a table in the source; a cell that reaches down from the row above is not repeated."""

    id: str
    where: str
    cells: tuple[SourceCell, ...]


@dataclass(frozen=True)
class SourceBlock:
    """A paragraph (``text``) or a table (``rows``) of the source, in reading order; ``kind`` is one of the two names."""

    id: str
    kind: str
    where: str
    text: str = ""
    rows: tuple[SourceRow, ...] = ()


@dataclass(frozen=True)
class PlanReading:
    """A whole document read: ``year`` is the one asked for, else the one in the file, else None."""

    title: str
    year: int | None
    year_in_file: bool
    items: tuple[ReadItem, ...]
    warnings: tuple[Doubt, ...]
    source: tuple[SourceBlock, ...]
