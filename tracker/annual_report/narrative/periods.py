"""Which time a passage speaks of: the report's own year, or another that says nothing about its tables."""

import re
from enum import Enum

_YEAR = r"(?:(?:19|20)\d\d|[一二][〇零九]?[〇零一二三四五六七八九]{2,3})年"
_MARKER = re.compile(
    rf"(?P<year>{_YEAR})度?(?:全年|以来|内)?|"
    r"(?P<whole>1月1日|12月31日|12月底|年底|1[-—~至到]12月)|"
    r"(?P<own>今年以来|今年|本年度?|全年|年内|当年|一年来|报告期内|本报告期)|"
    r"(?P<other>[上下]半年|[一二三四1-4]季度|前[一二三1-3]个?季度|\d{1,2}(?:[-—~至到]\d{1,2})?月|[一二三四五六七八九十]+月|"
    r"上一?年度?|去年|前年|往年|历年|以往|近[一二两三四五几\d]+年|[一二三四五六七八九十\d]+年[来间]|以来|同期|"
    r"十[二三四五六七]五|任期|本届|上届|月均|日均|年均|平均)"
)
# What compares with another time says nothing of it: 同比增长, 较上年增加, 比2023年多.
COMPARISON = re.compile(
    rf"同比|环比|相比|较(?=上|去|前|同|{_YEAR})|比(?=上|去|前|同|{_YEAR})|(?:增长|下降|增加|减少)(?=了?\d)"
)

_DIGITS = {character: str(number) for number, character in enumerate("零一二三四五六七八九")} | {"〇": "0"}


class Period(Enum):
    """What a passage has said of its time so far."""

    UNSAID = "unsaid"
    OWN = "own"
    OTHER = "other"


def read_year(written: str) -> int | None:
    """Return the year of 2024年 or 二〇二四年, None for what is no year."""
    digits = "".join(_DIGITS.get(character, character) for character in written.rstrip("度").rstrip("年"))
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 4 else None


def follow(period: Period, passage: str, year: int) -> Period:
    """Return the time after reading ``passage`` of a report of ``year``: the last marker in it decides."""
    for match in _MARKER.finditer(passage):
        if match["year"]:
            period = Period.OWN if read_year(_year_of(match["year"])) == year else Period.OTHER
        elif match["own"]:
            period = Period.OWN
        elif match["other"]:
            period = Period.OTHER
    return period


def _year_of(marker: str) -> str:
    """Return the year of a marker without what follows it."""
    return marker.partition("年")[0]


def without_period(passage: str) -> str:
    """Return ``passage`` without the words that say of which time it speaks."""
    return re.sub(
        r"^(?:截至|截止|至|到|自|从|在|以来|内|期间|止|、|-|—|~)+|(?:截至|截止|自|从|至|到|止|底)+$",
        "",
        _MARKER.sub("", passage),
    )
