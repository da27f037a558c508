"""What another calendar does to the limits of tasks: those that were counted out in working days move."""

from datetime import date
from itertools import zip_longest

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.db import db
from tracker.history.services import record
from tracker.holidays.rows import MovedLimit
from tracker.permissions import Actor
from tracker.plans.rules import Duty
from tracker.tasks.filters import in_open_year
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import OPEN_STATES
from tracker.tasks.schedule import Schedule, opening_day, schedule
from tracker.tasks.timing import day_that_counts, set_turns
from tracker.workdays.calendar import Calendar, YearMissing
from tracker.workdays.limits import Frequency
from tracker.workdays.rules import COUNTED_OUT


def list_moved_limits(old: Calendar, new: Calendar) -> list[MovedLimit]:
    """Return the limits of open tasks that are other days under ``new``.

    A day that is not what ``old`` counts out was decided by somebody (an extension, the office) and stays.
    """
    return [moved for task in _counted_tasks() for moved in _moves(task, old, new)]


def move_limits(old: Calendar, new: Calendar, by: Actor) -> list[MovedLimit]:
    """Move those limits, inside the open transaction; the first date of a task stays as it was."""
    found = []
    for task in _counted_tasks():
        moves = _moves(task, old, new)
        if moves:
            _move(task, old, new, by)
            found += moves
    return found


def _counted_tasks() -> list[Task]:
    """Return the open tasks whose days follow from the calendar."""
    counted = or_(
        Task.limit_kind.in_(COUNTED_OUT) & Task.event_on.is_not(None), Task.limit_frequency == Frequency.DAILY
    )
    everything = (selectinload(Task.occurrences), selectinload(Task.units).joinedload(TaskUnit.unit))
    found = select(Task).where(Task.state.in_(OPEN_STATES), counted, in_open_year()).options(*everything)
    return list(db.session.scalars(found.order_by(Task.due_on, Task.year, Task.number)))


def _moves(task: Task, old: Calendar, new: Calendar) -> list[MovedLimit]:
    before, after = _schedule(task, old), _schedule(task, new)
    if after is None:
        return []
    names = "、".join(unit.unit.name for unit in task.units if unit.duty == Duty.LEAD)
    if task.limit_frequency == Frequency.DAILY:
        return [MovedLimit(task.id, task.title, names, *days) for days in _moved_turns(task, before, after)]
    counted = before.due_on if before else None
    if task.due_on != counted or task.due_on == after.due_on:
        return []
    return [MovedLimit(task.id, task.title, names, task.due_on, after.due_on)]


def _moved_turns(task: Task, before: Schedule | None, after: Schedule) -> list[tuple[date | None, date | None]]:
    """Return the coming turns that go and those that come instead, side by side."""
    today, counted = clock.today(), {turn.due_on for turn in before.turns} if before else None
    there = {turn.due_on for turn in task.occurrences}
    coming = {turn.due_on for turn in task.occurrences if turn.done_on is None and turn.due_on >= today}
    coming &= counted if counted is not None else coming
    planned = {turn.due_on for turn in after.turns if turn.due_on >= today}
    return list(zip_longest(sorted(coming - planned), sorted(planned - there)))


def _schedule(task: Task, calendar: Calendar) -> Schedule | None:
    opens_on = task.opens_on or opening_day(task.year, clock.today())
    try:
        return schedule(task.limit, year=task.year, opens_on=opens_on, event_on=task.event_on, calendar=calendar)
    except YearMissing:
        return None


def _move(task: Task, old: Calendar, new: Calendar, by: Actor) -> None:
    counted, after = _schedule(task, old), _schedule(task, new)
    assert after is not None  # noqa: S101 - only what can be counted moves
    before = {"due_on": task.due_on}
    set_turns(task, after.turns, counted.turns if counted else ())
    task.due_on = day_that_counts(task, after.last_on)
    task.first_due_on = task.first_due_on or task.due_on
    task.version += 1
    record(by, "task.moved_by_calendar", task, before=before, after={"due_on": task.due_on})
