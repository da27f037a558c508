"""The turns of a limit in a whole year."""

from datetime import date

from tracker.workdays.calendar import Calendar
from tracker.workdays.limits import TimeLimit
from tracker.workdays.occurrences import Occurrence, occurrences


def occurrences_of_year(limit: TimeLimit, year: int, calendar: Calendar) -> list[Occurrence]:
    return list(occurrences(limit, date(year, 1, 1), date(year, 12, 31), calendar))
