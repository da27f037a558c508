"""Reading findings: lists, counts, and what waits for somebody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.checks.ages import AgeCounts, UnclosedCounts, age_column, age_of, is_of_age
from tracker.checks.models import CheckRound, Finding, RoundGuest
from tracker.checks.rules import (
    UNMENDED,
    AgeBand,
    FindingState,
    FindingView,
    RoundState,
    Severity,
    is_deemed_unmended,
)
from tracker.db import db
from tracker.errors import N_, NotFound
from tracker.organisation.models import GroupSeat, Person, Unit
from tracker.organisation.queries import in_force
from tracker.organisation.rules import Group, Seat
from tracker.permissions import Actor, Permission
from tracker.tasks.lights import LightKind, LightRules, TaskLight
from tracker.tasks.models import Task
from tracker.workdays.lights import WorkFacts, light_for
from tracker.workdays.messages import Message

LONGEST_EXPORT = 10_000


@dataclass(frozen=True)
class FindingFilter:
    """Which findings are asked for; None and ALL ask nothing."""

    year: int | None = None
    unit_id: int | None = None
    view: FindingView = FindingView.ALL
    round_id: int | None = None
    age: AgeBand | None = None


@dataclass(frozen=True)
class FindingRow:
    """A finding as a list shows it; ``age``: working days that it has been known, or was until it was closed."""

    id: int
    year: int
    number: int
    unit_id: int
    unit_name: str
    description: str
    basis: str
    severity: Severity
    state: FindingState
    found_on: date
    found_by: str
    due_on: date
    closed_on: date | None
    closed_by: str
    version: int
    task_id: int | None
    task_title: str | None
    round_id: int | None
    round_name: str | None
    age: int
    light: TaskLight
    is_deemed_unmended: bool

    @property
    def code(self) -> str:
        """Its number through the year: 2026-017."""
        return f"{self.year}-{self.number:03d}"


@dataclass(frozen=True)
class FindingCounts:
    """How many findings each view has."""

    unclosed: int
    mend: int
    late: int
    recheck: int
    closed: int
    all: int

    def of(self, view: FindingView) -> int:
        """Return the number of one view."""
        return int(getattr(self, view.value))


_COLUMNS = (
    Finding.id, Finding.year, Finding.number, Finding.unit_id, Unit.name.label("unit_name"), Finding.description,
    Finding.basis, Finding.severity, Finding.state, Finding.found_on, Finding.found_by, Finding.due_on,
    Finding.closed_on, Finding.closed_by, Finding.version, Finding.task_id, Task.title.label("task_title"),
    Finding.round_id, CheckRound.name.label("round_name"),
)  # fmt: skip
SORTS = {
    "due": (Finding.due_on, Finding.id),
    "number": (Finding.year, Finding.number),
    "unit": (Unit.position, Unit.name, Finding.due_on),
    "found": (Finding.found_on, Finding.id),
}


def list_findings(
    by: Actor, wanted: FindingFilter, *, rules: LightRules, sort: str = "due", is_descending: bool = False,
    limit: int = LONGEST_EXPORT, offset: int = 0,
) -> list[FindingRow]:  # fmt: skip
    """Return the findings that ``by`` may see and the filter finds, in the order ``sort`` (a key of SORTS)."""
    order = [column.desc() if is_descending else column for column in SORTS[sort]]
    asked = (*_conditions(by, wanted, rules.today), is_of_age(wanted.age, rules))
    found = _select().where(*asked).order_by(*order).limit(limit).offset(offset)
    return _rows(found, rules)


def count_listed(by: Actor, wanted: FindingFilter, *, rules: LightRules) -> int:
    """Return how many findings ``list_findings`` finds."""
    asked = (*_conditions(by, wanted, rules.today), is_of_age(wanted.age, rules))
    return db.session.scalar(select(func.count()).select_from(Finding).where(*asked)) or 0


def list_findings_of_task(task_id: int, by: Actor, *, rules: LightRules) -> list[FindingRow]:
    """Return the findings about a task that ``by`` may see, newest first."""
    about = _select().where(Finding.task_id == task_id, visible_to(by)).order_by(Finding.id.desc())
    return _rows(about, rules)


def list_findings_waiting(by: Actor, *, rules: LightRules, limit: int = 50) -> list[FindingRow]:
    """Return what waits for ``by``: their unit's findings to mend, or answers to re-check, the most urgent first."""
    waiting: list[ColumnElement[bool]] = []
    if by.may(Permission.RECTIFY):
        waiting.append(and_(Finding.unit_id == by.unit_id, Finding.state.in_(UNMENDED)))
    if by.may(Permission.RECHECK):
        others = true() if by.unit_id is None else Finding.unit_id != by.unit_id
        waiting.append(and_(others, Finding.state == FindingState.RECTIFIED))
    if not waiting:
        return []
    found = _select().where(or_(*waiting)).order_by(Finding.due_on, Finding.id).limit(limit)
    return _rows(found, rules)


def count_findings(by: Actor, *, year: int | None, unit_id: int | None = None, today: date) -> FindingCounts:
    """Return how many findings of the year (None: all) and unit each view has."""
    counts = [func.coalesce(func.sum(case((_in_view(view, today), 1), else_=0)), 0) for view in FindingView]
    about = _conditions(by, FindingFilter(year, unit_id), today)
    numbers = db.session.execute(select(*counts).select_from(Finding).where(*about)).one()
    return FindingCounts(**{view.value: int(number) for view, number in zip(FindingView, numbers, strict=True)})


