"""A time limit as the plan words it: what kind it is and the values that kind needs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LimitKind(StrEnum):
    """How a limit is measured (DESIGN section 3)."""

    NONE = "none"  # the plan gives no limit
    FIXED = "fixed"  # a day: 6月10日前
    PERIOD_END = "period_end"  # the end of a period: 年底前, 上半年, 6月底
    RECURRING = "recurring"  # 每季度, 每月5日前, 每年1、4、7、10月8日之前
    OPEN_ENDED = "open_ended"  # 持续推进, 长期坚持
    AFTER_EVENT = "after_event"  # 信息形成之日起20个工作日内
    LONGEST_GAP = "longest_gap"  # 最迟6个月内必须有更新
    STANDING_AFTER = "standing_after"  # 年底前，并长期坚持


class Frequency(StrEnum):
    """How often a recurring limit comes round."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


class DayUnit(StrEnum):
    """What a number of days or months counts."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class TimeLimit:
    """One limit of an item or task.

    ``due_on`` is the last day (inclusive) where the limit has one, of a recurring limit the last day of the series;
    ``milestones`` all its days in order when there are two or more. A recurring limit has a ``frequency`` and may have
    the day of the period it falls on (``day_of_period``: day of the month, or of the last month of the period, the
    month's last day where that is shorter; of a week 1 is Monday), the ``months`` it is fixed to and a
    ``minimum_count`` per period. AFTER_EVENT and LONGEST_GAP count ``length`` of ``unit``; ``event`` is the
    event's wording, and the day it happened is entered later.
    """

    kind: LimitKind
    phrase: str = ""
    due_on: date | None = None
    milestones: tuple[date, ...] = ()
    frequency: Frequency | None = None
    day_of_period: int | None = None
    months: tuple[int, ...] = ()
    minimum_count: int | None = None
    length: int | None = None
    unit: DayUnit | None = None
    event: str = ""
