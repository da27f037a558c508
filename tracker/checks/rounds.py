"""Reading rounds of checking: the list, one round with its results, one task in front of the checker."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, exists, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from tracker.checks.models import CheckEvidence, CheckResult, CheckRound, Finding
from tracker.checks.queries import rounds_as_guest, visible_to
from tracker.checks.rules import FindingState, RoundKind, RoundState, Verdict
from tracker.db import db
from tracker.errors import NotFound
from tracker.holidays.queries import current_calendar
from tracker.organisation.models import Unit
from tracker.organisation.queries import in_force
from tracker.organisation.rules import OWN_KINDS
from tracker.permissions import Actor, Permission
from tracker.plans.rules import Duty
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import TaskState


@dataclass(frozen=True)
class TaskChoice:
    """Which tasks a round takes: those named, or all that the filter finds; of them ``per_unit`` from each unit."""

    ids: frozenset[int] | None = None
    unit_id: int | None = None
    category: str = ""
    per_unit: int | None = None
    seed: int | None = None


@dataclass(frozen=True)
class Candidate:
    """A task that can be checked, with its (first) lead unit."""

    id: int
    number: int
    title: str
    unit_id: int | None
    unit_name: str | None


@dataclass(frozen=True)
class RoundRow:
    """A round with its counts; who does not see all units gets those of the own unit's tasks."""

    id: int
    year: int
    number: int
    name: str
    kind: RoundKind
    state: RoundState
    starts_on: date
    ends_on: date
    period: str
    people: str
    note: str
    per_unit: int | None
    seed: int | None
    created_by: str
    tasks: int
    checked: int
    problems: int

    @property
    def left(self) -> int:
        """How many tasks have no verdict yet."""
        return self.tasks - self.checked


@dataclass(frozen=True)
class ResultRow:
    """A task in a round with what was found, and the finding that came of it where the reader may see it."""

    task_id: int
    number: int
    title: str
    verdict: Verdict | None
    note: str
    checked_by: str
    checked_at: datetime | None
    finding_id: int | None
    finding_year: int | None
    finding_number: int | None
    finding_state: FindingState | None
    units: Sequence[str]

    @property
    def finding_code(self) -> str:
        """The number of the finding: 2026-017."""
        return f"{self.finding_year}-{self.finding_number:03d}"


@dataclass(frozen=True)
class RoundPage:
    """A round with some of its tasks, and the next one to check (None: all are checked)."""

    round: RoundRow
    results: Sequence[ResultRow]
    next_id: int | None


@dataclass(frozen=True)
class CheckItem:
    """One task in front of the checker: the result so far, where it stands in the round, who could have to mend it.

    ``days``: the working days that its finding gives, or None as long as there is none.
    """

    result: CheckResult
    finding: Finding | None
    days: int | None
    photos: Sequence[CheckEvidence]
    units: Sequence[Unit]
    position: int
    previous_id: int | None
    round: RoundRow

    @property
    def code(self) -> str:
        """The number of its finding, or nothing."""
        return self.finding.code if self.finding else ""


def list_candidates(year: int, choice: TaskChoice) -> list[Candidate]:
    """Return the tasks of ``year`` that the choice finds before anything is drawn, unit by unit."""
    lead = _first_lead()
    found = select(Task.id, Task.number, Task.title, Unit.id.label("unit_id"), Unit.name.label("unit_name"))
    found = found.outerjoin(Unit, Unit.id == lead).where(Task.year == year, Task.state != TaskState.CANCELLED)
    if choice.ids is not None:
        found = found.where(Task.id.in_(choice.ids))
    if choice.unit_id is not None:
        found = found.where(Unit.id == choice.unit_id)
    if choice.category:
        found = found.where(Task.category == choice.category)
    ordered = found.order_by(Unit.position, Unit.name, Task.number)
    return [Candidate(**row._mapping) for row in db.session.execute(ordered)]


def list_categories(year: int) -> list[str]:
    """Return the categories that tasks of ``year`` have, by name."""
    named = select(Task.category).where(Task.year == year, Task.category != "").distinct()
    return list(db.session.scalars(named.order_by(Task.category)))


def list_own_units(on: date | None = None) -> list[Unit]:
    """Return the units of this agency, in their order: those in force on a day, or all there ever were."""
    ours = select(Unit).where(Unit.kind.in_(OWN_KINDS))
    found = ours if on is None else ours.where(in_force(Unit, on))
    return list(db.session.scalars(found.order_by(Unit.position, Unit.name)))


def list_units_to_mend(task: Task, on: date) -> list[Unit]:
    """Return the units on the task, those that lead first; for a task without any, all units of the agency."""
    own = {unit.id: unit for unit in list_own_units(on)}
    on_task = sorted(task.units, key=lambda one: (one.duty != Duty.LEAD, one.position))
    return [own[one.unit_id] for one in on_task if one.unit_id in own] or list(own.values())


def list_rounds(year: int, by: Actor) -> list[RoundRow]:
    """Return the rounds of ``year``, newest first; for a section those with tasks it leads."""
    found = _select_rounds(by).where(CheckRound.year == year).order_by(CheckRound.number.desc())
    return [RoundRow(**row._mapping) for row in db.session.execute(found)]


def get_round(round_id: int, by: Actor) -> RoundRow:
    """Return a round; raise NotFound when there is none or, for a section, none with a task it leads."""
    row = db.session.execute(_select_rounds(by).where(CheckRound.id == round_id)).first()
    if row is None:
        raise NotFound
    return RoundRow(**row._mapping)


