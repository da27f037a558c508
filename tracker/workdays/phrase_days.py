"""Days in a plan's wording: 6月30日前, 10月底前, 6—9月, 三季度, 上半年, 年底前, 到2025年, 2024/6/30.

In a limit cell every form counts (``firm``): 4月 alone is a limit there. Within a sentence a form counts only when a
word says that it is a limit (前, 底, 于…, …完成), and a year before the plan's is history.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.workdays.phrase_day_values import (
    NamedDay,
    read_date,
    read_days_of_months,
    read_feast,
    read_half,
    read_months,
    read_points,
    read_quarters,
    read_range,
    read_serial,
    read_year,
    read_year_end,
    read_year_month,
)
from tracker.workdays.phrase_forms import BEFORE, NEXT, STRUCK, YEAR, Day, N, Text

_YEAR = rf"(?:(?P<year>{YEAR})年度?|(?P<next>{NEXT})|今年|本年度?|当年|同年|年度)?的?"
_END = rf"(?P<end>底|末|上中旬|中、?下旬|上旬|中旬|下旬|第[一二三四1-4]周|最后一周|初|中(?![国央心小学共华])|之内|以内|内)?(?P<before>{BEFORE})?"
_TO = r"起?(?:-|至|到)"
_EVENT_BEFORE = r"[^\d,。;、()底末内之以]{1,8}前(?!期)"
_NOT_COUNTED = r"(?<![\d一二三四五六七八九十两几半多近去上往前每第])"
_QUARTER = r"第?[一二三四1-4]"

_VERB = re.compile(
    r"(?:要|应|须|需|将|再|全部|全面|基本|正式|分别|予以|争取|力争)*"
    r"(?:完成|实现|建成|组织|开展|举办|举行|召开|印发|出台|上线|编制|制定|修订|报送|上报|报(?!告|表|道)|提交|形成|公布|发布|公开|开通|启用"
    r"|推出|落实|更新|达到|建立|办理|整改|清理|全覆盖)(?!情况|的|率|进度|数|量)"
)
_LEADS_IN = re.compile(r"(?:[于在到至]|力争|争取|确保|最迟)$")
_TOWARDS = re.compile(r"(?:[到至]|力争|争取|确保)$")
_LISTED_BEFORE_A_LIMIT = re.compile(rf"[、,和及与或]{STRUCK}")


@dataclass(frozen=True)
class _Form:
    """A pattern, the days its match names, and whether a sentence may hold it too or only a limit cell."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], int | None], list[NamedDay]]
    is_limit: Callable[[str, re.Match[str]], bool] | None


def find_days(text: Text, year: int | None, *, firm: bool) -> list[Day]:
    """Return the days of ``text`` in printed order and strike them out; ``year`` is the plan's."""
    found: list[tuple[int, Day]] = []
    for form in _FORMS:
        for match in reversed(list(form.pattern.finditer(text.flat))):
            if not (firm or (form.is_limit and form.is_limit(text.flat, match))):
                continue
            named = [day for day in form.read(match, year) if firm or not _is_history(day, year)]
            if named:
                phrase = text.strike(match)
                found += [(match.start(), Day(day.on, phrase, day.is_period, day.doubt)) for day in named]
    return [day for _, day in sorted(found, key=lambda pair: pair[0])]


def _is_history(day: NamedDay, year: int | None) -> bool:
    return bool(day.on and year and day.on.year < year)


# --- what makes a form a limit within a sentence ---------------------------------------------


