"""Reading reminders: who is to be told of what, what a person was told, and what left from here."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from tracker import clock
from tracker.accounts.models import Account
from tracker.checks.models import Finding
from tracker.checks.queries import visible_to as findings_visible_to
from tracker.complaints.models import Complaint
from tracker.complaints.queries import visible_to as complaints_visible_to
from tracker.db import db
from tracker.matters.models import Matter
from tracker.matters.queries import visible_to as matters_visible_to
from tracker.organisation.models import GroupSeat, Person, Unit, UnitPost
from tracker.organisation.queries import in_force
from tracker.organisation.rules import Group, Post
from tracker.permissions import Actor
from tracker.reminders.models import LadderRow, Message, Reminder, ReminderRun, Urge
from tracker.reminders.rows import Directory, Receipt, Recipient, ReminderRow, UrgeRow
from tracker.reminders.rules import DEFAULT_LADDER, Audience, LadderStep, SubjectKind
from tracker.reminders.sending import Channel, MessageState
from tracker.requests.models import DisclosureRequest
from tracker.requests.queries import visible_to as requests_visible_to
from tracker.scores.models import ScoredUnit, Scoring
from tracker.scores.queries import visible_to as scores_visible_to
from tracker.tasks.filters import visible_to
from tracker.tasks.models import Task, TaskUnit

MOST_URGES = 30
_SCORED = aliased(ScoredUnit)  # visible_to of scores asks the table itself
_SUBJECTS = {
    SubjectKind.TASK: Task,
    SubjectKind.FINDING: Finding,
    SubjectKind.MATTER: Matter,
    SubjectKind.REQUEST: DisclosureRequest,
    SubjectKind.SCORE: Scoring,  # of which the unit's own score is a line
    SubjectKind.COMPLAINT: Complaint,
}
Found = TypeVar("Found", bound=Select[*tuple[Any, ...]])


def get_ladder() -> list[LadderStep]:
    """Return the ladder in force, the farthest step before the limit first."""
    rows = db.session.execute(select(LadderRow.offset, LadderRow.audiences).order_by(LadderRow.offset)).all()
    steps = [LadderStep(offset, tuple(Audience(one) for one in audiences)) for offset, audiences in rows]
    return steps or list(DEFAULT_LADDER)


def find_last_run() -> date | None:
    """Return the last day for which reminders were made, or None."""
    return db.session.scalar(select(ReminderRun.last_on))


def list_tasks_to_urge(task_ids: Collection[int], by: Actor) -> list[Task]:
    """Return those of the tasks that ``by`` may know of, by number, with their units."""
    units = selectinload(Task.units).joinedload(TaskUnit.unit)
    found = select(Task).where(Task.id.in_(task_ids), visible_to(by)).options(units)
    return list(db.session.scalars(found.order_by(Task.year, Task.number)))


def get_directory(today: date) -> Directory:
    """Return who holds which post and seat on a day, in three statements."""
    posts: dict[Post, dict[int, list[int]]] = {post: defaultdict(list) for post in Post}
    held = select(UnitPost.post, UnitPost.unit_id, UnitPost.person_id).where(in_force(UnitPost, today))
    for post, unit_id, person_id in db.session.execute(held.order_by(UnitPost.id)):
        posts[post][unit_id].append(person_id)
    seats = select(GroupSeat.person_id).where(GroupSeat.group == Group.LEADING, in_force(GroupSeat, today))
    return Directory(
        people=_people(today),
        officers=posts[Post.OFFICER],
        heads=posts[Post.HEAD],
        group=tuple(db.session.scalars(seats.order_by(GroupSeat.position, GroupSeat.id))),
    )


def _people(today: date) -> dict[int, Recipient]:
    statement = (
        select(
            Person.id, Person.name, Person.mail, Person.phone, Person.unit_id,
            func.coalesce(Unit.name, "").label("unit_name"), Account.role, Account.is_active,
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(in_force(Person, today))
    )  # fmt: skip
    return {
        row.id: Recipient(
            row.id, row.name, row.mail, row.phone, row.unit_id, row.unit_name,
            row.role if row.is_active else None, bool(row.is_active),
        )
        for row in db.session.execute(statement)
    }  # fmt: skip


def made_reasons(reasons: Collection[str]) -> set[tuple[str, int]]:
    """Return which of ``reasons`` somebody was reminded for already, each with the person."""
    made = select(Reminder.reason, Reminder.person_id).where(Reminder.reason.in_(reasons))
    return {(reason, person_id) for reason, person_id in db.session.execute(made)}


def count_unread(by: Actor) -> int:
    """Return how many reminders ``by`` has not seen: the number in the bar of every page."""
    person = replace(by, name="", unit_name="", address="", session="", request_id="")
    return db.session.scalar(_unread(person, clock.today())) or 0


@lru_cache(maxsize=128)
def _unread(by: Actor, _: date) -> Select[int]:
    """Return the statement that counts what ``by`` has not seen; every page asks it, so it is put together once a day.

    What somebody may still know of follows from their role, their unit and the day.
    """
    return _counted(by).where(Reminder.seen_at.is_(None))


def count_reminders(by: Actor) -> int:
    """Return how many reminders ``by`` ever got."""
    return db.session.scalar(_counted(by)) or 0


def _counted(by: Actor) -> Select[int]:
    return _with_subjects(select(func.count(Reminder.id))).where(_of(by))


def _with_subjects(found: Found) -> Found:
    """Return the statement joined to whatever each reminder is about."""
    return (
        found.select_from(Reminder)
        .outerjoin(Task, Task.id == Reminder.task_id)
        .outerjoin(Finding, Finding.id == Reminder.finding_id)
        .outerjoin(Matter, Matter.id == Reminder.matter_id)
        .outerjoin(DisclosureRequest, DisclosureRequest.id == Reminder.request_id)
        .outerjoin(_SCORED, _SCORED.id == Reminder.score_id)
        .outerjoin(Scoring, Scoring.id == _SCORED.scoring_id)
        .outerjoin(Complaint, Complaint.id == Reminder.complaint_id)
    )


def _of(by: Actor) -> ColumnElement[bool]:
    """Return the condition that a reminder went to ``by``, about something that they may still know of."""
    known = (
        and_(Reminder.task_id.is_not(None), visible_to(by)),
        and_(Reminder.finding_id.is_not(None), findings_visible_to(by)),
        and_(Reminder.matter_id.is_not(None), matters_visible_to(by)),
        and_(Reminder.request_id.is_not(None), requests_visible_to(by)),
        and_(Reminder.score_id.is_not(None), scores_visible_to(by)),
        and_(Reminder.complaint_id.is_not(None), complaints_visible_to(by)),
    )
    return and_(Reminder.person_id == by.person_id, or_(*known))


def list_reminders(by: Actor, *, limit: int, offset: int = 0) -> list[ReminderRow]:
    """Return the reminders of ``by``, those not seen first, then the newest first."""
    found = (
        _with_subjects(select(Reminder, Urge, *_SUBJECTS.values()))
        .outerjoin(Urge, Urge.id == Reminder.urge_id)
        .where(_of(by))
        .order_by(Reminder.seen_at.is_not(None), Reminder.id.desc())
    )
    return [_row(*row) for row in db.session.execute(found.limit(limit).offset(offset))]


def _row(reminder: Reminder, urge: Urge | None, *subjects: Any) -> ReminderRow:
    kind, found = next((kind, one) for kind, one in zip(_SUBJECTS, subjects, strict=True) if one is not None)
    number, code, title = _called(found)
    words, urged_by = (urge.words, urge.urged_by) if urge is not None else ("", "")
    return ReminderRow(
        reminder.id, kind, found.id, number, code, title, reminder.due_on, words, urged_by, reminder.made_at,
        reminder.seen_at,
    )  # fmt: skip


def _called(found: Any) -> tuple[int | None, str, str]:
    """Return number, code and title of whatever a reminder is about."""
    match found:
        case Task():
            return found.number, "", found.title
        case Finding():
            return None, found.code, found.description
        case Scoring():
            return None, str(found.year), found.name
        case _:
            return None, found.code, found.content


def list_urges() -> list[UrgeRow]:
    """Return the newest urges with the receipts of everybody they went to, in two statements."""
    urges = db.session.scalars(select(Urge).order_by(Urge.id.desc()).limit(MOST_URGES)).all()
    sent = (
        select(Reminder.urge_id, Reminder.person_id, Reminder.task_id, Reminder.seen_at, Task.title, Person.name)
        .add_columns(func.coalesce(Unit.name, "").label("unit_name"))
        .join(Task, Task.id == Reminder.task_id)
        .join(Person, Person.id == Reminder.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Reminder.urge_id.in_([urge.id for urge in urges]))
        .order_by(Reminder.id)
    )
    rows: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(sent):
        rows[row.urge_id].append(row)
    return [_urge_row(urge, rows[urge.id]) for urge in urges]


def _urge_row(urge: Urge, sent: Sequence[Row[Any]]) -> UrgeRow:
    tasks = {row.task_id: row.title for row in sent}
    receipts: dict[int, Receipt] = {}
    for row in sent:
        before = receipts.get(row.person_id)
        # seen when the last of its tasks was seen
        moments = [row.seen_at] if before is None else [before.seen_at, row.seen_at]
        seen_at = None if None in moments else max(moments)
        receipts[row.person_id] = Receipt(row.name, row.unit_name, (before.tasks if before else 0) + 1, seen_at)
    return UrgeRow(urge.id, urge.words, urge.urged_by, urge.urged_at, list(tasks.items()), list(receipts.values()))


def count_unsent() -> int:
    """Return how many messages were tried and have not left: mail or robot do not answer, or were given up."""
    unsent = and_(Message.state.in_((MessageState.WAITING, MessageState.FAILED)), Message.tries > 0)
    recent = Message.created_at > clock.now() - timedelta(days=7)
    return db.session.scalar(select(func.count(Message.id)).where(unsent, recent, Message.channel != Channel.APP)) or 0
