"""A year's calendar as a table: CSV in UTF-8 or GB 18030, one day or one stretch of days a row."""

import csv
import re
from collections.abc import Iterator
from datetime import date

from tracker.errors import N_, Unreadable
from tracker.workdays.calendar import ONE_DAY, DayKind
from tracker.workdays.reading.entries import Entry, ReadYear, put_together

HEADINGS = {
    "first": ("日期", "开始日期", "起始日期", "开始", "date", "first", "from", "start"),
    "last": ("结束日期", "截止日期", "结束", "至", "last", "to", "until", "end"),
    "kind": ("类型", "类别", "安排", "kind", "type"),
    "name": ("名称", "节日", "节假日", "name", "holiday"),
}
KINDS = {
    DayKind.HOLIDAY: ("放假", "休", "休息", "放假调休", "节假日", "假日", "holiday", "off"),
    DayKind.MAKE_UP: ("上班", "班", "补班", "调休上班", "工作日", "make_up", "make-up", "workday", "work"),
}
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
LONGEST_STRETCH = 40


def read_table(content: bytes, year: int) -> ReadYear:
    """Read CSV with the columns 日期, (结束日期), 类型 (放假 or 上班) and 名称; Unreadable names the line at fault."""
    rows = _rows(decoded(content))
    columns = _columns(rows[0])
    return put_together(
        year,
        (
            entry
            for line, row in enumerate(rows[1:], start=2)
            if any(cell.strip() for cell in row)
            for entry in _entries(line, {name: _cell(row, place) for name, place in columns.items()})
        ),
    )


def decoded(content: bytes) -> str:
    """Return the text of a file written in UTF-8 (with or without its mark) or GB 18030, as Excel does in China."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(N_("The file is not text in UTF-8 or GB 18030. Save it as CSV UTF-8 and try again."))


def _rows(text: str) -> list[list[str]]:
    lines = text.splitlines()
    if not lines:
        raise Unreadable(N_("The file is empty."))
    try:
        return list(csv.reader(lines, delimiter=max(",;\t", key=lines[0].count)))
    except csv.Error as error:
        raise Unreadable(N_("The file is not a readable table: %(reason)s"), reason=error) from None


def _columns(heading_row: list[str]) -> dict[str, int]:
    headings = [heading.strip().lower() for heading in heading_row]
    columns = {
        column: place
        for column, known in HEADINGS.items()
        for place, heading in enumerate(headings)
        if heading in known
    }
    missing = [HEADINGS[column][0] for column in ("first", "kind", "name") if column not in columns]
    if missing:
        raise Unreadable(N_("The first line must name the columns; missing: %(columns)s."), columns="、".join(missing))
    return columns


def _cell(row: list[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _entries(line: int, cells: dict[str, str]) -> Iterator[Entry]:
    first = _date(line, cells["first"])
    last = _date(line, cells["last"]) if cells.get("last") else first
    if not 0 <= (last - first).days < LONGEST_STRETCH:
        raise Unreadable(
            N_("Line %(line)d: %(first)s to %(last)s cannot be one holiday."), line=line, first=first, last=last
        )
    kind = next((kind for kind, words in KINDS.items() if cells["kind"].lower() in words), None)
    if kind is None:
        raise Unreadable(N_("Line %(line)d: write 放假 or 上班 instead of “%(word)s”."), line=line, word=cells["kind"])
    if not cells["name"]:
        raise Unreadable(N_("Line %(line)d: the name of the holiday is missing."), line=line)
    for offset in range((last - first).days + 1):
        yield Entry(first + offset * ONE_DAY, kind, cells["name"], source=str(line))


def _date(line: int, text: str) -> date:
    match = DATE.fullmatch(text.replace(" ", ""))
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    raise Unreadable(N_("Line %(line)d: “%(text)s” is not a day; write it as 2027-01-01."), line=line, text=text)
