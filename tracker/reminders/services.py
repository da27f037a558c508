"""Making the day's reminders, once for each reason; urging by hand; the ladder; the receipts of who has seen what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from tracker import clock, config
from tracker.db import db, transaction
from tracker.errors import NotFound
from tracker.history.services import record
from tracker.holidays.queries import current_calendar
from tracker.permissions import Actor, Permission
from tracker.reminders import wording
from tracker.reminders.audiences import people_for
from tracker.reminders.digests import Digest, Notice, drafts_of, personal, plan_digests, robots
from tracker.reminders.models import LadderRow, Message, Reminder, ReminderRun, Urge
from tracker.reminders.queries import find_last_run, get_directory, get_ladder, list_tasks_to_urge
from tracker.reminders.rows import Directory, Recipient, Subject, UnitOn, WatchedLimit
from tracker.reminders.rules import (
    Audience,
    LadderStep,
    SubjectKind,
    check_ladder,
    check_somebody_is_told,
    check_urge,
)
from tracker.reminders.sending import Channel, Draft, MessageState
from tracker.reminders.watching import name_of_task
from tracker.tasks.models import Task
from tracker.tasks.rules import check_is_open


@dataclass(frozen=True)
class Run:
    """What making the day's reminders came to: people told, and the year whose calendar was missing."""

    told: int = 0
    missing_year: int | None = None


def make_reminders(today: date) -> Run:
    """Make the reminders of ``today`` and put the messages into the outbox, on working days, once a day.

    The row of the last run is changed in the same transaction, so that of two workers one finds nothing to do. After
    some days' stop everybody gets one message. Without this year's calendar nothing is made, and nothing is missed:
    the day it is entered catches up.
    """
    with transaction():
        calendar = current_calendar()
        missing = calendar.first_missing_year(today, today)
        if missing is not None:
            return Run(missing_year=missing)
        last_run = find_last_run()
        if not calendar.is_workday(today) or (last_run is not None and last_run >= today):
            return Run()
        digests = plan_digests(today, last_run)
        for digest in digests:
            _remind(digest, today)
        _post(drafts_of(digests, today, config.current()))
        db.session.merge(ReminderRun(id=1, last_on=today))
    return Run(len(digests))


def _remind(digest: Digest, today: date, urge: Urge | None = None) -> None:
    moment = clock.now()
    db.session.add_all(
        Reminder(
            reason=notice.reason, person_id=digest.person.id, urge=urge, due_on=notice.due_on, made_on=today,
            made_at=moment, **{f"{notice.subject.kind}_id": notice.subject.id},
        )
        for notice in digest.notices
    )  # fmt: skip
    db.session.flush()


def _post(drafts: Iterable[Draft]) -> None:
    """Put messages into the outbox; those of the app are there at once."""
    moment = clock.now()
    for draft in drafts:
        is_shown = draft.channel is Channel.APP
        db.session.add(
            Message(
                key=draft.key, channel=draft.channel, person_id=draft.person_id, address=draft.address,
                subject=draft.subject, text=draft.text, created_at=moment, next_try_at=moment,
                state=MessageState.SENT if is_shown else MessageState.WAITING,
                sent_at=moment if is_shown else None,
            )
        )  # fmt: skip
    db.session.flush()


def urge(task_ids: Sequence[int], words: str, *, by: Actor) -> Urge:
    """Urge the people behind open tasks, in words of one's own: each gets one message about all of theirs.

    The message leaves at once; who has seen it is told by its receipts.
    """
    by.must(Permission.ASSIGN_TASKS)
    with transaction():
        check_urge(words, len(set(task_ids)))
        tasks = list_tasks_to_urge(set(task_ids), by)
        if len(tasks) < len(set(task_ids)):
            raise NotFound
        for task in tasks:
            check_is_open(task.state)
        made = Urge(words=words.strip(), urged_by=by.name, urger_id=by.account_id, urged_at=clock.now())
        db.session.add(made)
        db.session.flush()
        digests = _urged(made, tasks)
        for digest in digests:
            _remind(digest, clock.today(), made)
        _post(_urge_drafts(made, digests))
        for task in tasks:
            task.times_urged += 1
            told = [
                digest.person.name for digest in digests if any(one.subject.id == task.id for one in digest.notices)
            ]
            record(by, "task.urged", task, after={"words": made.words, "to": "、".join(told)})
    return made


