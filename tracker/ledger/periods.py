"""Periods of counting: a month, a quarter, half a year, a year, any two days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from tracker.errors import N_, RuleBroken

_NAMED = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Period:
    """From a day to a day, both inclusive."""

    first: date
    last: date

    @property
    def before(self) -> "Period":
        """The same days a year earlier."""
        return Period(_year_back(self.first), _year_back(self.last, ends=True))

    @property
    def is_year(self) -> bool:
        """Whether it is one whole year."""
        return self == year_period(self.first.year)


def _year_back(day: date, *, ends: bool = False) -> date:
    """Return the day a year earlier; the end of February stays its end."""
    length = monthrange(day.year - 1, day.month)[1]
    is_last = ends and day.day == monthrange(day.year, day.month)[1]
    return date(day.year - 1, day.month, length if is_last else min(day.day, length))


def year_period(year: int) -> Period:
    """Return a whole year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def months_period(year: int, first: int, last: int) -> Period:
    """Return the months ``first`` to ``last`` of a year."""
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def period_of(text: str) -> Period:
    """Read a period: 2026, 2026-H1, 2026-Q3, 2026-05, or two days 2026-01-05..2026-03-04; raise RuleBroken."""
    match = _NAMED.fullmatch(text)
    try:
        if match:
            return _named(int(match[1]), match[2], match[3], match[4])
        first, _, last = text.partition("..")
        found = Period(date.fromisoformat(first), date.fromisoformat(last))
        found.before  # noqa: B018 - must exist, too
    except ValueError as error:
        message = N_("“%(text)s” is no period; choose one, or enter two days.")
        raise RuleBroken(message, text=text[:40]) from error
    if found.first > found.last:
        raise RuleBroken(N_("The last day lies before the first."))
    return found


def _named(year: int, half: str | None, quarter: str | None, month: str | None) -> Period:
    if year < 2:
        raise ValueError(year)
    if half:
        return months_period(year, 6 * int(half) - 5, 6 * int(half))
    if quarter:
        return months_period(year, 3 * int(quarter) - 2, 3 * int(quarter))
    return months_period(year, int(month), int(month)) if month else year_period(year)
