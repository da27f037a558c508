"""What the source documents ask of time limits, each by its number."""

from datetime import date

from tests.workdays.years import occurrences_of_year
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit
from tracker.workdays.rules import compute, due_date
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()


def test_capability_10_a_deadline_inside_the_year_is_the_end_of_its_period() -> None:
    first_half = TimeLimit(LimitKind.PERIOD_END, phrase="力争在今年上半年提交", due_on=date(2026, 6, 30))

    assert due_date(first_half, start=date(2026, 1, 12), calendar=CALENDAR) == date(2026, 6, 30)


def test_capability_11_staged_work_has_a_turn_for_each_stage_and_rolling_work_one_for_each_quarter() -> None:
    stages = TimeLimit(
        LimitKind.PERIOD_END,
        due_on=date(2026, 11, 30),
        milestones=(date(2026, 7, 31), date(2026, 10, 31), date(2026, 11, 30)),
    )
    rolling = TimeLimit(LimitKind.OPEN_ENDED, phrase="定期维护更新公开内容")

    assert [turn.due_on.month for turn in occurrences_of_year(stages, 2026, CALENDAR)] == [7, 10, 11]
    assert [turn.due_on.month for turn in occurrences_of_year(rolling, 2026, CALENDAR)] == [3, 6, 9, 12]


def test_capability_40_a_briefing_is_sent_within_three_working_days_of_its_approval() -> None:
    sending = TimeLimit(LimitKind.AFTER_EVENT, length=3, unit=DayUnit.WORKDAY, event="领导签发")

    computation = compute(sending, start=date(2026, 1, 1), calendar=CALENDAR, event_on=date(2026, 9, 29))

    assert computation is not None
    assert computation.due_on == date(2026, 10, 9)
    assert [day.name for day in computation.skipped] == ["国庆节"] * 7


def test_capability_41_one_issue_is_due_in_every_week_of_the_year() -> None:
    briefing = TimeLimit(LimitKind.RECURRING, frequency=Frequency.WEEKLY, minimum_count=1)

    turns = occurrences_of_year(briefing, 2026, CALENDAR)

    assert len(turns) == 52
    assert {turn.minimum_count for turn in turns} == {1}


def test_capability_57_money_matters_are_disclosed_in_every_half_year() -> None:
    disclosure = TimeLimit(LimitKind.RECURRING, phrase="每半年公开一次", frequency=Frequency.HALF_YEARLY)

    turns = occurrences_of_year(disclosure, 2026, CALENDAR)

    assert [(turn.label, turn.due_on) for turn in turns] == [
        ("2026-H1", date(2026, 6, 30)),
        ("2026-H2", date(2026, 12, 31)),
    ]


def test_capability_77_reports_are_due_at_mid_year_and_before_its_end() -> None:
    reports = TimeLimit(LimitKind.RECURRING, phrase="在年中和年底前分别报告", months=(6, 12))

    assert [turn.due_on for turn in occurrences_of_year(reports, 2026, CALENDAR)] == [
        date(2026, 6, 30),
        date(2026, 12, 31),
    ]
