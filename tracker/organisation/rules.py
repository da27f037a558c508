"""Kinds of units, posts and groups, and when a dated thing is in force."""

from datetime import date
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


def is_in_force(from_on: date | None, to_on: date | None, day: date) -> bool:
    """Whether something dated ``from_on`` to ``to_on`` (both inclusive, None is open) holds on ``day``."""
    return (from_on is None or from_on <= day) and (to_on is None or day <= to_on)


def check_dates(from_on: date | None, to_on: date | None) -> None:
    """Raise RuleBroken when the end lies before the beginning."""
    if from_on and to_on and to_on < from_on:
        raise RuleBroken(N_("The last day cannot be before the first day."), field="to_on")
