"""Marks by hand, what a unit says of itself, objections and their decision, what was put right since."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.checks.models import Finding
from tracker.checks.rules import check_text
from tracker.db import db, transaction
from tracker.errors import N_, NotAllowed, NotFound, RuleBroken, Stale
from tracker.files.services import Received, keep
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.rules import Duty
from tracker.rulesets.rules import MOST_POINTS, Way, plain
from tracker.scores.models import EXEMPT, ScoredUnit, ScoreMark, ScoreObjection, ScorePaper, SelfMark
from tracker.scores.queries import get_mark, get_scored, get_scoring
from tracker.scores.rules import (
    ScoringState,
    check_evidence,
    check_may_exempt,
    check_may_object,
    check_open,
    check_points,
    check_reason,
)
from tracker.scores.services import settle_again
from tracker.tasks.models import Task, TaskUnit

LONGEST_LIST = 300


@dataclass(frozen=True)
class Proofs:
    """Files that were taken in, and an address."""

    papers: Sequence[Received] = ()
    url: str = ""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.papers) + bool(self.url)

    @property
    def name(self) -> str:
        """What a mark calls them."""
        return self.papers[0].inspected.clean_name if self.papers else self.url


@dataclass(frozen=True)
class HandMark:
    """What is marked by hand; ``record`` is the key of one of ``list_records``, or empty.

    Without points (None) the indicator is not applicable to the unit; that takes a reason and no record.
    """

    indicator: str
    points: Decimal | None
    reason: str
    record: str = ""


def list_records(scored: ScoredUnit) -> list[tuple[str, str]]:
    """Return the findings and tasks of a unit that a mark can rest on, by key and words; two statements."""
    period, unit_id = scored.scoring.period, scored.unit_id
    found = select(Finding).where(Finding.unit_id == unit_id, Finding.found_on <= scored.scoring.as_of)
    findings = found.where(Finding.year == period.last.year).order_by(Finding.number.desc()).limit(LONGEST_LIST)
    led = select(Task.id, Task.number, Task.title).join(TaskUnit).where(TaskUnit.unit_id == unit_id)
    tasks = led.where(TaskUnit.duty == Duty.LEAD, Task.year == period.last.year).order_by(Task.number)
    records = [(f"finding:{one.id}", f"{one.label}：{one.description}"[:300]) for one in db.session.scalars(findings)]
    rows = db.session.execute(tasks.limit(LONGEST_LIST))
    return records + [(f"task:{task_id}", f"任务{number}《{title}》"[:300]) for task_id, number, title in rows]


def add_mark(scored_id: int, mark: HandMark, proofs: Proofs, *, by: Actor) -> ScoreMark:
    """Mark by hand what no record counts by itself; without a record, file or address nothing is deducted."""
    by.must(Permission.MARK_SCORES)
    check_reason(mark.reason)
    check_text(mark.reason, field="reason")
    with transaction():
        scored = get_scored(scored_id, by)
        check_open(scored.scoring.state)
        kind, record_id, name = _shown_by(scored, mark, proofs)
        points = mark.points or Decimal(0)
        made = ScoreMark(
            scored_id=scored.id, indicator=mark.indicator, points=points, reason=mark.reason[:500],
            record_kind=kind, record_id=record_id, record_name=name[:300], marked_by=by.name, marked_at=clock.now(),
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        _keep_proofs(proofs, by, made)
        after = {"indicator": mark.indicator, "points": plain(points), "record": name[:200]}
        record(by, "score.marked", made, after=after)
        settle_again(get_scoring(scored.scoring_id, by))
    return made


def _shown_by(scored: ScoredUnit, mark: HandMark, proofs: Proofs) -> tuple[str, int | None, str]:
    """Return kind, number and name of what shows a mark: its record or paper, or the reason why it is not asked."""
    rules = scored.scoring.version_of_rules.rules
    indicator = rules.indicator(mark.indicator)
    if mark.points is None:
        check_may_exempt(indicator, [one.indicator for one in scored.marks if one.is_exempt])
        return EXEMPT, None, mark.reason
    check_points(mark.points, indicator, rules.most_of(indicator))
    check_evidence(proofs.count + bool(mark.record))
    return _evidence(scored, mark.record, proofs)


def _evidence(scored: ScoredUnit, chosen: str, proofs: Proofs) -> tuple[str, int | None, str]:
    if not chosen:
        return "paper", None, proofs.name
    name = dict(list_records(scored)).get(chosen)
    if name is None:
        raise RuleBroken(N_("Choose a finding or task of this unit."), field="record")
    kind, _, number = chosen.partition(":")
    return kind, int(number), name


def withdraw_mark(mark_id: int, *, by: Actor) -> int:
    """Take back a mark made by hand while the scoring is open; return the unit's row."""
    by.must(Permission.MARK_SCORES)
    with transaction():
        mark = get_mark(mark_id, by)
        check_open(mark.scored.scoring.state)
        if mark.is_computed:
            message = N_("This was counted from the records. Correct the record, then compute the scoring again.")
            raise RuleBroken(message)
        scored_id, scoring_id = mark.scored_id, mark.scored.scoring_id
        record(by, "score.mark_withdrawn", mark, before={"points": plain(mark.points), "reason": mark.reason})
        db.session.execute(delete(ScorePaper).where(ScorePaper.mark_id == mark.id))
        db.session.execute(delete(ScoreMark).where(ScoreMark.id == mark.id))
        settle_again(get_scoring(scoring_id, by))
    return scored_id


