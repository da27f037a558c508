"""Setting the limit of a task: the days and turns that follow from it, and what stays of the turns there were."""

from collections.abc import Collection, Container, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.db import db
from tracker.errors import N_, RuleBroken
from tracker.holidays.queries import current_calendar
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import TaskWording
from tracker.tasks.schedule import Schedule, moves_with_turns, next_due, opening_day, schedule, turn_name
from tracker.workdays import occurrences
from tracker.workdays.calendar import ONE_DAY
from tracker.workdays.limits import LimitKind, TimeLimit
from tracker.workdays.phrases import read_limit


def set_limit(task: Task, limit: TimeLimit) -> None:
    """Give a task its limit, the days that follow, and its turns."""
    plan, before = _schedule(task, limit), _schedule(task, task.limit) if task.id else None
    task.limit = limit
    task.first_due_on = plan.last_on
    set_turns(task, plan.turns, before.turns if before else ())
    task.due_on = day_that_counts(task, plan.last_on)


def day_that_counts(task: Task, otherwise: date | None) -> date | None:
    """Return the day that counts now: of turns the next open one; none once work is done and only stands."""
    open_turns = [turn.due_on for turn in task.occurrences if turn.done_on is None]
    last_step = task.limit.due_on or date.min
    steps = [turn for turn in task.occurrences if turn.due_on <= last_step or turn.due_on == otherwise]
    is_done = all(turn.done_on for turn in steps) if steps else task.percent == 100
    return next_due(task.limit, open_turns, otherwise, is_done=is_done)


def set_wording_limit(task: Task, wording: TaskWording) -> None:
    """Set the limit as a person typed it; the words are read anew when they changed, a typed day goes before them."""
    is_new = task.id is None
    shown = None if is_new else task.due_on
    has_new_event = wording.event_on != task.event_on
    decided = _decided_due(task) if has_new_event and not is_new else None
    task.event_on = wording.event_on
    if is_new or wording.limit_phrase != task.limit_phrase:
        set_limit(task, _limit_of(wording, task.year))
    elif has_new_event and wording.event_on:
        set_event(task, wording.event_on)
        task.due_on = decided or task.due_on
    if wording.due_on and wording.due_on != shown and not moves_with_turns(task.limit):
        task.due_on = wording.due_on
        task.first_due_on = wording.due_on if is_new else task.first_due_on
    task.first_due_on = task.first_due_on or task.due_on


def set_event(task: Task, day: date) -> None:
    """Count the limit of a task from ``day``: the event, or the newest update."""
    task.event_on = day
    task.due_on = _schedule(task, task.limit).due_on


def stand_later(task: Task, turn: Occurrence, day: date) -> None:
    """Give the part that work is done by before it stands another day; reports on standing work begin after it."""
    for other in [one for one in task.occurrences if one.done_on is None and turn.due_on < one.due_on <= day]:
        db.session.delete(other)
    _flush_removed()
    db.session.expire(task, ["occurrences"])
    turn.due_on = task.due_on = day
    following = [one for one in task.occurrences if one.due_on > day]
    if following:
        min(following, key=lambda one: one.due_on).opens_on = day + ONE_DAY


def _decided_due(task: Task) -> date | None:
    """Return the day of a task that its event does not give: somebody decided it, and another event leaves it."""
    if task.event_on is None or task.due_on == _schedule(task, task.limit).due_on:
        return None
    return task.due_on


def _limit_of(wording: TaskWording, year: int) -> TimeLimit:
    limit = read_limit(wording.limit_phrase, year, in_limit_cell=True).limit
    if limit.kind is LimitKind.NONE and wording.due_on:
        return replace(limit, kind=LimitKind.FIXED, due_on=wording.due_on)
    return limit


def _schedule(task: Task, limit: TimeLimit) -> Schedule:
    opens_on = task.opens_on or opening_day(task.year, clock.today())
    return schedule(limit, year=task.year, opens_on=opens_on, event_on=task.event_on, calendar=current_calendar())


def set_turns(
    task: Task, planned: Sequence[occurrences.Occurrence], before: Sequence[occurrences.Occurrence]
) -> None:  # fmt: skip
    """Keep the turns that are done or past, and put the planned ones in the place of the others.

    A turn that was not planned ``before`` either has been given its day by the leadership, and stays.
    """
    today, planned_on = clock.today(), {new.due_on: new for new in planned}
    given = {turn.due_on for turn in task.occurrences} - {old.due_on for old in before} if before else set()
    kept = {
        turn.due_on: turn for turn in task.occurrences if _stays(turn, {*planned_on, *given} if planned else {}, today)
    }
    gone = [turn for turn in task.occurrences if turn.due_on not in kept]
    for turn in gone:
        db.session.delete(turn)
    if gone:
        _flush_removed()
        db.session.expire(task, ["occurrences"])
    for turn in kept.values():
        if turn.done_on is None and turn.due_on >= today and turn.due_on in planned_on:
            _word(turn, planned_on[turn.due_on])
    had = {turn.name for turn in kept.values()}
    for new in planned:
        if new.due_on not in kept and turn_name(new.label) not in had and (not kept or new.due_on >= today):
            task.occurrences.append(_word(Occurrence(due_on=new.due_on, count=0), new))
    _close_gap(task, planned_on, today)


def _word(turn: Occurrence, new: occurrences.Occurrence) -> Occurrence:
    turn.name, turn.opens_on, turn.minimum_count = turn_name(new.label), new.opens_on, new.minimum_count
    return turn


def _close_gap(task: Task, planned_on: Container[date], today: date) -> None:
    """Let the first turn to come open when the last one of another rhythm before it was due."""
    turns = sorted(task.occurrences, key=lambda turn: turn.due_on)
    for before, turn in pairwise(turns):
        if turn.done_on is None and turn.due_on >= today and before.due_on not in planned_on:
            turn.opens_on = before.due_on + ONE_DAY


def _stays(turn: Occurrence, planned_on: Collection[date], today: date) -> bool:
    if turn.done_on is not None or turn.due_on in planned_on:
        return True
    return bool(planned_on) and turn.due_on < today


def _flush_removed() -> None:
    """Remove turns; a turn that was reported on already cannot go."""
    try:
        db.session.flush()
    except IntegrityError as error:
        message = N_("There are reports on turns that the new limit would not have. Decide or withdraw them first.")
        raise RuleBroken(message, field="limit_phrase") from error
