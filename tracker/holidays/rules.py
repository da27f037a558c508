"""When the next year of the calendar is missed, and which years can be entered."""

from datetime import date

from tracker.errors import N_, RuleBroken
from tracker.workdays.calendar import Calendar

NOTICE_MONTH = 11  # the State Council gives notice of the next year's holidays in October or November
FIRST_YEAR, LAST_YEAR = 2008, 2100


def missed_year(calendar: Calendar, today: date) -> int | None:
    """Return the year whose calendar should be entered by ``today``: this one, or from November on the next."""
    last = date(today.year + 1, 1, 1) if today.month >= NOTICE_MONTH else today
    return calendar.first_missing_year(today, last)


def check_year(year: int) -> None:
    """Refuse a year for which there can be no calendar."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(N_("Enter a year from %(first)d to %(last)d."), field="year", first=FIRST_YEAR, last=LAST_YEAR)
