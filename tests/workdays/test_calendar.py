from datetime import date, timedelta

import chinese_calendar
import pytest

from tracker.errors import RuleBroken
from tracker.workdays.calendar import Calendar, CalendarYear, DayKind, Holiday, MakeUpDay, YearMissing
from tracker.workdays.shipped import shipped_calendar

YEARS = range(2019, 2027)
ENGLISH = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def year_of(number: int, *holidays: Holiday, worked: tuple[MakeUpDay, ...] = ()) -> CalendarYear:
    new_year = Holiday("元旦", date(number, 1, 1), date(number, 1, 1))
    return CalendarYear(number, (new_year, *holidays), worked)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_shipped_years_agrees_with_the_second_opinion(year: int) -> None:
    calendar = shipped_calendar()

    different = [day for day in days_of(year) if calendar.is_workday(day) != chinese_calendar.is_workday(day)]

    assert different == []


@pytest.mark.parametrize("year", YEARS)
def test_every_holiday_that_is_not_a_weekend_has_the_name_of_the_second_opinion(year: int) -> None:
    calendar = shipped_calendar()

    wrong = []
    for day in days_of(year):
        _, english = chinese_calendar.get_holiday_detail(day)
        named = calendar.look_up(day)
        if english in ENGLISH and day.weekday() < 5 and ENGLISH[english] not in named.name:
            wrong.append((day, named))

    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_every_shipped_year_names_its_notice_and_all_seven_holidays(year: int) -> None:
    shipped = next(record for record in shipped_calendar().years if record.year == year)

    names = "".join(holiday.name for holiday in shipped.holidays)

    assert all(name in names for name in ENGLISH.values())
    assert all(notice.startswith("国办发明电〔") for notice in shipped.notices)
    assert shipped.notices


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 2, 10), DayKind.WORKDAY, ""),
        (date(2026, 2, 14), DayKind.MAKE_UP, "春节"),
        (date(2026, 2, 15), DayKind.HOLIDAY, "春节"),
        (date(2026, 3, 1), DayKind.WEEKEND, ""),
        (date(2026, 1, 4), DayKind.MAKE_UP, "元旦"),
        (date(2020, 1, 31), DayKind.HOLIDAY, "春节"),  # the extension of 2020
        (date(2020, 2, 1), DayKind.HOLIDAY, "春节"),  # first announced as a make-up Saturday
        (date(2020, 2, 3), DayKind.WORKDAY, ""),
        (date(2022, 12, 31), DayKind.HOLIDAY, "元旦"),  # stands in the notice for 2023
        (date(2025, 10, 8), DayKind.HOLIDAY, "国庆节、中秋节"),
    ],
)
def test_a_day_is_known_by_kind_and_name(day: date, kind: DayKind, name: str) -> None:
    found = shipped_calendar().look_up(day)

    assert (found.kind, found.name) == (kind, name)
    assert shipped_calendar().kind(day) is kind


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2027, 1, 1), date(2027, 7, 7)])
def test_a_year_without_its_calendar_refuses_and_names_the_year(day: date) -> None:
    with pytest.raises(YearMissing, match=f"make-up workdays of {day.year} are not known") as refusal:
        shipped_calendar().is_workday(day)

    assert refusal.value.year == day.year
    assert isinstance(refusal.value, RuleBroken)


def test_counting_refuses_as_soon_as_it_needs_a_year_that_is_not_known() -> None:
    calendar = shipped_calendar()

    assert calendar.workday_after(date(2026, 12, 30), 1) == date(2026, 12, 31)
    with pytest.raises(YearMissing, match="2027"):
        calendar.workday_after(date(2026, 12, 30), 2)
    with pytest.raises(YearMissing, match="2027"):
        calendar.count_workdays(date(2026, 12, 30), date(2027, 1, 4))


