"""The light of a request and the days of its clock as the pages show them."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.errors import N_
from tracker.requests.clock import ClockReading, DayKind, DayReading, clock
from tracker.requests.events import Calendar
from tracker.requests.models import DisclosureRequest
from tracker.requests.rows import SOON_DAYS, ClockPage
from tracker.workdays.calendar import YearMissing
from tracker.workdays.explaining import GridDay, GridMark
from tracker.workdays.messages import Message

_ONE_DAY = timedelta(days=1)
_MARKS = {
    DayKind.START: GridMark.START,
    DayKind.OFF: GridMark.SKIPPED,
    DayKind.STOPPED: GridMark.SKIPPED,
    DayKind.COUNTED: GridMark.COUNTED,
    DayKind.DELAYED: GridMark.COUNTED,
    DayKind.LATE: GridMark.PLAIN,
}
_SHORT = {DayKind.STOPPED: N_("stopped"), DayKind.LATE: N_("late")}


def read_clock(request: DisclosureRequest, calendar: Calendar, today: date) -> ClockPage:
    """Return what the page of ``request`` says of its clock on ``today``."""
    try:
        reading = clock(request.facts, calendar, today)
    except YearMissing as missing:
        if request.answered_on:
            return ClockPage("done", _answered(request.answered_on), missing_year=missing.year)
        return _read_known(request, calendar, today, missing.year)
    kind, light = _light(request, reading)
    return ClockPage(kind, light, reading, _weeks(reading, today))


def _read_known(request: DisclosureRequest, calendar: Calendar, today: date, missing: int) -> ClockPage:
    """Return what is certain without the calendar of a year: a request that was due before it is late."""
    last = date(missing - 1, 12, 31)
    try:
        reading = clock(request.facts, calendar, last) if request.received_on <= last < today else None
    except YearMissing:
        reading = None
    if reading is None or reading.due_on is None:
        says = Message(N_("the calendar of %(year)d is not entered yet"), {"year": missing})
        return ClockPage("none", says, missing_year=missing)
    return ClockPage(
        "stop", Message(N_("late since %(day)s"), {"day": reading.due_on}), reading, _weeks(reading, today)
    )


def _light(request: DisclosureRequest, reading: ClockReading) -> tuple[str, Message]:
    if request.answered_on:
        return ("wait", Message(N_("answered late"))) if reading.is_late else ("done", _answered(request.answered_on))
    if reading.may_close_as:
        return "stop", Message(N_("the applicant's time is over: close it"))
    if reading.is_stopped and reading.due_on is None:
        return "none", Message(N_("waits for the applicant"))
    left = reading.days_left or 0
    if reading.is_late:
        return "stop", Message(N_("%(days)d working days late"), {"days": -left})
    if reading.is_stopped:
        return "none", Message(N_("the clock stands"))
    if left == 0:
        return "wait", Message(N_("due today"))
    return "wait" if left <= SOON_DAYS else "go", Message(N_("%(days)d working days left"), {"days": left})


def _answered(day: date) -> Message:
    return Message(N_("answered on %(day)s"), {"day": day})


def _weeks(reading: ClockReading, today: date) -> list[list[GridDay]]:
    """Return the days of the clock as whole weeks, Monday first."""
    days = {one.day: one for one in reading.days}
    monday = reading.days[0].day - reading.days[0].day.weekday() * _ONE_DAY
    rows = []
    while monday <= reading.days[-1].day:
        rows.append([_square(monday + place * _ONE_DAY, days, reading, today) for place in range(7)])
        monday += 7 * _ONE_DAY
    return rows


def _square(
    day: date, days: dict[date, DayReading], reading: ClockReading, today: date
) -> GridDay:  # fmt: skip
    one = days.get(day)
    if one is None:
        return GridDay(day, is_today=day == today)
    is_counted = one.kind in (DayKind.COUNTED, DayKind.DELAYED)
    mark = GridMark.LAST if day == reading.due_on else _MARKS[one.kind]
    number = one.number if is_counted and one.number else None
    return GridDay(day, mark, number, _SHORT.get(one.kind, ""), is_today=day == today)


def days_in_words(reading: ClockReading) -> Sequence[tuple[date, date, DayReading]]:
    """Return the days of the clock, those in a row that say the same as one: first, last, what they say."""
    found: list[tuple[date, date, DayReading]] = []
    for day in reading.days:
        if found and found[-1][2].message == day.message and day.kind is found[-1][2].kind:
            found[-1] = (found[-1][0], day.day, day)
        else:
            found.append((day.day, day.day, day))
    return found
