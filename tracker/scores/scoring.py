"""A whole scoring: marks out of the records, scores and places out of the marks, the list under its hash."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select

from tracker.db import db
from tracker.rulesets.content import sha256_of
from tracker.rulesets.models import ScoreQuota
from tracker.rulesets.rules import CENT, Indicator, Mark, RuleSet, places, plain, score
from tracker.scores.facts import Asked, Fact
from tracker.scores.measuring import measure
from tracker.scores.models import ScoredUnit, ScoreMark, Scoring
from tracker.scores.rows import Standing

Facts = list[tuple[Indicator, Fact]]


def facts_of(scoring: Scoring, rules: RuleSet) -> Facts:
    """Return everything the records give for the units and period of a scoring, as of its day."""
    found = select(ScoreQuota.unit_id, ScoreQuota.monthly).where(ScoreQuota.year == scoring.year)
    quotas: dict[int, int] = dict(db.session.execute(found).all())
    asked = Asked(frozenset(one.unit_id for one in scoring.units), scoring.period, scoring.as_of, quotas)
    return [(one, fact) for one in rules.indicators for fact in measure(one, asked)]


def points_of(indicator: Indicator, fact: Fact) -> Decimal:
    """Return the points of a fact."""
    return (indicator.each * fact.times).quantize(CENT)


def standings(rules: RuleSet, units: Sequence[ScoredUnit], marks: Mapping[int, Sequence[Mark]]) -> list[
    Standing
]:  # fmt: skip
    """Return score, place and grade of each unit out of its marks (by the number of the unit's row)."""
    scores = [score(rules, marks.get(unit.id, ()), unit.kind.value) for unit in units]
    kinds = [unit.kind.value if rules.ranks_by_kind else "" for unit in units]
    found = places([(kind, one.value) for kind, one in zip(kinds, scores, strict=True)])
    return [Standing(one.value, place, one.grade) for one, place in zip(scores, found, strict=True)]


def kept_marks(units: Iterable[ScoredUnit]) -> dict[int, list[Mark]]:
    """Return the marks as they are kept, with what objections left of them."""
    return {unit.id: [mark.entry for mark in unit.marks] for unit in units}


def settle(scoring: Scoring, rules: RuleSet) -> None:
    """Set score, place and grade of every unit by its marks."""
    for unit, standing in zip(scoring.units, standings(rules, scoring.units, kept_marks(scoring.units)), strict=True):
        unit.value, unit.place, unit.grade = standing.value, standing.place, standing.grade


def list_sha256(scoring: Scoring) -> str:
    """Return the hash of a list: the rules, the period, and each unit with every mark and what it comes to."""
    units = [
        {
            "name": unit.name, "value": plain(unit.value or Decimal(0)), "place": unit.place, "grade": unit.grade,
            "marks": [_plain_mark(mark) for mark in unit.marks],
        }
        for unit in scoring.units
    ]  # fmt: skip
    period = [scoring.first.isoformat(), scoring.last.isoformat(), scoring.as_of.isoformat()]
    return sha256_of({"rules": scoring.version_of_rules.sha256, "period": period, "units": units})


def _plain_mark(mark: ScoreMark) -> list[str]:
    points = [plain(mark.points), "" if mark.settled is None else plain(mark.settled)]
    return [mark.indicator, *points, mark.reason, mark.record_kind, str(mark.record_id or ""), mark.record_name]
