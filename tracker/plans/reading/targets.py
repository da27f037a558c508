"""The quantity a task asks for, as printed: 不少于12期, 至少解读1次, 达到100%, 不低于4%."""

import re

from tracker.workdays.folding import fold

_FIGURE = r"\d+(?:\.\d+)?"
_HAN = r"[一二两三四五六七八九十百]{1,4}"
_UNIT = r"(?:%|个?百分点|万?(?:次|期|场|条|篇|件|个|批|人次|人|份|例|项|部|集|家|轮|套|字|天|小时|户|处|辆|本|册|张|幅|项次|分))"
_LEAST = r"(?:不少于|不低于|不得少于|不得低于|不少|至少|不超过|不高于|不多于|达到|达|高于|超过|控制在|保持在)"
_QUANTITY = re.compile(
    rf"{_LEAST}[^,。;、\d]{{0,6}}?(?:{_FIGURE}{_UNIT}?|{_HAN}{_UNIT})(?![\d.]|个?工作日|个?月|日)(?:以上|以内)?"
)
_PERCENT = re.compile(r"\d+(?:\.\d+)?%(?:以上)?")
_ROUND = re.compile(rf"\d+(?:\.\d+)?{_UNIT}以上")
_BLANK = re.compile(rf"{_LEAST}[\s_＿]*(?:%|次|期|场|条|篇|件)")


def find_target(text: str) -> str:
    """Return the first quantity ``text`` asks for, nothing when it asks for none."""
    folded = fold(text)
    for pattern in (_QUANTITY, _ROUND, _PERCENT):
        match = pattern.search(folded)
        if match:
            return text[match.start() : match.end()].strip()
    return ""


def lacks_figure(text: str) -> bool:
    """Whether a quantity stands without its figure (达到　%, 不少于__次)."""
    return bool(_BLANK.search(fold(text)))
