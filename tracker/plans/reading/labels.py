"""Labelled parts of a bracket, a line or a cell: 牵头单位：A；责任单位：B；完成时限：6月底前."""

import re
from dataclasses import dataclass

from tracker.plans.reading.headers import DUTIES, Meaning, meaning_of
from tracker.workdays.folding import fold

_NAME = r"[\u4e00-\u9fff](?:[\u4e00-\u9fff/、]| (?=[\u4e00-\u9fff]{0,3}:)){1,11}(?:\([\u4e00-\u9fff、]{1,6}\))?"
_LABEL = re.compile(rf"(?:^|(?<=[;,。、\s()]))[ \t]*\(?(?P<name>{_NAME})[ \t]*\)?[ \t]*:[ \t]*")
_BOXED = re.compile(r"[【\[](?P<name>[\u4e00-\u9fff]{2,8})[】\]][ \t]*[：:]?[ \t]*")
_BARE_LABEL = re.compile(r"^[\s(]*(?P<name>(?:牵头|责任|主办|承办|配合)(?:单位|部门|科室|处室|股室))(?:为|[ \t]+)")
_SPEAKS_OF = re.compile(r"明确|确定|列出|逐项|按照?|涉及|各|有关|相关|以及|一是|二是|三是")


@dataclass(frozen=True)
class Part:
    """A part of a text: what its label means (None before the first label), and what it says."""

    meaning: Meaning | None
    text: str
    start: int


def split_labels(text: str) -> list[Part]:
    """Cut ``text`` at labels that name a part of an item; text before the first label has no meaning."""
    folded = fold(text)
    marks = sorted([*_LABEL.finditer(folded), *_BOXED.finditer(text)], key=lambda match: match.start())
    found = [(match, meaning_of(match["name"])) for match in marks]
    known = [(match, meaning) for match, meaning in found if meaning and _names_a_part(meaning, match["name"])]
    known = [pair for at, pair in enumerate(known) if not at or pair[0].start() >= known[at - 1][0].end()]
    if not known and (bare := _BARE_LABEL.match(folded)):
        known = [(bare, meaning_of(bare["name"]) or Meaning.UNIT)]
    parts = []
    first = known[0][0].start() if known else len(text)
    if text[:first].strip(" （(【［〔"):
        parts.append(Part(None, _balanced(text[:first]), 0))
    for at, (match, meaning) in enumerate(known):
        end = known[at + 1][0].start() if at + 1 < len(known) else len(text)
        parts.append(Part(meaning, _balanced(text[match.end() : end]), match.start()))
    return parts


def _balanced(text: str) -> str:
    """Strip ``text`` of what parted it from its neighbours, and of a bracket that lost its other half."""
    text = text.strip(" \t\n；;，,。")
    folded = fold(text)
    if folded.count("(") > folded.count(")") and folded[-1:] == "(":
        return text[:-1].rstrip()
    return text[:-1].rstrip() if folded.count(")") > folded.count("(") and folded[-1:] == ")" else text


def _names_a_part(meaning: Meaning, name: str) -> bool:
    """Within running text 工作：… or 内容：… is no label; what names duties, limits and people is."""
    if _SPEAKS_OF.match(name):
        return False
    return meaning in (*DUTIES, Meaning.LIMIT, Meaning.LEADER, Meaning.PERSON, Meaning.TARGET) or (
        meaning in (Meaning.MEASURE, Meaning.TASK, Meaning.REMARK, Meaning.STATUS) and 2 < len(name) < 6
    )


def has_duty_label(text: str) -> bool:
    """Whether ``text`` begins with a label that names who does the work."""
    parts = split_labels(text)
    return bool(parts) and parts[0].meaning in (*DUTIES, Meaning.LIMIT, Meaning.LEADER, Meaning.PERSON)
