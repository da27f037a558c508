"""What the forms of a day say: the days that a matched pattern names, in the year of the plan."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.workdays.phrase_forms import N, number

NO_SUCH_DAY = "no_such_day"
BEFORE_PERIOD = "before_period"

_LAST_MONTH = 12
_DAY_WITHIN = {"上旬": 10, "初": 10, "中": 15, "上中旬": 20, "中旬": 20}
_WEEKS = "一二三四1234"
_CENTURY = 2000
_SPREADSHEET_START = date(1899, 12, 30)
_SPREADSHEET_DAYS = range(36526, 73051)  # the years 2000 to 2099
_FEASTS = {
    "国庆": (10, 1),
    "十一": (10, 1),
    "五一": (5, 1),
    "劳动": (5, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "五四": (5, 4),
    "六一": (6, 1),
    "三八": (3, 8),
    "教师": (9, 10),
}


@dataclass(frozen=True)
class NamedDay:
    """A day that a form names; ``on`` is None where the year is not known."""

    on: date | None
    is_period: bool = True
    doubt: str = ""


def day_within(part: str | None) -> int | None:
    """Return the last day of a part of a month: 上旬 10, 中旬 20, 第三周 21; None for its end."""
    if part and part.endswith("周") and part[1] in _WEEKS:
        return 7 * (_WEEKS.index(part[1]) % 4 + 1)
    return _DAY_WITHIN.get(part or "")


def _year_of(match: re.Match[str], year: int | None, suffix: str = "") -> int | None:
    groups = match.groupdict()
    if groups.get(f"year{suffix}"):
        said = number(match[f"year{suffix}"])
        return said if said >= _CENTURY else said + _CENTURY
    if groups.get(f"next{suffix}"):
        return year + 1 if year else None
    return year


def _last_of(year: int | None, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if year else None


def _exact(year: int | None, month: int, day: int) -> list[NamedDay]:
    if not (1 <= month <= _LAST_MONTH and 1 <= day <= 31):
        return []
    if not year:
        return [NamedDay(None, is_period=False)]
    last = monthrange(year, month)[1]
    doubt = NO_SUCH_DAY if day > last else ""
    return [NamedDay(date(year, month, min(day, last)), is_period=False, doubt=doubt)]


def _month(year: int | None, month: int, end: str | None, before: str | None) -> list[NamedDay]:
    if not 1 <= month <= _LAST_MONTH:
        return []
    within = day_within(end)
    if within:
        return [NamedDay(date(year, month, within) if year else None)]
    if before and not end:
        return [_before(date(year, month, 1) if year else None)]
    return [NamedDay(_last_of(year, month))]


def _before(first: date | None) -> NamedDay:
    return NamedDay(first - timedelta(days=1) if first else None, doubt=BEFORE_PERIOD)


def read_range(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """3月至11月, 11月至次年2月: the end of the range."""
    first, last = number(match["first"]), number(match["month"])
    of = _year_of(match, year)
    if match["year2"] or match["next2"]:
        of = _year_of(match, year, "2")
    elif last < first and of:
        of += 1
    if match["day"]:
        return _exact(of, last, number(match["day"]))
    return _month(of, last, match["end"] or "底", None)


def read_date(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """6月30日前, 2024/6/30: that day."""
    return _exact(_year_of(match, year), number(match["month"]), number(match["day"]))


def read_months(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """3月、9月底前: the end of each month, or of the part of it that is named."""
    of = _year_of(match, year)
    months = [number(month) for month in re.findall(N, match["months"])]
    return [day for month in months for day in _month(of, month, match["end"], match["before"])]


def read_year_month(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """2024.06: the end of the month."""
    return _month(_year_of(match, year), number(match["month"]), match["end"], match["before"])


def read_quarters(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """二、四季度: the end of each quarter."""
    of = _year_of(match, year)
    quarters = ["一二三四1234".index(quarter) % 4 + 1 for quarter in re.findall("[一二三四1-4]", match["quarters"])]
    if match["before"] and not match["end"]:
        return [_before(date(of, 3 * quarter - 2, 1) if of else None) for quarter in quarters]
    return [NamedDay(_last_of(of, 3 * quarter)) for quarter in quarters]


def read_half(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """上半年: the end of the half-year."""
    of = _year_of(match, year)
    halves = [match["half"], *(["下"] if match["other"] else [])]
    return [NamedDay(_last_of(of, _LAST_MONTH if half == "下" else 6)) for half in halves]


def read_year_end(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """年底前: 31 December."""
    return [NamedDay(_last_of(_year_of(match, year), _LAST_MONTH))]


def read_year(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """到2025年: 31 December; 2025年前 is the one before."""
    of = _year_of(match, year)
    if match["before"] and not match["end"]:
        return [NamedDay(_last_of(of - 1 if of else None, _LAST_MONTH))]
    return [NamedDay(_last_of(of, _LAST_MONTH))]


def read_serial(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """45473: a day as a spreadsheet counts it."""
    serial = int(match["serial"])
    if serial not in _SPREADSHEET_DAYS:
        return []
    return [NamedDay(_SPREADSHEET_START + timedelta(days=serial), is_period=False)]


def read_days_of_months(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """1、4、7、10月8日前: the day in each of the months."""
    of = _year_of(match, year)
    months = [number(month) for month in re.findall(N, match["months"])]
    return [day for month in months for day in _exact(of, month, number(match["day"]))]


def read_points(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """6.15、12.15: days as figures."""
    days = re.findall(r"(\d+)\.(\d+)", match["days"])
    return [named for month, day in days for named in _exact(year, int(month), int(day))]


def read_feast(match: re.Match[str], year: int | None) -> list[NamedDay]:
    """国庆节前: the day before a feast that is on the same day every year."""
    of = _year_of(match, year)
    month, day = _FEASTS[match["feast"]]
    return [NamedDay(date(of, month, day) - timedelta(days=1) if of else None, is_period=False)]
