"""Every article of the regulation on disclosure that sets a term, worked by hand with the notice for 2026."""

from datetime import date

import pytest

from tests.workdays.years import occurrences_of_year
from tracker.workdays.counting import add_workdays
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit
from tracker.workdays.rules import due_date
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()


def working_days(length: int) -> TimeLimit:
    return TimeLimit(LimitKind.AFTER_EVENT, length=length, unit=DayUnit.WORKDAY)


@pytest.mark.parametrize(
    ("article", "limit", "event_on", "due_on"),
    [
        # formed on the eve of Spring Festival; 14 and 28 February are worked
        ("26 disclosure", working_days(20), date(2026, 2, 13), date(2026, 3, 19)),
        ("26 disclosure", working_days(20), date(2026, 6, 18), date(2026, 7, 17)),
        ("30 notice of correction", working_days(7), date(2026, 4, 30), date(2026, 5, 13)),
        # the reply period begins again with the corrected request
        ("30 reply after correction", working_days(20), date(2026, 5, 13), date(2026, 6, 10)),
        ("32 third party", working_days(15), date(2026, 9, 21), date(2026, 10, 19)),
        ("33 reply", working_days(20), date(2026, 3, 2), date(2026, 3, 30)),
        ("33 reply", working_days(20), date(2026, 9, 30), date(2026, 11, 3)),
        ("34 co-producing agency", working_days(15), date(2026, 4, 3), date(2026, 4, 27)),
        ("fee, from the day after receipt", working_days(20), date(2026, 7, 1), date(2026, 7, 29)),
    ],
)
def test_a_term_in_working_days_ends_where_the_hand_count_ends(
    article: str, limit: TimeLimit, event_on: date, due_on: date
) -> None:
    assert due_date(limit, start=event_on, calendar=CALENDAR, event_on=event_on) == due_on, article


def test_article_33_extends_by_at_most_20_working_days_more() -> None:
    first = add_workdays(date(2026, 3, 2), 20, CALENDAR).due_on

    extended = add_workdays(first, 20, CALENDAR).due_on

    assert extended == date(2026, 4, 28)  # 6 April is Qingming
    assert extended == add_workdays(date(2026, 3, 2), 40, CALENDAR).due_on


def test_article_35_leaves_the_day_to_the_agency() -> None:
    announced = TimeLimit(LimitKind.FIXED, phrase="合理期限", due_on=date(2026, 8, 31))

    assert due_date(announced, start=date(2026, 3, 2), calendar=CALENDAR) == date(2026, 8, 31)


@pytest.mark.parametrize("phrase", ["督促整改", "定期"])
def test_articles_47_and_48_name_no_number_and_get_none(phrase: str) -> None:
    assert due_date(TimeLimit(LimitKind.NONE, phrase=phrase), start=date(2026, 1, 1), calendar=CALENDAR) is None


@pytest.mark.parametrize(("month", "due_on"), [(1, date(2026, 1, 31)), (3, date(2026, 3, 31))])
def test_article_49_comes_round_on_the_same_day_of_every_year(month: int, due_on: date) -> None:
    report = TimeLimit(LimitKind.RECURRING, frequency=Frequency.YEARLY, months=(month,), day_of_period=31)

    turns = occurrences_of_year(report, 2026, CALENDAR)

    assert [turn.due_on for turn in turns] == [due_on]
    assert due_date(report, start=date(2026, 4, 1), calendar=CALENDAR) == due_on.replace(year=2027)