def list_results(round_id: int, by: Actor, *, limit: int, offset: int = 0) -> list[ResultRow]:
    """Return the tasks of a round in the order of checking; for a section those it leads."""
    asked = (CheckResult.round_id == round_id, _leads_task(by))
    page = select(CheckResult.id).where(*asked).order_by(CheckResult.id).limit(limit).offset(offset).subquery()
    found = (
        select(
            CheckResult.task_id, Task.number, Task.title, CheckResult.verdict, CheckResult.note,
            CheckResult.checked_by, CheckResult.checked_at,
            Finding.id.label("finding_id"), Finding.year.label("finding_year"),
            Finding.number.label("finding_number"), Finding.state.label("finding_state"),
        )
        .join(page, page.c.id == CheckResult.id)
        .join(Task)
        .outerjoin(Finding, _comes_from_result() & visible_to(by))
        .order_by(CheckResult.id)
    )  # fmt: skip
    units = _leads_of(select(CheckResult.task_id).join(page, page.c.id == CheckResult.id))
    rows = [row._mapping for row in db.session.execute(found)]
    return [ResultRow(**{**row, "note": _note(row, by)}, units=units[row["task_id"]]) for row in rows]


def get_round_page(round_id: int, by: Actor, *, limit: int, offset: int = 0) -> RoundPage:
    """Return a round with ``limit`` of its tasks from ``offset`` on; raise NotFound like ``get_round``."""
    found = get_round(round_id, by)
    results = list_results(round_id, by, limit=limit, offset=offset)
    return RoundPage(found, results, find_next_unchecked(round_id))


def get_check_item(round_id: int, task_id: int, by: Actor, *, today: date) -> CheckItem:
    """Return one task of a round as the checker has it in front of them; raise NotFound."""
    here = (CheckResult.round_id == round_id, CheckResult.task_id == task_id)
    loaded = (selectinload(CheckResult.photos), selectinload(CheckResult.task).selectinload(Task.units))
    result = db.session.scalar(select(CheckResult).where(*here).options(*loaded))
    if result is None:
        raise NotFound
    before = select(CheckResult.id, CheckResult.task_id)
    earlier = before.where(CheckResult.round_id == round_id, CheckResult.id < result.id).subquery()
    position = db.session.scalar(select(func.count()).select_from(earlier)) or 0
    previous = select(earlier.c.task_id).order_by(earlier.c.id.desc()).limit(1)
    finding = db.session.scalar(select(Finding).where(Finding.round_id == round_id, Finding.task_id == task_id))
    return CheckItem(
        result=result,
        finding=finding,
        days=current_calendar().count_workdays(finding.found_on, finding.due_on) if finding else None,
        photos=result.photos,
        units=list_units_to_mend(result.task, today),
        position=position + 1,
        previous_id=db.session.scalar(previous),
        round=get_round(round_id, by),
    )


def find_next_unchecked(round_id: int, after_task_id: int | None = None) -> int | None:
    """Return the task to check after the given one (going round to the first again), or None when all are checked."""
    unchecked = select(CheckResult.task_id).where(CheckResult.round_id == round_id, CheckResult.verdict.is_(None))
    here = select(CheckResult.id).where(CheckResult.round_id == round_id, CheckResult.task_id == after_task_id)
    is_behind = case((CheckResult.id > here.scalar_subquery(), 0), else_=1)
    return db.session.scalar(unchecked.order_by(is_behind, CheckResult.id).limit(1))


def _first_lead() -> ScalarSelect[int]:
    lead = select(TaskUnit.unit_id).where(TaskUnit.task_id == Task.id, TaskUnit.duty == Duty.LEAD)
    return lead.order_by(TaskUnit.position, TaskUnit.id).limit(1).correlate(Task).scalar_subquery()


def _leads_task(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may see a result: all, those their unit leads, or those of rounds as a guest."""
    if not by.may(Permission.VIEW_ROUNDS):
        return false()
    if by.may(Permission.VIEW_ALL_UNITS):
        return true()
    leading = (TaskUnit.task_id == CheckResult.task_id, TaskUnit.unit_id == by.unit_id, TaskUnit.duty == Duty.LEAD)
    return or_(exists().where(*leading), CheckResult.round_id.in_(rounds_as_guest(by)))


def _comes_from_result() -> ColumnElement[bool]:
    return (Finding.round_id == CheckResult.round_id) & (Finding.task_id == CheckResult.task_id)


def _select_rounds(by: Actor) -> Select[*tuple[Any, ...]]:
    problems = func.sum(case((CheckResult.verdict == Verdict.PROBLEM, 1), else_=0))
    return (
        select(
            CheckRound.id, CheckRound.year, CheckRound.number, CheckRound.name, CheckRound.kind, CheckRound.state,
            CheckRound.starts_on, CheckRound.ends_on, CheckRound.period, CheckRound.people, CheckRound.note,
            CheckRound.per_unit, CheckRound.seed, CheckRound.created_by, func.count(CheckResult.id).label("tasks"),
            func.count(CheckResult.verdict).label("checked"), problems.label("problems"),
        )
        .join(CheckResult)
        .where(_leads_task(by))
        .group_by(CheckRound.id)
    )  # fmt: skip


def _leads_of(task_ids: Select[int]) -> dict[int, list[str]]:
    leading = select(TaskUnit.task_id, Unit.name).join(Unit).where(TaskUnit.duty == Duty.LEAD)
    names: dict[int, list[str]] = defaultdict(list)
    for task_id, name in db.session.execute(
        leading.where(TaskUnit.task_id.in_(task_ids)).order_by(TaskUnit.position, TaskUnit.id)
    ):
        names[task_id].append(name)
    return names


def _note(row: Any, by: Actor) -> str:
    """Return the note; what was found wrong with another unit's share of the work is not shown to a section."""
    is_theirs = by.may(Permission.VIEW_ALL_UNITS) or row["verdict"] != Verdict.PROBLEM or row["finding_id"]
    return str(row["note"]) if is_theirs else ""
