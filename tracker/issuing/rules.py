"""The chain 拟稿→核稿→会签→签发: which step is next, whose it is, and what a signature holds for."""

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.errors import N_, NotAllowed, RuleBroken
from tracker.permissions import Actor, Permission

LONGEST_OPINION = 500


class Step(StrEnum):
    """A step of the chain, in its order."""

    DRAFT = "draft"  # 拟稿: the office sends the text on its way
    CHECK = "check"  # 核稿
    COSIGN = "cosign"  # 会签
    ISSUE = "issue"  # 签发


class Outcome(StrEnum):
    """How a step ended."""

    SIGNED = "signed"
    RETURNED = "returned"


@dataclass(frozen=True)
class Signature:
    """What somebody said at a step about the text that has the hash ``content``."""

    step: Step
    outcome: Outcome
    content: str
    name: str
    unit_id: int | None
    at: datetime


@dataclass(frozen=True)
class Standing:
    """Where a document stands: the signatures that hold, the step that is next (None: issued), and who is waited for.

    ``lapsed`` are signatures under a text that has changed since; ``is_returned`` means it was sent back.
    """

    valid: tuple[Signature, ...]
    lapsed: tuple[Signature, ...]
    next: Step | None
    waiting_units: tuple[int, ...] = ()
    is_returned: bool = False

    @property
    def sender(self) -> str:
        """Who sent it on its way, as far as that holds."""
        return next((one.name for one in self.valid if one.step is Step.DRAFT), "")

    @property
    def is_under_way(self) -> bool:
        """Whether it was sent and is not issued yet."""
        return self.next is not None and self.next is not Step.DRAFT


def standing(signatures: Sequence[Signature], content: str, cosigners: Collection[int]) -> Standing:
    """Return where a document with the text ``content`` stands; ``signatures`` come oldest first.

    A signature holds for the very text it was given to: as soon as a word or a number changes, it has lapsed.
    """
    turned = [at for at, one in enumerate(signatures) if one.outcome is Outcome.RETURNED]
    since = signatures[turned[-1] + 1 :] if turned else signatures
    valid = tuple(one for one in since if one.content == content)
    lapsed = tuple(one for one in since if one.content != content)
    steps = {one.step for one in valid}
    signed = {one.unit_id for one in valid if one.step is Step.COSIGN}
    waiting = tuple(unit for unit in sorted(cosigners) if unit not in signed)
    return Standing(valid, () if valid else lapsed, _next(steps, waiting), waiting, bool(turned) and not since)


def _next(steps: Collection[Step], waiting: Sequence[int]) -> Step | None:
    for step in (Step.DRAFT, Step.CHECK):
        if step not in steps:
            return step
    if Step.ISSUE in steps:
        return None
    return Step.COSIGN if waiting else Step.ISSUE


def may_take(step: Step, where: Standing, by: Actor) -> bool:
    """Whether the step is next and it is for ``by`` to take it.

    The office sends; somebody else of the office, or the leadership, checks; the units that were asked co-sign; the
    leadership issues. A person with two accounts is one person: the same name counts as the same person.
    """
    if step is not where.next:
        return False
    if step is Step.DRAFT:
        return by.may(Permission.WRITE_SUMMARY)
    if step is Step.CHECK:
        return by.name != where.sender and (by.may(Permission.WRITE_SUMMARY) or by.may(Permission.DECIDE))
    if step is Step.COSIGN:
        return by.may(Permission.VIEW_WORK) and by.unit_id in where.waiting_units
    return by.may(Permission.DECIDE) and by.name != where.sender


def may_send_back(where: Standing, by: Actor) -> bool:
    """Whether ``by`` may send a document back that is under way: who may take its next step, office and leadership."""
    if not where.is_under_way:
        return False
    is_theirs = by.may(Permission.WRITE_SUMMARY) or by.may(Permission.DECIDE)
    return is_theirs or by.unit_id in where.waiting_units


def check_step(step: Step, where: Standing, by: Actor) -> None:
    """Raise RuleBroken when the step is not next, NotAllowed when it is not for ``by``."""
    if step is not where.next:
        raise RuleBroken(N_("This step is not next any more. Look at where the document stands and try again."))
    if not may_take(step, where, by):
        if step in (Step.CHECK, Step.ISSUE) and by.name == where.sender:
            raise NotAllowed(N_("Whoever sent a document on its way neither checks nor issues it."))
        raise NotAllowed(N_("This step is for somebody else to take."))


def check_seen(seen: str, content: str) -> None:
    """Raise RuleBroken when the text that was read is not the text that would be signed."""
    if seen != content:
        raise RuleBroken(N_("The text has changed since you opened this page. Read it again before you sign."))


def check_words(text: str, *, field: str, is_needed: bool) -> None:
    """Raise RuleBroken for a reason that is missing, or for words that are too many."""
    if is_needed and not text.strip():
        raise RuleBroken(N_("Write the reason; it stays with the document."), field=field)
    if len(text) > LONGEST_OPINION:
        raise RuleBroken(N_("At most %(most)d characters."), field=field, most=LONGEST_OPINION)


def check_gate(open_obstacles: int) -> None:
    """Raise RuleBroken while the gate is not clear."""
    if open_obstacles:
        raise RuleBroken(
            N_("%(count)d points at the gate are open. Mend each, or waive it with a reason, then send it."),
            count=open_obstacles,
        )


def fingerprint(*facts: object) -> str:
    """Return what tells an obstacle from every other: change one of its facts, and it is another one."""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, default=str).encode()).hexdigest()


_NUMBER = re.compile(r"(?P<series>.{1,30})〔(?P<year>\d{4})〕(?P<number>\d{1,6})号")


def read_number(code: str) -> tuple[str, int, int] | None:
    """Return series, year and number of a printed number (清档发〔2026〕3号), or None for anything else."""
    match = _NUMBER.fullmatch(code)
    return (match["series"], int(match["year"]), int(match["number"])) if match else None


def check_free(code: str, *, is_taken: bool) -> None:
    """Raise RuleBroken for a number that stands on another paper."""
    if is_taken:
        raise RuleBroken(N_("The number %(code)s stands on another issued paper. Choose another one."), code=code)


def number_as_printed(series: str, year: int, number: int) -> str:
    """Return a number as printed (发文字号): 清档发〔2026〕3号."""
    return f"{series}〔{year}〕{number}号"
