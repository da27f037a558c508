"""The end of a task's sentence: （责任单位：…；完成时限：…） and 责任单位：… are taken off and kept apart."""

import re
from dataclasses import dataclass, field

from tracker.plans.reading.headers import DUTIES, Meaning
from tracker.plans.reading.labels import split_labels
from tracker.plans.reading.looks import is_limit
from tracker.plans.reading.unit_names import ends_like_unit
from tracker.plans.reading.units import read_duties
from tracker.workdays.folding import fold

_ROLES = re.compile(r"牵头|主办|配合|协办|会办|协助|负责|落实|会同|按.{0,6}职责|分工|参与|参加|承办")
_LABELLED = (*DUTIES, Meaning.LIMIT, Meaning.LEADER, Meaning.PERSON)
_CLOSED = "。；;！!？?”)）.\n \t\u3000:："
_POINTS = " \t\n\u3000。.；;，,"
_STANDING = re.compile("持续|长期|全年|常态|每")
_OF_GOVERNMENT = re.compile("[省市县区州局各].{2}")
_LONGEST = 600


@dataclass
class Ending:
    """A task's text without its ending, and the duty texts and limits the ending holds."""

    text: str
    duties: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)

    def add(self, other: "Ending") -> None:
        """Take over the duties and limits of another line of the same task."""
        self.duties += other.duties
        self.limits += other.limits


def take_ending(text: str) -> Ending:
    """Take the brackets and labelled sentences that name units or limits off the end of ``text``."""
    ending = Ending(text.rstrip())
    for _ in range(4):
        if not (_take_bracket(ending) or _take_sentence(ending)):
            break
    inside = [bracket for _, _, bracket in brackets_of(ending.text) if _names_duties(bracket)]
    ending.duties = [*inside, *ending.duties]
    return ending


def is_ending(line: str) -> bool:
    """Whether the whole ``line`` is such an ending: the unit line under a task."""
    ending = take_ending(line)
    return bool(ending.duties or ending.limits) and not ending.text.strip(_POINTS)


def brackets_of(text: str) -> list[tuple[int, int, str]]:
    """Return the outermost brackets of ``text`` as (start, end, what stands inside)."""
    found, depth, start = [], 0, 0
    for at, character in enumerate(fold(text)):
        if character == "(":
            start = at if depth == 0 else start
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, at + 1, text[start + 1 : at]))
    return found


def _take_bracket(ending: Ending) -> bool:
    text = ending.text.rstrip(_POINTS)
    if fold(text[-1:]) != ")":
        return _take_open_bracket(ending, text)
    last = brackets_of(text)[-1:]
    if not last or last[0][1] != len(text) or len(last[0][2]) > _LONGEST:
        return False
    start, _, inside = last[0]
    before = text[:start].rstrip()
    if _names_duties(inside) or _is_list_of_units(inside, follows_sentence=before[-1:] in _CLOSED):
        ending.duties.insert(0, inside)
    elif is_limit(inside) and (not before or before[-1:] in _CLOSED or _STANDING.match(inside)):
        ending.limits.insert(0, inside)
    else:
        return False
    ending.text = before
    return True


def _take_open_bracket(ending: Ending, text: str) -> bool:
    """A bracket whose second half was forgotten counts when it begins with a label."""
    start = fold(text).rfind("(")
    if start < 0 or ")" in fold(text[start:]) or not _begins_with_label(text[start + 1 :]):
        return False
    ending.duties.insert(0, text[start + 1 :])
    ending.text = text[:start].rstrip()
    return True


def _begins_with_label(text: str) -> bool:
    parts = split_labels(text)
    return bool(parts) and parts[0].meaning in _LABELLED


def _take_sentence(ending: Ending) -> bool:
    """Take …。责任单位：A、B。完成时限：… off, from the first label that follows a whole sentence."""
    for part in split_labels(ending.text):
        before = ending.text[: part.start]
        closed = _CLOSED + "，," if part.meaning in DUTIES else _CLOSED
        if part.meaning in _LABELLED and (not before.strip() or before[-1] in closed or before.rstrip()[-1] in closed):
            ending.duties.insert(0, ending.text[part.start :])
            ending.text = before.rstrip().rstrip("，,")
            return True
    return False


def _names_duties(inside: str) -> bool:
    """Whether a bracket says who does the work: by a label, or by units with a word for their duty."""
    if _begins_with_label(inside):
        return True
    if len(inside) > _LONGEST or not _ROLES.search(fold(inside)):
        return False
    duties = read_duties(inside)
    names = [*duties.lead, *duties.coop]
    return bool(names) and sum(map(ends_like_unit, names)) * 3 >= len(names) * 2


def _is_list_of_units(inside: str, *, follows_sentence: bool) -> bool:
    """Whether a bracket lists units and nothing else; within a sentence their names must show whose they are."""
    duties = read_duties(inside)
    names = duties.lead
    if not names or duties.coop or not all(map(ends_like_unit, names)):
        return False
    return follows_sentence or bool(duties.limits) or all(_OF_GOVERNMENT.match(name) for name in names)
