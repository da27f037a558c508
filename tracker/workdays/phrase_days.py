"""Days in a plan's wording: 6月30日前, 10月底前, 6—9月, 三季度, 上半年, 年底前, 到2025年, 2024/6/30.

``firm`` reading is for a limit cell, where 4月 alone is a limit. Within a sentence a day counts only when a word says
that it is a limit (前, 底, 于…, …完成), and a year before the plan's is history.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.workdays.phrase_forms import BEFORE, NEXT, STRUCK, YEAR, Day, N, Text, number

LAST_MONTH = 12
HALF_OF_MONTH = {"上旬": 10, "初": 10, "中": 15, "中旬": 20}
MONTHS_OF_HALF = {"上": 6, "下": 12}
NOT_A_DAY = "no_such_day"
BEFORE_PERIOD = "before_period"
SPREADSHEET_START = date(1899, 12, 30)
SPREADSHEET_DAYS = range(36526, 73051)  # the years 2000 to 2099

_YEAR = rf"(?:(?P<y>{YEAR})(?:年度?)|(?P<next>{NEXT})|(?:今年|本年度?|当年|同年|年度))?的?"
_END = rf"(?P<end>底|末|上旬|中旬|下旬|初|中|之内|以内|内)?(?P<before>{BEFORE})?"

_RANGE = re.compile(
    rf"{_YEAR}(?P<m1>{N})月?份?(?:{N}[日号])?(?:-|至|到)"
    rf"(?:(?:(?P<y2>{YEAR})年|(?P<next2>{NEXT}))?(?P<m2>{N})月份?)(?:(?P<d2>{N})[日号])?{_END}"
)
_DAY_RANGE = re.compile(rf"{_YEAR}(?P<m>{N})月{N}[日号]?(?:-|至|到)(?P<d>{N})[日号](?P<before>{BEFORE})?")
_WHOLE = re.compile(rf"(?P<y>20\d\d)([-./])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}})[日号]?(?P<before>{BEFORE})?(?!\d)")
_DATE = re.compile(rf"{_YEAR}(?P<m>{N})月(?P<d>{N})(?:[日号](?P<before>{BEFORE})?|(?P<bare>{BEFORE}))")
_MONTHS = re.compile(rf"{_YEAR}(?P<ms>(?:{N}月?份?[、,和及])*{N})月份?{_END}")
_YEAR_MONTH = re.compile(rf"(?P<y>20\d\d)[-./](?P<m>\d{{1,2}})(?![\d-])(?P<end>底|末)?(?P<before>{BEFORE})?")
_SHORT = re.compile(rf"^(?P<m>\d{{1,2}})[./](?P<d>\d{{1,2}})(?:日|号)?(?P<before>{BEFORE})?$")
_QUARTERS = re.compile(
    rf"(?<![前每])(?:{_YEAR})(?:第?[一二三四1-4](?:季度)?(?:-|至|到))?"
    rf"(?P<qs>(?:第?[一二三四1-4](?:季度)?[、,和及])*第?[一二三四1-4])季度(?P<end>末|底|之内|以内|内)?(?P<before>{BEFORE})?"
)
_HALF = re.compile(rf"{_YEAR}(?:(?P<half>[上下])半年|(?P<middle>年中))(?:末|底|之内|以内|内)?(?P<before>{BEFORE})?")
_YEAR_END = re.compile(
    rf"(?:(?P<y>{YEAR})年|(?P<next>次|翌|明|来)|今|本|当)?年(?P<end>底|末|终|内)(?P<before>{BEFORE})?|{NEXT}(?P<late>内|底|末)"
)
_YEARS = re.compile(rf"(?P<y>{YEAR})年度?(?P<end>底|末|内|之内|以内)?(?P<before>{BEFORE})?")
_THIS_YEAR = re.compile(r"^(?:本年度|年度|今年|当年|本年)(?:内|底|末)?(?:前|完成)?$")
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_DIGITS = re.compile(r"^(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)$")

_VERB = re.compile(
    r"(?:要|应|须|需|将|再|全部|全面|基本|正式|分别|予以|争取|力争)*"
    r"(?:完成|实现|建成|组织|开展|举办|举行|召开|印发|出台|上线|编制|制定|修订|报送|上报|报|提交|形成|公布|发布|公开|开通|启用"
    r"|推出|落实|更新|达到|建立|办理|整改|清理|全覆盖)(?!情况|的|率|进度|数|量)"
)
_LEADS_IN = re.compile(r"(?:[于在到至]|力争|争取|确保|最迟|限)$")
_LISTED = re.compile(r"[、,和及与或]+$")


@dataclass(frozen=True)
class _Form:
    """A pattern, what its match says, and whether it counts only in a limit cell."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], int | None], list[Day]]
    only_firm: bool = False


def find_days(text: Text, year: int | None, *, firm: bool) -> list[Day]:
    """Return the days of ``text`` in printed order and strike them out; ``year`` is the plan's."""
    found: list[tuple[int, Day]] = []
    for form in _FORMS:
        if form.only_firm and not firm:
            continue
        for match in list(form.pattern.finditer(text.flat)):
            if firm or _is_limit(text.flat, match):
                days = form.read(match, year)
                found += [(match.start(), day) for day in days if firm or _is_ahead(day, match, year)]
                if days:
                    phrase = text.strike(match)
                    found[-len(days) :] = [(at, _with_phrase(day, phrase)) for at, day in found[-len(days) :]]
    return [day for _, day in sorted(found, key=lambda pair: pair[0])]