def assess_self(
    scored_id: int, indicator: str, got: Decimal, note: str, proofs: Proofs, *, by: Actor, seen: int | None = None
) -> SelfMark:  # fmt: skip
    """Say what the own unit thinks it has for one indicator, with what proves it."""
    by.must(Permission.RECTIFY)
    check_text(note, field="note")
    with transaction():
        scored = _own(get_scored(scored_id, by), by)
        check_open(scored.scoring.state)
        _check_claim(scored, indicator, got)
        own = next((one for one in scored.own if one.indicator == indicator), None)
        if own is not None and own.is_stale(seen):
            raise Stale({"got": plain(own.got), "note": own.note}, version=own.version)
        before = {"got": plain(own.got), "note": own.note} if own else {}
        if got and not proofs.count and not (own and own.papers):
            raise RuleBroken(N_("Attach a file or give an address that proves it."), field="files")
        if own is None:
            own = SelfMark(indicator=indicator, version=0)
            scored.own.append(own)
        own.got, own.note = got, note
        own.version += 1
        scored.assessed_by, scored.assessed_at = by.name, clock.now()
        db.session.flush()
        _keep_proofs(proofs, by, own)
        record(by, "score.assessed", own, before=before, after={"got": plain(got), "note": note})
    return own


def _check_claim(scored: ScoredUnit, key: str, got: Decimal) -> None:
    indicator = scored.scoring.version_of_rules.rules.indicator(key)
    if indicator.way is Way.TAKE:
        raise RuleBroken(N_("Nobody assesses deductions of their own; only points to be reached or added."))
    most = indicator.points if indicator.way is Way.LOSE else indicator.cap or MOST_POINTS
    if not 0 <= got <= most:
        message = N_("“%(name)s”: give 0 to %(most)s points.")
        raise RuleBroken(message, field="got", name=indicator.name, most=plain(most))


