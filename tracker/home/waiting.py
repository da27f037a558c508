"""What waits for the reader of a first page: decisions for the leadership, work for the office and for supervision."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, String, and_, cast, func, literal, null, or_, select, type_coerce, union_all

from tracker import clock
from tracker.checks.ages import UnclosedCounts
from tracker.checks.models import CheckRound
from tracker.checks.rules import RoundState
from tracker.complaints.models import Complaint
from tracker.complaints.queries import is_late
from tracker.complaints.rules import ComplaintState
from tracker.db import db
from tracker.extensions.queries import list_waiting_extensions
from tracker.holidays.queries import current_calendar
from tracker.home.kinds import Kind, Waits
from tracker.home.office import list_for_office
from tracker.issuing.content import Link
from tracker.issuing.queries import list_to_sign
from tracker.matters.models import Matter
from tracker.matters.rules import MatterState
from tracker.notices.ready import list_ready_papers
from tracker.notices.rules import NoticeKind
from tracker.permissions import Actor, Permission
from tracker.reminders.queries import get_ladder
from tracker.reminders.rules import last_day_passed
from tracker.scores.models import ScoredUnit, ScoreMark, ScoreObjection
from tracker.talk.models import Remark, RemarkUnit
from tracker.talk.rules import RemarkKind
from tracker.tasks.models import Task
from tracker.workdays.calendar import YearMissing

NEWS = timedelta(days=7)  # for so long an answered instruction is shown to its leader


def list_waits(by: Actor, today: date, findings: UnclosedCounts) -> list[Waits]:
    """Return what waits for ``by``, what must be decided first."""
    found: list[Waits] = []
    if by.may(Permission.DECIDE):
        found += [*_extensions(by, today), *_said(by)]
    if by.may(Permission.WRITE_SUMMARY) or by.may(Permission.DECIDE):
        found += _to_sign(by)
    if by.may(Permission.ACCEPT_REPORTS):
        found += list_for_office(by, today)
    if by.may(Permission.RUN_CHECKS):
        found += [*_for_supervision(findings, today), *_papers(by, today)]
    order = list(Kind)
    return sorted((one for one in found if one.count), key=lambda one: order.index(one.kind))


def _extensions(by: Actor, today: date) -> Iterator[Waits]:
    for row in list_waiting_extensions(by, today):
        yield Waits(
            Kind.EXTENSION, id=row.id, title=row.title, who=row.unit_name, on=row.due_on, until=row.asked_due_on
        )


def _said(by: Actor) -> Iterator[Waits]:
    """Return objections to scores, own instructions that were answered lately, and how many wait; one statement."""
    news, is_own = clock.now() - NEWS, Remark.speaker_id == by.account_id
    addressed = (
        select(
            RemarkUnit.remark_id, func.max(RemarkUnit.answered_at).label("at"),
            (func.count() - func.count(RemarkUnit.answered_at)).label("silent"),
        )
        .group_by(RemarkUnit.remark_id)
        .subquery()
    )  # fmt: skip
    instructions = (
        select(*_columns(Kind.ANSWERED, Remark.task_id, Task.title, Remark.text, addressed.c.at), addressed.c.silent)
        .join(addressed, addressed.c.remark_id == Remark.id)
        .join(Task, Task.id == Remark.task_id)
        .where(Remark.kind == RemarkKind.INSTRUCTION, or_(addressed.c.silent > 0, and_(is_own, addressed.c.at > news)))
    )
    objections = (
        select(
            *_columns(Kind.OBJECTION, ScoreObjection.id, ScoreMark.reason, ScoredUnit.name, ScoreObjection.asked_at),
            literal(0),
        )
        .join(ScoreMark, ScoreMark.id == ScoreObjection.mark_id)
        .join(ScoredUnit, ScoredUnit.id == ScoreMark.scored_id)
        .where(ScoreObjection.is_upheld.is_(None))
    )
    silent = 0
    for kind, number, title, who, at, unanswered in db.session.execute(union_all(objections, instructions)):
        if kind == Kind.OBJECTION:
            yield Waits(Kind.OBJECTION, id=number, title=title, who=who, on=_day(at))
        elif unanswered:
            silent += 1
        else:
            yield Waits(Kind.ANSWERED, id=number, title=title, who=who, on=_day(at))
    yield Waits(Kind.SILENT, silent)


def _columns(kind: Kind, *columns: Any) -> list[Any]:
    number, title, who, at = columns
    return [literal(kind.value, String), number, cast(title, String), cast(who, String), at]


def _day(at: datetime | None) -> date | None:
    return clock.local(at).date() if at else None


def _to_sign(by: Actor) -> Iterator[Waits]:
    for one in list_to_sign(by):
        sent = one.sent
        at: Link = ("issuing.show", {"kind": sent.kind, "document_id": sent.document_id})
        yield Waits(Kind.SIGN, title=one.title, who=sent.name, on=_day(sent.at), step=one.step, at=at)


def _papers(by: Actor, today: date) -> Iterator[Waits]:
    """Yield the papers that could be printed: what the reminders did not move, and findings no paper names yet."""
    try:
        late_on = last_day_passed(get_ladder(), today, current_calendar())
    except YearMissing:
        late_on = None
    kinds = {NoticeKind.URGE: Kind.TO_URGE, NoticeKind.RECTIFY: Kind.TO_RECTIFY}
    for paper in list_ready_papers(by, late_on or date.min, today):
        yield Waits(kinds[paper.kind], paper.count, id=paper.unit_id, who=paper.unit_name)


def _for_supervision(findings: UnclosedCounts, today: date) -> Iterator[Waits]:
    """Yield what is to be looked at again, and rounds, matters and complaints under way in one statement."""
    yield Waits(Kind.RECHECK, findings.recheck)
    yield Waits(Kind.DEEMED, findings.late)
    judged, unanswered = Matter.state == MatterState.ANSWERED, Complaint.state != ComplaintState.ANSWERED
    rounds = select(*_counted(Kind.ROUNDS, CheckRound.id, literal(1), CheckRound.name, CheckRound.ends_on))
    matters = select(*_counted(Kind.MATTERS, Matter.year, func.count(), "", null())).where(judged)
    complaints = select(*_counted(Kind.COMPLAINTS, Complaint.year, func.count(), "", null())).where(unanswered)
    late = select(*_counted(Kind.COMPLAINTS_LATE, Complaint.year, func.count(), "", null())).where(is_late(today))
    found = union_all(
        rounds.where(CheckRound.state == RoundState.OPEN), matters.group_by(Matter.year),
        late.group_by(Complaint.year), complaints.group_by(Complaint.year),
    ).subquery()  # fmt: skip
    for kind, number, count, title, until in db.session.execute(select(found).order_by(found.c.until, found.c.id)):
        yield Waits(Kind(kind), count, id=number, title=title, until=until)


def _counted(kind: Kind, number: Any, count: Any, title: Any, until: Any) -> list[Any]:
    named = cast(title, String).label("title"), type_coerce(until, Date).label("until")
    return [literal(kind.value, String).label("kind"), number.label("id"), count.label("count"), *named]
