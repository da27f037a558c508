"""When a limit is due: one rule for each kind of time limit."""

from datetime import date

from tracker.workdays.calendar import Calendar
from tracker.workdays.counting import USUAL, Computation, Counting, count_out
from tracker.workdays.limits import DayUnit, LimitKind, TimeLimit
from tracker.workdays.occurrences import occurrences

COUNTED_OUT = (LimitKind.AFTER_EVENT, LimitKind.LONGEST_GAP)
# a web page is looked at on holidays too: the longest gap between two updates does not roll
WITHOUT_ROLLING = Counting(rolls_forward=False)


def due_date(
    limit: TimeLimit,
    *,
    start: date,
    calendar: Calendar,
    event_on: date | None = None,
    last_update_on: date | None = None,
    counting: Counting = USUAL,
) -> date | None:
    """Return the last day of ``limit``, or None while it has none (no limit, open-ended, the event not yet entered).

    ``start`` is the day the duty began. A recurring limit is due when its next occurrence from ``start`` on is; a
    limit "by … and then standing" on its first day; reports on standing work come from ``occurrences``.
    """
    if limit.kind in COUNTED_OUT:
        computation = compute(
            limit,
            start=start,
            calendar=calendar,
            event_on=event_on,
            last_update_on=last_update_on,
            counting=counting,
        )
        return computation.due_on if computation else None
    if limit.kind is LimitKind.RECURRING:
        following = next(occurrences(limit, start, date.max, calendar), None)
        return following.due_on if following else None
    return limit.due_on


def compute(
    limit: TimeLimit,
    *,
    start: date,
    calendar: Calendar,
    event_on: date | None = None,
    last_update_on: date | None = None,
    counting: Counting = USUAL,
) -> Computation | None:
    """Count out a limit after an event or a longest gap, with every day explained; None for kinds without a count."""
    length, unit = limit.length or 0, limit.unit or DayUnit.DAY
    if limit.kind is LimitKind.LONGEST_GAP:
        return count_out(last_update_on or start, length, unit, calendar, counting=WITHOUT_ROLLING)
    if limit.kind is LimitKind.AFTER_EVENT and event_on is not None:
        return count_out(event_on, length, unit, calendar, counting=counting)
    return None
