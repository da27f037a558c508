"""Which limits are watched: of open tasks, findings to be mended, matters, complaints, requests, and objections."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.checks.models import Finding
from tracker.checks.rules import UNMENDED
from tracker.complaints.models import Complaint, ComplaintStep
from tracker.complaints.rules import ComplaintState, StepKind
from tracker.db import db
from tracker.matters.models import Matter
from tracker.matters.rules import IN_WORK
from tracker.organisation.models import Agency, Unit
from tracker.organisation.queries import in_force
from tracker.organisation.rules import UnitKind, word_of
from tracker.plans.rules import Duty
from tracker.reminders.rows import Subject, UnitOn, WatchedLimit
from tracker.reminders.rules import FARTHEST_STEP, SubjectKind
from tracker.requests.lighting import read_clock
from tracker.requests.models import DisclosureRequest, RequestUnit
from tracker.scores.models import ScoredUnit, ScoreMark, ScoreObjection, Scoring
from tracker.scores.rules import ScoringState
from tracker.tasks.filters import in_open_year
from tracker.tasks.models import Occurrence, Task, TaskUnit
from tracker.tasks.rules import OPEN_STATES
from tracker.workdays.calendar import Calendar
from tracker.workdays.occurrences import STANDING

SIGHT = timedelta(days=3 * FARTHEST_STEP)  # days in which the farthest step of a ladder surely lies
LONGEST_NAME = 40


def list_watched_limits(today: date, calendar: Calendar) -> list[WatchedLimit]:
    """Return everything whose day lies near enough for any step of the ladder; a fixed number of statements."""
    return [
        *_tasks(today), *_findings(today), *_matters(today), *_complaints(today), *_requests(today, calendar),
        *_scores(today),
    ]  # fmt: skip


def name_of_task(number: int, title: str) -> str:
    """Return how messages name a task: 第19条 公布规划."""
    return f"第{number}条 {title}"


def _tasks(today: date) -> Iterator[WatchedLimit]:
    """Yield the open tasks. Standing work (持续推进) has no day of its own: its next report is watched."""
    open_turn = and_(Occurrence.task_id == Task.id, Occurrence.done_on.is_(None))
    next_turn_on = select(func.min(Occurrence.due_on)).where(open_turn).correlate(Task).scalar_subquery()
    due_on = case((Task.limit_kind.in_(STANDING), func.coalesce(next_turn_on, Task.due_on)), else_=Task.due_on)
    watched = select(
        Task.id, Task.number, Task.title, due_on.label("due_on"), Task.created_at, Task.leader_id, Task.officer_id
    )
    near = and_(Task.state.in_(OPEN_STATES), in_open_year(), due_on.between(today - SIGHT, today + SIGHT))
    found = db.session.execute(watched.where(near).order_by(due_on, Task.year, Task.number)).all()
    units = _units_of_tasks()
    for row in found:
        subject = Subject(SubjectKind.TASK, row.id, name_of_task(row.number, row.title), "牵头")
        assigned_on = clock.local(row.created_at).date()
        yield WatchedLimit(subject, row.due_on, assigned_on, row.leader_id, row.officer_id, units[row.id])


def _units_of_tasks() -> Mapping[int, list[UnitOn]]:
    units: dict[int, list[UnitOn]] = defaultdict(list)
    named = select(TaskUnit.task_id, TaskUnit.unit_id, Unit.name, TaskUnit.duty, TaskUnit.own_duty)
    joined = named.join(Unit, Unit.id == TaskUnit.unit_id).join(Task, Task.id == TaskUnit.task_id)
    ordered = joined.where(Task.state.in_(OPEN_STATES)).order_by(TaskUnit.task_id, TaskUnit.position, TaskUnit.id)
    for task_id, unit_id, name, duty, own_duty in db.session.execute(ordered):
        units[task_id].append(UnitOn(unit_id, name, duty, bool(own_duty)))
    return units


def _findings(today: date) -> Iterator[WatchedLimit]:
    near = and_(Finding.state.in_(UNMENDED), Finding.due_on.between(today - SIGHT, today + SIGHT))
    found = select(Finding, Unit.name).join(Unit, Unit.id == Finding.unit_id).where(near)
    for finding, unit_name in db.session.execute(found.order_by(Finding.due_on, Finding.id)):
        name = f"{finding.label} {_short(finding.description)}"
        subject = Subject(SubjectKind.FINDING, finding.id, name, "整改")
        unit = UnitOn(finding.unit_id, unit_name, Duty.LEAD)
        yield WatchedLimit(subject, finding.due_on, finding.found_on, None, None, [unit])


def _matters(today: date) -> Iterator[WatchedLimit]:
    word = word_of(db.session.scalar(select(Agency.check_word)) or "")
    near = and_(Matter.state.in_(IN_WORK), Matter.due_on.between(today - SIGHT, today + SIGHT))
    found = select(Matter, Unit.name).join(Unit, Unit.id == Matter.unit_id).where(near)
    for matter, unit_name in db.session.execute(found.order_by(Matter.due_on, Matter.id)):
        subject = Subject(SubjectKind.MATTER, matter.id, f"{word}{matter.code} {_short(matter.content)}", "承办")
        unit = UnitOn(matter.unit_id, unit_name, Duty.LEAD)
        yield WatchedLimit(subject, matter.due_on, matter.registered_on, None, None, [unit])


def _complaints(today: date) -> Iterator[WatchedLimit]:
    """Yield what people told and a unit is to report on; messages name it by number, not by who said what."""
    given = (ComplaintStep.complaint_id == Complaint.id, ComplaintStep.kind == StepKind.ASSIGNED)
    given_at = select(func.max(ComplaintStep.done_at)).where(*given).correlate(Complaint).scalar_subquery()
    near = (Complaint.state == ComplaintState.ASSIGNED, Complaint.due_on.between(today - SIGHT, today + SIGHT))
    found = select(Complaint, Complaint.due_on, Unit, func.coalesce(given_at, Complaint.registered_at))
    rows = db.session.execute(found.join(Unit).where(*near).order_by(Complaint.due_on, Complaint.id))
    for complaint, due_on, unit, at in rows:
        if due_on is None:
            continue
        subject = Subject(SubjectKind.COMPLAINT, complaint.id, complaint.label, "办理")
        units = [UnitOn(unit.id, unit.name, Duty.LEAD)]
        yield WatchedLimit(subject, due_on, clock.local(at).date(), None, None, units)


def _requests(today: date, calendar: Calendar) -> Iterator[WatchedLimit]:
    """Yield the requests whose clock runs; messages name them by number, not by who asked for what."""
    units = selectinload(DisclosureRequest.units).joinedload(RequestUnit.unit)
    unanswered = select(DisclosureRequest).where(DisclosureRequest.answered_on.is_(None))
    for request in db.session.scalars(unanswered.options(selectinload(DisclosureRequest.events), units)):
        reading = read_clock(request, calendar, today).reading
        if reading is None or reading.due_on is None or (reading.is_stopped and not reading.is_late):
            continue
        subject = Subject(SubjectKind.REQUEST, request.id, f"依申请公开{request.code}", "办理")
        handlers = [UnitOn(one.unit_id, one.unit.name, Duty.LEAD) for one in request.units]
        yield WatchedLimit(subject, reading.due_on, request.received_on, None, None, handlers)


def _scores(today: date) -> Iterator[WatchedLimit]:
    """Yield the announced scores: units may object until a day; after it the office owes what was not decided."""
    undecided = exists().where(
        ScoreMark.scored_id == ScoredUnit.id, ScoreObjection.mark_id == ScoreMark.id, ScoreObjection.is_upheld.is_(None)
    )
    announced = (Scoring.state == ScoringState.ANNOUNCED, Scoring.object_until.between(today - SIGHT, today + SIGHT))
    found = select(ScoredUnit, Scoring, undecided.label("waits")).join(Scoring).where(*announced)
    rows = db.session.execute(found.order_by(Scoring.id, ScoredUnit.position)).all()
    offices = _offices(today) if any(row.waits for row in rows) else []
    for scored, scoring, waits in rows:
        if scoring.object_until is None or scoring.announced_at is None:
            continue
        announced_on, until = clock.local(scoring.announced_at).date(), scoring.object_until
        if until >= today:
            subject = Subject(SubjectKind.SCORE, scored.id, f"{scoring.name}得分公示", "可提异议")
            units = [UnitOn(scored.unit_id, scored.name, Duty.LEAD)]
            yield WatchedLimit(subject, until, announced_on, None, None, units, is_told_at_once=True)
        elif waits:
            subject = Subject(
                SubjectKind.SCORE, scored.id, f"{scored.name}对{scoring.name}得分的异议待决定", "报请决定"
            )
            yield WatchedLimit(subject, until, announced_on, None, None, offices)


def _offices(today: date) -> list[UnitOn]:
    offices = select(Unit).where(Unit.kind == UnitKind.OFFICE, in_force(Unit, today)).order_by(Unit.position, Unit.id)
    return [UnitOn(unit.id, unit.name, Duty.LEAD) for unit in db.session.scalars(offices)]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}……"
