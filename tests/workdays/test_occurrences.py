from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workdays.years import occurrences_of_year
from tracker.workdays.calendar import YearMissing
from tracker.workdays.limits import Frequency, LimitKind, TimeLimit
from tracker.workdays.occurrences import Occurrence, occurrences
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
unhurried = settings(deadline=None)


def every(frequency: Frequency, day: int | None = None, count: int | None = None) -> TimeLimit:
    return TimeLimit(LimitKind.RECURRING, frequency=frequency, day_of_period=day, minimum_count=count)


def in_months(*months: int, day: int | None = None) -> TimeLimit:
    return TimeLimit(LimitKind.RECURRING, months=months, day_of_period=day)


@pytest.mark.parametrize(
    ("limit", "due", "labels"),
    [
        (every(Frequency.YEARLY), ["12-31"], ["2026"]),
        (every(Frequency.HALF_YEARLY), ["06-30", "12-31"], ["2026-H1", "2026-H2"]),
        (
            every(Frequency.QUARTERLY),
            ["03-31", "06-30", "09-30", "12-31"],
            ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
        ),
        (
            every(Frequency.QUARTERLY, 10),
            ["03-10", "06-10", "09-10", "12-10"],
            ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
        ),
        (
            in_months(7, 1, 10, 4, 1, day=8),
            ["01-08", "04-08", "07-08", "10-08"],
            ["2026-01", "2026-04", "2026-07", "2026-10"],
        ),
        (in_months(2, day=31), ["02-28"], ["2026-02"]),
        (in_months(6, 12), ["06-30", "12-31"], ["2026-06", "2026-12"]),
    ],
)
def test_a_recurring_limit_is_due_once_in_each_of_its_periods(
    limit: TimeLimit, due: list[str], labels: list[str]
) -> None:
    turns = occurrences_of_year(limit, 2026, CALENDAR)

    assert [f"{turn.due_on:%m-%d}" for turn in turns] == due
    assert [turn.label for turn in turns] == labels


@pytest.mark.parametrize(
    ("day", "year", "ends"),
    [
        (28, 2026, [28] * 12),
        (29, 2026, [29, 28, 29, 29, 29, 29, 29, 29, 29, 29, 29, 29]),
        (29, 2024, [29] * 12),
        (30, 2024, [30, 29, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30]),
        (31, 2023, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]),
        (None, 2024, [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]),
    ],
)
def test_the_day_of_each_month_is_clamped_to_its_end(day: int | None, year: int, ends: list[int]) -> None:
    turns = occurrences_of_year(every(Frequency.MONTHLY, day), year, CALENDAR)

    assert [turn.due_on.day for turn in turns] == ends
    assert [turn.due_on.month for turn in turns] == list(range(1, 13))


def test_a_turn_opens_the_day_after_the_one_before_it_was_due() -> None:
    monthly = occurrences_of_year(every(Frequency.MONTHLY, 28), 2026, CALENDAR)
    quarters = occurrences_of_year(in_months(1, 4, 7, 10, day=8), 2026, CALENDAR)

    assert (monthly[0].opens_on, monthly[1].opens_on) == (date(2025, 12, 29), date(2026, 1, 29))
    assert (quarters[0].opens_on, quarters[1].opens_on) == (date(2025, 10, 9), date(2026, 1, 9))


def test_weeks_end_on_sunday_or_on_the_weekday_asked_for() -> None:
    sundays = occurrences_of_year(every(Frequency.WEEKLY, count=1), 2026, CALENDAR)
    fridays = occurrences_of_year(every(Frequency.WEEKLY, 5), 2026, CALENDAR)

    assert sundays[0] == Occurrence("2026-W01", date(2025, 12, 29), date(2026, 1, 4), 1)
    assert sundays[-1].due_on == date(2026, 12, 27)
    assert {turn.due_on.isoweekday() for turn in fridays} == {5}
    assert len(fridays) == 52


def test_a_week_over_the_turn_of_the_year_belongs_to_the_year_it_is_due_in() -> None:
    last = occurrences_of_year(every(Frequency.WEEKLY), 2026, CALENDAR)[-1]
    first = occurrences_of_year(every(Frequency.WEEKLY), 2027, CALENDAR)[0]

    assert first == Occurrence("2026-W53", date(2026, 12, 28), date(2027, 1, 3))
    assert first.opens_on == last.due_on + timedelta(days=1)


