"""Reading the calendar: the shipped years with those that were entered here."""

from datetime import date, datetime, time
from typing import Protocol, cast

from sqlalchemy import select

from tracker.clock import CHINA
from tracker.db import db
from tracker.errors import NotFound
from tracker.features import modules
from tracker.history.unchanged import while_unchanged
from tracker.holidays.models import EnteredYear
from tracker.holidays.rows import KnownYear, MovedLimit
from tracker.holidays.rules import missed_year
from tracker.permissions import Actor, Permission
from tracker.workdays.calendar import Calendar, CalendarYear
from tracker.workdays.shipped import shipped_calendar, year_of

KEPT = "calendar"
_ENTERED = select(EnteredYear.year, EnteredYear.sha256)
_last_built: tuple[object, Calendar] = ((), shipped_calendar())


def current_calendar() -> Calendar:
    """Return the calendar that counts: every shipped year, and those entered here in their place or beside them.

    It is built once in a process and looked up once in a database transaction; the history says whether somebody may
    have entered a year meanwhile.
    """
    global _last_built
    session = db.session()
    kept = session.info.get(KEPT)
    if kept and kept[0] is session.get_transaction():
        return cast(Calendar, kept[1])
    stamp = while_unchanged("entered years", lambda: tuple(sorted(tuple(row) for row in session.execute(_ENTERED))))
    if stamp != _last_built[0]:
        entered = [year_of(content) for content in session.scalars(select(EnteredYear.content))]
        _last_built = (stamp, shipped_calendar().with_years(entered))
    session.info[KEPT] = (session.get_transaction(), _last_built[1])
    return _last_built[1]


def forget_calendar() -> None:
    """Let the next question in this transaction look at the table again."""
    db.session().info.pop(KEPT, None)


def list_known_years() -> list[KnownYear]:
    """Return every known year, newest first, and where it comes from."""
    calendar = current_calendar()
    entered = {row.year: row for row in db.session.scalars(select(EnteredYear))}
    return [_known(year, calendar, entered.get(year.year)) for year in reversed(calendar.years)]


def get_known_year(year: int) -> KnownYear:
    """Return one known year; raise NotFound."""
    found = next((known for known in list_known_years() if known.year.year == year), None)
    if found is None:
        raise NotFound
    return found


def _known(year: CalendarYear, calendar: Calendar, row: EnteredYear | None) -> KnownYear:
    workdays = len(calendar.workdays_of(year.year))
    if row is None:
        return KnownYear(year, workdays)
    return KnownYear(year, workdays, row.source, row.entered_by, row.entered_at)


def find_entered_year(year: int) -> EnteredYear | None:
    """Return the year as it was entered here, or None."""
    return db.session.scalar(select(EnteredYear).where(EnteredYear.year == year))


def list_years_entered_since(day: date) -> set[int]:
    """Return the years that were entered, or entered anew, on ``day`` or later."""
    moment = datetime.combine(day, time(), CHINA)
    return set(db.session.scalars(select(EnteredYear.year).where(EnteredYear.entered_at >= moment)))


def find_missed_year(today: date) -> int | None:
    """Return the year whose calendar should have been entered by ``today``, or None."""
    return missed_year(current_calendar(), today)


class Moving(Protocol):
    """What the module ``moving`` of a feature with limits in working days offers."""

    def list_moved_limits(self, old: Calendar, new: Calendar) -> list[MovedLimit]:
        """Return the limits that are other days under ``new``."""

    def move_limits(self, old: Calendar, new: Calendar, by: Actor) -> list[MovedLimit]:
        """Move them, inside the open transaction, with their history."""


def moving_features() -> list[Moving]:
    """Return the features whose limits follow the calendar. They stand above this one and are found by name."""
    return [cast(Moving, module) for module in modules("moving")]


def preview_year(year: CalendarYear, *, by: Actor) -> list[MovedLimit]:
    """Return every limit that moves when ``year`` is entered."""
    by.must(Permission.EDIT_PLAN)
    old = current_calendar()
    new = old.with_years([year])
    return [moved for feature in moving_features() for moved in feature.list_moved_limits(old, new)]
