"""Kinds, channels and states of complaints and opinions, and what may be published about them."""

from datetime import date
from enum import StrEnum
from typing import Protocol

from tracker.errors import N_, RuleBroken
from tracker.permissions import Actor, Permission

SHORTEST_HIDDEN = 2  # a surname alone would forbid half the language


class ComplaintKind(StrEnum):
    """What somebody says."""

    COMPLAINT = "complaint"  # 投诉举报
    OPINION = "opinion"  # 意见
    SUGGESTION = "suggestion"  # 建议


class Channel(StrEnum):
    """How it came in."""

    PHONE = "phone"  # 监督电话
    BOX = "box"  # 意见箱
    MAIL = "mail"  # 电子邮箱
    LETTER = "letter"  # 来信
    VISIT = "visit"  # 来访


class ComplaintState(StrEnum):
    """Where it stands; it is not finished before the person has an answer."""

    REGISTERED = "registered"  # 待交办
    ASSIGNED = "assigned"  # 办理中
    HANDLED = "handled"  # 已办理，待答复
    ANSWERED = "answered"  # 已答复


class StepKind(StrEnum):
    """What was done about it."""

    ASSIGNED = "assigned"
    HANDLED = "handled"
    ANSWERED = "answered"
    PUBLISHED = "published"
    FOUND = "found"  # became a finding


class ComplaintView(StrEnum):
    """The views of the register."""

    OPEN = "open"
    LATE = "late"
    ANSWERED = "answered"
    ALL = "all"


S = ComplaintState
MOVES: dict[ComplaintState, frozenset[ComplaintState]] = {
    S.REGISTERED: frozenset({S.ASSIGNED, S.ANSWERED}),
    S.ASSIGNED: frozenset({S.ASSIGNED, S.HANDLED}),
    S.HANDLED: frozenset({S.ASSIGNED, S.ANSWERED}),
    S.ANSWERED: frozenset(),
}
_STANDS = {
    S.REGISTERED: N_("This has not been given to a unit yet."),
    S.ASSIGNED: N_("The unit is at work on this and has not reported yet."),
    S.HANDLED: N_("The unit has reported; the person waits for an answer."),
    S.ANSWERED: N_("The person has been answered; the matter is finished."),
}


class Given(Protocol):
    """What the rules look at of a complaint."""

    @property
    def unit_id(self) -> int | None:
        """The unit it was given to."""


def check_move(old: ComplaintState, new: ComplaintState) -> None:
    """Raise RuleBroken when it may not go from ``old`` to ``new``; the message says where it stands."""
    if new not in MOVES[old]:
        raise RuleBroken(_STANDS[old])


def check_received(received_on: date, today: date) -> None:
    """Raise RuleBroken for a day that has not come yet."""
    if received_on > today:
        raise RuleBroken(N_("The day on which it came in lies in the future."), field="received_on")


def may_handle(by: Actor, complaint: Given) -> bool:
    """Whether ``by`` reports on it: people of the unit it was given to."""
    return by.may(Permission.RECTIFY) and by.unit_id is not None and by.unit_id == complaint.unit_id


def sees_person(by: Actor) -> bool:
    """Whether ``by`` may know who complained: the supervision group alone, never the unit it is about."""
    return by.may(Permission.RUN_CHECKS)


def check_published(text: str, person: str, contact: str) -> None:
    """Raise RuleBroken when the text to be published names the person or says how to reach them."""
    for hidden in (person.strip(), contact.strip()):
        if len(hidden) >= SHORTEST_HIDDEN and hidden in text:
            message = N_("The text names the person or says how to reach them. Take that out before it is published.")
            raise RuleBroken(message, field="text")
