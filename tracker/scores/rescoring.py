"""Scoring an old period again with its own version of the rules: from the kept marks, and from the records of today."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from tracker.permissions import Actor
from tracker.rulesets.rules import Mark, RuleSet
from tracker.scores.models import ScoredUnit, ScoreMark, Scoring
from tracker.scores.queries import get_scoring
from tracker.scores.rows import Rescored, RescoredUnit, Standing
from tracker.scores.rules import ScoringState
from tracker.scores.scoring import facts_of, kept_marks, list_sha256, points_of, standings

Key = tuple[str, str, int | None, Decimal]


def rescore(scoring_id: int, *, by: Actor) -> Rescored:
    """Return a scoring scored again; nothing is changed. Rules that changed since do not matter, only its own do."""
    scoring = get_scoring(scoring_id, by)
    rules = scoring.version_of_rules.rules
    fresh = _fresh_marks(scoring, rules)
    kept = standings(rules, scoring.units, kept_marks(scoring.units))
    now = standings(rules, scoring.units, {unit_id: points for unit_id, (points, _, _) in fresh.items()})
    units = [
        RescoredUnit(unit.name, _issued(unit), by_marks, by_records, *fresh[unit.id][1:])
        for unit, by_marks, by_records in zip(scoring.units, kept, now, strict=True)
    ]
    is_sealed = scoring.state is not ScoringState.ISSUED or list_sha256(scoring) == scoring.sha256
    return Rescored(scoring, units, is_sealed)


def _issued(unit: ScoredUnit) -> Standing | None:
    return Standing(unit.value, unit.place or 0, unit.grade) if unit.value is not None else None


def _fresh_marks(
    scoring: Scoring, rules: RuleSet
) -> dict[int, tuple[list[Mark], list[str], list[str]]]:  # fmt: skip
    """Return for each unit the marks that the records of today and the marks by hand give, and what differs."""
    found: defaultdict[int, list[tuple[Key, str]]] = defaultdict(list)
    for indicator, fact in facts_of(scoring, rules):
        points = points_of(indicator, fact)
        if points:
            found[fact.unit_id].append(((indicator.key, fact.kind, fact.record_id, points), fact.name))
    return {unit.id: _compared(unit.marks, found[unit.unit_id]) for unit in scoring.units}


def _compared(
    marks: Sequence[ScoreMark], found: Sequence[tuple[Key, str]]
) -> tuple[list[Mark], list[str], list[str]]:  # fmt: skip
    computed = [mark for mark in marks if mark.is_computed]
    settled: dict[Key, Decimal] = {_key(mark): mark.settled for mark in computed if mark.settled is not None}
    points: list[Mark] = [(key[0], settled.get(key, key[3])) for key, _ in found]
    points += [mark.entry for mark in marks if not mark.is_computed]
    kept, now = Counter(_key(mark) for mark in computed), Counter(key for key, _ in found)
    more = [name for key, name in found if now[key] > kept[key]]
    less = [mark.record_name for mark in computed if kept[_key(mark)] > now[_key(mark)]]
    return points, more, less


def _key(mark: ScoreMark) -> Key:
    return mark.indicator, mark.record_kind, mark.record_id, mark.points
