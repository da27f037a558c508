"""Showing how a limit was counted out: as lines of text, and as the weeks of the page's day grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.errors import N_
from tracker.workdays.calendar import ONE_DAY, DayKind
from tracker.workdays.counting import Computation, CountedDay
from tracker.workdays.limits import DayUnit
from tracker.workdays.messages import Message

ONE_WEEK = timedelta(days=7)


class GridMark(StrEnum):
    """What a square of the day grid shows; the values are the style classes of the ``days`` component."""

    PLAIN = ""
    START = "start"  # the day of the event, when it is not counted itself
    COUNTED = "in"
    SKIPPED = "rest"
    LAST = "last"


@dataclass(frozen=True)
class GridDay:
    """One square: the day, its mark, its number in the count, and the short reason of a skipped day."""

    day: date
    mark: GridMark = GridMark.PLAIN
    number: int | None = None
    note: str = ""
    is_today: bool = False


def lines(computation: Computation) -> Iterator[Message]:
    """Yield the due date (first on its line), then one line for each skipped day, saying why it was skipped."""
    yield _headline(computation)
    for day in computation.skipped:
        yield _reason(day)


def weeks(computation: Computation, today: date) -> list[list[GridDay]]:
    """Return the whole weeks, Monday first, from the one of the start to the one of the due date."""
    marked = {day.day: day for day in computation.days}
    monday = computation.start - computation.start.weekday() * ONE_DAY
    rows = []
    while monday <= computation.due_on:
        rows.append([_square(monday + offset * ONE_DAY, computation, marked, today) for offset in range(7)])
        monday += ONE_WEEK
    return rows


def _headline(computation: Computation) -> Message:
    if not computation.length:
        return Message(N_("%(due)s is the day itself"), {"due": computation.due_on})
    values: dict[str, object] = {
        "due": computation.due_on,
        "length": computation.length,
        "start": computation.start,
        "first": computation.first_day,
    }
    if computation.make_up_days:
        values["days"] = ", ".join(day.day.isoformat() for day in computation.make_up_days)
        return Message(
            N_(
                "%(due)s is working day %(length)d after %(start)s, counted from %(first)s; "
                "make-up workdays counted: %(days)s"
            ),
            values,
        )
    return Message(_HEADLINES[computation.unit], values)


_HEADLINES = {
    DayUnit.WORKDAY: N_("%(due)s is working day %(length)d after %(start)s, counted from %(first)s"),
    DayUnit.DAY: N_("%(due)s is day %(length)d after %(start)s, counted from %(first)s"),
    DayUnit.MONTH: N_("%(due)s is the end of %(length)d month(s) after %(start)s, counted from %(first)s"),
}


def _reason(day: CountedDay) -> Message:
    if day.kind is DayKind.HOLIDAY:
        return Message(N_("%(day)s skipped: holiday (%(name)s)"), {"day": day.day, "name": day.name})
    return Message(N_("%(day)s skipped: weekend"), {"day": day.day})


def _square(day: date, computation: Computation, marked: dict[date, CountedDay], today: date) -> GridDay:
    counted = marked.get(day)
    if counted is None:
        mark = GridMark.START if day == computation.start else GridMark.PLAIN
        return GridDay(day, mark, is_today=day == today)
    if counted.number is None:
        return GridDay(day, GridMark.SKIPPED, note=_short(counted.name), is_today=day == today)
    mark = GridMark.LAST if day == computation.due_on else GridMark.COUNTED
    return GridDay(day, mark, counted.number, is_today=day == today)


def _short(holiday: str) -> str:
    """国庆节、中秋节 -> 国庆、中秋; names of two characters stay (春节)."""
    return "、".join(name if len(name) <= 2 else name.removesuffix("节") for name in holiday.split("、"))
