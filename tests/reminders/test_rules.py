from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.reminders.rules import (
    DEFAULT_LADDER,
    Audience,
    LadderStep,
    LimitFacts,
    ReminderKey,
    check_ladder,
    is_reached,
    reminders_due,
)
from tracker.workdays.calendar import YearMissing
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
ONE_DAY = timedelta(days=1)
DUE = date(2026, 10, 15)
FACTS = LimitFacts("task:12", DUE, assigned_on=date(2026, 1, 12))
OFFICER, HEAD, LEADER, GROUP = Audience


def a_year_of_runs(facts: LimitFacts, first: date, days: int) -> dict[date, list[ReminderKey]]:
    """Run once a day; the days on which something was due."""
    runs = {}
    for number in range(days):
        today = first + number * ONE_DAY
        if keys := reminders_due(facts, today - ONE_DAY, today, DEFAULT_LADDER, CALENDAR):
            runs[today] = keys
    return runs


def test_a_whole_year_of_daily_runs_reminds_on_exactly_the_days_of_the_ladder() -> None:
    runs = a_year_of_runs(FACTS, date(2026, 1, 1), 365)

    assert {day: [(key.offset, key.audience) for key in keys] for day, keys in runs.items()} == {
        date(2026, 8, 28): [(-30, OFFICER)],
        date(2026, 9, 30): [(-7, OFFICER)],
        date(2026, 10, 12): [(-3, OFFICER), (-3, HEAD)],
        date(2026, 10, 14): [(-1, OFFICER), (-1, HEAD)],
        date(2026, 10, 15): [(0, OFFICER), (0, HEAD)],
        date(2026, 10, 16): [(1, OFFICER), (1, HEAD), (1, LEADER)],
        date(2026, 10, 22): [(5, OFFICER), (5, HEAD), (5, LEADER), (5, GROUP)],
    }


def test_the_reason_of_a_reminder_is_one_line_that_can_be_unique() -> None:
    keys = reminders_due(FACTS, date(2026, 10, 11), date(2026, 10, 12), DEFAULT_LADDER, CALENDAR)

    assert [str(key) for key in keys] == ["task:12 2026-10-15 -3 officer", "task:12 2026-10-15 -3 head"]


def test_a_second_run_on_the_same_day_finds_nothing_new() -> None:
    assert reminders_due(FACTS, date(2026, 10, 12), date(2026, 10, 12), DEFAULT_LADDER, CALENDAR) == []


def test_after_three_days_stop_each_audience_gets_one_reminder() -> None:
    keys = reminders_due(FACTS, date(2026, 10, 13), date(2026, 10, 16), DEFAULT_LADDER, CALENDAR)

    assert [(key.offset, key.audience) for key in keys] == [(1, OFFICER), (1, HEAD), (1, LEADER)]


def test_the_first_run_ever_does_not_make_up_for_what_has_passed() -> None:
    assert reminders_due(FACTS, None, date(2026, 10, 13), DEFAULT_LADDER, CALENDAR) == []
    assert len(reminders_due(FACTS, None, date(2026, 10, 14), DEFAULT_LADDER, CALENDAR)) == 2


def test_steps_before_the_work_was_assigned_are_not_made_up_for() -> None:
    late_start = replace(FACTS, assigned_on=date(2026, 10, 10))

    runs = a_year_of_runs(late_start, date(2026, 10, 1), 20)

    assert min(runs) == date(2026, 10, 12)


def test_what_is_met_is_reminded_of_no_more() -> None:
    met = replace(FACTS, is_met=True)

    assert reminders_due(met, date(2026, 10, 14), date(2026, 10, 16), DEFAULT_LADDER, CALENDAR) == []


def test_an_extended_limit_begins_its_ladder_again_with_new_reasons() -> None:
    extended = replace(FACTS, due_on=date(2026, 10, 30))

    before = a_year_of_runs(FACTS, date(2026, 9, 1), 45)
    after = a_year_of_runs(extended, date(2026, 10, 16), 30)

    keys = [str(key) for runs in (before, after) for found in runs.values() for key in found]
    assert len(keys) == len(set(keys))
    assert min(after) == date(2026, 10, 21)


