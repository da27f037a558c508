"""Reading one year's calendar out of whatever the office has: CSV, iCalendar, the notice itself, or rows."""

import csv
import io

from tracker.errors import N_, Unreadable
from tracker.holidays.rules import check_year
from tracker.workdays.calendar import CalendarYear
from tracker.workdays.reading.entries import ReadYear
from tracker.workdays.reading.ical import read_ical
from tracker.workdays.reading.notice import read_notice
from tracker.workdays.reading.table import HEADINGS, decoded, read_table

LARGEST = 200_000  # octets; a year has some thirty rows
ROW_HEADINGS = ("日期", "结束日期", "类型", "名称")
_STARTS = tuple(HEADINGS["first"])


def read_year(content: bytes, year: int) -> ReadYear:
    """Read the calendar of ``year``; what kind of text it is, its content says. Unreadable names what is wrong."""
    check_year(year)
    if len(content) > LARGEST:
        raise Unreadable(N_("This is too long for the calendar of one year; choose the file of that year alone."))
    text = decoded(content)
    if "BEGIN:VCALENDAR" in text.upper():
        return read_ical(content, year)
    heading = text.lstrip("\ufeff \n").split("\n", 1)[0].lower()
    if any(mark in heading for mark in ",;\t") and heading.startswith(_STARTS):
        return read_table(content, year)
    return read_notice(text, year)


def rows_of(year: CalendarYear) -> str:
    """Return a year as rows that a person can read, mend and send back to ``read_year``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(ROW_HEADINGS)
    for holiday in year.holidays:
        writer.writerow([holiday.first, holiday.last, "放假", holiday.name])
    for make_up in year.make_up_days:
        writer.writerow([make_up.day, make_up.day, "上班", make_up.name])
    return text.getvalue()
