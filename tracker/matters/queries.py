"""Reading matters: the list with its lights, counts, and one matter with its rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import ColumnElement, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import N_, NotFound
from tracker.matters.models import Matter, MatterEvidence, MatterFeedback
from tracker.matters.rules import (
    IN_WORK,
    MatterState,
    MatterView,
    Source,
    find_judge_refusal,
    is_unit_of,
    may_close,
)
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission
from tracker.tasks.lights import LightKind, LightRules, TaskLight
from tracker.workdays.lights import WorkFacts, light_for
from tracker.workdays.messages import Message


@dataclass(frozen=True)
class MatterRow:
    """A matter as a list shows it."""

    id: int
    year: int
    number: int
    source: Source
    source_note: str
    content: str
    unit_id: int
    unit_name: str
    due_on: date
    state: MatterState
    registered_on: date
    signed_for_at: datetime | None
    done_on: date | None
    light: TaskLight

    @property
    def code(self) -> str:
        """Its number through the year: 2026-017."""
        return f"{self.year}-{self.number:03d}"


@dataclass(frozen=True)
class MatterPage:
    """A matter with its rounds, newest first, and what the reader may do about it."""

    matter: Matter
    rounds: Sequence[MatterFeedback]
    light: TaskLight
    may_sign: bool
    may_report: bool
    may_judge: bool
    may_close: bool
    may_edit: bool
    judge_refusal: Message | None  # why the reader may not judge, in words for them


class Lit(Protocol):
    """What the light of a matter looks at."""

    due_on: date
    state: MatterState
    registered_on: date
    signed_for_at: datetime | None
    done_on: date | None


_COLUMNS = (
    Matter.id, Matter.year, Matter.number, Matter.source, Matter.source_note, Matter.content, Matter.unit_id,
    Unit.name.label("unit_name"), Matter.due_on, Matter.state, Matter.registered_on, Matter.signed_for_at,
    Matter.done_on,
)  # fmt: skip


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may see a matter: all of them, or those of their own unit."""
    if not by.may(Permission.VIEW_WORK):
        return false()
    return true() if by.may(Permission.VIEW_ALL_UNITS) else Matter.unit_id == by.unit_id


def list_matters(
    by: Actor, year: int, view: MatterView, *, rules: LightRules, limit: int, offset: int = 0
) -> list[MatterRow]:
    """Return the matters of a year in one view, the most urgent first."""
    asked = (visible_to(by), Matter.year == year, _in_view(view, rules.today))
    found = select(*_COLUMNS).join(Unit).where(*asked).order_by(Matter.due_on, Matter.id)
    rows = db.session.execute(found.limit(limit).offset(offset))
    return [MatterRow(**row._mapping, light=light_of(row, rules)) for row in rows]


def list_late_matters(unit_id: int, *, rules: LightRules) -> list[MatterRow]:
    """Return the late matters of a unit, of all years; the caller has seen to it that the reader may see them."""
    late = (Matter.unit_id == unit_id, _in_view(MatterView.LATE, rules.today))
    rows = db.session.execute(select(*_COLUMNS).join(Unit).where(*late).order_by(Matter.due_on, Matter.id))
    return [MatterRow(**row._mapping, light=light_of(row, rules)) for row in rows]


def list_matters_waiting(by: Actor, *, rules: LightRules, limit: int = 50) -> list[MatterRow]:
    """Return what waits for ``by``: their unit's matters to sign for and report on, or results to look at."""
    waiting: list[ColumnElement[bool]] = []
    if by.may(Permission.RECTIFY):
        waiting.append((Matter.unit_id == by.unit_id) & Matter.state.in_(IN_WORK))
    if by.may(Permission.RUN_CHECKS):
        others = true() if by.unit_id is None else Matter.unit_id != by.unit_id
        waiting.append(others & (Matter.state == MatterState.ANSWERED))
    if not waiting:
        return []
    found = select(*_COLUMNS).join(Unit).where(or_(*waiting)).order_by(Matter.due_on, Matter.id).limit(limit)
    return [MatterRow(**row._mapping, light=light_of(row, rules)) for row in db.session.execute(found)]


