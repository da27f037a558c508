"""Setting the limit of a task: the days and turns that follow from it, and what stays of the turns there were."""

from dataclasses import replace
from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.db import db
from tracker.errors import N_, RuleBroken
from tracker.holidays.queries import current_calendar
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import TaskWording
from tracker.tasks.schedule import Schedule, moves_with_turns, next_due, opening_day, schedule, turn_name
from tracker.workdays import occurrences
from tracker.workdays.limits import LimitKind, TimeLimit
from tracker.workdays.phrases import read_limit


def set_limit(task: Task, limit: TimeLimit) -> None:
    """Give a task its limit, the days that follow, and its turns."""
    plan = _schedule(task, limit)
    task.limit = limit
    task.first_due_on = plan.last_on
    set_turns(task, plan.turns)
    open_turns = [turn.due_on for turn in task.occurrences if turn.done_on is None]
    task.due_on = next_due(limit, open_turns, plan.due_on)


def set_wording_limit(task: Task, wording: TaskWording) -> None:
    """Set the limit as a person typed it; the words are read anew when they changed, a typed day goes before them."""
    is_new = task.id is None
    shown = None if is_new else task.due_on
    has_new_event = wording.event_on != task.event_on
    task.event_on = wording.event_on
    if is_new or wording.limit_phrase != task.limit_phrase:
        set_limit(task, _limit_of(wording, task.year))
    elif has_new_event and wording.event_on:
        set_event(task, wording.event_on)
    if wording.due_on and wording.due_on != shown and not moves_with_turns(task.limit):
        task.due_on = wording.due_on
        task.first_due_on = wording.due_on if is_new else task.first_due_on
    task.first_due_on = task.first_due_on or task.due_on


def set_event(task: Task, day: date) -> None:
    """Count the limit of a task from ``day``: the event, or the newest update."""
    task.event_on = day
    task.due_on = _schedule(task, task.limit).due_on


def _limit_of(wording: TaskWording, year: int) -> TimeLimit:
    limit = read_limit(wording.limit_phrase, year, in_limit_cell=True).limit
    if limit.kind is LimitKind.NONE and wording.due_on:
        return replace(limit, kind=LimitKind.FIXED, due_on=wording.due_on)
    return limit


def _schedule(task: Task, limit: TimeLimit) -> Schedule:
    opens_on = task.opens_on or opening_day(task.year, clock.today())
    return schedule(limit, year=task.year, opens_on=opens_on, event_on=task.event_on, calendar=current_calendar())


def set_turns(task: Task, planned: tuple[occurrences.Occurrence, ...]) -> None:
    """Keep the turns that are done or past, and put the planned ones in the place of the others."""
    today = clock.today()
    kept = {turn.due_on: turn for turn in task.occurrences if _stays(turn, planned, today)}
    gone = [turn for turn in task.occurrences if turn.due_on not in kept]
    for turn in gone:
        db.session.delete(turn)
    if gone:
        _flush_removed()
        db.session.expire(task, ["occurrences"])
    had = {turn.name for turn in kept.values()}
    is_first_time = not kept
    for new in planned:
        if new.due_on not in kept and turn_name(new.label) not in had and (is_first_time or new.due_on >= today):
            task.occurrences.append(
                Occurrence(
                    name=turn_name(new.label),
                    opens_on=new.opens_on,
                    due_on=new.due_on,
                    minimum_count=new.minimum_count,
                    count=0,
                )
            )


def _stays(turn: Occurrence, planned: tuple[occurrences.Occurrence, ...], today: date) -> bool:
    if turn.done_on is not None or any(new.due_on == turn.due_on for new in planned):
        return True
    return bool(planned) and turn.due_on < today


def _flush_removed() -> None:
    """Remove turns; a turn that was reported on already cannot go."""
    try:
        db.session.flush()
    except IntegrityError as error:
        message = N_("There are reports on turns that the new limit would not have. Decide or withdraw them first.")
        raise RuleBroken(message, field="limit_phrase") from error
