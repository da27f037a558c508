"""The turns of a limit that comes round: every week, the 28th of each month, 1、4、7、10月8日前, each milestone.

Turns follow one another without gap or overlap: each opens on the day after the one before it was due. So every
entry belongs to exactly one of them, and a turn belongs to the year its due day lies in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from tracker.workdays.calendar import ONE_DAY, Calendar
from tracker.workdays.counting import day_of_month
from tracker.workdays.limits import Frequency, LimitKind, TimeLimit

# the months in which a period ends
PERIOD_MONTHS = {
    Frequency.MONTHLY: tuple(range(1, 13)),
    Frequency.QUARTERLY: (3, 6, 9, 12),
    Frequency.HALF_YEARLY: (6, 12),
    Frequency.YEARLY: (12,),
}
SUNDAY = 7
STANDING = (LimitKind.OPEN_ENDED, LimitKind.STANDING_AFTER)


@dataclass(frozen=True)
class Occurrence:
    """One turn: a label that is unique within its task (2026-Q3, 2026-W07, 2026-02, 2026-02-10), and its days."""

    label: str
    opens_on: date
    due_on: date
    minimum_count: int | None = None


def occurrences(limit: TimeLimit, first: date, last: date, calendar: Calendar) -> Iterator[Occurrence]:
    """Yield the turns of ``limit`` that are due from ``first`` to ``last``, in order.

    Recurring limits have one for each period, limits with milestones one for each, standing work (持续推进, 长期坚持)
    one report each quarter; other limits have none. Daily limits are due on workdays, so that
    they raise YearMissing for a year that is not known.
    """
    if limit.kind is LimitKind.RECURRING:
        # a day beside the rhythm (每季度…，10月底前) ends the series
        yield from _turns(limit, first, min(last, limit.due_on or last), calendar)
    elif limit.kind in STANDING:
        yield from _standing(limit, first, last, calendar)
    else:
        yield from _milestones(limit.milestones, first, last)


def _standing(limit: TimeLimit, first: date, last: date, calendar: Calendar) -> Iterator[Occurrence]:
    """Yield the days of a limit "by … and then standing", and a report in each quarter after them."""
    milestones = limit.milestones or ((limit.due_on,) if limit.due_on else ())
    yield from _milestones(milestones, first, last)
    standing_from = max(milestones) + ONE_DAY if milestones else date.min
    reports = TimeLimit(LimitKind.RECURRING, frequency=Frequency.QUARTERLY, minimum_count=limit.minimum_count)
    for turn in _turns(reports, max(first, standing_from), last, calendar):
        yield replace(turn, opens_on=max(turn.opens_on, standing_from))


def _milestones(days: tuple[date, ...], first: date, last: date) -> Iterator[Occurrence]:
    opens_on = min((first, *days))
    for day in sorted(days):
        if first <= day <= last:
            yield Occurrence(day.isoformat(), opens_on, day)
        opens_on = day + ONE_DAY


def _turns(limit: TimeLimit, first: date, last: date, calendar: Calendar) -> Iterator[Occurrence]:
    if limit.months or limit.frequency not in (Frequency.DAILY, Frequency.WEEKLY):
        yield from _by_month(limit, first, last)
    elif limit.frequency is Frequency.DAILY:
        for day in chain.from_iterable(calendar.workdays_of(year) for year in range(first.year, last.year + 1)):
            if first <= day <= last:
                yield Occurrence(day.isoformat(), day, day, limit.minimum_count)
    else:
        weekday = limit.day_of_period or SUNDAY
        for ordinal in range(first.toordinal() + (weekday - first.isoweekday()) % 7, last.toordinal() + 1, 7):
            day = date.fromordinal(ordinal)
            yield Occurrence(_week(day), day - 6 * ONE_DAY, day, limit.minimum_count)


def _by_month(limit: TimeLimit, first: date, last: date) -> Iterator[Occurrence]:
    """Yield the turns of a rhythm of months: ``day_of_period`` of each, clamped to the end of a shorter month."""
    frequency = limit.frequency or Frequency.YEARLY
    months = sorted(set(limit.months)) or PERIOD_MONTHS[frequency]
    opens_on = date.min
    for year in range(max(first.year - 1, 1), last.year + 1):
        for month in months:
            due_on = day_of_month(year, month, limit.day_of_period or 31)
            if opens_on > date.min and first <= due_on <= last:
                label = f"{year}-{month:02d}" if limit.months else _period(year, month, frequency)
                yield Occurrence(label, opens_on, due_on, limit.minimum_count)
            opens_on = due_on + ONE_DAY


def _period(year: int, month: int, frequency: Frequency) -> str:
    labels = {
        Frequency.YEARLY: f"{year}",
        Frequency.HALF_YEARLY: f"{year}-H{month // 6}",
        Frequency.QUARTERLY: f"{year}-Q{month // 3}",
    }
    return labels.get(frequency, f"{year}-{month:02d}")


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
