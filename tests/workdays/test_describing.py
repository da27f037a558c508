from datetime import date

import pytest

from tracker.workdays.describing import describe
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (TimeLimit(LimitKind.NONE), ["the plan gives no time limit"]),
        (TimeLimit(LimitKind.FIXED, due_on=date(2026, 6, 10)), ["by 2026-06-10, that day included"]),
        (
            TimeLimit(
                LimitKind.PERIOD_END, due_on=date(2026, 12, 31), milestones=(date(2026, 6, 30), date(2026, 12, 31))
            ),
            ["by 2026-12-31, that day included", "in steps: 2026-06-30, 2026-12-31"],
        ),
        (TimeLimit(LimitKind.RECURRING, frequency=Frequency.QUARTERLY), ["every quarter, by its last day"]),
        (
            TimeLimit(LimitKind.RECURRING, frequency=Frequency.MONTHLY, day_of_period=28, minimum_count=2),
            ["every month, by day 28", "at least 2 each time"],
        ),
        (
            TimeLimit(LimitKind.RECURRING, frequency=Frequency.WEEKLY, day_of_period=5),
            ["every week, by weekday 5 (1 is Monday)"],
        ),
        (TimeLimit(LimitKind.RECURRING, frequency=Frequency.DAILY, day_of_period=1), ["every working day"]),
        (
            TimeLimit(LimitKind.RECURRING, months=(10, 1, 4, 7), day_of_period=8),
            ["every year by day 8 of the months 1, 4, 7, 10"],
        ),
        (TimeLimit(LimitKind.RECURRING, months=(6,)), ["every year by the end of the months 6"]),
        (
            TimeLimit(LimitKind.RECURRING, frequency=Frequency.MONTHLY, due_on=date(2026, 10, 31)),
            ["every month, by its last day", "for the last time by 2026-10-31"],
        ),
        (TimeLimit(LimitKind.OPEN_ENDED), ["goes on without an end; progress is reported regularly"]),
        (
            TimeLimit(LimitKind.AFTER_EVENT, length=20, unit=DayUnit.WORKDAY, event="信息形成"),
            ["within 20 working day(s) after the event: 信息形成"],
        ),
        (TimeLimit(LimitKind.AFTER_EVENT, event="文件印发"), ["on the day of the event: 文件印发"]),
        (
            TimeLimit(LimitKind.LONGEST_GAP, length=6, unit=DayUnit.MONTH),
            ["never more than 6 month(s) without an update"],
        ),
        (TimeLimit(LimitKind.STANDING_AFTER, due_on=date(2026, 12, 31)), ["by 2026-12-31, then standing work"]),
        (TimeLimit(LimitKind.STANDING_AFTER), ["at once, then standing work"]),
    ],
)
def test_a_limit_is_described_by_its_kind_and_its_values(limit: TimeLimit, words: list[str]) -> None:
    assert [str(part) for part in describe(limit)] == words


@pytest.mark.parametrize("kind", LimitKind)
def test_every_kind_of_limit_has_a_description(kind: LimitKind) -> None:
    parts = describe(TimeLimit(kind, due_on=date(2026, 6, 10)))

    assert parts
    assert all(str(part) for part in parts)