def test_the_day_before_the_first_known_year_can_start_a_count() -> None:
    calendar = shipped_calendar()

    assert calendar.workday_after(date(2018, 12, 31), 1) == date(2019, 1, 2)
    assert calendar.count_workdays(date(2018, 12, 31), date(2019, 1, 4)) == 3


def test_a_year_entered_by_the_office_is_added() -> None:
    calendar = shipped_calendar().with_years([year_of(2027)])

    assert calendar.kind(date(2027, 1, 1)) is DayKind.HOLIDAY
    assert calendar.workday_after(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_a_year_entered_by_the_office_takes_the_place_of_the_shipped_one() -> None:
    extra = Holiday("特别假日", date(2026, 3, 2), date(2026, 3, 3))

    calendar = shipped_calendar().with_years([year_of(2026, extra)])

    assert calendar.look_up(date(2026, 3, 2)).name == "特别假日"
    assert calendar.kind(date(2026, 2, 16)) is DayKind.WORKDAY
    assert shipped_calendar().kind(date(2026, 3, 2)) is DayKind.WORKDAY


def test_a_notice_may_reach_into_the_december_before_its_year() -> None:
    new_year = Holiday("元旦", date(2026, 12, 31), date(2027, 1, 2))
    worked = MakeUpDay("元旦", date(2026, 12, 27))

    calendar = shipped_calendar().with_years([CalendarYear(2027, (new_year,), (worked,))])

    assert calendar.kind(date(2026, 12, 31)) is DayKind.HOLIDAY
    assert calendar.kind(date(2026, 12, 27)) is DayKind.MAKE_UP
    assert calendar.workdays_of(2026)[-1] == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("holidays", "worked", "complaint"),
    [
        ((), (), "names no holiday"),
        ((Holiday("春节", date(2027, 2, 9), date(2027, 2, 5)),), (), "before it begins"),
        ((Holiday("春节", date(2028, 2, 9), date(2028, 2, 9)),), (), "does not belong into the calendar of 2027"),
        ((Holiday("元旦", date(2026, 11, 30), date(2027, 1, 1)),), (), "does not belong into the calendar of 2027"),
        (
            (Holiday("春节", date(2027, 2, 5), date(2027, 2, 9)), Holiday("元旦", date(2027, 2, 9), date(2027, 2, 9))),
            (),
            "2027-02-09 stands twice",
        ),
        (
            (Holiday("春节", date(2027, 2, 5), date(2027, 2, 9)),),
            (MakeUpDay("春节", date(2027, 2, 6)),),
            "2027-02-06 stands twice",
        ),
        (
            (Holiday("春节", date(2027, 2, 5), date(2027, 2, 9)),),
            (MakeUpDay("春节", date(2027, 2, 10)),),
            "2027-02-10 is a weekday",
        ),
    ],
)
def test_a_year_that_contradicts_itself_is_refused(
    holidays: tuple[Holiday, ...], worked: tuple[MakeUpDay, ...], complaint: str
) -> None:
    with pytest.raises(RuleBroken, match=complaint):
        CalendarYear(2027, holidays, worked)


def test_the_first_year_missing_between_two_days_is_named() -> None:
    calendar = Calendar((year_of(2025), year_of(2027)))

    assert calendar.first_missing_year(date(2025, 1, 1), date(2025, 12, 31)) is None
    assert calendar.first_missing_year(date(2025, 1, 1), date(2028, 1, 1)) == 2026


@pytest.mark.parametrize(
    ("day", "workdays", "last"),
    [
        (date(2026, 9, 29), 0, date(2026, 9, 29)),
        (date(2026, 9, 29), 1, date(2026, 10, 7)),  # the holiday belongs to the workday before it
        (date(2026, 9, 29), 2, date(2026, 10, 8)),
        (date(2026, 10, 3), 0, date(2026, 10, 7)),
    ],
)
def test_the_last_day_within_some_workdays_takes_the_days_off_at_its_end_in(
    day: date, workdays: int, last: date
) -> None:
    assert shipped_calendar().last_day_within(day, workdays) == last
