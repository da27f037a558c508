"""The numbers that head a line (第一章, 一、, （一）, 1., （1）, ①) and the level each kind stands for."""

import re
from dataclasses import dataclass
from enum import IntEnum

from tracker.workdays.folding import fold
from tracker.workdays.phrase_forms import number as value_of

_HAN = "一二三四五六七八九十百〇"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"


class Kind(IntEnum):
    """The kinds of number from the outermost to the innermost."""

    PART = 1  # 第一部分
    CHAPTER = 2  # 第一章
    SECTION = 3  # 第一节
    HAN = 4  # 一、
    STAGE = 5  # 第一阶段
    BRACKETED_HAN = 6  # （一）
    ARTICLE = 7  # 第一条
    ARABIC = 8  # 1.
    DECIMAL = 9  # 1.1
    BRACKETED = 10  # （1）
    HALF_BRACKETED = 11  # 1）
    CIRCLED = 12  # ①
    LETTER = 13  # A.


CHAPTERS = (Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.HAN, Kind.BRACKETED_HAN, Kind.STAGE)


@dataclass(frozen=True)
class Marker:
    """A number at the head of a line: ``number`` without its point, ``value`` as counted, ``length`` as printed."""

    kind: Kind
    number: str
    value: int
    length: int


_FORMS = (
    (Kind.PART, re.compile(rf"(第[{_HAN}\d]{{1,3}}部分)[、.:，, ]*")),
    (Kind.CHAPTER, re.compile(rf"(第[{_HAN}\d]{{1,3}}[章篇])[、.:, ]*")),
    (Kind.SECTION, re.compile(rf"(第[{_HAN}\d]{{1,3}}节)[、.:, ]*")),
    (Kind.STAGE, re.compile(rf"(第[{_HAN}\d]{{1,3}}(?:阶段|步))[、.:, ]*")),
    (Kind.STAGE, re.compile(rf"((?:重点)?(?:任务|事项|专题|行动|举措)[{_HAN}\d]{{1,3}})[:、.]")),
    (Kind.ARTICLE, re.compile(rf"(第[{_HAN}\d]{{1,4}}条)[、.:, ]*")),
    (Kind.HAN, re.compile(rf"([{_HAN}]{{1,4}})[ ]?[、.](?![{_HAN}]{{1,3}}(?:、|季度|[类级]))")),
    (Kind.BRACKETED_HAN, re.compile(rf"(\([ ]?[{_HAN}]{{1,4}}[ ]?\)|[{_BRACKETED_HAN}])[、.]?")),
    (Kind.DECIMAL, re.compile(r"(\d{1,2}(?:[.-]\d{1,2}){1,3})(?![\d年月日号/.-])[、.]?")),
    (
        Kind.ARABIC,
        re.compile(rf"(\d{{1,3}})[ ]?[、.](?!\d{{1,3}}(?![\d年月])|%)|(\d{{1,3}}),(?=[\u4e00-\u9fff])|([{_DOTTED}])"),
    ),
    (Kind.BRACKETED, re.compile(rf"(\([ ]?\d{{1,3}}[ ]?\)|[{_BRACKETED}])[、.]?")),
    (Kind.HALF_BRACKETED, re.compile(r"(\d{1,3})\)[、.]?")),
    (Kind.CIRCLED, re.compile(rf"([{_CIRCLED}])[、.]?")),
    (Kind.LETTER, re.compile(rf"([A-Za-z])[、.)](?![A-Za-z\d.])|([{_ROMAN}])[、.]?")),
)
_SERIES = (_CIRCLED, _BRACKETED_HAN, _BRACKETED, _DOTTED, _ROMAN)


def find_marker(text: str) -> Marker | None:
    """Return the number ``text`` begins with, or None; blanks before it are passed over."""
    indent = len(text) - len(text.lstrip())
    folded = fold(text[indent : indent + 24])
    for kind, form in _FORMS:
        match = form.match(folded)
        if match:
            found = next(group for group in match.groups() if group)
            printed = text[indent : indent + len(found)]
            return Marker(kind, printed, _value(found), indent + match.end())
    return None


def marker_of_label(label: str) -> Marker | None:
    """Return the number an automatic label shows; a label without a point (1 or 一) counts too."""
    found = find_marker(label) or find_marker(label.strip() + ("、" if label.strip()[-1:].isalnum() else ""))
    return Marker(found.kind, found.number, found.value, len(label)) if found else None


def _value(printed: str) -> int:
    for series in _SERIES:
        if printed in series:
            return series.index(printed) + 1
    digits = re.findall(r"\d+", printed)
    if digits:
        return int(digits[-1])
    han = re.sub(rf"[^{_HAN}]", "", printed)
    if not han:
        return ord(printed.upper()[0]) - ord("A") + 1
    hundreds, _, rest = han.rpartition("百")
    return (value_of(hundreds or "一") * 100 if "百" in han else 0) + (
        value_of(rest.strip("〇")) if rest.strip("〇") else 0
    )
