from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.workdays.calendar import YearMissing
from tracker.workdays.counting import Counting
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit
from tracker.workdays.rules import compute, due_date
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
START = date(2026, 1, 12)
FIXED = TimeLimit(LimitKind.FIXED, due_on=date(2026, 6, 10))
AFTER_EVENT = TimeLimit(LimitKind.AFTER_EVENT, length=20, unit=DayUnit.WORKDAY, event="信息形成或者变更")
HALF_A_YEAR = TimeLimit(LimitKind.LONGEST_GAP, length=6, unit=DayUnit.MONTH)


@pytest.mark.parametrize(
    ("limit", "due_on"),
    [
        (TimeLimit(LimitKind.NONE), None),
        (FIXED, date(2026, 6, 10)),
        (TimeLimit(LimitKind.PERIOD_END, due_on=date(2026, 12, 31)), date(2026, 12, 31)),
        (TimeLimit(LimitKind.FIXED, due_on=date(2026, 10, 5)), date(2026, 10, 5)),  # a date of the plan never rolls
        (TimeLimit(LimitKind.FIXED, due_on=date(2031, 6, 10)), date(2031, 6, 10)),  # and needs no calendar
        (TimeLimit(LimitKind.OPEN_ENDED), None),
        (TimeLimit(LimitKind.STANDING_AFTER, due_on=date(2026, 12, 31)), date(2026, 12, 31)),
        (TimeLimit(LimitKind.STANDING_AFTER), None),
        (TimeLimit(LimitKind.RECURRING, frequency=Frequency.QUARTERLY), date(2026, 3, 31)),
        (TimeLimit(LimitKind.RECURRING, frequency=Frequency.MONTHLY, day_of_period=5), date(2026, 2, 5)),
        (TimeLimit(LimitKind.RECURRING, frequency=Frequency.MONTHLY, day_of_period=12), date(2026, 1, 12)),
        (TimeLimit(LimitKind.RECURRING, frequency=Frequency.DAILY), date(2026, 1, 12)),
        (TimeLimit(LimitKind.RECURRING, frequency=Frequency.DAILY, due_on=date(2026, 1, 5)), None),  # over
        (AFTER_EVENT, None),  # the event has not been entered
        (HALF_A_YEAR, date(2026, 7, 12)),  # never updated: counted from the start of the duty
    ],
)
def test_each_kind_of_limit_has_its_due_date(limit: TimeLimit, due_on: date | None) -> None:
    assert due_date(limit, start=START, calendar=CALENDAR) == due_on


@pytest.mark.parametrize(
    ("length", "unit", "event_on", "due_on"),
    [
        (20, DayUnit.WORKDAY, date(2026, 9, 11), date(2026, 10, 15)),
        (5, DayUnit.WORKDAY, date(2026, 2, 13), date(2026, 2, 27)),
        (7, DayUnit.DAY, date(2026, 9, 24), date(2026, 10, 8)),  # ends on National Day
        (10, DayUnit.DAY, date(2026, 3, 2), date(2026, 3, 12)),
        (6, DayUnit.MONTH, date(2025, 8, 31), date(2026, 2, 28)),
        (0, DayUnit.DAY, date(2026, 10, 3), date(2026, 10, 3)),  # on the same day as the document itself
        (None, None, date(2026, 3, 2), date(2026, 3, 2)),  # at once
    ],
)
def test_a_limit_after_an_event_is_counted_from_the_event(
    length: int | None, unit: DayUnit | None, event_on: date, due_on: date
) -> None:
    limit = TimeLimit(LimitKind.AFTER_EVENT, length=length, unit=unit)

    assert due_date(limit, start=START, calendar=CALENDAR, event_on=event_on) == due_on


def test_the_way_of_counting_is_the_offices_setting() -> None:
    limit = TimeLimit(LimitKind.AFTER_EVENT, length=7, unit=DayUnit.DAY)
    strict = Counting(rolls_forward=False)

    due_on = due_date(limit, start=START, calendar=CALENDAR, event_on=date(2026, 9, 24), counting=strict)

    assert due_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("last_update_on", "due_on"),
    [
        (date(2026, 3, 31), date(2026, 9, 30)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2026, 4, 3), date(2026, 10, 3)),  # a web page is looked at on holidays too
        (date(2026, 9, 1), date(2027, 3, 1)),  # needs no calendar of the next year
    ],
)
def test_the_longest_gap_is_counted_in_months_from_the_last_update(last_update_on: date, due_on: date) -> None:
    assert due_date(HALF_A_YEAR, start=START, calendar=CALENDAR, last_update_on=last_update_on) == due_on


def test_a_counted_limit_explains_itself_and_the_others_have_nothing_to_count() -> None:
    computation = compute(AFTER_EVENT, start=START, calendar=CALENDAR, event_on=date(2026, 2, 10))

    assert computation is not None
    assert computation.due_on == date(2026, 3, 16)
    assert len(computation.counted) == 20
    assert compute(AFTER_EVENT, start=START, calendar=CALENDAR) is None
    assert compute(FIXED, start=START, calendar=CALENDAR) is None


def test_a_limit_that_reaches_into_an_unknown_year_is_not_guessed() -> None:
    with pytest.raises(YearMissing, match="2027"):
        due_date(AFTER_EVENT, start=START, calendar=CALENDAR, event_on=date(2026, 12, 20))


@settings(deadline=None)
@given(st.dates(date(2019, 1, 1), date(2025, 6, 30)), st.integers(0, 120), st.sampled_from(DayUnit))
def test_no_limit_after_an_event_is_due_before_it(event_on: date, length: int, unit: DayUnit) -> None:
    limit = TimeLimit(LimitKind.AFTER_EVENT, length=min(length, 12) if unit is DayUnit.MONTH else length, unit=unit)

    due_on = due_date(limit, start=event_on, calendar=CALENDAR, event_on=event_on)

    assert due_on is not None
    assert due_on >= event_on


@settings(deadline=None)
@given(st.dates(date(2019, 1, 1), date(2025, 12, 31)), st.sampled_from(Frequency), st.none() | st.integers(1, 7))
def test_a_recurring_limit_is_never_due_before_its_start(start: date, frequency: Frequency, day: int | None) -> None:
    limit = TimeLimit(LimitKind.RECURRING, frequency=frequency, day_of_period=day)

    due_on = due_date(limit, start=start, calendar=CALENDAR)

    assert due_on is not None
    assert due_on >= start
