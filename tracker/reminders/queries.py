"""Reading reminders: who is to be told of what, what a person was told, and what left from here."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, select
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db
from tracker.organisation.models import GroupSeat, Person, Unit, UnitPost
from tracker.organisation.queries import in_force
from tracker.organisation.rules import Group, Post
from tracker.permissions import Actor
from tracker.reminders.models import LadderRow, Message, Reminder, ReminderRun, Urge
from tracker.reminders.rows import Directory, Receipt, Recipient, ReminderRow, UnitOn, UrgeRow, WatchedTask
from tracker.reminders.rules import DEFAULT_LADDER, FARTHEST_STEP, Audience, LadderStep
from tracker.reminders.sending import Channel, MessageState
from tracker.tasks.filters import visible_to
from tracker.tasks.models import Occurrence, Task, TaskUnit
from tracker.tasks.rules import OPEN_STATES
from tracker.workdays.occurrences import STANDING

SIGHT = timedelta(days=3 * FARTHEST_STEP)  # days in which the farthest step of a ladder surely lies
MOST_URGES = 30


def get_ladder() -> list[LadderStep]:
    """Return the ladder in force, the farthest step before the limit first."""
    rows = db.session.execute(select(LadderRow.offset, LadderRow.audiences).order_by(LadderRow.offset)).all()
    steps = [LadderStep(offset, tuple(Audience(one) for one in audiences)) for offset, audiences in rows]
    return steps or list(DEFAULT_LADDER)


def find_last_run() -> date | None:
    """Return the last day for which reminders were made, or None."""
    return db.session.scalar(select(ReminderRun.last_on))


def list_watched_tasks(today: date) -> list[WatchedTask]:
    """Return the open tasks whose day lies near enough for any step, soonest first; two statements.

    Standing work (持续推进) has no day of its own: its next report is watched.
    """
    open_turn = and_(Occurrence.task_id == Task.id, Occurrence.done_on.is_(None))
    next_turn_on = select(func.min(Occurrence.due_on)).where(open_turn).correlate(Task).scalar_subquery()
    due_on = case((Task.limit_kind.in_(STANDING), func.coalesce(next_turn_on, Task.due_on)), else_=Task.due_on)
    watched = select(
        Task.id, Task.number, Task.title, due_on.label("due_on"), Task.created_at, Task.leader_id, Task.officer_id
    )
    near = and_(Task.state.in_(OPEN_STATES), due_on.between(today - SIGHT, today + SIGHT))
    found = db.session.execute(watched.where(near).order_by(due_on, Task.year, Task.number)).all()
    units = _open_units()
    return [
        WatchedTask(
            row.id, row.number, row.title, row.due_on, clock.local(row.created_at).date(),
            row.leader_id, row.officer_id, units[row.id],
        )
        for row in found
    ]  # fmt: skip


def _open_units() -> dict[int, list[UnitOn]]:
    units: dict[int, list[UnitOn]] = defaultdict(list)
    named = select(TaskUnit.task_id, TaskUnit.unit_id, Unit.name, TaskUnit.duty, TaskUnit.own_duty)
    joined = named.join(Unit, Unit.id == TaskUnit.unit_id).join(Task, Task.id == TaskUnit.task_id)
    ordered = joined.where(Task.state.in_(OPEN_STATES)).order_by(TaskUnit.task_id, TaskUnit.position, TaskUnit.id)
    for task_id, unit_id, name, duty, own_duty in db.session.execute(ordered):
        units[task_id].append(UnitOn(unit_id, name, duty, bool(own_duty)))
    return units


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
    return _count(by, Reminder.seen_at.is_(None))


def count_reminders(by: Actor) -> int:
    """Return how many reminders ``by`` ever got."""
    return _count(by)


def _count(by: Actor, *conditions: ColumnElement[bool]) -> int:
    found = select(func.count(Reminder.id)).join(Task, Task.id == Reminder.task_id).where(_of(by), *conditions)
    return db.session.scalar(found) or 0


def _of(by: Actor) -> ColumnElement[bool]:
    """Return the condition that a reminder went to ``by``, about a task that they may still know of."""
    return and_(Reminder.person_id == by.person_id, visible_to(by))


def list_reminders(by: Actor, *, limit: int, offset: int = 0) -> list[ReminderRow]:
    """Return the reminders of ``by``, those not seen first, then the newest first."""
    found = (
        select(
            Reminder.id, Reminder.task_id, Task.number, Task.title, Reminder.due_on,
            func.coalesce(Urge.words, "").label("words"), func.coalesce(Urge.urged_by, "").label("urged_by"),
            Reminder.made_at, Reminder.seen_at,
        )
        .join(Task, Task.id == Reminder.task_id)
        .outerjoin(Urge, Urge.id == Reminder.urge_id)
        .where(_of(by))
        .order_by(Reminder.seen_at.is_not(None), Reminder.id.desc())
    )  # fmt: skip
    return [ReminderRow(**row._mapping) for row in db.session.execute(found.limit(limit).offset(offset))]


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
