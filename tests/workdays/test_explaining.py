from datetime import date

from tracker.workdays.counting import Counting, add_days, add_months, add_workdays
from tracker.workdays.explaining import GridMark, lines, weeks
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()


def test_the_due_date_stands_first_and_every_skipped_day_has_its_line_and_reason() -> None:
    text = [str(line) for line in lines(add_workdays(date(2026, 2, 10), 20, CALENDAR))]

    assert text[0].split()[0] == "2026-03-16"
    assert "2026-02-14, 2026-02-28" in text[0]
    assert text[1] == "2026-02-15 skipped: holiday (春节)"
    assert [line.split()[0] for line in text[1:10]] == [f"2026-02-{day}" for day in range(15, 24)]
    assert text[10:] == [f"2026-03-{day} skipped: weekend" for day in ("01", "07", "08", "14", "15")]


def test_a_count_without_days_off_is_one_line() -> None:
    text = [str(line) for line in lines(add_workdays(date(2026, 3, 2), 3, CALENDAR))]

    assert text == ["2026-03-05 is working day 3 after 2026-03-02, counted from 2026-03-03"]


def test_calendar_days_and_months_say_what_moved_them() -> None:
    days = [str(line) for line in lines(add_days(date(2026, 3, 2), 5, CALENDAR))]
    months = [str(line) for line in lines(add_months(date(2026, 3, 2), 1, CALENDAR, counting=Counting()))]
    nothing = [str(line) for line in lines(add_workdays(date(2026, 3, 2), 0, CALENDAR))]

    assert days == [
        "2026-03-09 is day 5 after 2026-03-02, counted from 2026-03-03",
        "2026-03-07 skipped: weekend",
        "2026-03-08 skipped: weekend",
    ]
    assert months == ["2026-04-02 is the end of 1 month(s) after 2026-03-02, counted from 2026-03-03"]
    assert nothing == ["2026-03-02 is the day itself"]


def test_the_grid_shows_whole_weeks_with_each_day_numbered_or_named() -> None:
    grid = weeks(add_workdays(date(2026, 9, 11), 20, CALENDAR), today=date(2026, 10, 13))

    assert grid[0][0].day == date(2026, 9, 7)
    assert [len(week) for week in grid] == [7] * 6
    squares = {square.day: square for week in grid for square in week}
    assert squares[date(2026, 9, 10)].mark is GridMark.PLAIN
    assert squares[date(2026, 9, 11)].mark is GridMark.START
    assert (squares[date(2026, 9, 12)].mark, squares[date(2026, 9, 12)].note) == (GridMark.SKIPPED, "")
    assert (squares[date(2026, 9, 20)].mark, squares[date(2026, 9, 20)].number) == (GridMark.COUNTED, 6)
    assert squares[date(2026, 9, 25)].note == "中秋"
    assert squares[date(2026, 10, 7)].note == "国庆"
    assert (squares[date(2026, 10, 15)].mark, squares[date(2026, 10, 15)].number) == (GridMark.LAST, 20)
    assert squares[date(2026, 10, 16)].mark is GridMark.PLAIN
    assert [square.day for square in squares.values() if square.is_today] == [date(2026, 10, 13)]


def test_long_and_joint_holiday_names_are_shortened_for_the_grid() -> None:
    grid = weeks(add_workdays(date(2025, 9, 30), 1, CALENDAR), today=date(2025, 1, 1))
    spring = weeks(add_workdays(date(2026, 2, 14), 1, CALENDAR), today=date(2025, 1, 1))

    assert grid[0][2].note == "国庆、中秋"
    assert spring[1][0].note == "春节"
