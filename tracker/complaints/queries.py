"""Reading complaints and opinions: the register, how many came by which channel, one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.complaints.models import Complaint, ComplaintStep
from tracker.complaints.rules import (
    MOVES,
    Channel,
    ComplaintKind,
    ComplaintState,
    ComplaintView,
    may_handle,
    sees_person,
)
from tracker.db import db
from tracker.errors import NotFound
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission
from tracker.tasks.lights import LightKind, LightRules, TaskLight
from tracker.workdays.lights import WorkFacts, light_for


@dataclass(frozen=True)
class ComplaintRow:
    """A complaint as the register shows it, without the person."""

    id: int
    year: int
    number: int
    kind: ComplaintKind
    channel: Channel
    received_on: date
    content: str
    state: ComplaintState
    unit_name: str | None
    due_on: date | None
    answered_on: date | None
    published_on: date | None
    light: TaskLight | None  # while a unit is to report on it

    @property
    def code(self) -> str:
        """Its number through the year: 2026-017."""
        return f"{self.year}-{self.number:03d}"


@dataclass(frozen=True)
class ComplaintPage:
    """A complaint with its steps, newest first, and what the reader may see and do."""

    complaint: Complaint
    steps: Sequence[ComplaintStep]
    light: TaskLight | None
    sees_person: bool
    may_assign: bool
    may_handle: bool
    may_answer: bool
    may_publish: bool
    may_find: bool


class Given(Protocol):
    """What the light of a complaint looks at."""

    state: ComplaintState
    due_on: date | None


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may see a complaint: all, or those given to their own unit."""
    if not by.may(Permission.VIEW_WORK):
        return false()
    return true() if by.may(Permission.VIEW_ALL_UNITS) else _is_own(by)


def _is_own(by: Actor) -> ColumnElement[bool]:
    """Return the condition that a complaint was given to the unit of ``by``; who has none has no complaints."""
    return false() if by.unit_id is None else Complaint.unit_id == by.unit_id


def list_complaints(
    by: Actor, year: int, view: ComplaintView, *, rules: LightRules, limit: int, offset: int = 0
) -> list[ComplaintRow]:
    """Return the complaints of a year in one view, the newest first."""
    asked = (visible_to(by), Complaint.year == year, _in_view(view, rules.today))
    rows = _select().where(*asked).order_by(Complaint.number.desc()).limit(limit).offset(offset)
    return [ComplaintRow(**row._mapping, light=light_of(row, rules)) for row in db.session.execute(rows)]


def list_complaints_waiting(by: Actor, *, rules: LightRules, limit: int = 50) -> list[ComplaintRow]:
    """Return what waits for ``by``: those given to their unit, or those to be given to a unit or answered."""
    waiting: list[ColumnElement[bool]] = []
    if by.may(Permission.RECTIFY):
        waiting.append(and_(_is_own(by), Complaint.state == ComplaintState.ASSIGNED))
    if by.may(Permission.RUN_CHECKS):
        waiting.append(Complaint.state.in_((ComplaintState.REGISTERED, ComplaintState.HANDLED)))
    if not waiting:
        return []
    rows = _select().where(or_(*waiting)).order_by(Complaint.received_on, Complaint.id).limit(limit)
    return [ComplaintRow(**row._mapping, light=light_of(row, rules)) for row in db.session.execute(rows)]


def light_of(given: Given, rules: LightRules) -> TaskLight | None:
    """Return the light of what a unit is to report on; None while nobody's time runs."""
    if given.state != ComplaintState.ASSIGNED:
        return None
    light = light_for(WorkFacts(due_on=given.due_on, is_started=True), rules.rule_set, rules.today, rules.calendar)
    return TaskLight(LightKind(light.shape.value.removeprefix("l-")), light.message)


def count_complaints(by: Actor, year: int, *, today: date) -> dict[ComplaintView, int]:
    """Return how many complaints of a year each view has."""
    counts = [func.coalesce(func.sum(case((_in_view(view, today), 1), else_=0)), 0) for view in ComplaintView]
    of_year = select(*counts).select_from(Complaint).where(visible_to(by), Complaint.year == year)
    return {view: int(number) for view, number in zip(ComplaintView, db.session.execute(of_year).one(), strict=True)}


def count_by_channel(by: Actor, year: int) -> dict[Channel, int]:
    """Return how many complaints of a year came by each channel."""
    grouped = select(Complaint.channel, func.count()).where(visible_to(by), Complaint.year == year)
    numbers = {channel: int(number) for channel, number in db.session.execute(grouped.group_by(Complaint.channel))}
    return {channel: numbers.get(channel, 0) for channel in Channel}


def get_complaint(complaint_id: int, by: Actor) -> Complaint:
    """Return a complaint that ``by`` may see, with its steps; raise NotFound."""
    loaded = (joinedload(Complaint.unit), joinedload(Complaint.finding), selectinload(Complaint.steps))
    found = db.session.scalar(select(Complaint).where(Complaint.id == complaint_id, visible_to(by)).options(*loaded))
    if found is None:
        raise NotFound
    return found


def get_complaint_page(complaint_id: int, by: Actor, *, rules: LightRules) -> ComplaintPage:
    """Return a complaint as its page shows it; raise NotFound when ``by`` may not see it."""
    found = get_complaint(complaint_id, by)
    runs, state = by.may(Permission.RUN_CHECKS), found.state
    return ComplaintPage(
        complaint=found,
        steps=found.steps[::-1],
        light=light_of(found, rules),
        sees_person=sees_person(by),
        may_assign=runs and ComplaintState.ASSIGNED in MOVES[state],
        may_handle=may_handle(by, found) and state == ComplaintState.ASSIGNED,
        may_answer=runs and ComplaintState.ANSWERED in MOVES[state],
        may_publish=runs and state == ComplaintState.ANSWERED,
        may_find=runs and found.finding_id is None,
    )


def _select() -> Select[*tuple[Any, ...]]:
    return select(
        Complaint.id, Complaint.year, Complaint.number, Complaint.kind, Complaint.channel, Complaint.received_on,
        Complaint.content, Complaint.state, Unit.name.label("unit_name"), Complaint.due_on, Complaint.answered_on,
        Complaint.published_on,
    ).outerjoin(Unit)  # fmt: skip


def is_late(today: date) -> ColumnElement[bool]:
    """Return the condition that a unit should have reported on a complaint by now."""
    return and_(Complaint.state == ComplaintState.ASSIGNED, Complaint.due_on < today)


def _in_view(view: ComplaintView, today: date) -> ColumnElement[bool]:
    conditions: dict[ComplaintView, ColumnElement[bool]] = {
        ComplaintView.OPEN: Complaint.state != ComplaintState.ANSWERED,
        ComplaintView.LATE: is_late(today),
        ComplaintView.ANSWERED: Complaint.state == ComplaintState.ANSWERED,
        ComplaintView.ALL: true(),
    }
    return conditions[view]
