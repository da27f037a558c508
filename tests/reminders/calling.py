"""The days of one limit, and who is told on them."""

from datetime import date, timedelta

from tests.reminders.bureau import at
from tracker.reminders.digests import plan_digests

DUE = date(2026, 10, 15)
START = at(date(2026, 1, 5))
ONE_DAY = timedelta(days=1)


def told_names(day: date = DUE) -> set[str]:
    return {digest.person.name for digest in plan_digests(day, day - ONE_DAY)}
