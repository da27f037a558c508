"""States of a finding, verdicts, kinds of rounds, and who may move what."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from tracker.errors import N_, NotAllowed, RuleBroken
from tracker.permissions import Actor, Permission
from tracker.texts import has_secrecy_mark

LONGEST_LIMIT = 120  # working days
MOST_DRAWN = 100


class RoundKind(StrEnum):
    """Who checks and how."""

    SELF = "self"  # 自查
    DAILY = "daily"  # 日常
    SPECIAL = "special"  # 专项
    HALF_YEAR = "half_year"  # 年中
    YEAR_END = "year_end"  # 年底
    SUPERIOR = "superior"  # 上级测评
    THIRD_PARTY = "third_party"  # 第三方评估


class RoundState(StrEnum):
    """open -> closed."""

    OPEN = "open"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What a check found."""

    SATISFIED = "satisfied"  # 符合
    PROBLEM = "problem"  # 有问题
    NOT_APPLICABLE = "not_applicable"  # 不适用
    UNCHECKED = "unchecked"  # 无法检查


class Severity(StrEnum):
    """How grave a finding is."""

    MINOR = "minor"  # 一般
    SERIOUS = "serious"  # 较重
    GRAVE = "grave"  # 严重


class FindingState(StrEnum):
    """Where a finding stands: it closes only after a re-check by somebody other than the rectifier."""

    OPEN = "open"  # 待整改
    RECTIFIED = "rectified"  # 待复核
    RETURNED = "returned"  # 退回整改
    CLOSED = "closed"  # 已销号


class FindingView(StrEnum):
    """The views of the list of findings."""

    UNCLOSED = "unclosed"
    MEND = "mend"
    LATE = "late"
    RECHECK = "recheck"
    CLOSED = "closed"
    ALL = "all"


class StepKind(StrEnum):
    """What was done about a finding after it was found."""

    ANSWERED = "answered"  # 报整改
    RETURNED = "returned"  # 复核退回
    CLOSED = "closed"  # 复核通过，销号
    REOPENED = "reopened"  # 重新立案


class AgeBand(StrEnum):
    """For how many working days a finding has been known."""

    NEW = "new"  # up to 10
    OLDER = "older"  # 11 to 20
    OLD = "old"  # more


S = FindingState
MOVES: dict[FindingState, frozenset[FindingState]] = {
    S.OPEN: frozenset({S.RECTIFIED}),
    S.RECTIFIED: frozenset({S.CLOSED, S.RETURNED}),
    S.RETURNED: frozenset({S.RECTIFIED}),
    S.CLOSED: frozenset({S.OPEN}),
}
UNMENDED = frozenset({S.OPEN, S.RETURNED})
AGE_LIMITS = {AgeBand.NEW: 10, AgeBand.OLDER: 20}  # working days
_STANDS = {
    S.OPEN: N_("The unit has not answered this finding yet."),
    S.RECTIFIED: N_("The unit has answered this finding; it waits for the re-check."),
    S.RETURNED: N_("This finding was returned, and the unit has not answered again yet."),
    S.CLOSED: N_("This finding is closed. Re-open it if the problem is there again."),
}


class Mendable(Protocol):
    """What the rules look at of a finding."""

    @property
    def unit_id(self) -> int:
        """The unit that must mend it."""

    @property
    def state(self) -> FindingState:
        """Where it stands."""

    @property
    def due_on(self) -> date:
        """The last day for the answer."""


class Submitted(Protocol):
    """What the rules look at of a rectification."""

    @property
    def submitter_id(self) -> int | None:
        """The account that submitted it."""

    @property
    def submitted_by(self) -> str:
        """The name of the person."""


def check_move(old: FindingState, new: FindingState) -> None:
    """Raise RuleBroken when a finding may not go from ``old`` to ``new``; the message says where it stands."""
    if new not in MOVES[old]:
        raise RuleBroken(_STANDS[old])


