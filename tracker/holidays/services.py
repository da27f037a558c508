"""Entering a year of the calendar: the limits that follow from it move with it, in one transaction."""

import hashlib
import json

from tracker import clock
from tracker.db import db, transaction
from tracker.history.services import record
from tracker.holidays.models import EnteredYear
from tracker.holidays.queries import current_calendar, find_entered_year, forget_calendar, moving_features
from tracker.holidays.reading import rows_of
from tracker.holidays.rows import MovedLimit
from tracker.holidays.rules import check_year
from tracker.permissions import Actor, Permission
from tracker.workdays.calendar import CalendarYear
from tracker.workdays.shipped import record_of


def enter_year(year: CalendarYear, *, source: str = "", by: Actor) -> list[MovedLimit]:
    """Enter a year, or put it in the place of the one that was known, and return the limits that moved by it."""
    by.must(Permission.EDIT_PLAN)
    check_year(year.year)
    with transaction():
        old = current_calendar()
        new = old.with_years([year])
        before = next((rows_of(known) for known in old.years if known.year == year.year), "")
        entered = _save(year, source, by)
        forget_calendar()
        moved = [one for feature in moving_features() for one in feature.move_limits(old, new, by)]
        after = {"days": rows_of(year), "source": source, "moved": len(moved)}
        record(by, "calendar.entered", entered, before={"days": before}, after=after)
    return moved


def _save(year: CalendarYear, source: str, by: Actor) -> EnteredYear:
    content = record_of(year)
    row = find_entered_year(year.year) or EnteredYear(year=year.year)
    row.content = content
    row.sha256 = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    row.source, row.entered_by, row.entered_at = source[:200], by.name, clock.now()
    db.session.add(row)
    db.session.flush()
    return row