def object_to(mark_id: int, reason: str, proofs: Proofs, *, by: Actor) -> ScoreObjection:
    """Object to a mark of the own unit while the list is announced; the leadership decides."""
    by.must(Permission.RECTIFY)
    check_text(reason, field="reason")
    with transaction():
        mark = get_mark(mark_id, by)
        scored = _own(mark.scored, by)
        is_asked = db.session.scalar(select(ScoreObjection.id).where(ScoreObjection.mark_id == mark_id)) is not None
        check_may_object(scored.scoring.state, scored.scoring.object_until, clock.today(), is_asked=is_asked)
        objection = ScoreObjection(reason=reason, asked_by=by.name, asked_at=clock.now())
        mark.objection = objection  # so that who has the mark at hand sees it
        db.session.flush()
        _keep_proofs(proofs, by, objection)
        record(by, "score.objected", objection, after={"mark": mark.reason, "unit": scored.name})
    return objection


def get_objection(objection_id: int, by: Actor) -> ScoreObjection:
    """Return an objection with its mark, unit and scoring; raise NotFound."""
    unit = joinedload(ScoreObjection.mark).joinedload(ScoreMark.scored).joinedload(ScoredUnit.scoring)
    found = select(ScoreObjection).where(ScoreObjection.id == objection_id)
    objection = db.session.scalar(found.options(unit, selectinload(ScoreObjection.papers)))
    if objection is None or not by.sees_unit(objection.mark.scored.unit_id):
        raise NotFound
    return objection


def decide_objection(
    objection_id: int, *, is_upheld: bool, opinion: str, left: Decimal = Decimal(0), by: Actor, seen: int | None = None
) -> ScoreObjection:  # fmt: skip
    """Decide an objection: upheld, the mark is left with fewer points or none; refused, it stays as it is."""
    by.must(Permission.DECIDE)
    check_text(opinion, field="opinion")
    with transaction():
        objection = get_objection(objection_id, by)
        mark, scoring = objection.mark, objection.mark.scored.scoring
        if objection.is_stale(seen):
            raise Stale({"opinion": objection.opinion}, version=objection.version, saved_by=objection.decided_by)
        if objection.is_upheld is not None or scoring.state is not ScoringState.ANNOUNCED:
            raise RuleBroken(N_("This objection is decided already."))
        if is_upheld and not 0 <= left < mark.points:
            message = N_("Leave fewer points than the %(points)s that were marked; 0 takes the mark away.")
            raise RuleBroken(message, field="left", points=plain(mark.points))
        objection.is_upheld, objection.opinion = is_upheld, opinion
        objection.decided_by, objection.decided_at = by.name, clock.now()
        objection.version += 1
        before = {"points": plain(mark.points)}
        mark.settled = left if is_upheld else None
        after = {"points": plain(mark.counted), "opinion": opinion, "is_upheld": is_upheld}
        record(by, "score.decided", objection, before=before, after=after)
        settle_again(get_scoring(scoring.id, by))
    return objection


def tell_remedy(mark_id: int, text: str, *, by: Actor, seen: int | None = None) -> ScoreMark:
    """Say what was put right since a mark was given (整改情况); it changes no points."""
    by.must(Permission.RECTIFY)
    check_text(text, field="text")
    with transaction():
        mark = get_mark(mark_id, by)
        _own(mark.scored, by)
        if mark.is_stale(seen):
            raise Stale({"text": mark.remedy}, version=mark.version)
        before, mark.remedy = mark.remedy, text[:500]
        mark.version += 1
        record(by, "score.remedied", mark, before={"text": before}, after={"text": mark.remedy})
    return mark


def _own(scored: ScoredUnit, by: Actor) -> ScoredUnit:
    if scored.unit_id != by.unit_id:
        raise NotAllowed(N_("Only people of the unit itself do this."))
    return scored


def _keep_proofs(proofs: Proofs, by: Actor, owner: ScoreMark | SelfMark | ScoreObjection) -> None:
    now = clock.now()
    for paper in proofs.papers:
        name = paper.inspected.clean_name
        owner.papers.append(ScorePaper(name=name, file_id=keep(paper).id, added_at=now, added_by=by.name))
    if proofs.url:
        owner.papers.append(ScorePaper(name=proofs.url[:200], url=proofs.url, added_at=now, added_by=by.name))
    db.session.flush()
