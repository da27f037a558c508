"""Counting out a limit in working days, calendar days or months, with every day that was skipped and why."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.errors import N_, RuleBroken
from tracker.workdays.calendar import ONE_DAY, Calendar, CalendarDay, DayKind
from tracker.workdays.limits import DayUnit


@dataclass(frozen=True)
class Counting:
    """How an office counts; the law does not say, so both are settings.

    ``counts_first_day``: the day of the event or receipt is day 1 (usual: the day after it is).
    ``rolls_forward``: a limit in calendar days or months that ends on a day off ends on the next workday.
    """

    counts_first_day: bool = False
    rolls_forward: bool = True


USUAL = Counting()


@dataclass(frozen=True)
class CountedDay:
    """One day of a count: its number, or None if it was skipped as a day off; the holiday's name if it has one."""

    day: date
    kind: DayKind
    name: str
    number: int | None


@dataclass(frozen=True)
class Computation:
    """A due date with its reasons.

    For working days ``days`` holds every day from the first one counted to ``due_on``; for calendar days and months
    only the days off at the end that moved the limit, and ``due_on``.
    """

    start: date
    length: int
    unit: DayUnit
    due_on: date
    days: tuple[CountedDay, ...]
    counting: Counting = USUAL

    @property
    def first_day(self) -> date:
        """Day 1 of the count."""
        return self.start if self.counting.counts_first_day else self.start + ONE_DAY

    @property
    def counted(self) -> tuple[CountedDay, ...]:
        """The days that have a number, in order."""
        return tuple(day for day in self.days if day.number is not None)

    @property
    def skipped(self) -> tuple[CountedDay, ...]:
        """The days that were passed over, in order."""
        return tuple(day for day in self.days if day.number is None)

    @property
    def make_up_days(self) -> tuple[CountedDay, ...]:
        """The weekend days that were counted because they are worked."""
        return tuple(day for day in self.counted if day.kind is DayKind.MAKE_UP)


def add_workdays(start: date, length: int, calendar: Calendar, *, counting: Counting = USUAL) -> Computation:
    """Count ``length`` workdays from ``start``; 0 is ``start`` itself. YearMissing beyond the known years."""
    _check_length(length)
    days: list[CountedDay] = []
    day = start if counting.counts_first_day else _later(start, 1)
    number = 0
    while number < length:
        looked_up = calendar.look_up(day)
        number += looked_up.is_workday
        days.append(_counted(looked_up, number if looked_up.is_workday else None))
        day += ONE_DAY
    due_on = days[-1].day if days else start
    return Computation(start, length, DayUnit.WORKDAY, due_on, tuple(days), counting)


def add_days(start: date, length: int, calendar: Calendar, *, counting: Counting = USUAL) -> Computation:
    """Count ``length`` calendar days from ``start``; a limit ending on a day off rolls if ``counting`` says so."""
    _check_length(length)
    end = _later(start, length - 1 if counting.counts_first_day and length else length)
    return _rolled(Computation(start, length, DayUnit.DAY, end, (), counting), calendar)


def add_months(start: date, length: int, calendar: Calendar, *, counting: Counting = USUAL) -> Computation:
    """Count ``length`` months from ``start`` to the same day of the month, or its last day where that is missing."""
    _check_length(length)
    end = months_later(start, length)
    if counting.counts_first_day and length:
        end -= ONE_DAY
    return _rolled(Computation(start, length, DayUnit.MONTH, end, (), counting), calendar)


def count_out(
    start: date, length: int, unit: DayUnit, calendar: Calendar, *, counting: Counting = USUAL
) -> Computation:
    """Count ``length`` of ``unit`` from ``start``."""
    return _COUNTS[unit](start, length, calendar, counting=counting)


_COUNTS = {DayUnit.WORKDAY: add_workdays, DayUnit.DAY: add_days, DayUnit.MONTH: add_months}


def months_later(day: date, months: int) -> date:
    """Return the same day ``months`` later, clamped to the end of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        raise _too_long(months)
    return day_of_month(day.year + years, month + 1, day.day)


def day_of_month(year: int, month: int, day: int) -> date:
    """Return that day of the month, or the month's last day if it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def workdays_left(today: date, due_on: date, calendar: Calendar) -> int:
    """Return the workdays after ``today`` to ``due_on``; negative: the workdays that have passed since ``due_on``.

    0 can mean due today, due on a day off before the next workday, or late with no workday gone by: compare the days.
    """
    if today <= due_on:
        return calendar.count_workdays(today, due_on)
    return -calendar.count_workdays(due_on, today)


def _rolled(nominal: Computation, calendar: Calendar) -> Computation:
    """Move a nominal end on a day off to the next workday, where that is the custom and there is a count at all."""
    if not nominal.counting.rolls_forward or not nominal.length:
        return nominal
    days: list[CountedDay] = []
    looked_up = calendar.look_up(nominal.due_on)
    while not looked_up.is_workday:
        days.append(_counted(looked_up, None))
        looked_up = calendar.look_up(looked_up.day + ONE_DAY)
    days.append(_counted(looked_up, nominal.length))
    return Computation(
        nominal.start, nominal.length, nominal.unit, looked_up.day, tuple(days), counting=nominal.counting
    )


def _counted(day: CalendarDay, number: int | None) -> CountedDay:
    return CountedDay(day.day, day.kind, day.name, number)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise _too_long(days) from None


def _check_length(length: int) -> None:
    if length < 0:
        raise RuleBroken(N_("A limit cannot be %(length)d long; enter 0 or more."), length=length)


def _too_long(length: int) -> RuleBroken:
    return RuleBroken(N_("A limit of %(length)d is too long to count."), length=length)
