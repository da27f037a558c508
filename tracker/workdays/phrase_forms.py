"""The printed forms of a time limit: days, rhythms, counts from an event, standing work.

Patterns work on folded text without blanks. A form that was read is struck out, so that the day inside 每月5日前 or
信息形成之日起20个工作日内 is not read a second time as a day of its own. The order of reading is therefore part of the rule.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from tracker.workdays.folding import fold
from tracker.workdays.limits import DayUnit, Frequency

N = r"(?:\d{1,2}|元|[一二三四五六七八九十]{1,3})"
YEAR = r"(?:20\d\d|二[〇一二三四五六七八九]{3}|(?<![\d近])2\d(?=年(?:\d{1,2}月|[底末])))"
NEXT = r"(?:次年度?|翌年|明年|来年|下一?年度?)"
BEFORE = r"(?:之前|以前|前(?!后)|止|截止)"
STRUCK = "\x00"

_DIGITS = {"〇": 0, "元": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def number(text: str) -> int:
    """Return the value of ``text``: 12, 十二, 二十, 元 (月) or, digit by digit, 二〇二四."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[character]) for character in text))


@dataclass(frozen=True)
class Day:
    """A last day as printed; ``on`` is None where the year is not known, ``is_period`` where a period ends on it."""

    on: date | None
    phrase: str
    is_period: bool
    doubt: str = ""


@dataclass(frozen=True)
class Turn:
    """A rhythm as printed, with the day or months it is fixed to and the least number a period asks for.

    ``is_rough``: its day is counted in working days after the period, which no day of the month says.
    """

    frequency: Frequency
    phrase: str
    day: int | None = None
    months: tuple[int, ...] = ()
    count: int | None = None
    is_rough: bool = False


@dataclass(frozen=True)
class Span:
    """A length of time as printed: after ``event``, or, for a gap, between two updates."""

    length: int
    unit: DayUnit
    phrase: str
    event: str = ""


@dataclass
class Text:
    """A text in reading: folded, without blanks, with what was already read struck out."""

    printed: str
    flat: str = field(init=False)
    places: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.flat, self.places = _squeezed(self.printed)

    def strike(self, match: re.Match[str]) -> str:
        """Strike out what ``match`` found and return it as printed."""
        start, end = match.span()
        self.flat = self.flat[:start] + STRUCK * (end - start) + self.flat[end:]
        return self.between(start, end)

    def between(self, start: int, end: int) -> str:
        """Return the printed text between two places of the flat one."""
        return self.printed[self.places[start] : self.places[end - 1] + 1] if start < end else ""


_CLOCK = re.compile(r"[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?")
_POINT = re.compile(r"(?:^|(?<=[\n;。]))\s*(\d{1,2})[、.](?!\d)")


def _squeezed(printed: str) -> tuple[str, list[int]]:
    folded = fold(printed)
    folded = _CLOCK.sub(_blank, folded)
    if [point[1] for point in _POINT.finditer(folded)][:2] == ["1", "2"]:
        folded = _POINT.sub(_blank, folded)  # the numbers of a list: 1、3月底前；2、6月底前
    places = [at for at, character in enumerate(folded) if not character.isspace()]
    return "".join(folded[at] for at in places), places


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