def test_a_daily_limit_is_due_on_every_working_day_and_on_no_other() -> None:
    turns = list(occurrences(every(Frequency.DAILY), date(2026, 2, 12), date(2026, 2, 25), CALENDAR))

    assert [turn.due_on.day for turn in turns] == [12, 13, 14, 24, 25]
    assert turns[2] == Occurrence("2026-02-14", date(2026, 2, 14), date(2026, 2, 14))


def test_a_daily_limit_can_be_asked_to_the_last_known_day_and_no_further() -> None:
    assert occurrences_of_year(every(Frequency.DAILY), 2026, CALENDAR)[-1].due_on == date(2026, 12, 31)

    with pytest.raises(YearMissing, match="2027"):
        occurrences_of_year(every(Frequency.DAILY), 2027, CALENDAR)


def test_the_smallest_number_goes_with_each_turn() -> None:
    turns = occurrences_of_year(every(Frequency.MONTHLY, count=40), 2026, CALENDAR)

    assert {turn.minimum_count for turn in turns} == {40}


def test_a_day_beside_the_rhythm_ends_the_series() -> None:
    limit = TimeLimit(LimitKind.RECURRING, frequency=Frequency.MONTHLY, due_on=date(2026, 3, 31))

    assert [turn.label for turn in occurrences_of_year(limit, 2026, CALENDAR)] == ["2026-01", "2026-02", "2026-03"]


def test_milestones_are_turns_that_follow_one_another() -> None:
    limit = TimeLimit(LimitKind.FIXED, due_on=date(2026, 12, 31), milestones=(date(2026, 6, 30), date(2026, 12, 31)))

    turns = occurrences_of_year(limit, 2026, CALENDAR)

    assert turns == [
        Occurrence("2026-06-30", date(2026, 1, 1), date(2026, 6, 30)),
        Occurrence("2026-12-31", date(2026, 7, 1), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    "limit",
    [
        TimeLimit(LimitKind.NONE),
        TimeLimit(LimitKind.FIXED, due_on=date(2026, 6, 10)),
        TimeLimit(LimitKind.AFTER_EVENT, length=20),
    ],
)
def test_a_limit_that_comes_once_has_no_turns(limit: TimeLimit) -> None:
    assert occurrences_of_year(limit, 2026, CALENDAR) == []


def test_standing_work_is_reported_on_every_quarter() -> None:
    standing = TimeLimit(LimitKind.OPEN_ENDED)

    quarterly = occurrences_of_year(standing, 2026, CALENDAR)

    assert [turn.label for turn in quarterly] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def test_work_that_is_standing_after_a_day_has_that_day_first_and_reports_later() -> None:
    limit = TimeLimit(LimitKind.STANDING_AFTER, due_on=date(2026, 5, 20))

    turns = occurrences_of_year(limit, 2026, CALENDAR)

    assert [turn.label for turn in turns] == ["2026-05-20", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert turns[1] == Occurrence("2026-Q2", date(2026, 5, 21), date(2026, 6, 30))
    assert occurrences_of_year(limit, 2027, CALENDAR)[0].label == "2027-Q1"


rhythms = st.builds(
    TimeLimit,
    kind=st.just(LimitKind.RECURRING),
    frequency=st.sampled_from([frequency for frequency in Frequency if frequency is not Frequency.DAILY]),
    day_of_period=st.none() | st.integers(1, 7) | st.integers(1, 31),
    months=st.just(()) | st.lists(st.integers(1, 12), min_size=1).map(tuple),
)


@unhurried
@given(rhythms, st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 1200), st.integers(0, 1200))
def test_turns_follow_without_gap_or_overlap_wherever_the_years_are_cut(
    limit: TimeLimit, first: date, length: int, more: int
) -> None:
    middle = first + timedelta(days=length)
    last = middle + timedelta(days=more)

    turns = list(occurrences(limit, first, last, CALENDAR))
    in_two = [
        *occurrences(limit, first, middle, CALENDAR),
        *occurrences(limit, middle + timedelta(days=1), last, CALENDAR),
    ]

    assert in_two == turns
    assert len({turn.label for turn in turns}) == len(turns)
    assert all(turn.opens_on <= turn.due_on for turn in turns)
    assert all(after.opens_on == before.due_on + timedelta(days=1) for before, after in pairwise(turns))
