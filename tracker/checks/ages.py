"""For how long findings have been known: in working days, as a column, and in bands."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, true

from tracker.checks.models import Finding
from tracker.checks.rules import AGE_LIMITS, AgeBand
from tracker.tasks.lights import LightRules
from tracker.workdays.calendar import ONE_DAY, Calendar, YearMissing


@dataclass(frozen=True)
class AgeCounts:
    """How many findings that are not closed have been known for how long (bands of ``AGE_LIMITS``)."""

    new: int
    older: int
    old: int


@dataclass(frozen=True)
class UnclosedCounts:
    """How many findings are not closed, how many of them are late or wait for the re-check, and for how long."""

    all: int
    late: int
    recheck: int
    ages: AgeCounts


def age_column(rules: LightRules) -> ColumnElement[str]:
    """Return for how long a finding has been known, as a column: the value of a band."""
    return case(
        *((Finding.found_on >= first_day(rules, limit), name.value) for name, limit in AGE_LIMITS.items()),
        else_=AgeBand.OLD.value,
    )


def is_of_age(band: AgeBand | None, rules: LightRules) -> ColumnElement[bool]:
    """Return the condition that a finding is in a band; None asks nothing."""
    return true() if band is None else age_column(rules) == band.value


def age_of(found_on: date, until: date, calendar: Calendar) -> int:
    """Return the working days between two days; where a year has no calendar, five of seven days."""
    try:
        return calendar.count_workdays(found_on, until)
    except YearMissing:
        return max(0, (until - found_on).days) * 5 // 7


def first_day(rules: LightRules, workdays: int) -> date:
    """Return the first day since which at most so many working days have gone by."""
    day = rules.today
    while age_of(day, rules.today, rules.calendar) <= workdays:
        day -= ONE_DAY
    return day + ONE_DAY
