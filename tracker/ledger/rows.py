"""What the queries of the ledgers answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.errors import RuleBroken
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import Period
from tracker.ledger.rules import EntryFacts, Ledger


@dataclass(frozen=True)
class Wanted:
    """Which entries of a ledger are asked for."""

    kind: str
    period: Period
    unit_id: int | None = None
    text: str = ""
    tag: str = ""


@dataclass(frozen=True)
class EntryRow:
    """An entry in a list; ``twins`` are other units that entered the same title for the same day."""

    entry: LedgerEntry
    unit: str
    twins: tuple[str, ...] = ()
    is_locked: bool = False
    delay: int = 0  # workdays from its first step to its last, where that is more than allowed


@dataclass(frozen=True)
class LedgerTotal:
    """A ledger and how many entries it has in a period."""

    ledger: Ledger
    entries: int
    last: date | None


@dataclass(frozen=True)
class ListRow:
    """A line of a list that is being read in: what it says, or why it cannot be entered."""

    number: int
    texts: Sequence[str]
    facts: EntryFacts | None = None
    unit_id: int | None = None
    refusal: RuleBroken | None = None
    is_twin: bool = False


@dataclass(frozen=True)
class Grid:
    """The monthly numbers of a year: ``cells`` by (month, column), None where nothing is entered."""

    year: int
    unit_id: int | None
    unit: str
    columns: tuple[str, ...]
    cells: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    version: int = 0
    locked: frozenset[int] = frozenset()
    may_edit: bool = False
