"""The State Council calendar: which days are worked, year by year; a year that is not known is never guessed."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from tracker.errors import N_, RuleBroken

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class YearMissing(RuleBroken):
    """The calendar of ``year`` is needed and has not been entered."""

    def __init__(self, year: int) -> None:
        """Name the year and what to do about it."""
        super().__init__(
            N_("The holidays and make-up workdays of %(year)d are not known. Enter or import them, then try again."),
            year=year,
        )
        self.year = year


class DayKind(StrEnum):
    """What a day is in the working calendar."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"  # a Saturday or Sunday that is worked (调休上班)


@dataclass(frozen=True)
class CalendarDay:
    """One day: its kind, and the name of the holiday it belongs to or makes up for."""

    day: date
    kind: DayKind
    name: str = ""

    @property
    def is_workday(self) -> bool:
        """Whether offices are open."""
        return self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)


@dataclass(frozen=True)
class Holiday:
    """A stretch of days off under one name, first and last day included."""

    name: str
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield every day of the stretch."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + offset * ONE_DAY


@dataclass(frozen=True)
class MakeUpDay:
    """A weekend day that is worked, and the holiday it makes up for."""

    name: str
    day: date


@dataclass(frozen=True)
class CalendarYear:
    """What the notices for one year say; they may reach into the December before (元旦 from 30 December)."""

    year: int
    holidays: tuple[Holiday, ...]
    make_up_days: tuple[MakeUpDay, ...] = ()
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a year that contradicts itself (RuleBroken)."""
        if not self.holidays:
            raise RuleBroken(N_("The calendar of %(year)d names no holiday."), year=self.year)
        for holiday in self.holidays:
            if holiday.last < holiday.first:
                raise RuleBroken(
                    N_("%(name)s ends on %(last)s, before it begins on %(first)s."),
                    name=holiday.name,
                    first=holiday.first,
                    last=holiday.last,
                )
        self._check_each_day_is_named_once()
        for make_up in self.make_up_days:
            if make_up.day.weekday() < SATURDAY:
                raise RuleBroken(
                    N_("%(day)s is a weekday and worked anyway; only a Saturday or Sunday can be a make-up workday."),
                    day=make_up.day,
                )

    def _check_each_day_is_named_once(self) -> None:
        named: set[date] = set()
        for day in [
            *(day for holiday in self.holidays for day in holiday.days()),
            *(make_up.day for make_up in self.make_up_days),
        ]:
            if not date(self.year - 1, 12, 1) <= day <= date(self.year, 12, 31):
                raise RuleBroken(N_("%(day)s does not belong into the calendar of %(year)d."), day=day, year=self.year)
            if day in named:
                raise RuleBroken(N_("%(day)s stands twice in the calendar of %(year)d."), day=day, year=self.year)
            named.add(day)


@dataclass(frozen=True)
class Calendar:
    """The known years; every question about a year that is not among them raises YearMissing."""

    years: tuple[CalendarYear, ...]

    def with_years(self, years: Iterable[CalendarYear]) -> "Calendar":
        """Return a calendar in which ``years`` are added, or take the place of the same years."""
        by_year = {year.year: year for year in (*self.years, *years)}
        return Calendar(tuple(by_year[number] for number in sorted(by_year)))

    def look_up(self, day: date) -> CalendarDay:
        """Return what ``day`` is."""
        if day.year not in self._numbers:
            raise YearMissing(day.year)
        plain = DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY
        return self._special.get(day) or CalendarDay(day, plain)

    def kind(self, day: date) -> DayKind:
        """Return what kind of day ``day`` is."""
        return self.look_up(day).kind

    def is_workday(self, day: date) -> bool:
        """Return whether offices are open on ``day``."""
        return self.look_up(day).is_workday

    def workdays_of(self, year: int) -> tuple[date, ...]:
        """Return the workdays of ``year`` in order."""
        if year not in self._numbers:
            raise YearMissing(year)
        if year not in self._workdays:
            whole = Holiday("", date(year, 1, 1), date(year, 12, 31))
            self._workdays[year] = tuple(day for day in whole.days() if self.is_workday(day))
        return self._workdays[year]

    def count_workdays(self, after: date, through: date) -> int:
        """Return how many workdays follow ``after``, up to and including ``through`` (0 if that is no later)."""
        if through <= after:
            return 0
        return sum(
            bisect_right(self.workdays_of(year), through) - bisect_right(self.workdays_of(year), after)
            for year in range(_year_of_the_day_after(after), through.year + 1)
        )

    def workday_after(self, day: date, number: int) -> date:
        """Return the ``number``-th workday (1 or more) after ``day``."""
        year = _year_of_the_day_after(day)
        while True:
            workdays = self.workdays_of(year)
            past = bisect_right(workdays, day)
            if past + number <= len(workdays):
                return workdays[past + number - 1]
            number -= len(workdays) - past
            year += 1

    def last_day_within(self, day: date, workdays: int) -> date:
        """Return the last day that is at most ``workdays`` workdays after ``day``, days off at the end included."""
        return self.workday_after(day, workdays + 1) - ONE_DAY

    def first_missing_year(self, first: date, last: date) -> int | None:
        """Return the first year between two days that is not known; None if all are."""
        return next((year for year in range(first.year, last.year + 1) if year not in self._numbers), None)

    @cached_property
    def _numbers(self) -> frozenset[int]:
        return frozenset(year.year for year in self.years)

    @cached_property
    def _special(self) -> dict[date, CalendarDay]:
        special: dict[date, CalendarDay] = {}
        for year in sorted(self.years, key=lambda year: year.year):
            # a later notice knows better about the December before its year
            for holiday in year.holidays:
                special.update({day: CalendarDay(day, DayKind.HOLIDAY, holiday.name) for day in holiday.days()})
            for make_up in year.make_up_days:
                special[make_up.day] = CalendarDay(make_up.day, DayKind.MAKE_UP, make_up.name)
        return special

    @cached_property
    def _workdays(self) -> dict[int, tuple[date, ...]]:
        return {}


def _year_of_the_day_after(day: date) -> int:
    return day.year + (1 if (day.month, day.day) == (12, 31) else 0)
