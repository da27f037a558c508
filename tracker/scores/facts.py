"""What is counted for a score: one fact for each thing, with the record that shows it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.ledger.periods import Period

ONE = Decimal(1)


@dataclass(frozen=True)
class Asked:
    """What is counted: of which units, in which period, as known on which day; ``quotas`` by unit, for a month."""

    units: Collection[int]
    period: Period
    as_of: date
    quotas: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """One thing that counts for a unit: the record by kind, number and words, and how many times it counts."""

    unit_id: int
    kind: str
    record_id: int | None
    name: str
    times: Decimal = ONE
