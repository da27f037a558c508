"""What pages show as a whole: the checks of a year, and one finding with every round, its proofs, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.checks.ages import AgeCounts
from tracker.checks.models import (
    CheckEvidence,
    CheckResult,
    Finding,
    Rectification,
    RectificationEvidence,
)
from tracker.checks.queries import (
    FindingCounts,
    FindingRow,
    count_findings,
    count_findings_by_age,
    find_row,
    list_findings_waiting,
    visible_to,
)
from tracker.checks.rounds import RoundRow, list_rounds
from tracker.checks.rules import UNMENDED, FindingState, StepKind, find_recheck_refusal, may_answer
from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import Actor, Permission
from tracker.tasks.lights import LightRules
from tracker.workdays.calendar import Calendar, YearMissing
from tracker.workdays.counting import Computation, add_workdays
from tracker.workdays.messages import Message


@dataclass(frozen=True)
class Overview:
    """The checks of a year: its rounds, its findings in numbers, and what waits for the reader."""

    year: int
    rounds: Sequence[RoundRow]
    counts: FindingCounts
    ages: AgeCounts
    waiting: Sequence[FindingRow]


@dataclass(frozen=True)
class Step:
    """One step on the way of a finding: what was done, when, by whom, in which words, until when it gave time."""

    kind: StepKind
    at: datetime
    who: str
    text: str
    due_on: date | None = None
    evidence: Sequence[RectificationEvidence] = ()


@dataclass(frozen=True)
class FindingPage:
    """A finding, its steps after it was found (newest first), and what the reader may do about it."""

    row: FindingRow
    steps: Sequence[Step]
    photos: Sequence[CheckEvidence]
    limit: Computation | None
    may_answer: bool
    may_recheck: bool
    may_reopen: bool
    recheck_refusal: Message | None  # why not, in words for the reader

    @property
    def last(self) -> Step | None:
        """The newest step, or None when nothing was done yet."""
        return self.steps[0] if self.steps else None


def get_overview(year: int, by: Actor, *, rules: LightRules) -> Overview:
    """Return the checks of ``year`` as far as ``by`` may see them."""
    return Overview(
        year=year,
        rounds=list_rounds(year, by),
        counts=count_findings(by, year=year, today=rules.today),
        ages=count_findings_by_age(by, year=year, rules=rules),
        waiting=list_findings_waiting(by, rules=rules),
    )


def get_finding_page(finding_id: int, by: Actor, *, rules: LightRules) -> FindingPage:
    """Return a finding with all that belongs to it; raise NotFound when ``by`` may not see it."""
    row = find_row(finding_id, by, rules=rules)
    if row is None:
        raise NotFound
    proofs = selectinload(Finding.rectifications).selectinload(Rectification.evidence)
    files = proofs.joinedload(RectificationEvidence.file)
    everything = select(Finding).where(Finding.id == finding_id).options(files, selectinload(Finding.reopenings))
    finding = db.session.scalars(everything.execution_options(populate_existing=True)).one()
    refusal = find_recheck_refusal(by, finding, finding.rectifications)
    return FindingPage(
        row=row,
        steps=_steps(finding),
        photos=_photos_of(finding),
        limit=_limit(finding, rules.calendar),
        may_answer=finding.state in UNMENDED and may_answer(by, finding),
        may_recheck=finding.state == FindingState.RECTIFIED and refusal is None,
        may_reopen=finding.state == FindingState.CLOSED and by.may(Permission.RECHECK),
        recheck_refusal=Message(refusal.message, refusal.values) if refusal else None,
    )


def get_evidence(finding_id: int, evidence_id: int, by: Actor) -> RectificationEvidence:
    """Return a proof of a rectification that is a stored file; raise NotFound when ``by`` may not see it."""
    about = select(RectificationEvidence).join(Rectification).join(Finding)
    mine = (RectificationEvidence.id == evidence_id, Finding.id == finding_id, visible_to(by))
    evidence = db.session.scalar(about.where(*mine).options(joinedload(RectificationEvidence.file)))
    if evidence is None or evidence.file is None:
        raise NotFound
    return evidence


def list_last_answers(finding_ids: Sequence[int]) -> dict[int, Rectification]:
    """Return the newest answer to each of these findings that has one; the caller may see them all."""
    newest = select(func.max(Rectification.id)).where(Rectification.finding_id.in_(finding_ids))
    found = select(Rectification).where(Rectification.id.in_(newest.group_by(Rectification.finding_id)))
    found = found.options(selectinload(Rectification.evidence))
    return {one.finding_id: one for one in db.session.scalars(found)}


def get_photo(round_id: int, photo_id: int, by: Actor) -> CheckEvidence:
    """Return a picture taken in a round; raise NotFound when ``by`` may not see it.

    Who does not see all units sees the pictures of the problems their own unit has to mend.
    """
    about = select(CheckEvidence).join(CheckResult)
    mine = [CheckEvidence.id == photo_id, CheckResult.round_id == round_id]
    if not by.may(Permission.VIEW_ALL_UNITS):
        same = (Finding.round_id == CheckResult.round_id, Finding.task_id == CheckResult.task_id, visible_to(by))
        mine.append(exists().where(*same))
    photo = db.session.scalar(about.where(*mine).options(joinedload(CheckEvidence.file)))
    if photo is None or photo.file is None:
        raise NotFound
    return photo


def _steps(finding: Finding) -> list[Step]:
    steps: list[Step] = []
    for one in finding.rectifications:
        answer = Step(StepKind.ANSWERED, one.submitted_at, one.submitted_by, one.measures, evidence=tuple(one.evidence))
        steps.append(answer)
        if one.rechecked_at is not None:
            kind = StepKind.CLOSED if one.is_passed else StepKind.RETURNED
            steps.append(Step(kind, one.rechecked_at, one.rechecked_by, one.opinion, one.next_due_on))
    for again in finding.reopenings:
        steps.append(Step(StepKind.REOPENED, again.reopened_at, again.reopened_by, again.reason, again.due_on))
    return sorted(steps, key=lambda step: step.at)[::-1]


def _photos_of(finding: Finding) -> Sequence[CheckEvidence]:
    taken = select(CheckEvidence).join(CheckResult).options(joinedload(CheckEvidence.file)).order_by(CheckEvidence.id)
    here = (CheckResult.round_id == finding.round_id, CheckResult.task_id == finding.task_id)
    return db.session.scalars(taken.where(*here)).all()


def _limit(finding: Finding, calendar: Calendar) -> Computation | None:
    """Return how the limit that holds now was counted out; None where a year of it has no calendar."""
    starts = [finding.found_on, *(_day(again.reopened_at) for again in finding.reopenings)]
    starts += [_day(one.rechecked_at) for one in finding.rectifications if one.next_due_on and one.rechecked_at]
    start = max(starts)
    try:
        counted = add_workdays(start, calendar.count_workdays(start, finding.due_on), calendar)
    except YearMissing:
        return None
    return counted if counted.due_on == finding.due_on else None


def _day(moment: datetime) -> date:
    return clock.local(moment).date()
