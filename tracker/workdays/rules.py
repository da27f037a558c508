"""When a limit is due: one rule for each kind of time limit."""

from collections.abc import Callable
from datetime import date

from tracker.errors import N_, RuleBroken
from tracker.workdays.calendar import Calendar
from tracker.workdays.counting import USUAL, Computation, Counting, count_out
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit
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


def check_limit(limit: TimeLimit) -> None:
    """Refuse a limit that lacks what its kind needs, or has a value out of range (RuleBroken with the field)."""
    for field, is_broken, message in _LIMIT_RULES:
        if is_broken(limit):
            raise RuleBroken(message, field=field)


def _lacks_its_day(limit: TimeLimit) -> bool:
    return limit.kind in (LimitKind.FIXED, LimitKind.PERIOD_END) and limit.due_on is None


def _lacks_its_rhythm(limit: TimeLimit) -> bool:
    return limit.kind is LimitKind.RECURRING and limit.frequency is None and not limit.months


def _lacks_its_length(limit: TimeLimit) -> bool:
    return limit.kind in COUNTED_OUT and (limit.length is None or limit.length < 0 or limit.unit is None)


def _has_a_gap_of_nothing(limit: TimeLimit) -> bool:
    return limit.kind is LimitKind.LONGEST_GAP and limit.length == 0


def _has_no_such_day(limit: TimeLimit) -> bool:
    last = 7 if limit.frequency is Frequency.WEEKLY and not limit.months else 31
    return limit.day_of_period is not None and not 1 <= limit.day_of_period <= last


def _has_no_such_month(limit: TimeLimit) -> bool:
    return any(not 1 <= month <= 12 for month in limit.months)


def _has_no_such_count(limit: TimeLimit) -> bool:
    return limit.minimum_count is not None and limit.minimum_count < 1


_LIMIT_RULES: tuple[tuple[str, Callable[[TimeLimit], bool], str], ...] = (
    ("due_on", _lacks_its_day, N_("Enter the day this limit ends on.")),
    ("frequency", _lacks_its_rhythm, N_("Enter how often this limit comes round, or its months.")),
    (
        "length",
        _lacks_its_length,
        N_("Enter how long this limit is, and whether it counts working days, days or months."),
    ),
    ("length", _has_a_gap_of_nothing, N_("The longest time without an update must be at least 1.")),
    (
        "day_of_period",
        _has_no_such_day,
        N_("Enter a day of the month from 1 to 31, or for a weekly limit a weekday from 1 (Monday) to 7."),
    ),
    ("months", _has_no_such_month, N_("Months are numbers from 1 to 12.")),
    ("minimum_count", _has_no_such_count, N_("The smallest number asked for each time must be 1 or more.")),
)
