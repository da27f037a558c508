"""Days in a plan's wording: 6月30日前, 10月底前, 6—9月, 三季度, 上半年, 年底前, 到2025年, 2024/6/30.

In a limit cell every form counts (``firm``): 4月 alone is a limit there. Within a sentence a form counts only when a
word says that it is a limit (前, 底, 于…, …完成), and a year before the plan's is history.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.workdays.phrase_forms import BEFORE, NEXT, STRUCK, YEAR, Day, N, Text, number

NO_SUCH_DAY = "no_such_day"
BEFORE_PERIOD = "before_period"

_LAST_MONTH = 12
_DAY_WITHIN = {"上旬": 10, "初": 10, "中": 15, "中旬": 20}
_SPREADSHEET_START = date(1899, 12, 30)
_SPREADSHEET_DAYS = range(36526, 73051)  # the years 2000 to 2099

_YEAR = rf"(?:(?P<year>{YEAR})年度?|(?P<next>{NEXT})|今年|本年度?|当年|同年|年度)?的?"
_END = rf"(?P<end>底|末|上旬|中旬|下旬|初|中(?![国央心小学共华])|之内|以内|内)?(?P<before>{BEFORE})?"
_TO = r"起?(?:-|至|到)"
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
    read: Callable[[re.Match[str], int | None], list["_Named"]]
    is_limit: Callable[[str, re.Match[str]], bool] | None


@dataclass(frozen=True)
class _Named:
    on: date | None
    is_period: bool = True
    doubt: str = ""


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


def _is_history(day: _Named, year: int | None) -> bool:
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


# --- what a form says ------------------------------------------------------------------------


def _year_of(match: re.Match[str], year: int | None, suffix: str = "") -> int | None:
    groups = match.groupdict()
    if groups.get(f"year{suffix}"):
        return number(match[f"year{suffix}"])
    if groups.get(f"next{suffix}"):
        return year + 1 if year else None
    return year


def _last_of(year: int | None, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if year else None


def _exact(year: int | None, month: int, day: int) -> list[_Named]:
    if not (1 <= month <= _LAST_MONTH and 1 <= day <= 31):
        return []
    if not year:
        return [_Named(None, is_period=False)]
    last = monthrange(year, month)[1]
    doubt = NO_SUCH_DAY if day > last else ""
    return [_Named(date(year, month, min(day, last)), is_period=False, doubt=doubt)]


def _month(year: int | None, month: int, end: str | None, before: str | None) -> list[_Named]:
    if not 1 <= month <= _LAST_MONTH:
        return []
    if end in _DAY_WITHIN:
        return [_Named(date(year, month, _DAY_WITHIN[end]) if year else None)]
    if before and not end:
        return [_before(date(year, month, 1) if year else None)]
    return [_Named(_last_of(year, month))]


def _before(first: date | None) -> _Named:
    return _Named(first - timedelta(days=1) if first else None, doubt=BEFORE_PERIOD)


def _read_range(match: re.Match[str], year: int | None) -> list[_Named]:
    first, last = number(match["first"]), number(match["month"])
    of = _year_of(match, year)
    if match["year2"] or match["next2"]:
        of = _year_of(match, year, "2")
    elif last < first and of:
        of += 1
    if match["day"]:
        return _exact(of, last, number(match["day"]))
    return _month(of, last, match["end"] or "底", None)


def _read_date(match: re.Match[str], year: int | None) -> list[_Named]:
    return _exact(_year_of(match, year), number(match["month"]), number(match["day"]))


def _read_months(match: re.Match[str], year: int | None) -> list[_Named]:
    of = _year_of(match, year)
    months = [number(month) for month in re.findall(N, match["months"])]
    return [day for month in months for day in _month(of, month, match["end"], match["before"])]


def _read_year_month(match: re.Match[str], year: int | None) -> list[_Named]:
    return _month(_year_of(match, year), number(match["month"]), match["end"], match["before"])


def _read_quarters(match: re.Match[str], year: int | None) -> list[_Named]:
    of = _year_of(match, year)
    quarters = ["一二三四1234".index(quarter) % 4 + 1 for quarter in re.findall("[一二三四1-4]", match["quarters"])]
    if match["before"] and not match["end"]:
        return [_before(date(of, 3 * quarter - 2, 1) if of else None) for quarter in quarters]
    return [_Named(_last_of(of, 3 * quarter)) for quarter in quarters]


def _read_half(match: re.Match[str], year: int | None) -> list[_Named]:
    return [_Named(_last_of(_year_of(match, year), _LAST_MONTH if match["half"] == "下" else 6))]


def _read_year_end(match: re.Match[str], year: int | None) -> list[_Named]:
    return [_Named(_last_of(_year_of(match, year), _LAST_MONTH))]


def _read_year(match: re.Match[str], year: int | None) -> list[_Named]:
    of = _year_of(match, year)
    if match["before"] and not match["end"]:
        return [_Named(_last_of(of - 1 if of else None, _LAST_MONTH))]
    return [_Named(_last_of(of, _LAST_MONTH))]


def _read_serial(match: re.Match[str], year: int | None) -> list[_Named]:
    serial = int(match["serial"])
    if serial not in _SPREADSHEET_DAYS:
        return []
    return [_Named(_SPREADSHEET_START + timedelta(days=serial), is_period=False)]


_FORMS = (
    _Form(re.compile(r"^(?P<serial>\d{5})(?:\.\d+)?$"), _read_serial, None),
    _Form(re.compile(r"^(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)$"), _read_date, None),
    _Form(re.compile(rf"^(?P<month>\d{{1,2}})[./](?P<day>\d{{1,2}})[日号]?{BEFORE}?$"), _read_date, None),
    _Form(
        re.compile(
            rf"(?<!\d){_YEAR}(?P<first>{N})(?:月份?)?(?:{N}[日号])?{_TO}"
            rf"(?:(?P<year2>{YEAR})年|(?P<next2>{NEXT}))?(?P<month>{N})月份?(?:(?P<day>{N})[日号])?{_END}"
        ),
        _read_range,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(rf"(?<!\d){_YEAR}(?P<month>{N})月{N}[日号]?{_TO}(?P<day>{N})[日号](?P<before>{BEFORE})?"),
        _read_date,
        _is_marked,
    ),
    _Form(
        re.compile(
            rf"(?:20\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}日?{_TO})?"
            rf"(?P<year>20\d\d)([-./])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)[日号]?(?P<before>{BEFORE})?"
        ),
        _read_date,
        _is_marked,
    ),
    _Form(
        re.compile(rf"(?<!\d){_YEAR}(?P<month>{N})月(?P<day>{N})(?:[日号](?P<before>{BEFORE})?|(?P<bare>{BEFORE}))"),
        _read_date,
        _is_marked,
    ),
    _Form(
        re.compile(rf"(?P<year>20\d\d)[-./](?P<month>\d{{1,2}})(?![\d-])月?(?P<end>底|末)?(?P<before>{BEFORE})?"),
        _read_year_month,
        None,
    ),
    _Form(
        re.compile(rf"(?<!\d){_YEAR}(?P<months>(?:{N}(?:月份?)?[、,和及])*{N})月份?{_END}"),
        _read_months,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(
            rf"(?<![前每上下]){_YEAR}(?:{_QUARTER}(?:季度)?(?:-|至|到))?"
            rf"(?P<quarters>(?:{_QUARTER}(?:季度)?[、,和及])*{_QUARTER})季度(?P<end>末|底|之内|以内|内)?(?P<before>{BEFORE})?"
        ),
        _read_quarters,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(rf"{_YEAR}(?:(?P<half>[上下])半年|年中)(?P<end>末|底|之内|以内|内)?(?P<before>{BEFORE})?"),
        _read_half,
        _is_marked_or_end,
    ),
    _Form(
        re.compile(
            rf"(?:(?:(?P<year>{YEAR})年|(?P<next>[次翌明来]年?)|{_NOT_COUNTED}(?:[今本当]年?)?)年|本年度)"
            rf"(?P<end>底|末|终|内)(?P<before>{BEFORE})?"
        ),
        _read_year_end,
        _is_year_end_limit,
    ),
    _Form(
        re.compile(rf"(?P<year>{YEAR})年度?(?!全年|起|以来)(?P<end>底|末|之内|以内|内)?(?P<before>{BEFORE})?"),
        _read_year,
        _is_year_limit,
    ),
    _Form(
        re.compile(r"^(?:(?P<next>[次翌明来]年)|本年度|年度|今年|当年|本年)(?:内|底|末)?(?:前|完成)*$"),
        _read_year_end,
        None,
    ),
)
