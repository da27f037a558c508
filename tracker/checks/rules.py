"""States of a finding, verdicts, kinds of rounds, and who may move what."""

from enum import StrEnum


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
