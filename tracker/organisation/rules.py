"""Kinds of units, posts and groups, when a dated thing is in force, and what a change of holder may look like."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from tracker.errors import N_, RuleBroken


class UnitKind(StrEnum):
    """What a unit is."""

    OFFICE = "office"  # 办公室, which runs the plan
    SECTION = "section"  # 处室 / 科室 / 股室
    AFFILIATED = "affiliated"  # 下属单位 / 直属单位 / 站所
    OUTSIDE = "outside"  # another agency named by the plan


class Post(StrEnum):
    """A post in a unit."""

    HEAD = "head"  # 主要负责人, 第一责任人
    OFFICER = "officer"  # 信息员


class Group(StrEnum):
    """A group with named members."""

    LEADING = "leading"  # 政务公开领导小组
    LEADING_OFFICE = "leading_office"  # 领导小组办公室
    SUPERVISION = "supervision"  # 监督小组


class Seat(StrEnum):
    """A seat in a group."""

    CHAIR = "chair"  # 组长 / 主任
    DEPUTY = "deputy"  # 副组长 / 副主任
    MEMBER = "member"  # 成员
    OUTSIDE = "outside"  # 特邀监督员


OWN_KINDS = (UnitKind.OFFICE, UnitKind.SECTION, UnitKind.AFFILIATED)
KIND_ORDER = (*OWN_KINDS, UnitKind.OUTSIDE)
SEAT_ORDER = (Seat.CHAIR, Seat.DEPUTY, Seat.MEMBER, Seat.OUTSIDE)
NOT_OURS = "政府督查"  # reserved for governments; a department calls its own checks something else
USUAL_WORD = "督办"
ONE_DAY = timedelta(days=1)
LONGEST_NAME = 100  # characters in a name of a unit


def is_in_force(from_on: date | None, to_on: date | None, day: date) -> bool:
    """Whether something dated ``from_on`` to ``to_on`` (both inclusive, None is open) holds on ``day``."""
    return (from_on is None or from_on <= day) and (to_on is None or day <= to_on)


def check_dates(from_on: date | None, to_on: date | None) -> None:
    """Raise RuleBroken when the end lies before the beginning."""
    if from_on and to_on and to_on < from_on:
        raise RuleBroken(N_("The last day cannot be before the first day."), field="to_on")


def check_aliases(aliases: Sequence[str]) -> None:
    """Raise RuleBroken when another name of a unit is longer than a name can be."""
    for name in aliases:
        if len(name) > LONGEST_NAME:
            message = N_("A name has at most %(longest)d characters: %(name)s…")
            raise RuleBroken(message, field="aliases", longest=LONGEST_NAME, name=name[:20])


def check_holder(name: str, from_on: date | None, to_on: date | None, day: date) -> None:
    """Raise RuleBroken when the person called ``name``, here ``from_on`` to ``to_on``, is not here on ``day``."""
    if not is_in_force(from_on, to_on, day):
        raise RuleBroken(N_("%(name)s does not work here on that day."), field="from_on", name=name)


def check_turn(present_from: date | None, day: date) -> None:
    """Raise RuleBroken when a new holder would begin on ``day``, before the one whose time ends with it began."""
    if present_from is not None and day < present_from:
        raise RuleBroken(
            N_("The present holder began on %(day)s: the new one cannot begin before."),
            field="from_on", day=present_from.isoformat(),
        )  # fmt: skip


def check_seat(group: Group, seat: Seat) -> None:
    """Raise RuleBroken when the group has no such seat: supervisors from outside sit in the supervision group only."""
    if seat is Seat.OUTSIDE and group is not Group.SUPERVISION:
        raise RuleBroken(N_("Supervisors from outside sit in the supervision group only."), field="seat")


def missing_posts(kind: UnitKind, *, has_head: bool, has_officer: bool) -> tuple[Post, ...]:
    """Return the posts a unit must fill and does not: each unit of our own has a head and an information officer."""
    if kind is UnitKind.OUTSIDE:
        return ()
    return (() if has_head else (Post.HEAD,)) + (() if has_officer else (Post.OFFICER,))


def check_word(word: str) -> None:
    """Raise RuleBroken for the word of governments."""
    if NOT_OURS in "".join(word.split()):
        message = N_("Only a government may speak of 政府督查. Write 督办, 督查 or 检查.")
        raise RuleBroken(message, field="check_word")


def word_of(said: str) -> str:
    """Return what the agency calls its supervision; never 政府督查, which a department may not use."""
    word = "".join(said.split())
    return word if word and NOT_OURS not in word else USUAL_WORD


def check_word_of(word: str) -> str:
    """Return the word for a check: who supervises matters by the usual word (督办) checks them by another (检查)."""
    return "检查" if word == USUAL_WORD else word
