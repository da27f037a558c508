"""Papers that could be printed now; whether one is printed stays the decision of a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, union_all

from tracker.checks.models import Finding
from tracker.checks.rules import UNMENDED
from tracker.db import db
from tracker.matters.models import Matter
from tracker.matters.rules import IN_WORK
from tracker.notices.models import Notice, NoticeSubject
from tracker.notices.rules import WITH_UNIT, NoticeKind
from tracker.organisation.models import Unit
from tracker.organisation.queries import in_force
from tracker.organisation.rules import OWN_KINDS
from tracker.permissions import Actor, Permission
from tracker.plans.rules import Duty
from tracker.tasks.filters import in_open_year
from tracker.tasks.models import Task, TaskUnit


@dataclass(frozen=True)
class ReadyPaper:
    """A paper that could be printed for a unit, and how many things it would be about."""

    kind: NoticeKind
    unit_id: int
    unit_name: str
    count: int


def list_ready_papers(by: Actor, late_on: date, today: date) -> list[ReadyPaper]:
    """Return the papers for which there is reason, unit by unit, in one statement.

    An urging notice where something due on ``late_on`` or before (it has passed every step of the reminders) was not
    urged on paper after its limit; a notice to rectify where a finding stands on none yet.
    """
    if not by.may(Permission.RUN_CHECKS):
        return []
    reasons = union_all(*_reasons(late_on)).subquery()
    found = (
        select(reasons.c.kind, Unit.id.label("unit_id"), Unit.name.label("unit_name"), func.count().label("count"))
        .join(Unit, Unit.id == reasons.c.unit_id)
        .where(Unit.kind.in_(OWN_KINDS), in_force(Unit, today))
        .group_by(reasons.c.kind, Unit.id)
        .order_by(reasons.c.kind, Unit.position, Unit.name)
    )
    return [
        ReadyPaper(NoticeKind(row.kind), row.unit_id, row.unit_name, row._mapping["count"])
        for row in db.session.execute(found)
    ]


def _reasons(late_on: date) -> Iterator[Select[str, int]]:
    """Yield the kind of paper and the unit for each thing that there is reason to write about."""
    urge, rectify = literal(NoticeKind.URGE.value).label("kind"), literal(NoticeKind.RECTIFY.value).label("kind")
    leads = (TaskUnit.duty == Duty.LEAD, Task.state.in_(WITH_UNIT), in_open_year())
    tasks = select(urge, TaskUnit.unit_id.label("unit_id")).join(Task, Task.id == TaskUnit.task_id)
    yield tasks.where(*leads, Task.due_on <= late_on, ~_written(NoticeSubject.task_id == Task.id, after=Task.due_on))
    unmended = Finding.state.in_(UNMENDED)
    yield select(urge, Finding.unit_id).where(
        unmended, Finding.due_on <= late_on, ~_written(NoticeSubject.finding_id == Finding.id, after=Finding.due_on)
    )
    yield select(urge, Matter.unit_id).where(
        Matter.state.in_(IN_WORK), Matter.due_on <= late_on,
        ~_written(NoticeSubject.matter_id == Matter.id, after=Matter.due_on),
    )  # fmt: skip
    told = exists().where(
        NoticeSubject.finding_id == Finding.id, NoticeSubject.notice_id == Notice.id, Notice.kind == NoticeKind.RECTIFY
    )
    yield select(rectify, Finding.unit_id).where(unmended, ~told)


def _written(about: ColumnElement[bool], *, after: Any) -> ColumnElement[bool]:
    """Return the condition that something was urged on paper after its limit."""
    return exists().where(
        about, NoticeSubject.notice_id == Notice.id, Notice.kind == NoticeKind.URGE, Notice.issued_on > after
    )
