"""The year a plan is for, as its titles, its number or its dates say it."""

import re
from collections import Counter
from collections.abc import Iterable

from tracker.plans.reading.characters import tight

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|版|-\d|\D{0,12}(?:要点|清单|任务|计划|方案|分解)|$)")
_NEXT_YEAR = re.compile(r"总结.*?(?<!\d)(20\d\d)年?度?\D{0,6}(?:计划|要点|打算|安排|思路)")  # 2025年…总结和2026年…计划
_HAN_YEAR = re.compile(r"二〇([〇一二三])([〇一二三四五六七八九])年")
_SPAN = re.compile(r"20\d\d年?[\-至到]20\d\d年?")
_DOCUMENT_NUMBER = re.compile(r"\((20\d\d)\)(?:第?\d+号)")
_DATE = re.compile(r"(20\d\d)[年.\-/]\d{1,2}[月.\-/]\d{1,2}")
_LIMIT = re.compile(r"(20\d\d)年(?:\d{1,2}月|底|上半年|下半年|第?[一二三四]季度)")
_DIGITS = "〇一二三四五六七八九"


def year_in_title(text: str) -> int | None:
    """Return the first year a title names (2024年…要点); a span of years (2021—2025年) is none."""
    folded = _SPAN.sub("", tight(text))
    han = _HAN_YEAR.search(folded)
    if han:
        return 2000 + 10 * _DIGITS.index(han[1]) + _DIGITS.index(han[2])
    found = _NEXT_YEAR.search(folded) or _YEAR.search(folded)
    return int(found[1]) if found else None


def find_year(titles: Iterable[str], openings: Iterable[str], limits: Iterable[str]) -> int | None:
    """Return the plan's year: from its titles, else its opening words, number or date, else its own limits."""
    for title in titles:
        if year := year_in_title(title):
            return year
    opening = [tight(line) for line in openings]
    for pattern in (_DOCUMENT_NUMBER, re.compile(r"(?<!\d)(20\d\d)(?=年(?!\d|以来|起))"), _DATE):
        for line in opening:
            if found := pattern.search(_SPAN.sub("", line)):
                return int(found[1])
    named = Counter(int(found) for text in limits for found in _LIMIT.findall(tight(text)))
    return min(named, key=lambda year: (-named[year], year)) if named else None
