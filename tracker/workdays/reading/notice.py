"""A year's calendar from the text of the notice itself, pasted whole (一、元旦：1月1日至3日放假。1月4日上班。)."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.errors import N_, Unreadable
from tracker.workdays.calendar import ONE_DAY, DayKind
from tracker.workdays.reading.entries import Entry, ReadYear, put_together
from tracker.workdays.reading.table import LONGEST_STRETCH

NOTICE_NUMBER = re.compile(r"国办发明电[〔\[［【(（](\d{4})[〕\]］】)）](\d+)号")
PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]+、([^：:。\n]{2,15})[：:](.*?)(?=[一二三四五六七八九十]+、[^：:。\n]{2,15}[：:]|\Z)", re.S
)
REMARK = re.compile(r"[（(][^（）()]*[）)]")
DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
STRETCH = re.compile(f"{DAY}(?:(?:至|到|[—–~～-]+){DAY})?")
CLAUSE = re.compile(r"([^。；;]*?)(放假|补休|上班)")


def read_notice(text: str, year: int) -> ReadYear:
    """Read the holidays and make-up workdays of ``year``; Unreadable if the text holds no such paragraphs."""
    # full-width digits and spaces come with some copies
    text = text.translate(str.maketrans("０１２３４５６７８９", "0123456789", " 　\t\r"))
    entries = [entry for name, words in PARAGRAPH.findall(text) for entry in _entries(name, words, year)]
    if not entries:
        raise Unreadable(N_("No holiday was found. Paste the whole text of the notice, from 一、元旦 on."))
    number = NOTICE_NUMBER.search(text)
    return put_together(year, entries, notices=(f"国办发明电〔{number[1]}〕{number[2]}号",) if number else ())


def _entries(name: str, words: str, year: int) -> Iterator[Entry]:
    for days, verb in CLAUSE.findall(REMARK.sub("", words.replace("\n", ""))):
        kind = DayKind.MAKE_UP if verb == "上班" else DayKind.HOLIDAY
        last = date(year, 1, 1)
        for match in STRETCH.finditer(days):
            first = _day(match, match.groups()[:3], date(year, last.month, 1))
            last = _day(match, match.groups()[3:], first) if match[6] else first
            if not 0 <= (last - first).days < LONGEST_STRETCH:
                raise Unreadable(N_("“%(text)s” cannot be one holiday."), text=match[0])
            for offset in range((last - first).days + 1):
                yield Entry(first + offset * ONE_DAY, kind, name, source=name)


def _day(match: re.Match[str], parts: tuple[str | None, ...], before: date) -> date:
    """Return the day of ``parts`` (year, month, day); what is not printed is as in the day before it."""
    year, month, day = (int(part) if part else None for part in parts)
    try:
        return date(year or before.year, month or before.month, day or 0)
    except ValueError:
        raise Unreadable(N_("“%(text)s” is not a day of the calendar."), text=match[0]) from None
