"""What issued scorings say of a period: the score and place of every unit, for circulars and comparisons."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.ledger.periods import Period
from tracker.rulesets.rules import CENT, plain
from tracker.scores.models import Scoring
from tracker.scores.rules import ScoringState


@dataclass(frozen=True)
class PeriodScores:
    """The scores of the units by name, the best first, and the scorings they come from.

    Of a period that was not scored as a whole it is the mean of the scorings within it.
    """

    units: dict[str, Decimal] = field(default_factory=dict)
    scorings: tuple[Scoring, ...] = ()
    is_mean: bool = False

    @property
    def mean(self) -> Decimal | None:
        """The mean over the units; None without a score."""
        return _mean(list(self.units.values())) if self.units else None

    def shown(self, name: str) -> str:
        """Return the score of a unit in words; empty where it has none."""
        return f"{plain(self.units[name])}分" if name in self.units else ""


def scores_in(period: Period) -> PeriodScores:
    """Return what was scored in a period, in two statements: the newest issued scoring of each period within it."""
    issued = select(Scoring).where(Scoring.state == ScoringState.ISSUED, Scoring.first >= period.first)
    within = issued.where(Scoring.last <= period.last).order_by(Scoring.id).options(selectinload(Scoring.units))
    newest = {(one.first, one.last): one for one in db.session.scalars(within)}
    whole = newest.get((period.first, period.last))
    chosen = (whole,) if whole else tuple(newest.values())
    values: defaultdict[str, list[Decimal]] = defaultdict(list)
    for scoring in chosen:
        for unit in scoring.units:
            if unit.value is not None:
                values[unit.name].append(unit.value)
    means = {name: _mean(some) for name, some in values.items()}
    units = dict(sorted(means.items(), key=lambda pair: -pair[1]))
    return PeriodScores(units, chosen, is_mean=whole is None and len(chosen) > 1)


def _mean(values: list[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(CENT, ROUND_HALF_UP)