def count_findings_by_age(by: Actor, *, year: int | None, rules: LightRules) -> AgeCounts:
    """Return how many findings of the year (None: all) that are not closed have been known for how long."""
    band = age_column(rules)
    unclosed = _conditions(by, FindingFilter(year, view=FindingView.UNCLOSED), rules.today)
    grouped = db.session.execute(select(band, func.count()).select_from(Finding).where(*unclosed).group_by(band))
    numbers = {str(name): int(number) for name, number in grouped}
    return AgeCounts(**{name.value: numbers.get(name.value, 0) for name in AgeBand})


def count_unclosed_by_age(by: Actor, *, rules: LightRules) -> UnclosedCounts:
    """Return how many findings of all years are not closed, in one statement: by age, late ones, and to re-check."""
    late, recheck = _in_view(FindingView.LATE, rules.today), _in_view(FindingView.RECHECK, rules.today)
    columns = (age_column(rules), late, recheck)
    unclosed = _conditions(by, FindingFilter(view=FindingView.UNCLOSED), rules.today)
    grouped = select(*columns, func.count()).select_from(Finding).where(*unclosed).group_by(*columns)
    ages, views = Counter[str](), Counter[FindingView]()
    for band, is_late, waits, number in db.session.execute(grouped):
        ages[band] += number
        views[FindingView.LATE] += number if is_late else 0
        views[FindingView.RECHECK] += number if waits else 0
    counts = AgeCounts(**{name.value: ages[name.value] for name in AgeBand})
    return UnclosedCounts(ages.total(), views[FindingView.LATE], views[FindingView.RECHECK], counts)


def get_finding(finding_id: int, by: Actor) -> Finding:
    """Return a finding that ``by`` may see, with its rectifications; raise NotFound."""
    about = select(Finding).where(Finding.id == finding_id, visible_to(by))
    finding = db.session.scalar(about.options(selectinload(Finding.rectifications)))
    if finding is None:
        raise NotFound
    return finding


def find_row(finding_id: int, by: Actor, *, rules: LightRules) -> FindingRow | None:
    """Return one finding as lists show it, or None when there is none that ``by`` may see."""
    rows = _rows(_select().where(Finding.id == finding_id, visible_to(by)), rules)
    return rows[0] if rows else None


def list_years() -> list[int]:
    """Return the years that have rounds or findings, newest first."""
    years = select(CheckRound.year).union(select(Finding.year))
    return sorted(db.session.scalars(years), reverse=True)


@cache
def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .select_from(Finding)
        .join(Unit)
        .outerjoin(Task)
        .outerjoin(CheckRound, CheckRound.id == Finding.round_id)
    )


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may see a finding: all, or those of their own unit and of rounds as a guest."""
    if not by.may(Permission.VIEW_ROUNDS):
        return false()
    if by.may(Permission.VIEW_ALL_UNITS):
        return true()
    return or_(Finding.unit_id == by.unit_id, Finding.round_id.in_(rounds_as_guest(by)))


def rounds_as_guest(by: Actor) -> Select[int]:
    """Return the rounds that ``by`` was invited to read, although they belong to no unit of this agency.

    An invitation ends with its round, and with the seat in the supervision group.
    """
    seated = select(GroupSeat.person_id).where(sits_outside(clock.today()))
    rounds = select(RoundGuest.round_id).join(CheckRound, CheckRound.id == RoundGuest.round_id)
    is_open = CheckRound.state == RoundState.OPEN
    return rounds.where(RoundGuest.person_id == by.person_id, RoundGuest.person_id.in_(seated), is_open)


def sits_outside(on: date) -> ColumnElement[bool]:
    """Return the condition that a seat makes its person an external supervisor (特邀监督员) on a day."""
    is_outside = and_(GroupSeat.group == Group.SUPERVISION, GroupSeat.seat == Seat.OUTSIDE, in_force(GroupSeat, on))
    return and_(is_outside, GroupSeat.person_id.in_(select(Person.id).where(in_force(Person, on))))


def _conditions(by: Actor, wanted: FindingFilter, today: date) -> list[ColumnElement[bool]]:
    conditions = [visible_to(by), _in_view(wanted.view, today)]
    if wanted.year is not None:
        conditions.append(Finding.year == wanted.year)
    if wanted.unit_id is not None:
        conditions.append(Finding.unit_id == wanted.unit_id)
    if wanted.round_id is not None:
        conditions.append(Finding.round_id == wanted.round_id)
    return conditions


def _in_view(view: FindingView, today: date) -> ColumnElement[bool]:
    unmended = Finding.state.in_(UNMENDED)
    conditions: dict[FindingView, ColumnElement[bool]] = {
        FindingView.UNCLOSED: Finding.state != FindingState.CLOSED,
        FindingView.MEND: unmended,
        FindingView.LATE: and_(unmended, Finding.due_on < today),
        FindingView.RECHECK: Finding.state == FindingState.RECTIFIED,
        FindingView.CLOSED: Finding.state == FindingState.CLOSED,
        FindingView.ALL: true(),
    }
    return conditions[view]


def _rows(found: Select[*tuple[Any, ...]], rules: LightRules) -> list[FindingRow]:
    return [
        FindingRow(
            **row._mapping,
            age=age_of(row.found_on, row.closed_on or rules.today, rules.calendar),
            light=_light(row, rules),
            is_deemed_unmended=is_deemed_unmended(row, rules.today),
        )
        for row in db.session.execute(found)
    ]


def _light(row: Row[Any], rules: LightRules) -> TaskLight:
    if row.state == FindingState.CLOSED:
        return TaskLight(LightKind.DONE, Message(N_("Closed after a re-check")))
    if row.state == FindingState.RECTIFIED:
        return TaskLight(LightKind.NONE, Message(N_("Waits for the re-check")))
    light = light_for(WorkFacts(due_on=row.due_on, is_started=True), rules.rule_set, rules.today, rules.calendar)
    return TaskLight(LightKind(light.shape.value.removeprefix("l-")), light.message)
