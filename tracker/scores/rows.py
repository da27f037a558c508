"""What the queries of scores answer, and how periods are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.ledger.periods import Period, months_period
from tracker.rulesets.rules import Line, RuleSet, Score
from tracker.scores.models import ScoredUnit, ScoreMark, Scoring, SelfMark
from tracker.scores.rules import ScoringState


def period_name(period: Period) -> str:
    """Return a period as people say it: 2025年, 2025年上半年, 2025年第3季度, 2025年9月, or its two days."""
    year, first, last = period.first.year, period.first.month, period.last.month
    if period != months_period(year, first, last) or period.last.year != year:
        return f"{_day(period.first)}至{_day(period.last)}"
    if first == last:
        return f"{year}年{first}月"
    names = {(1, 12): "", (1, 6): "上半年", (7, 12): "下半年"} | {
        (3 * quarter - 2, 3 * quarter): f"第{quarter}季度" for quarter in range(1, 5)
    }
    return f"{year}年{names.get((first, last), f'{first}月至{last}月')}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class ScoringRow:
    """A scoring in the list; ``own`` is what the reader's own unit has in it."""

    id: int
    name: str
    rules: str
    first: date
    last: date
    state: ScoringState
    units: int
    undecided: int
    object_until: date | None
    own: ScoredUnit | None


@dataclass(frozen=True)
class UnitRow:
    """A unit in the list of a scoring, by its place; ``lost`` and ``added`` are what its marks come to."""

    scored: ScoredUnit
    lost: Decimal
    added: Decimal
    objections: int


@dataclass(frozen=True)
class ScoringPage:
    """A scoring with what the reader may see of it and do with it."""

    scoring: Scoring
    rules: RuleSet
    units: Sequence[UnitRow]
    undecided: Sequence[ScoreMark]
    sees_all: bool
    may_keep: bool

    @property
    def mean(self) -> Decimal | None:
        """The mean of the scores shown."""
        values = [row.scored.value for row in self.units if row.scored.value is not None]
        return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.01")) if values else None


@dataclass(frozen=True)
class SheetLine:
    """A line of the sheet (评分表): the indicator, its marks, what the unit says of itself, what became of it since."""

    line: Line
    marks: Sequence[ScoreMark]
    remedies: Sequence[str]
    own: SelfMark | None


@dataclass(frozen=True)
class Sheet:
    """The sheet of a unit."""

    scored: ScoredUnit
    rules: RuleSet
    score: Score
    lines: Sequence[SheetLine]
    may_assess: bool = False
    may_mark: bool = False
    may_object: bool = False
    may_remedy: bool = False
    may_honour: bool = False


@dataclass(frozen=True)
class Standing:
    """A score with its place and grade."""

    value: Decimal
    place: int
    grade: str


@dataclass(frozen=True)
class RescoredUnit:
    """A unit scored again: what was issued, what the kept marks give, what the records of today give, and why."""

    name: str
    issued: Standing | None
    kept: Standing
    records: Standing
    more: Sequence[str]
    less: Sequence[str]


@dataclass(frozen=True)
class Rescored:
    """A whole scoring scored again with its own version of the rules."""

    scoring: Scoring
    units: Sequence[RescoredUnit]
    is_sealed: bool  # what is kept has the hash that was issued

    @property
    def is_same(self) -> bool:
        """Whether the kept marks give the issued list."""
        return self.is_sealed and all(row.issued == row.kept for row in self.units)

    @property
    def changed(self) -> int:
        """How many units the records of today would score otherwise."""
        return sum(row.records != row.kept for row in self.units)
