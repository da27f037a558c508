"""More time for a task: asked for before the limit, seen by the section's head, decided by the leadership.

And the event a limit waits for: its day is entered later, and the limit is counted out from it.
"""

from datetime import date

from tracker import clock
from tracker.db import db, transaction
from tracker.extensions.models import Extension
from tracker.extensions.queries import get_extended_task, get_extension, list_extensions_of
from tracker.extensions.rules import (
    check_answer,
    check_before_next_turn,
    check_event_day,
    check_has_event,
    check_may_ask,
    check_may_endorse,
    check_own,
)
from tracker.heads.queries import has_head, is_head
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.progress.advancing import leads
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.queries import is_year_closed
from tracker.tasks.rules import check_is_open, check_year_is_open
from tracker.tasks.schedule import moves_with_turns
from tracker.tasks.timing import day_that_counts, set_event, stand_later
from tracker.workdays.extensions import (
    ExtensionState,
    check_extension_asked,
    check_extension_decided,
    check_extension_seen,
    check_extension_withdrawn,
    decided_due,
)


def ask_extension(task_id: int, *, reason: str, progress: str, asked_due_on: date, by: Actor) -> Extension:
    """Ask for more time for a task one's unit leads, before its limit has passed.

    It waits for the head of the unit; asked for by the head, or in a unit without a head who can sign in, it goes
    straight on to the leadership.
    """
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        task = _open_task(task_id, by)
        check_may_ask(is_lead=by.unit_id is not None and leads(task, by.unit_id))
        assert by.unit_id is not None  # noqa: S101 - checked in the line above
        today, turn = clock.today(), _turn(task)
        check_extension_asked(
            task.due_on, [one.facts for one in list_extensions_of(task_id)], asked_on=today,
            asked_due_on=asked_due_on, reason=reason, progress=progress,
        )  # fmt: skip
        check_before_next_turn(asked_due_on, _turn_after(task, turn), field="asked_due_on")
        extension = Extension(
            task_id=task.id, occurrence_id=turn.id if turn else None, unit_id=by.unit_id, due_on=task.due_on,
            asked_due_on=asked_due_on, reason=reason.strip(), progress=progress.strip(), asked_by=by.name,
            asker_id=by.account_id, asked_at=clock.now(), state=ExtensionState.ASKED,
        )  # fmt: skip
        _pass_on_at_once(extension, by, today)
        db.session.add(extension)
        db.session.flush()
        asked = {"due_on": task.due_on, "asked_due_on": asked_due_on, "reason": extension.reason}
        record(by, "extension.asked", extension, after={**asked, "state": extension.state})
    return extension


def _pass_on_at_once(extension: Extension, by: Actor, today: date) -> None:
    if is_head(by, extension.unit_id, today):
        extension.seen_by, extension.seen_at = by.name, clock.now()
        extension.state = ExtensionState.SEEN
    elif not has_head(extension.unit_id, today):
        extension.state = ExtensionState.SEEN


def endorse_extension(extension_id: int, *, by: Actor) -> Extension:
    """Pass a request of one's section on to the leadership, as its head."""
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        extension = _own_extension(extension_id, by)
        today = clock.today()
        has_a_head = has_head(extension.unit_id, today)
        check_may_endorse(is_head=is_head(by, extension.unit_id, today), has_head=has_a_head)
        check_extension_seen(extension.state)
        before = {"state": extension.state}
        extension.state, extension.seen_by, extension.seen_at = ExtensionState.SEEN, by.name, clock.now()
        record(by, "extension.endorsed", extension, before=before, after={"state": extension.state})
    return extension


