"""Numbers typed by hand that the registers do not bear out: “收到申请12件” where there are 13.

Better to miss one than to hold a right one against the registers: the words before the number, or after it, must be
those of one figure, in its unit word, about the whole year and the whole agency.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from tracker.figures.rules import TOKEN, Figure
from tracker.quantities import CleanText, Quantity, clean, find_quantities
from tracker.summary.spoken import COMMON, NONE, Spoken, spoken_of

UNITS = "(?:人次|场次|万元|[条期件次场份篇个名项册分人元起台宗处位])"
_CLAUSES = re.compile(r"[^，。；;、：:！？\n]+")
# what speaks of another time, of a part, or compares
_OTHER = re.compile(
    r"上年|去年|前年|往年|历年|次年|明年|下年|下一?步|[上下]半年|季度|同比|环比|比|较|其中|平均|每|分别|占|任期|"
    r"\d{1,2}月|\d{4}年(?!度?(?:全年|工作))|[一二三四五六七八九十]+月"
)
_PARTS = re.compile(r"其中[^。\n]*")
_JOINTS = re.compile(r"(?:共计|总计|合计|累计|达到|[共计达为了有到数量约近超逾均已各类]|全年|本年度?|当年|今年)+$")
_SHARE = re.compile(r"(?P<digits>\d{1,3}(?:\.\d{1,4})?)%")
_SUFFIX = re.compile(r"(?:次数|件数|期数|份数|篇数|人次|数)$")
# what makes a number one of a part, of others, or of what is only wished for, when it stands before the wording
_LIMITED = re.compile(
    r"参加|参与|接受|配合|协助|协办|指导|帮助|上级|省[局厅里级]|市[局里级]|县里|新增|取消|延期|重点|牵头|共性|重复|撤[回销]|部分|"
    r"个别|另有|还有|责令|原有|修订|完善|废止|补充|拟|计划|将|力争|预计|目标|至少|不少于|不属于|领导小组(?!现有|共有)|办公会|方面"
)
_PARTIAL = re.compile(r"方面|领域|部分|板块|类|科|处室|股|申请|问题")
_NEUTRAL = re.compile(
    r"(?:\d{4}年|本年度?|今年(?:以来)?|全年|年度|全[局委县市区镇州省]|[我本][局委县市区镇州省]|共|累计|总共|先后|已经?|截至目前|目前|"
    r"政务公开|工作要点|要点|\d{1,6}项)*"
)


@dataclass(frozen=True)
class Contradiction:
    """A number at ``start`` to ``end`` of a text: what is written there, and the figure that says otherwise."""

    start: int
    end: int
    written: str
    clause: str
    figure: Figure
    words: str = ""  # what has to stand before the figure in the place of what is written

    @property
    def mended(self) -> str:
        """What puts it right."""
        return f"{self.words}{{{self.figure.name}}}"


def find_contradictions(
    text: str, figures: Mapping[str, Figure], units: Collection[str] = ()
) -> Iterator[Contradiction]:
    """Yield the numbers of ``text`` that contradict a figure; a clause that names one of the ``units`` is of a part."""
    tokenless = TOKEN.sub(lambda match: "\ue000" * len(match[0]), text)
    cleaned = clean(tokenless)
    parts = [match.span() for match in _PARTS.finditer(cleaned.text)]
    for match in _CLAUSES.finditer(cleaned.text):
        clause = match[0]
        is_part = any(start <= match.start() < end for start, end in parts) or any(unit in clause for unit in units)
        if not is_part and not _OTHER.search(clause):
            sentence = _sentence_around(cleaned.text, match.start(), match.end())
            yield from _in_clause(text, cleaned, _Clause(clause, match.start(), sentence), figures)


@dataclass(frozen=True)
class _Clause:
    text: str
    at: int
    sentence: str

    def is_whole(self, before: str, *, is_common: bool) -> bool:
        """Whether a number behind ``before`` and a wording speaks of the whole year and the whole agency."""
        if is_common:
            return _NEUTRAL.fullmatch(before) is not None and not _PARTIAL.search(self.sentence)
        return not _LIMITED.search(before)


def _sentence_around(text: str, start: int, end: int) -> str:
    first = max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1
    ends = [at for at in (text.find(mark, end) for mark in "。！？\n") if at >= 0]
    return text[first : min(ends, default=len(text))]


def _in_clause(
    text: str, cleaned: CleanText, clause: _Clause, figures: Mapping[str, Figure]
) -> Iterator[Contradiction]:
    for quantity in find_quantities(clause.text, UNITS):
        before, after = _JOINTS.sub("", clause.text[: quantity.start]), clause.text[quantity.end :]
        meant = _meant(clause, before, after, quantity.unit, figures)
        if meant and not any(_bears_out(quantity, one) for one in meant):
            yield _found(text, cleaned, clause, quantity.start, quantity.end, meant[0])
    for share in _SHARE.finditer(clause.text):
        meant = _meant(clause, _JOINTS.sub("", clause.text[: share.start()]), "", "%", figures)
        if meant and not any(_is_rounded(share["digits"], one) for one in meant):
            yield _found(text, cleaned, clause, share.start(), share.end(), meant[0])
    for name, wording, words in NONE:
        said, figure = wording.search(clause.text), figures.get(name)
        if said and figure and figure.value > 0 and _NEUTRAL.fullmatch(clause.text[: said.start()]):
            yield replace(_found(text, cleaned, clause, said.start(), said.end(), figure), words=words)


def _found(
    text: str, cleaned: CleanText, clause: _Clause, start: int, end: int, figure: Figure
) -> Contradiction:  # fmt: skip
    first, last = cleaned.origin[clause.at + start], cleaned.origin[clause.at + end - 1] + 1
    return Contradiction(first, last, text[first:last], clause.text.replace("\ue000", ""), figure)


def _meant(clause: _Clause, before: str, after: str, unit: str, figures: Mapping[str, Figure]) -> list[Figure]:
    """Return the figures that a number in ``unit`` may be, the one with the longest wording first."""
    found = list(spoken_of(before, after, unit, figures))
    keys = _keys(figures, unit)
    found += [Spoken(one, before.removesuffix(key), is_common=False) for key, one in keys if before.endswith(key)]
    whole = [one for one in found if clause.is_whole(one.prefix, is_common=one.is_common)]
    meant = [one.figure for one in sorted(whole, key=lambda one: len(one.prefix))]
    if unit == "%" and meant:  # 办结率 is that of the tasks, or of the requests
        meant += [one for name, one in figures.items() if name.endswith(meant[0].name)]
    return meant


def _keys(figures: Mapping[str, Figure], unit: str) -> Iterator[tuple[str, Figure]]:
    """Give the words by which figures in ``unit`` are called, if they say enough by themselves."""
    for name, one in figures.items():
        is_share = isinstance(one.value, Fraction)
        key = name if is_share else _bare(name)
        if len(key) >= 3 and name not in COMMON and unit == ("%" if is_share else one.unit):
            yield key, one


@lru_cache(4096)
def _bare(name: str) -> str:
    """Return the name of a figure without its last word of counting; asked for every figure at every number."""
    return _SUFFIX.sub("", name)


def _bears_out(quantity: Quantity, figure: Figure) -> bool:
    return isinstance(figure.value, Fraction) or figure.is_least or quantity.agrees_with(figure.value)


def _is_rounded(digits: str, figure: Figure) -> bool:
    """Whether a percentage is the share, rounded half up or cut at as many decimals as are written."""
    if not isinstance(figure.value, Fraction):
        return True
    ten = 10 ** len(digits.partition(".")[2])
    exact = figure.value * 100 * ten
    return Decimal(digits) * ten in (int(exact + Fraction(1, 2)), int(exact))
