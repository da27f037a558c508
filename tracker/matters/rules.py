"""States and sources of a supervised matter, and who may move it."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol

from tracker.errors import N_, NotAllowed, RuleBroken
from tracker.permissions import Actor, Permission


class Source(StrEnum):
    """Where a matter comes from."""

    LEADER = "leader"  # 领导批示
    MEETING = "meeting"  # 会议议定
    DOCUMENT = "document"  # 上级文件
    CHECK = "check"  # 检查发现


class MatterState(StrEnum):
    """Where a matter stands: its result is accepted by somebody of another unit, and only then it is closed."""

    ASSIGNED = "assigned"  # 待签收
    SIGNED = "signed"  # 办理中
    ANSWERED = "answered"  # 已反馈，待审核
    RETURNED = "returned"  # 退回重办
    DONE = "done"  # 已办结
    CLOSED = "closed"  # 已销号


class MatterView(StrEnum):
    """The views of the list of matters."""

    OPEN = "open"
    LATE = "late"
    JUDGE = "judge"
    DONE = "done"
    ALL = "all"


S = MatterState
MOVES: dict[MatterState, frozenset[MatterState]] = {
    S.ASSIGNED: frozenset({S.SIGNED}),
    S.SIGNED: frozenset({S.ANSWERED}),
    S.ANSWERED: frozenset({S.DONE, S.RETURNED}),
    S.RETURNED: frozenset({S.ANSWERED}),
    S.DONE: frozenset({S.CLOSED, S.RETURNED}),
    S.CLOSED: frozenset(),
}
IN_WORK = frozenset({S.ASSIGNED, S.SIGNED, S.RETURNED})
_STANDS = {
    S.ASSIGNED: N_("The unit has not signed for this matter yet."),
    S.SIGNED: N_("The unit is at work on this matter and has not reported its result yet."),
    S.ANSWERED: N_("The unit has reported its result; it waits to be looked at."),
    S.RETURNED: N_("This matter was returned, and the unit has not reported again yet."),
    S.DONE: N_("The result of this matter is accepted already."),
    S.CLOSED: N_("This matter is closed."),
}


class Assigned(Protocol):
    """What the rules look at of a matter."""

    @property
    def unit_id(self) -> int:
        """The unit that must do it."""

    @property
    def state(self) -> MatterState:
        """Where it stands."""


class Reported(Protocol):
    """What the rules look at of a report on a matter."""

    @property
    def reporter_id(self) -> int | None:
        """The account that reported it."""

    @property
    def reported_by(self) -> str:
        """The name of the person."""


def check_move(old: MatterState, new: MatterState) -> None:
    """Raise RuleBroken when a matter may not go from ``old`` to ``new``; the message says where it stands."""
    if new not in MOVES[old]:
        raise RuleBroken(_STANDS[old])


def check_due(registered_on: date, due_on: date) -> None:
    """Raise RuleBroken when the limit lies before the day of registering."""
    if due_on < registered_on:
        raise RuleBroken(N_("The limit cannot lie before the day on which the matter is registered."), field="due_on")


def is_unit_of(by: Actor, matter: Assigned) -> bool:
    """Whether ``by`` signs for the matter and reports on it: people of its own unit."""
    return by.may(Permission.RECTIFY) and by.unit_id == matter.unit_id


def is_reporter(by: Actor, reports: Iterable[Reported]) -> bool:
    """Whether ``by`` reported on the matter; a person with two duties has two accounts, so the name counts too."""
    return any(by.account_id == one.reporter_id or by.name == one.reported_by for one in reports)


def check_judge(by: Actor, matter: Assigned, reports: Iterable[Reported]) -> None:
    """Raise NotAllowed when ``by`` may not accept or return a result: never of the own unit, never one's own report."""
    by.must(Permission.RUN_CHECKS)
    if by.unit_id == matter.unit_id:
        raise NotAllowed(N_("You belong to the unit that does this matter. Somebody of another unit must judge it."))
    if by.account_id is None or is_reporter(by, reports):
        message = N_(
            "The result was reported by you, or by somebody of your name, %(name)s. Ask a colleague to judge it."
        )
        raise NotAllowed(message, name=by.name)


def find_judge_refusal(by: Actor, matter: Assigned, reports: Iterable[Reported]) -> NotAllowed | None:
    """Return why ``by`` may not judge a result, or None."""
    try:
        check_judge(by, matter, reports)
    except NotAllowed as refusal:
        return refusal
    return None


def may_close(by: Actor, matter: Assigned, reports: Iterable[Reported]) -> bool:
    """Whether ``by`` may close it (销号): the leadership, or the supervision group when it is not its own."""
    return by.may(Permission.DECIDE) or find_judge_refusal(by, matter, reports) is None
