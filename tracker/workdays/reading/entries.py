"""Days off and make-up workdays as they were read, put together into the calendar of one year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tracker.errors import N_, Unreadable
from tracker.workdays.calendar import ONE_DAY, CalendarYear, DayKind, Holiday, MakeUpDay
from tracker.workdays.messages import Message

# the seven holidays every notice names, by the characters that all their spellings share
STATUTORY = {
    "元旦": "元旦",
    "春节": "春节",
    "清明": "清明节",
    "劳动": "劳动节",
    "端午": "端午节",
    "中秋": "中秋节",
    "国庆": "国庆节",
}
LONGEST_HOLIDAY = 12


@dataclass(frozen=True)
class Entry:
    """One day as read: off (DayKind.HOLIDAY) or worked (DayKind.MAKE_UP), under which name, and where it stood."""

    day: date
    kind: DayKind
    name: str
    source: str


@dataclass(frozen=True)
class ReadYear:
    """A year's calendar as read, and what a person should look at before it is used."""

    year: CalendarYear
    doubts: tuple[Message, ...] = ()


def put_together(year: int, entries: Iterable[Entry], *, notices: tuple[str, ...] = ()) -> ReadYear:
    """Return the calendar of ``year`` from its days, those of the December before included.

    Unreadable if a day is both off and worked, or none is there at all; RuleBroken if the year contradicts itself.
    """
    days: dict[date, Entry] = {}
    for entry in entries:
        if not date(year - 1, 12, 1) <= entry.day <= date(year, 12, 31):
            continue
        earlier = days.setdefault(entry.day, entry)
        # two holidays on one day are one day off; off and worked cannot both be
        if earlier.kind is not entry.kind:
            raise Unreadable(
                N_("%(day)s is both off and worked: see %(first)s and %(second)s."),
                day=entry.day,
                first=earlier.source,
                second=entry.source,
            )
    if not any(day.year == year for day in days):
        raise Unreadable(N_("No day off of %(year)d was found. Check the year and the file."), year=year)
    calendar_year = CalendarYear(
        year,
        holidays=tuple(_holidays(days)),
        make_up_days=tuple(
            MakeUpDay(entry.name, day) for day, entry in sorted(days.items()) if entry.kind is DayKind.MAKE_UP
        ),
        notices=notices,
    )
    return ReadYear(calendar_year, tuple(_doubts(calendar_year)))


def _holidays(days: dict[date, Entry]) -> Iterator[Holiday]:
    """Yield the stretches of days off that follow one another under one name."""
    off = sorted(day for day, entry in days.items() if entry.kind is DayKind.HOLIDAY)
    # days of one stretch share the distance to their place in the list
    for (name, _), stretch in groupby(
        enumerate(off), key=lambda numbered: (days[numbered[1]].name, numbered[1] - numbered[0] * ONE_DAY)
    ):
        members = [day for _, day in stretch]
        yield Holiday(name, members[0], members[-1])


def _doubts(year: CalendarYear) -> Iterator[Message]:
    names = "、".join(holiday.name for holiday in year.holidays)
    missing = [full for stem, full in STATUTORY.items() if stem not in names]
    if missing:
        yield Message(N_("Not found: %(names)s. Is the calendar complete?"), {"names": "、".join(missing)})
    for holiday in year.holidays:
        length = (holiday.last - holiday.first).days + 1
        if length > LONGEST_HOLIDAY:
            yield Message(
                N_("%(name)s lasts %(length)d days. Is that right?"), {"name": holiday.name, "length": length}
            )