@pytest.mark.parametrize(
    ("offset", "first_day"),
    [
        (0, date(2026, 9, 30)),  # the last working day before a limit inside National Day
        (-1, date(2026, 9, 29)),
        (1, date(2026, 10, 8)),
    ],
)
def test_a_limit_on_a_day_off_is_reached_on_the_working_day_before(offset: int, first_day: date) -> None:
    due_on = date(2026, 10, 5)

    assert is_reached(offset, due_on, first_day, CALENDAR)
    assert not is_reached(offset, due_on, first_day - ONE_DAY, CALENDAR)


def test_make_up_days_count_as_working_days() -> None:
    due_on = date(2026, 2, 14)

    assert not is_reached(-1, due_on, date(2026, 2, 12), CALENDAR)
    assert is_reached(-1, due_on, date(2026, 2, 13), CALENDAR)


def test_a_limit_of_next_year_is_watched_as_far_as_the_calendar_reaches_and_then_refused() -> None:
    next_year = replace(FACTS, due_on=date(2027, 1, 8))

    assert reminders_due(next_year, date(2026, 6, 1), date(2026, 6, 2), DEFAULT_LADDER, CALENDAR) == []
    with pytest.raises(YearMissing, match="2027"):
        reminders_due(next_year, date(2026, 12, 1), date(2026, 12, 2), DEFAULT_LADDER, CALENDAR)


def test_a_limit_of_this_year_needs_no_calendar_of_the_next_until_then() -> None:
    year_end = replace(FACTS, due_on=date(2026, 12, 31))

    keys = reminders_due(year_end, date(2026, 12, 30), date(2026, 12, 31), DEFAULT_LADDER, CALENDAR)

    assert [(key.offset, key.audience) for key in keys] == [(0, OFFICER), (0, HEAD)]


@settings(deadline=None, max_examples=60)
@given(
    st.dates(date(2025, 3, 1), date(2025, 10, 31)),
    st.integers(0, 150),
    st.lists(st.integers(1, 25), min_size=1, max_size=30),
)
def test_whatever_the_stops_no_reason_comes_twice_and_each_audience_hears_the_last_word(
    due_on: date, watched: int, pauses: list[int]
) -> None:
    facts = LimitFacts("task:1", due_on, assigned_on=due_on - watched * ONE_DAY)
    runs = [facts.assigned_on]
    for pause in pauses:
        runs.append(runs[-1] + pause * ONE_DAY)

    batches = [
        reminders_due(facts, last, today, DEFAULT_LADDER, CALENDAR)
        for last, today in zip([None, *runs], runs, strict=False)
    ]

    sent = [key for batch in batches for key in batch]
    assert len(sent) == len(set(sent))
    assert all(max(Counter(key.audience for key in batch).values()) == 1 for batch in batches if batch)
    for audience in Audience:
        reached = [
            step.offset
            for step in DEFAULT_LADDER
            if audience in step.audiences
            and is_reached(step.offset, due_on, runs[-1], CALENDAR)
            and not is_reached(step.offset, due_on, facts.assigned_on, CALENDAR)
        ]
        assert [key.offset for key in sent if key.audience is audience][-1:] == reached[-1:]


def test_the_shipped_ladder_is_a_good_one() -> None:
    check_ladder(DEFAULT_LADDER)


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ((LadderStep(-3, (OFFICER,)), LadderStep(-3, (HEAD,))), "offset"),
        ((LadderStep(-3, ()),), "audiences"),
        ((LadderStep(-121, (OFFICER,)),), "offset"),
        ((LadderStep(121, (OFFICER,)),), "offset"),
    ],
)
def test_a_ladder_that_cannot_be_meant_is_refused(steps: tuple[LadderStep, ...], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_ladder(steps)

    assert refusal.value.field == field
