"""What may stand on the paper of a summary above and below its text."""

import re
from dataclasses import dataclass, replace
from datetime import date

from tracker.errors import N_, RuleBroken

_NUMBER = re.compile(
    r"(?P<code>[^\s〔〕\[\]（）()【】]{1,30})[〔\[（(【](?P<year>\d{4})[〕\]）)】](?:第)?0*(?P<number>[1-9]\d{0,5})号?"
)


@dataclass(frozen=True)
class Paper:
    """How a summary is printed: with or without red head and seal, with which lines below, and what is added."""

    has_red_head: bool = False
    mark: str = ""
    number: str = ""
    signers: str = ""
    has_seal: bool = False
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    has_tasks: bool = False
    has_annex: bool = False
    is_archival: bool = False
    is_dated_in_chinese: bool = False


def checked(paper: Paper) -> Paper:
    """Return what was typed in the form of the standard; raise RuleBroken where it cannot be printed so."""
    if paper.copies_to and not paper.printed_by:
        message = N_("Copies are named above the agency that printed the document; enter that, too.")
        raise RuleBroken(message, field="printed_by")
    return replace(paper, number=number_of(paper.number), signers="、".join(names_of(paper.signers)))


def number_of(typed: str) -> str:
    """Return a document number (发文字号) as it is printed: 清档〔2026〕3号, without 第 and zeros; may be empty."""
    text = "".join(typed.split())
    if not text:
        return ""
    match = _NUMBER.fullmatch(text)
    if not match:
        message = N_("“%(number)s” is no document number. Write it like 清档〔2026〕3号.")
        raise RuleBroken(message, field="number", number=typed[:40])
    return f"{match['code']}〔{match['year']}〕{match['number']}号"


def names_of(typed: str) -> list[str]:
    """Return typed names one by one."""
    return [name for name in re.split(r"[、，,;；\s]+", typed) if name]