def _is_marked(flat: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if groups.get("before") or groups.get("bare"):
        return True
    start, end = match.span()
    if _LISTED_BEFORE_A_LIMIT.match(flat, end) or _VERB.match(flat, end) or _LEADS_IN.search(flat, 0, start):
        return True
    return flat[start - 1 : start] == "(" and flat[end : end + 1] == ")" and "月" in match[0] and "日" not in match[0]


def _is_marked_or_end(flat: str, match: re.Match[str]) -> bool:
    return bool(match["end"]) or _is_marked(flat, match)


def _is_year_limit(flat: str, match: re.Match[str]) -> bool:
    return bool(match["end"] or match["before"] or _TOWARDS.search(flat, 0, match.start()))


def _is_year_end_limit(flat: str, match: re.Match[str]) -> bool:
    return match["end"] == "内" or bool(match["year"]) or _is_marked(flat, match)


_FORMS = (
    _Form(re.compile(r"^(?P<serial>\d{5})(?:\.\d+)?$"), read_serial, None),
    _Form(re.compile(r"^(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)$"), read_date, None),
    _Form(
        re.compile(rf"^(?P<year>2\d)([./-])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})[日号]?{BEFORE}?$"), read_date, None
    ),
    _Form(
        re.compile(rf"^(?:\d{{1,2}}\.\d{{1,2}}{_TO})?(?P<month>\d{{1,2}})[./](?P<day>\d{{1,2}})[日号]?{BEFORE}?$"),
        read_date,
        None,
    ),
    _Form(
        re.compile(rf"^(?P<days>\d{{1,2}}\.\d{{1,2}}(?:{BEFORE}?[、,;和及]\d{{1,2}}\.\d{{1,2}})+){BEFORE}?$"),
        read_points,
        None,
    ),
    _Form(
        re.compile(
            rf"{_YEAR}{_NOT_COUNTED}[“\"]?(?P<feast>国庆|十一|五一|劳动|七一|八一|五四|六一|三八|教师)[”\"]?(?:劳动)?节?(?:假期|长假)?(?P<before>前(?!后))"
        ),
        read_feast,
        _is_marked,
    ),
    _Form(
        re.compile(
            rf"(?<!\d){_YEAR}(?P<first>{N})(?:月份?)?(?:{N}[日号])?{_TO}"
            rf"(?:(?P<year2>{YEAR})年|(?P<next2>{NEXT}))?(?P<month>{N})月份?(?:(?P<day>{N})[日号])?{_END}"
        ),
        read_range,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(rf"(?<!\d){_YEAR}(?P<month>{N})月{N}[日号]?{_TO}(?P<day>{N})[日号](?P<before>{BEFORE})?"),
        read_date,
        _is_marked,
    ),
    _Form(
        re.compile(
            rf"(?:20\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}日?{_TO})?"
            rf"(?P<year>20\d\d)([-./])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)[日号]?(?P<before>{BEFORE})?"
        ),
        read_date,
        _is_marked,
    ),
    _Form(
        re.compile(
            rf"(?<!\d){_YEAR}(?P<months>(?:{N}(?:月份?)?[、,和及])+{N})月份?的?(?P<day>{N})[日号](?P<before>{BEFORE})?"
        ),
        read_days_of_months,
        _is_marked,
    ),
    _Form(
        re.compile(
            rf"(?<!\d){_YEAR}(?P<month>{N})月(?P<day>{N})(?:[日号](?P<before>{BEFORE})?|(?P<bare>{BEFORE})|(?=$|[,;。]))"
        ),
        read_date,
        _is_marked,
    ),
    _Form(
        re.compile(rf"(?P<year>20\d\d)[-./](?P<month>\d{{1,2}})(?![\d-])月?(?P<end>底|末)?(?P<before>{BEFORE})?"),
        read_year_month,
        None,
    ),
    _Form(
        re.compile(rf"(?<!\d){_YEAR}(?P<months>(?:{N}(?:月份?)?[、,和及])*{N})月份?{_END}"),
        read_months,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(
            rf"(?<![前每上下]){_YEAR}(?:{_QUARTER}(?:季度)?(?:-|至|到))?"
            rf"(?P<quarters>(?:{_QUARTER}(?:季度)?[、,和及])*{_QUARTER})季度(?P<end>末|底|之内|以内|内)?(?P<before>{BEFORE})?"
        ),
        read_quarters,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(rf"{_YEAR}前(?P<quarters>[三3])个?季度(?P<end>末|底|之内|以内|内)?(?P<before>{BEFORE})?"),
        read_quarters,
        None,
    ),
    _Form(
        re.compile(
            rf"{_YEAR}(?<![A-Za-z])[Qq](?P<quarters>[1-4])(?!\d)(?:季度)?(?P<end>末|底|内)?(?P<before>{BEFORE})?"
        ),
        read_quarters,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(
            rf"{_YEAR}(?<!报)(?<!报送)(?:(?P<half>[上下])(?P<other>[、,和及]?下)?半年(?!(?:工作)?(?:总结|小结|情况|报告|数据))|年中)(?P<end>末|底|之内|以内|内)?(?P<before>{BEFORE})?"
        ),
        read_half,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(
            rf"(?:(?:(?P<year>{YEAR})年|(?P<next>[次翌明来]年?)|{_NOT_COUNTED}(?:[今本当]年?)?)年|本年度)"
            rf"(?P<end>底|末|终|内)(?P<before>{BEFORE})?"
        ),
        read_year_end,
        _is_year_end_limit,
    ),
    _Form(
        re.compile(
            rf"(?P<year>{YEAR})年度?(?!全年|起|以来|持续|长期|常态|每|各|{_EVENT_BEFORE})(?P<end>底|末|之内|以内|内)?(?P<before>{BEFORE})?"
        ),
        read_year,
        _is_year_limit,
    ),
    _Form(
        re.compile(r"^(?:(?P<next>[次翌明来]年)|本年度|年度|今年|当年|本年)(?:内|底|末)?(?:前|完成)*$"),
        read_year_end,
        None,
    ),
)