def is_deemed_unmended(finding: Mendable, today: date) -> bool:
    """Whether the finding counts as not mended (视为未整改): its limit has passed and no answer is in."""
    return finding.state in UNMENDED and finding.due_on < today


def may_answer(by: Actor, finding: Mendable) -> bool:
    """Whether ``by`` may report what was done about the finding: only people of its own unit."""
    return by.may(Permission.RECTIFY) and by.unit_id == finding.unit_id


def check_recheck(by: Actor, finding: Mendable, rectification: Submitted) -> None:
    """Raise NotAllowed when ``by`` may not re-check: never the rectifier, never anybody of the finding's own unit.

    A person with two duties has two accounts, so the same name counts as the same person.
    """
    by.must(Permission.RECHECK)
    if by.account_id is None or by.account_id == rectification.submitter_id:
        raise NotAllowed(N_("Whoever reported the rectification cannot re-check it. Ask a colleague to do it."))
    if by.name == rectification.submitted_by:
        message = N_(
            "The rectification was reported by somebody of your name, %(name)s. Ask a colleague to re-check it."
        )
        raise NotAllowed(message, name=by.name)
    if by.unit_id == finding.unit_id:
        message = N_("You belong to the unit that had to rectify. Somebody of another unit must re-check it.")
        raise NotAllowed(message)


def find_recheck_refusal(by: Actor, finding: Mendable, rectifications: Iterable[Submitted]) -> NotAllowed | None:
    """Return why ``by`` may not re-check a finding with these rectifications, or None."""
    try:
        by.must(Permission.RECHECK)
        for rectification in rectifications:
            check_recheck(by, finding, rectification)
    except NotAllowed as refusal:
        return refusal
    return None


def check_round_open(state: RoundState) -> None:
    """Raise RuleBroken when the round takes no more results."""
    if state != RoundState.OPEN:
        raise RuleBroken(N_("This round is closed; nothing can be recorded in it any more."))


def check_period(starts_on: date, ends_on: date) -> None:
    """Raise RuleBroken when a round would end before it begins."""
    if ends_on < starts_on:
        raise RuleBroken(N_("The last day cannot be before the first day."), field="ends_on")


def check_note(verdict: Verdict, note: str) -> None:
    """Raise RuleBroken when a problem is recorded without saying which, or the note carries a mark of secrecy."""
    check_text(note, field="note", is_needed=False)
    if verdict == Verdict.PROBLEM and not note.strip():
        raise RuleBroken(N_("Say what the problem is; the unit has to know what to mend."), field="note")


def check_limit(days: int) -> None:
    """Raise RuleBroken unless the limit of a rectification is 1 to 120 working days."""
    if not 1 <= days <= LONGEST_LIMIT:
        message = N_("Give 1 to %(longest)d working days for the rectification.")
        raise RuleBroken(message, field="days", longest=LONGEST_LIMIT)


def check_count(per_unit: int | None) -> None:
    """Raise RuleBroken when so many tasks of each unit cannot be drawn (None: all are taken)."""
    if per_unit is not None and not 1 <= per_unit <= MOST_DRAWN:
        raise RuleBroken(N_("Give 1 to %(most)d tasks of each unit."), field="per_unit", most=MOST_DRAWN)


def check_text(text: str, *, field: str, is_needed: bool = True) -> None:
    """Raise RuleBroken when a text that somebody else must read is empty, or carries a mark of secrecy."""
    if is_needed and not text.strip():
        raise RuleBroken(N_("Please write a sentence here."), field=field)
    if has_secrecy_mark(text):
        message = N_("This text carries a mark of secrecy. Secrets must not be entered here; take them out.")
        raise RuleBroken(message, field=field)


def draw(ids: Iterable[int], count: int, seed: int) -> list[int]:
    """Return the ``count`` of ``ids`` that the seed draws, in their order.

    Drawn are those with the smallest SHA-256 of "seed:id", so that anybody can repeat the draw without this program.
    """
    by_lot = sorted(ids, key=lambda one: sha256(f"{seed}:{one}".encode()).hexdigest())
    return sorted(by_lot[:count])
