"""What is done with a scoring: making, computing, announcing, issuing it, and what follows from it for a unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.history.services import record
from tracker.holidays.queries import current_calendar
from tracker.ledger.periods import Period
from tracker.ledger.rules import EntryFacts
from tracker.ledger.services import enter_entry
from tracker.permissions import Actor, Permission
from tracker.rulesets.queries import get_rules, list_scored_units
from tracker.rulesets.rules import plain
from tracker.scores.models import ScoredUnit, ScoreMark, Scoring
from tracker.scores.queries import get_scored, get_scoring
from tracker.scores.rows import period_name
from tracker.scores.rules import ScoringState, check_may_issue, check_open
from tracker.scores.scoring import facts_of, list_sha256, points_of, settle
from tracker.workdays.counting import add_workdays

HONOURS = ("表扬", "责任追究")


@dataclass(frozen=True)
class ScoringOrder:
    """What is to be scored: a period by a version of the rules, as known on a day; no units means all."""

    rules_id: int
    period: Period
    as_of: date
    name: str = ""
    unit_ids: Collection[int] | None = None


def make_scoring(order: ScoringOrder, *, by: Actor) -> Scoring:
    """Begin the scoring of a period and compute it from the records at once."""
    by.must(Permission.KEEP_SCORES)
    with transaction():
        rules = get_rules(order.rules_id)
        _check_order(order)
        units = [one for one in list_scored_units() if order.unit_ids is None or one.id in order.unit_ids]
        if not units:
            raise RuleBroken(N_("Choose at least one unit."), field="units")
        name = order.name or f"{period_name(order.period)}政务公开考核"
        scoring = Scoring(
            rules_id=rules.id, year=order.period.last.year, name=name, first=order.period.first,
            last=order.period.last, as_of=order.as_of, made_by=by.name, made_at=clock.now(), version_of_rules=rules,
            state=ScoringState.OPEN,
        )  # fmt: skip
        scoring.units = [
            ScoredUnit(unit_id=one.id, position=at, name=one.name, kind=one.kind) for at, one in enumerate(units)
        ]
        db.session.add(scoring)
        db.session.flush()
        record(by, "score.made", scoring, after={"rules": rules.label, "as_of": order.as_of})
        _compute(scoring, by)
    return scoring


def _check_order(order: ScoringOrder) -> None:
    if order.as_of > clock.today():
        raise RuleBroken(N_("The records cannot be looked at as of a day that lies ahead."), field="as_of")
    if order.as_of < order.period.first:
        message = N_("The records cannot be looked at as of a day before the period begins.")
        raise RuleBroken(message, field="as_of")


def compute_scoring(scoring_id: int, *, by: Actor) -> Scoring:
    """Count the records again; marks made by hand stay."""
    by.must(Permission.KEEP_SCORES)
    with transaction():
        scoring = get_scoring(scoring_id, by)
        check_open(scoring.state)
        _compute(scoring, by)
        record(by, "score.computed", scoring, after={"as_of": scoring.as_of})
    return scoring


def _compute(scoring: Scoring, by: Actor) -> None:
    rules = scoring.version_of_rules.rules
    rows = {one.unit_id: one for one in scoring.units}
    ids = [one.id for one in scoring.units]
    db.session.execute(delete(ScoreMark).where(ScoreMark.is_computed, ScoreMark.scored_id.in_(ids)))
    now = clock.now()
    for indicator, fact in facts_of(scoring, rules):
        points = points_of(indicator, fact)
        if points:
            mark = ScoreMark(
                scored_id=rows[fact.unit_id].id, indicator=indicator.key, points=points, reason=fact.name[:500],
                record_kind=fact.kind, record_id=fact.record_id, record_name=fact.name[:300], is_computed=True,
                marked_by=by.name, marked_at=now,
            )  # fmt: skip
            db.session.add(mark)
    scoring.computed_at = now
    _settle(scoring)


def _settle(scoring: Scoring) -> None:
    """Set scores and places by the marks as the database has them now."""
    db.session.flush()
    for unit in scoring.units:
        db.session.expire(unit, ["marks"])
    settle(scoring, scoring.version_of_rules.rules)
    scoring.version += 1


def settle_again(scoring: Scoring) -> None:
    """Set scores and places anew after a mark changed, inside the open transaction."""
    _settle(scoring)


def announce_scoring(scoring_id: int, *, by: Actor) -> Scoring:
    """Show the list to all sections; from now on marks change only by objections, for some working days."""
    by.must(Permission.KEEP_SCORES)
    with transaction():
        scoring = get_scoring(scoring_id, by)
        check_open(scoring.state)
        days = scoring.version_of_rules.rules.objection_days
        scoring.state, scoring.announced_at = ScoringState.ANNOUNCED, clock.now()
        scoring.object_until = add_workdays(clock.today(), days, current_calendar()).due_on
        _settle(scoring)
        record(by, "score.announced", scoring, after={"object_until": scoring.object_until})
    return scoring


def issue_scoring(scoring_id: int, *, by: Actor) -> Scoring:
    """Issue the list: it stands for good, under its hash, and counts in figures and circulars."""
    by.must(Permission.KEEP_SCORES)
    with transaction():
        scoring = get_scoring(scoring_id, by)
        undecided = [
            mark for unit in scoring.units for mark in unit.marks if mark.objection and mark.objection.is_upheld is None
        ]
        check_may_issue(scoring.state, scoring.object_until, clock.today(), len(undecided))
        scoring.state, scoring.issued_by, scoring.issued_at = ScoringState.ISSUED, by.name, clock.now()
        _settle(scoring)
        scoring.sha256 = list_sha256(scoring)
        record(by, "score.issued", scoring, after={"sha256": scoring.sha256})
    return scoring


def discard_scoring(scoring_id: int, *, by: Actor) -> None:
    """Drop a scoring that nobody has seen yet."""
    by.must(Permission.KEEP_SCORES)
    with transaction():
        scoring = get_scoring(scoring_id, by)
        check_open(scoring.state)
        if any(unit.assessed_at or any(not mark.is_computed for mark in unit.marks) for unit in scoring.units):
            message = N_("Sections or supervisors have entered something here already; go on with this scoring.")
            raise RuleBroken(message)
        record(by, "score.discarded", scoring)
        ids = [one.id for one in scoring.units]
        db.session.execute(delete(ScoreMark).where(ScoreMark.scored_id.in_(ids)))
        db.session.execute(delete(ScoredUnit).where(ScoredUnit.id.in_(ids)))
        db.session.execute(delete(Scoring).where(Scoring.id == scoring_id))


def honour_unit(scored_id: int, *, kind: str, reason: str, people: int = 0, by: Actor) -> ScoredUnit:
    """Enter into the ledger of rewards and sanctions what follows from an issued score, once."""
    by.must(Permission.KEEP_SCORES)
    with transaction():
        scored = get_scored(scored_id, by)
        if scored.scoring.state is not ScoringState.ISSUED:
            raise RuleBroken(N_("Issue the list first; then it can have consequences."))
        if scored.honour_id is not None:
            raise RuleBroken(N_("What follows from this score is entered already."))
        if kind not in HONOURS:
            raise NotFound
        title = reason.strip() or usual_honour(scored)
        facts = EntryFacts(clock.today(), title[:200], category=kind, people=people)
        entry = enter_entry("honour", facts, unit_id=scored.unit_id, by=by)
        scored.honour_id = entry.id
        scored.version += 1
        record(by, "score.honoured", scored, after={"category": kind, "title": title})
    return scored


def usual_honour(scored: ScoredUnit) -> str:
    """Return the words in which a score is usually praised."""
    value = plain(scored.value) if scored.value is not None else ""
    return f"{scored.scoring.name}得{value}分，第{scored.place}名，等次{scored.grade}"
