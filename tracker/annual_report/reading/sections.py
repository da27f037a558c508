"""The text of a report by section, its agency and its year, from the paragraphs outside the tables."""

import re
from collections.abc import Sequence

from tracker.annual_report.narrative.periods import read_year
from tracker.annual_report.reading.findings import Doubt
from tracker.annual_report.tables import SECTIONS
from tracker.annual_report.wording import words
from tracker.errors import N_

OPENING = ""
_LONGEST_HEADING = 40
_ORDER = "".join(SECTIONS)
_NUMBER = re.compile(r"^([一二三四五六])[、.．]\s*")
# What the heading of each section says in any of its wordings; 一 of an old report may be 概述.
_TITLES = {
    "一": re.compile(r"总体情况|概述|基本情况|总体工作"),
    "二": re.compile(r"主动公开"),
    "三": re.compile(r"申请"),
    "四": re.compile(r"行政复议|行政诉讼"),
    "五": re.compile(r"问题|改进"),
    "六": re.compile(r"其他|需要报告|说明的事项"),
}
_YEAR = r"(?P<year>(?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2})年?度?"
_NAME = r"(?P<name>[^\d\s《》“”。，,：:；;]{2,40}?)"
_WORK = r"政府信息公开(?:工作)?"
_TITLES_OF_REPORTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME}(?:关于)?{_YEAR}的?{_WORK}(?:年度)?(?:工作)?报告",
        rf"{_NAME}{_WORK}{_YEAR}(?:工作)?报告",
        rf"{_YEAR}{_NAME}{_WORK}(?:年度)?(?:工作)?报告",
        rf".*现(?:公布|发布|公开|将)《?{_NAME}{_YEAR}的?{_WORK}(?:年度)?(?:工作)?报告.*",
    )
)
_FIRST_LINES = 40
_PERIOD = re.compile(r"(?P<year>20\d\d)年1月1日")


def split_sections(lines: Sequence[str]) -> dict[str, str]:
    """Return the text under each of the six headings by number, and what stands before them under ""."""
    parts: dict[str, list[str]] = {OPENING: []}
    now = OPENING
    for line in lines:
        number = _section_of(line.strip(), now)
        if number:
            now = number
            parts.setdefault(now, [])
            rest = _rest_of_heading(line.strip(), number)
            parts[now] += [rest] if rest else []
        elif line.strip():
            parts[now].append(line.strip())
    return {number: "\n".join(text) for number, text in parts.items() if text or number}


def _section_of(line: str, now: str) -> str | None:
    """Return the number of the section that ``line`` is the heading of; sections only go forward.

    The number may be missing: Word keeps automatic numbers out of the text.
    """
    match = _NUMBER.match(line)
    number = match[1] if match else next((one for one, title in SECTIONS.items() if line == title[2:]), None)
    if number is None or (now and _ORDER.index(number) <= _ORDER.index(now)):
        return None
    heading = line[: _LONGEST_HEADING + 2]
    return number if _TITLES[number].search(heading.partition("。")[0]) else None


def _rest_of_heading(line: str, number: str) -> str:
    """Return what stands in the line behind the heading, for reports that do not begin a new line there."""
    if len(line) <= _LONGEST_HEADING:
        return line.partition("。")[2]
    match = _TITLES[number].search(line)
    return line[match.end() :].lstrip("。：:，, ") if match else ""


def find_title(lines: Sequence[str]) -> tuple[str, int | None, list[Doubt]]:
    """Return the agency and the year that the title gives, and doubts if it gives none or the text another year."""
    first = [bare for line in lines[:_FIRST_LINES] if (bare := "".join(line.split()))]
    name, year = _read_title(first)
    period = _PERIOD.search("".join(first))
    doubts = []
    if year is None and period:
        year = int(period["year"])
    elif year is not None and period and int(period["year"]) != year:
        said = words(N_("The title says %(title)s, the text %(text)s"), title=year, text=period["year"])
        doubts.append(Doubt(said, is_unread=False))
    if year is None:
        doubts.append(Doubt(words(N_("The year of the report was not found")), is_unread=False))
    if not name:
        doubts.append(Doubt(words(N_("The name of the agency was not found")), is_unread=False))
    return name, year, doubts


def _read_title(lines: Sequence[str]) -> tuple[str, int | None]:
    """Return the agency and year of the first title, which may be broken over two or three lines."""
    for pattern in _TITLES_OF_REPORTS:
        for count in (1, 2, 3):
            for at in range(len(lines) - count + 1):
                match = pattern.fullmatch("".join(lines[at : at + count]))
                if match:
                    return match["name"], read_year(match["year"].replace("○", "〇"))
    return "", None


def join_lines(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of lines that a page has broken: a line goes on unless it ends a sentence."""
    paragraphs: list[str] = []
    is_open = False
    for line in (line.strip() for line in lines):
        if not line:
            is_open = False
        elif is_open and not _begins(line):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        is_open = bool(line) and not line.endswith(("。", "！", "？", "：")) and not _is_heading(line)
    return paragraphs


def _begins(line: str) -> bool:
    """Whether a line begins a paragraph of its own."""
    return re.match(r"[（(][一二三四五六七八九十][)）]|[一二三四五六]、", line) is not None


def _is_heading(line: str) -> bool:
    """Whether a line is one of the six headings."""
    match = _NUMBER.match(line)
    return match is not None and len(line) <= _LONGEST_HEADING and _TITLES[match[1]].search(line) is not None
