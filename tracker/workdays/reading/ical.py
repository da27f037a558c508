"""A year's calendar as an iCalendar file (.ics): whole-day events marked 休 or 班."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tracker.clock import local
from tracker.errors import N_, Unreadable
from tracker.workdays.calendar import ONE_DAY, DayKind
from tracker.workdays.messages import Message
from tracker.workdays.reading.entries import STATUTORY, Entry, ReadYear, put_together
from tracker.workdays.reading.table import LONGEST_STRETCH, decoded

# how phone calendars and published holiday calendars mark the two
SPECIAL_DAYS = {"WORK-HOLIDAY": DayKind.HOLIDAY, "ALTERNATE-WORKDAY": DayKind.MAKE_UP}
OPENING, CLOSING = r"(?:^|[（(【\[·\s])", r"(?=[）)】\]·:：\s]|$)"
WORKED = re.compile(f"补班|上班|{OPENING}班|班{CLOSING}|make-?up|workday", re.IGNORECASE)
OFF = re.compile(f"放假|假期|调休|{OPENING}休|休{CLOSING}|holiday|day off", re.IGNORECASE)
DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?")


def read_ical(content: bytes, year: int) -> ReadYear:
    """Read the events of ``year``; events without a mark are left out and named as a doubt."""
    events = list(_events(decoded(content)))
    if not events:
        raise Unreadable(N_("The file holds no events; choose an iCalendar file (.ics)."))
    entries: list[Entry] = []
    unmarked: list[str] = []
    for event in events:
        days = list(_days(event))
        kind = _kind(event)
        summary = event.get("SUMMARY", "")
        if kind is not None:
            name = _name(summary)
            entries += [Entry(day, kind, name, source=summary) for day in days]
        elif any(day.year == year for day in days):
            unmarked.append(summary)
    read = put_together(year, entries)
    if not unmarked:
        return read
    doubt = Message(N_("Left out, because neither 休 nor 班 is marked: %(names)s."), {"names": "、".join(unmarked)})
    return ReadYear(read.year, (*read.doubts, doubt))


def _events(text: str) -> Iterator[dict[str, str]]:
    """Yield the properties of each event, long lines joined again."""
    event: dict[str, str] | None = None
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        head, _, value = line.partition(":")
        name = head.partition(";")[0].strip().upper()
        if (name, value.strip().upper()) == ("BEGIN", "VEVENT"):
            event = {}
        elif (name, value.strip().upper()) == ("END", "VEVENT") and event is not None:
            yield event
            event = None
        elif event is not None:
            event.setdefault(name, value.strip().replace("\\,", ",").replace("\\n", " "))


def _days(event: dict[str, str]) -> Iterator[date]:
    """Yield the days of an event; its end is the day after the last one (RFC 5545, 3.6.1), or a moment in the last."""
    first = _moment(event, event.get("DTSTART", "")).date()
    after = first + ONE_DAY
    if "DTEND" in event:
        end = _moment(event, event["DTEND"])
        after = max(end.date() + (ONE_DAY if end.time() != time.min else timedelta()), after)
    elif match := DURATION.fullmatch(event.get("DURATION", "")):
        weeks, days = (int(part or 0) for part in match.groups())
        after = max(first + timedelta(weeks=weeks, days=days), after)
    if (after - first).days > LONGEST_STRETCH:
        raise Unreadable(N_("“%(name)s” is too long to be a holiday."), name=event.get("SUMMARY", ""))
    for offset in range((after - first).days):
        yield first + offset * ONE_DAY


def _moment(event: dict[str, str], text: str) -> datetime:
    try:
        if text.endswith("Z"):
            return local(datetime.strptime(text, "%Y%m%dT%H%M%SZ")).replace(tzinfo=None)  # noqa: DTZ007 - as UTC
        written = "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d"
        return datetime.strptime(text, written)  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Unreadable(
            N_("“%(name)s”: the day “%(text)s” cannot be read."), name=event.get("SUMMARY", ""), text=text
        ) from None


def _kind(event: dict[str, str]) -> DayKind | None:
    if special := SPECIAL_DAYS.get(event.get("X-APPLE-SPECIAL-DAY", "").upper()):
        return special
    summary = event.get("SUMMARY", "")
    # 调休上班 says both: worked comes first
    if WORKED.search(summary):
        return DayKind.MAKE_UP
    return DayKind.HOLIDAY if OFF.search(summary) else None


def _name(summary: str) -> str:
    """Return the holidays that ``summary`` names, whatever stands around them; else the whole of it."""
    return "、".join(full for stem, full in STATUTORY.items() if stem in summary) or summary
