import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.workdays.calendar import YearMissing
from tracker.workdays.counting import (
    Counting,
    add_days,
    add_months,
    add_workdays,
    months_later,
    workdays_left,
)
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
unhurried = settings(deadline=None)
days = st.dates(date(2019, 1, 1), date(2025, 12, 31))
lengths = st.integers(0, 200)


@pytest.mark.parametrize(
    ("start", "length", "due_on"),
    [
        (date(2026, 2, 10), 20, date(2026, 3, 16)),  # Spring Festival, two make-up Saturdays
        (date(2026, 9, 11), 20, date(2026, 10, 15)),  # Mid-autumn, National Day, a make-up Sunday and Saturday
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a make-up Saturday is a working day
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # the extended holiday of 2020
        (date(2020, 1, 17), 7, date(2020, 2, 4)),  # Sunday 19 January was worked
        (date(2020, 9, 25), 5, date(2020, 10, 9)),  # Sunday 27 September was worked; National Day and Mid-autumn
        (date(2019, 4, 26), 2, date(2019, 4, 29)),  # Sunday 28 April was worked
        (date(2023, 9, 28), 2, date(2023, 10, 8)),  # both days of a weekend worked
        (date(2025, 12, 25), 20, date(2026, 1, 23)),  # over the turn of the year
        (date(2022, 12, 30), 1, date(2023, 1, 3)),
        (date(2024, 2, 28), 2, date(2024, 3, 1)),  # a leap year
        (date(2026, 5, 1), 1, date(2026, 5, 6)),  # received on a holiday
        (date(2026, 5, 2), 0, date(2026, 5, 2)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, length: int, due_on: date) -> None:
    assert add_workdays(start, length, CALENDAR).due_on == due_on


def test_every_counted_and_every_skipped_day_stands_in_the_computation() -> None:
    computation = add_workdays(date(2026, 2, 12), 4, CALENDAR)

    assert [(day.day.day, day.number) for day in computation.counted] == [(13, 1), (14, 2), (24, 3), (25, 4)]
    assert [day.day.day for day in computation.skipped] == list(range(15, 24))
    assert {day.name for day in computation.skipped} == {"春节"}
    assert [day.day.day for day in computation.make_up_days] == [14]
    assert computation.first_day == date(2026, 2, 13)


def test_an_office_may_count_the_first_day() -> None:
    inclusive = Counting(counts_first_day=True)

    assert add_workdays(date(2026, 3, 2), 1, CALENDAR, counting=inclusive).due_on == date(2026, 3, 2)
    assert add_workdays(date(2026, 3, 7), 1, CALENDAR, counting=inclusive).due_on == date(2026, 3, 9)
    assert add_days(date(2026, 3, 2), 5, CALENDAR, counting=inclusive).due_on == date(2026, 3, 6)
    assert add_months(date(2026, 3, 2), 1, CALENDAR, counting=inclusive).due_on == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("start", "length", "rolling", "fixed"),
    [
        (date(2026, 9, 24), 7, date(2026, 10, 8), date(2026, 10, 1)),
        (date(2026, 3, 2), 5, date(2026, 3, 9), date(2026, 3, 7)),  # Saturday to Monday
        (date(2026, 3, 2), 4, date(2026, 3, 6), date(2026, 3, 6)),
        (date(2026, 2, 7), 7, date(2026, 2, 14), date(2026, 2, 14)),  # a make-up Saturday does not roll
    ],
)
def test_calendar_days_that_end_on_a_day_off_roll_if_that_is_the_custom(
    start: date, length: int, rolling: date, fixed: date
) -> None:
    assert add_days(start, length, CALENDAR).due_on == rolling
    assert add_days(start, length, CALENDAR, counting=Counting(rolls_forward=False)).due_on == fixed


def test_the_days_that_moved_a_limit_are_named() -> None:
    computation = add_days(date(2026, 9, 28), 5, CALENDAR)

    assert [day.day.day for day in computation.skipped] == [3, 4, 5, 6, 7]
    assert {day.name for day in computation.skipped} == {"国庆节"}
    assert [(day.day, day.number) for day in computation.counted] == [(date(2026, 10, 8), 5)]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 8, 15), 6, date(2027, 2, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 30), 0, date(2026, 1, 30)),
    ],
)
def test_months_are_clamped_to_the_end_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("today", "due_on", "left"),
    [
        (date(2026, 10, 13), date(2026, 10, 15), 2),
        (date(2026, 10, 15), date(2026, 10, 15), 0),
        (date(2026, 10, 13), date(2026, 9, 30), -5),
        (date(2026, 9, 30), date(2026, 10, 7), 0),  # only holidays are left
        (date(2026, 10, 7), date(2026, 9, 30), 0),  # late, but no working day has passed
        (date(2026, 12, 31), date(2026, 12, 31), 0),
    ],
)
def test_working_days_left_are_negative_when_late(today: date, due_on: date, left: int) -> None:
    assert workdays_left(today, due_on, CALENDAR) == left


@pytest.mark.parametrize("add", [add_workdays, add_days, add_months])
def test_a_negative_or_endless_length_is_refused(add: object) -> None:
    assert callable(add)
    with pytest.raises(RuleBroken, match="cannot be -1 long"):
        add(date(2026, 1, 5), -1, CALENDAR)
    with pytest.raises(RuleBroken):
        add(date(2026, 1, 5), 10**9, CALENDAR)


def test_a_limit_that_may_roll_needs_the_calendar_of_its_last_day() -> None:
    with pytest.raises(YearMissing, match="2027"):
        add_days(date(2026, 12, 20), 30, CALENDAR)

    assert add_days(date(2026, 12, 20), 30, CALENDAR, counting=Counting(rolls_forward=False)).due_on == date(
        2027, 1, 19
    )


@unhurried
@given(days, lengths)
def test_a_due_date_is_never_before_its_start(start: date, length: int) -> None:
    for counting in (Counting(), Counting(counts_first_day=True), Counting(rolls_forward=False)):
        for add in (add_workdays, add_days):
            assert add(start, length, CALENDAR, counting=counting).due_on >= start


@unhurried
@given(days, lengths)
def test_one_more_day_is_never_due_earlier(start: date, length: int) -> None:
    for add in (add_workdays, add_days):
        assert add(start, length + 1, CALENDAR).due_on >= add(start, length, CALENDAR).due_on
    assert add_workdays(start, length + 1, CALENDAR).due_on > add_workdays(start, length, CALENDAR).due_on


@unhurried
@given(days, lengths)
def test_counting_the_days_that_were_added_gives_their_number(start: date, length: int) -> None:
    due_on = add_workdays(start, length, CALENDAR).due_on

    assert workdays_left(start, due_on, CALENDAR) == length
    assert workdays_left(due_on, start, CALENDAR) == -length


@unhurried
@given(days, st.integers(1, 200))
def test_the_quick_count_agrees_with_the_explained_one(start: date, length: int) -> None:
    computation = add_workdays(start, length, CALENDAR)

    assert CALENDAR.workday_after(start, length) == computation.due_on
    assert [day.number for day in computation.counted] == list(range(1, length + 1))
    assert len(computation.days) == (computation.due_on - start).days


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_zone_of_the_machine_does_not_matter(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()

    due_on = add_workdays(date(2026, 2, 10), 20, CALENDAR).due_on
    monkeypatch.undo()
    time.tzset()

    assert due_on == date(2026, 3, 16)
