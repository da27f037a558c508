"""The working days around 2026 as the State Council's notice gives them, for hand-worked cases."""

from datetime import date, timedelta


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


class Calendar2026:
    """Weekends, the holidays of 2026 and the weekend days worked in exchange."""

    holidays = (
        _days(date(2026, 1, 1), date(2026, 1, 3))
        | _days(date(2026, 2, 15), date(2026, 2, 23))
        | _days(date(2026, 4, 4), date(2026, 4, 6))
        | _days(date(2026, 5, 1), date(2026, 5, 5))
        | _days(date(2026, 6, 19), date(2026, 6, 21))
        | _days(date(2026, 9, 25), date(2026, 9, 27))
        | _days(date(2026, 10, 1), date(2026, 10, 7))
    )
    worked = frozenset(date(2026, *month_day) for month_day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)))

    def is_workday(self, day: date, /) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.holidays)
