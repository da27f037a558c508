"""How an item of a plan becomes a task: its title, its place in the plan, and its target as a number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.tasks.rules import LONGEST_TITLE
from tracker.workdays.folding import fold
from tracker.workdays.phrase_forms import number

LONGEST_HEADING = 100
_SENTENCE_ENDS = "。；;！!？?\n"
_PAUSES = "，,、：:"
_OPENING = "（(〔【[《“「『"
_CLOSING = "）)〕】]》”」』"
_HEADING_NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]+[部章节编条](?:分)?[\s、.．:：]*"
    r"|[（(〔][一二三四五六七八九十百\d]+[)）〕][\s、.．]*"
    r"|[一二三四五六七八九十百]+[\s]*[、.．]\s*"
    r"|\d+(?:[.．]\d+)*\s*[、.．)）](?!\d)\s*|\d+(?:[.．]\d+)+\s+"
    r"|[①-⑳]\s*)"
)
_UNITS = "人次|户次|场次|期|条|篇|次|件|个|场|份|项|部|人|户|宗|幅|起|集|册|批|家|名|张|类|例|版|则"
_DIGITS = "一二两三四五六七八九十"
_NUMBER = rf"(\d{{1,7}}|[{_DIGITS}]{{1,3}})"
_NO_TIME = "(?!月|季|年|周|星期|工作日|小时|百分点)"
_LEAST = re.compile(
    r"(?:不少于|不得少于|不低于|不得低于|不下于|至少|达到|力争|超过|≥|>=)"
    rf"[^\d{_DIGITS}第，,、。；;]{{0,4}}?{_NUMBER}余?({_UNITS}){_NO_TIME}"
)
_BARE = re.compile(rf"(?<![\d第年月.])(\d{{1,7}})({_UNITS}){_NO_TIME}")
_PER_TURN = re.compile(r"每(?:个)?(?:工作日|日|天|周|星期|月|季度|季|半年)[^，,。；;]*$")


@dataclass(frozen=True)
class Target:
    """What is to be reached, counted: 12, 期; None where the target is no number of things."""

    count: int | None = None
    unit: str = ""


def title_of(text: str) -> str:
    """Return the first sentence of an item's text, whole; one over 200 characters ends at its last pause before that.

    What stands in brackets or quotation marks does not end a sentence.
    """
    flat = text.strip().lstrip(_SENTENCE_ENDS + _PAUSES)
    depth = 0
    end = len(flat)
    for place, character in enumerate(flat):
        depth += (character in _OPENING) - (character in _CLOSING and depth > 0)
        if depth == 0 and character in _SENTENCE_ENDS:
            end = place
            break
    title = " ".join(flat[:end].split())
    if len(title) > LONGEST_TITLE:
        pause = max(title.rfind(mark, 1, LONGEST_TITLE) for mark in _PAUSES)
        title = title[: pause if pause > 0 else LONGEST_TITLE]
    return title.rstrip(_PAUSES)


def without_number(heading: str) -> str:
    """Return a heading without the number before it: 一、主动公开 -> 主动公开."""
    return (_HEADING_NUMBER.sub("", heading, count=1).strip() or heading.strip())[:LONGEST_HEADING]


def place_of(heading_path: Sequence[str]) -> tuple[str, str]:
    """Return category and field of an item: its outermost heading and the one below it, without their numbers."""
    names = [without_number(heading) for heading in heading_path if heading.strip()]
    return (names[0] if names else "", names[1] if len(names) > 1 else "")


def read_target(target: str) -> Target:
    """Return the number of things a target asks for in the year: 不少于12期 -> 12, 期.

    A share (100%) and a number for each month or quarter are no number of the year.
    """
    flat = "".join(fold(target).split())
    for pattern in (_LEAST, _BARE):
        for match in pattern.finditer(flat):
            if not _PER_TURN.search(flat, 0, match.start()):
                return Target(number(match[1]), match[2])
    return Target()