def _urged(made: Urge, tasks: Sequence[Task]) -> list[Digest]:
    today, calendar = clock.today(), current_calendar()
    directory = get_directory(today)
    found: dict[int, list[Notice]] = {}
    told_of = set()
    for task in tasks:
        watched = _watched(task, today)
        limit = wording.limit_text(task.due_on, today, calendar) if task.due_on else "没有时限"
        subject = watched.subject
        line = wording.subject_text(subject.name, limit, subject.part, watched.lead_names)
        for person_id in _people_behind(watched, directory):
            reason = f"urge:{made.id} {subject.key}"
            found.setdefault(person_id, []).append(Notice(subject, reason, task.due_on, line))
            told_of.add(task.id)
    check_somebody_is_told([task.title for task in tasks if task.id not in told_of])
    return [Digest(directory.people[person_id], notices) for person_id, notices in found.items()]


def _people_behind(limit: WatchedLimit, directory: Directory) -> list[int]:
    told = [
        person.id for audience in (Audience.OFFICER, Audience.HEAD) for person in people_for(audience, limit, directory)
    ]
    return list(dict.fromkeys(told))


def _watched(task: Task, today: date) -> WatchedLimit:
    units = [UnitOn(unit.unit_id, unit.unit.name, unit.duty, bool(unit.own_duty)) for unit in task.units]
    subject = Subject(SubjectKind.TASK, task.id, name_of_task(task.number, task.title), "牵头")
    return WatchedLimit(subject, task.due_on or today, today, task.leader_id, task.officer_id, units)


def _urge_drafts(made: Urge, digests: Sequence[Digest]) -> list[Draft]:
    settings = config.current()
    people: list[Recipient] = [digest.person for digest in digests]
    subjects = {digest.person.id: wording.urge_subject(len(digest.notices)) for digest in digests}
    texts = {
        digest.person.id: wording.urge_text(
            digest.person.name, made.words, made.urged_by, [notice.line for notice in digest.notices]
        )
        for digest in digests
    }
    counts = [(digest.person, f"{len(digest.notices)}项任务") for digest in digests]
    head = f"政务公开工作催办（{wording.day_text(clock.today())}）"
    key = f"urge {made.id}"
    return [*personal(key, people, subjects, texts, settings), *robots(key, head, counts, settings)]


def mark_seen(reminder_ids: Sequence[int], *, by: Actor) -> int:
    """Note that ``by`` has seen these of their reminders; return how many were new. It is the receipt of an urge."""
    by.must(Permission.VIEW_WORK)
    mine = (Reminder.person_id == by.person_id, Reminder.id.in_(reminder_ids), Reminder.seen_at.is_(None))
    with transaction():
        seen = db.session.scalars(select(Reminder).where(*mine)).all()
        for reminder in seen:
            reminder.seen_at = clock.now()
    return len(seen)


def set_ladder(steps: Sequence[LadderStep], *, by: Actor) -> None:
    """Put another ladder in force; without any step the usual one is in force again."""
    by.must(Permission.EDIT_PLAN)
    check_ladder(steps)
    with transaction():
        before = get_ladder()
        db.session.execute(delete(LadderRow))
        rows = [LadderRow(offset=step.offset, audiences=[str(one) for one in step.audiences]) for step in steps]
        db.session.add_all(rows)
        db.session.flush()
        record(by, "ladder.edited", before={"steps": _told(before)}, after={"steps": _told(get_ladder())})


def _told(steps: Iterable[LadderStep]) -> str:
    return "; ".join(f"{step.offset:+d} {' '.join(step.audiences)}" for step in steps)
