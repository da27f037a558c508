"""Kinds of remarks, whom a text addresses, and what is checked before something is said."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.texts import has_secrecy_mark

LONGEST_REMARK = 2000


class RemarkKind(StrEnum):
    """A comment waits for the units it addresses until they saw it, an instruction until they answered it."""

    COMMENT = "comment"
    INSTRUCTION = "instruction"
    ANSWER = "answer"


def named_in(text: str, names: Mapping[int, str]) -> set[int]:
    """Return the units that ``text`` addresses by an @ before their name (@规划科); of two names the longer one."""
    ids = {name: unit_id for unit_id, name in names.items()}
    if not ids:
        return set()
    longest_first = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True))
    return {ids[found] for found in re.findall(rf"[@＠]\s?({longest_first})", text)}


def check_text(text: str) -> None:
    """Raise RuleBroken for nothing, for more than 2,000 characters, and for a mark of secrecy."""
    if not text.strip():
        raise RuleBroken(N_("Write what you want to say."), field="text")
    if len(text) > LONGEST_REMARK:
        raise RuleBroken(N_("At most %(limit)d characters."), field="text", limit=LONGEST_REMARK)
    if has_secrecy_mark(text):
        raise RuleBroken(
            N_("This text carries a mark of secrecy. Secrets must not be entered here; take them out."), field="text"
        )


def check_addressed(units: Collection[int], known: Collection[int]) -> None:
    """Raise RuleBroken when a unit is addressed that does not know of the task."""
    if not set(units) <= set(known):
        raise RuleBroken(N_("Only units on the task and the office can be asked."), field="units")


def check_may_answer(*, is_addressed: bool, is_answered: bool) -> None:
    """Raise RuleBroken when the unit was not asked, or has answered already."""
    if not is_addressed:
        raise RuleBroken(N_("Your unit was not asked; say what you have to say beside it."))
    if is_answered:
        raise RuleBroken(N_("Your unit has answered this already."))


def check_is_addressed(*, is_addressed: bool) -> None:
    """Raise RuleBroken when somebody marks as seen what is not for their unit."""
    if not is_addressed:
        raise RuleBroken(N_("This is not addressed to your unit."))