def decide_extension(extension_id: int, *, granted_due_on: date | None, answer: str = "", by: Actor) -> Extension:
    """Give more time until ``granted_due_on``, or (None) refuse it with a reason; the day given counts from now on."""
    by.must(Permission.DECIDE)
    with transaction():
        extension = get_extension(extension_id, by)
        task = _open_task(extension.task_id, by)
        turn = extension.occurrence
        due_on = turn.due_on if turn else task.due_on or extension.due_on
        check_extension_decided(extension.state, due_on, granted_due_on)
        check_answer(granted_due_on, answer)
        before = {"state": extension.state, "due_on": task.due_on}
        extension.state = ExtensionState.REFUSED if granted_due_on is None else ExtensionState.GRANTED
        extension.granted_due_on, extension.answer = granted_due_on, answer.strip()
        extension.decided_by, extension.decided_at = by.name, clock.now()
        if granted_due_on is not None:
            _extend(task, turn, granted_due_on)
        after = {"state": extension.state, "due_on": task.due_on, "answer": extension.answer}
        record(by, "extension.decided", extension, before=before, after=after)
    return extension


def _extend(task: Task, turn: Occurrence | None, granted_due_on: date) -> None:
    """Let ``granted_due_on`` count for the task, or for the turn the request was about; the first date stays."""
    task.first_due_on = task.first_due_on or task.due_on
    if turn is None:
        task.due_on = granted_due_on
    elif moves_with_turns(task.limit):
        check_before_next_turn(granted_due_on, _turn_after(task, turn), field="granted_due_on")
        turn.due_on = granted_due_on
        task.due_on = day_that_counts(task, task.due_on)
    else:
        stand_later(task, turn, granted_due_on)
    task.version += 1


def withdraw_extension(extension_id: int, *, by: Actor) -> Extension:
    """Withdraw a request of one's own unit that is not decided yet."""
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        extension = _own_extension(extension_id, by)
        check_extension_withdrawn(extension.state)
        before = {"state": extension.state}
        extension.state = ExtensionState.WITHDRAWN
        record(by, "extension.withdrawn", extension, before=before, after={"state": extension.state})
    return extension


def enter_event(task_id: int, *, event_on: date, by: Actor) -> Task:
    """Enter, or correct, the day of the event that a task's limit is counted from; the limit follows.

    A day that the leadership has decided in the meantime stays. YearMissing where the calendar does not reach.
    """
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        task = _open_task(task_id, by)
        is_lead = by.unit_id is not None and leads(task, by.unit_id)
        check_may_ask(is_lead=is_lead or by.may(Permission.ASSIGN_TASKS))
        check_has_event(task.limit.kind)
        check_event_day(event_on, task.year)
        before = {"event_on": task.event_on, "due_on": task.due_on}
        set_event(task, event_on)
        task.first_due_on = task.due_on if before["event_on"] is None else task.first_due_on or task.due_on
        if task.due_on is not None:
            task.due_on = decided_due(task.due_on, [one.facts for one in list_extensions_of(task_id)])
        task.version += 1
        record(by, "task.event_entered", task, before=before, after={"event_on": event_on, "due_on": task.due_on})
    return task


def _open_task(task_id: int, by: Actor) -> Task:
    task = get_extended_task(task_id, by)
    check_is_open(task.state)
    check_year_is_open(task.year, is_closed=is_year_closed(task.year))
    return task


def _own_extension(extension_id: int, by: Actor) -> Extension:
    """Return a request of one's own unit; who may not know of the task gets NotFound, another unit a refusal."""
    extension = get_extension(extension_id, by)
    check_own(is_own=extension.unit_id == by.unit_id)
    return extension


def _turn(task: Task) -> Occurrence | None:
    """Return the turn that the limit is about now; None for work without turns."""
    return next((turn for turn in task.occurrences if turn.done_on is None and turn.due_on == task.due_on), None)


def _turn_after(task: Task, turn: Occurrence | None) -> date | None:
    """Return the day of the next turn; work that is to stand only later has none that could be in the way."""
    if turn is None or not moves_with_turns(task.limit):
        return None
    return min((one.due_on for one in task.occurrences if one.due_on > turn.due_on), default=None)
