"""When a task is due: the day that counts now, the last day there is, and the turns on the way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.workdays.calendar import Calendar
from tracker.workdays.lights import behind_from
from tracker.workdays.limits import LimitKind, TimeLimit
from tracker.workdays.occurrences import STANDING, Occurrence, occurrences
from tracker.workdays.rule_sets import BEHIND_IN_A_MONTH
from tracker.workdays.rules import COUNTED_OUT, due_date

MEASURED = (LimitKind.FIXED, LimitKind.PERIOD_END)  # other limits have turns or no length to compare progress with


@dataclass(frozen=True)
class Schedule:
    """``due_on`` counts now, ``last_on`` is the end of it all; None where the limit has no day (yet)."""

    due_on: date | None
    last_on: date | None
    turns: tuple[Occurrence, ...] = ()


def opening_day(year: int, today: date) -> date:
    """Return the day from which a task of ``year`` that is made ``today`` can be worked on.

    A plan published within its year begins that day, so that no turn is late before anybody knew of it.
    """
    return today if today.year == year else date(year, 1, 1)


def has_turns(limit: TimeLimit) -> bool:
    """Whether work under this limit is reported turn by turn."""
    return limit.kind in (LimitKind.RECURRING, *STANDING) or len(limit.milestones) > 1


def moves_with_turns(limit: TimeLimit) -> bool:
    """Whether the day that counts is that of the next open turn. Standing work (持续推进) has no such day."""
    return has_turns(limit) and limit.kind not in STANDING


def behind_on(limit: TimeLimit, opens_on: date | None, due_on: date | None, percent: int) -> date | None:
    """Return the first day on which work still at ``percent`` counts as behind plan; None if it never does."""
    if limit.kind not in MEASURED or has_turns(limit) or opens_on is None or due_on is None:
        return None
    return behind_from(opens_on, due_on, percent, BEHIND_IN_A_MONTH)


def schedule(limit: TimeLimit, *, year: int, opens_on: date, event_on: date | None, calendar: Calendar) -> Schedule:
    """Return when a task of ``year`` under ``limit`` is due.

    ``event_on`` is the day of the event, or of the newest update, that a counted limit begins with. YearMissing
    when the calendar of a year is needed that is not known.
    """
    turns: tuple[Occurrence, ...] = ()
    if has_turns(limit):
        turns = tuple(occurrences(limit, opens_on, _last_day(limit, year), calendar))
    if moves_with_turns(limit) and turns:
        return Schedule(turns[0].due_on, turns[-1].due_on, turns)
    due_on = limit.due_on
    if limit.kind in COUNTED_OUT:
        due_on = due_date(limit, start=opens_on, calendar=calendar, event_on=event_on, last_update_on=event_on)
    return Schedule(due_on, due_on, turns)


def _last_day(limit: TimeLimit, year: int) -> date:
    """Return the day up to which a task of ``year`` has turns: a step may be due later, a rhythm ends with the year."""
    end = date(year, 12, 31)
    return end if limit.kind is LimitKind.RECURRING else max(end, limit.due_on or end)


_NAMES = (
    (r"(\d{4})", "{0}年"),
    (r"(\d{4})-H1", "{0}年上半年"),
    (r"(\d{4})-H2", "{0}年下半年"),
    (r"(\d{4})-Q(\d)", "{0}年第{1}季度"),
    (r"(\d{4})-(\d\d)", "{0}年{1}月"),
    (r"(\d{4})-W(\d\d)", "{0}年第{1}周"),
    (r"(\d{4})-(\d\d)-(\d\d)", "{0}年{1}月{2}日"),
)


def turn_name(label: str) -> str:
    """Return a turn's name as documents print it: 2026-Q3 -> 2026年第3季度."""
    for pattern, name in _NAMES:
        if match := re.fullmatch(pattern, label):
            return name.format(*(int(number) for number in match.groups()))
    return label


def next_due(
    limit: TimeLimit, open_turns: Iterable[date], otherwise: date | None, *, is_done: bool = False
) -> date | None:  # fmt: skip
    """Return the day that counts while the turns due on ``open_turns`` are left; ``otherwise`` when none is.

    Work "by … and then standing" has no such day any more once its part by ``otherwise`` ``is_done``.
    """
    if limit.kind is LimitKind.STANDING_AFTER and is_done:
        return None
    return min(open_turns, default=otherwise) if moves_with_turns(limit) else otherwise