def count_matters(by: Actor, year: int, *, today: date) -> dict[MatterView, int]:
    """Return how many matters of a year each view has."""
    counts = [func.coalesce(func.sum(case((_in_view(view, today), 1), else_=0)), 0) for view in MatterView]
    of_year = select(*counts).select_from(Matter).where(visible_to(by), Matter.year == year)
    return {view: int(number) for view, number in zip(MatterView, db.session.execute(of_year).one(), strict=True)}


def get_matter(matter_id: int, by: Actor) -> Matter:
    """Return a matter that ``by`` may see, with its rounds and their proofs; raise NotFound."""
    proofs = selectinload(Matter.feedback).selectinload(MatterFeedback.evidence).joinedload(MatterEvidence.file)
    asked = select(Matter).where(Matter.id == matter_id, visible_to(by))
    matter = db.session.scalar(asked.options(joinedload(Matter.unit), proofs))
    if matter is None:
        raise NotFound
    return matter


def get_evidence(matter_id: int, evidence_id: int, by: Actor) -> MatterEvidence:
    """Return a proof about a matter that is a stored file; raise NotFound when ``by`` may not see it."""
    about = select(MatterEvidence).join(MatterFeedback).join(Matter)
    mine = (MatterEvidence.id == evidence_id, Matter.id == matter_id, visible_to(by))
    evidence = db.session.scalar(about.where(*mine).options(joinedload(MatterEvidence.file)))
    if evidence is None or evidence.file is None:
        raise NotFound
    return evidence


def get_matter_page(matter_id: int, by: Actor, *, rules: LightRules) -> MatterPage:
    """Return a matter with all that belongs to it; raise NotFound when ``by`` may not see it."""
    matter = get_matter(matter_id, by)
    mine, refusal = is_unit_of(by, matter), find_judge_refusal(by, matter, matter.feedback)
    state = matter.state
    return MatterPage(
        matter=matter,
        rounds=matter.feedback[::-1],
        light=light_of(matter, rules),
        may_sign=mine and state == MatterState.ASSIGNED,
        may_report=mine and state in (MatterState.SIGNED, MatterState.RETURNED),
        may_judge=refusal is None and state in (MatterState.ANSWERED, MatterState.DONE),
        may_close=may_close(by, matter, matter.feedback) and state == MatterState.DONE,
        may_edit=by.may(Permission.RUN_CHECKS) and state == MatterState.ASSIGNED,
        judge_refusal=Message(refusal.message, refusal.values) if refusal else None,
    )


def light_of(row: Lit, rules: LightRules) -> TaskLight:
    """Return the light of a matter by the agency's rule set."""
    if row.state == MatterState.ANSWERED:
        return TaskLight(LightKind.NONE, Message(N_("Reported; waits to be looked at")))
    facts = WorkFacts(
        due_on=row.due_on, opens_on=row.registered_on, is_started=row.signed_for_at is not None,
        done_on=row.done_on, is_poor_quality=row.state == MatterState.RETURNED,
    )  # fmt: skip
    light = light_for(facts, rules.rule_set, rules.today, rules.calendar)
    return TaskLight(LightKind(light.shape.value.removeprefix("l-")), light.message)


def _in_view(view: MatterView, today: date) -> ColumnElement[bool]:
    in_work = Matter.state.in_(IN_WORK)
    conditions: dict[MatterView, ColumnElement[bool]] = {
        MatterView.OPEN: Matter.state.not_in((MatterState.DONE, MatterState.CLOSED)),
        MatterView.LATE: in_work & (Matter.due_on < today),
        MatterView.JUDGE: Matter.state == MatterState.ANSWERED,
        MatterView.DONE: Matter.state.in_((MatterState.DONE, MatterState.CLOSED)),
        MatterView.ALL: true(),
    }
    return conditions[view]
