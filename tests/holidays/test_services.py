"""Entering a year of the calendar: what is read, what moves, and what is refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotAllowed, RuleBroken, Unreadable
from tracker.history.queries import list_history_of
from tracker.holidays.queries import (
    current_calendar,
    find_missed_year,
    get_known_year,
    list_known_years,
    preview_year,
)
from tracker.holidays.reading import read_year, rows_of
from tracker.holidays.services import enter_year
from tracker.permissions import Role
from tracker.tasks.models import Task
from tracker.tasks.queries import get_light_rules, get_task
from tracker.tasks.rules import TaskState
from tracker.tasks.timing import set_event, set_limit
from tracker.workdays.calendar import CalendarYear, Holiday, MakeUpDay, YearMissing
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit
from tracker.workdays.shipped import shipped_calendar

pytestmark = pytest.mark.usefixtures("context")

AFTER_FORMING = TimeLimit(LimitKind.AFTER_EVENT, "自信息形成之日起20个工作日内", length=20, unit=DayUnit.WORKDAY)
DAILY = TimeLimit(LimitKind.RECURRING, "每个工作日", frequency=Frequency.DAILY)
YEAR_2027 = CalendarYear(
    2027, (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)), Holiday("春节", date(2027, 2, 5), date(2027, 2, 11))),
    (MakeUpDay("春节", date(2027, 2, 14)),), ("国办发明电〔2026〕9号",),
)  # fmt: skip


def longer_national_day() -> CalendarYear:
    """2026 with the National Day holiday two days longer, and no other change."""
    known = next(year for year in shipped_calendar().years if year.year == 2026)
    holidays = [one for one in known.holidays if not one.name.startswith("国庆")]
    return CalendarYear(2026, (*holidays, Holiday("国庆节", date(2026, 10, 1), date(2026, 10, 9))), known.make_up_days)


@pytest.fixture(autouse=True)
def _september() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 9, 14, 1, tzinfo=UTC)):
        yield


def limited(make: Factory, limit: TimeLimit, *, event_on: date | None = None, **values: object) -> Task:
    task = make.task(**values)
    with transaction():
        task = db.session.get_one(Task, task.id)
        set_limit(task, limit)
        if event_on:
            set_event(task, event_on)
            task.first_due_on = task.due_on
    return task


def test_a_year_that_nobody_entered_is_refused_and_once_entered_it_counts(make: Factory) -> None:
    with pytest.raises(YearMissing):
        current_calendar().workdays_of(2027)

    enter_year(YEAR_2027, source="通知原文", by=make.actor(Role.OFFICE))

    assert not current_calendar().is_workday(date(2027, 2, 8))
    assert current_calendar().is_workday(date(2027, 2, 14))
    assert get_light_rules(clock.today()).calendar.is_workday(date(2027, 2, 14))


def test_a_limit_that_was_counted_out_moves_with_the_calendar_and_its_first_date_stays(make: Factory) -> None:
    office = make.actor(Role.OFFICE)
    task = limited(make, AFTER_FORMING, event_on=date(2026, 9, 11), title="土地出让结果公开")
    assert task.due_on == date(2026, 10, 15)

    shown = preview_year(longer_national_day(), by=office)
    moved = enter_year(longer_national_day(), by=office)

    assert [(one.title, one.old, one.new) for one in shown] == [
        ("土地出让结果公开", date(2026, 10, 15), date(2026, 10, 19))
    ]
    assert moved == shown
    task = get_task(task.id, office)
    assert (task.first_due_on, task.due_on) == (date(2026, 10, 15), date(2026, 10, 19))
    newest = list_history_of("task", task.id)[0]
    assert (newest.event, newest.changes) == ("task.moved_by_calendar", {"due_on": ["2026-10-15", "2026-10-19"]})
    assert preview_year(longer_national_day(), by=office) == []


def test_a_day_that_somebody_decided_stays_whatever_the_calendar_says(make: Factory) -> None:
    office = make.actor(Role.OFFICE)
    extended = limited(make, AFTER_FORMING, event_on=date(2026, 9, 11))
    with transaction():
        db.session.get_one(Task, extended.id).due_on = date(2026, 11, 2)
    make.task(due_on=date(2026, 10, 15))
    limited(make, AFTER_FORMING, event_on=date(2026, 9, 11), state=TaskState.DONE, done_on=date(2026, 9, 12))

    assert enter_year(longer_national_day(), by=office) == []
    assert get_task(extended.id, office).due_on == date(2026, 11, 2)


def test_daily_turns_leave_the_days_that_became_holidays(make: Factory) -> None:
    office = make.actor(Role.OFFICE)
    task = limited(make, DAILY, opens_on=date(2026, 10, 5))
    assert task.due_on == date(2026, 10, 8)

    moved = enter_year(longer_national_day(), by=office)

    assert [(one.old, one.new) for one in moved] == [(date(2026, 10, 8), None), (date(2026, 10, 9), None)]
    assert get_task(task.id, office).due_on == date(2026, 10, 10)


def test_a_limit_that_waited_for_the_next_year_gets_its_day_when_the_year_is_entered(make: Factory) -> None:
    office = make.actor(Role.OFFICE)
    with clock.pinned_at(datetime(2026, 12, 24, 1, tzinfo=UTC)):
        task = limited(make, AFTER_FORMING)
        with transaction():
            db.session.get_one(Task, task.id).event_on = date(2026, 12, 21)

        moved = enter_year(YEAR_2027, by=office)

    assert [(one.old, one.new) for one in moved] == [(None, date(2027, 1, 19))]
    assert get_task(task.id, office).due_on == date(2027, 1, 19)


def test_a_failure_while_limits_move_leaves_the_old_calendar(make: Factory) -> None:
    office = make.actor(Role.OFFICE)
    limited(make, AFTER_FORMING, event_on=date(2026, 9, 11))

    with pytest.raises(ZeroDivisionError), transaction():
        enter_year(longer_national_day(), by=office)
        raise ZeroDivisionError

    assert current_calendar().is_workday(date(2026, 10, 9))
    assert list_history_of("calendar_year", 1) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_only_the_office_enters_a_year(make: Factory, role: Role) -> None:
    with pytest.raises(NotAllowed):
        enter_year(YEAR_2027, by=make.actor(role))
    with pytest.raises(NotAllowed):
        preview_year(YEAR_2027, by=make.actor(role))


def test_what_was_entered_is_told_from_what_is_shipped(make: Factory) -> None:
    enter_year(YEAR_2027, source="通知原文", by=make.actor(Role.OFFICE, name="孙丽"))

    known = get_known_year(2027)
    assert (known.source, known.entered_by, known.days_off) == ("通知原文", "孙丽", 10)
    assert get_known_year(2026).entered_at is None
    assert [one.year.year for one in list_known_years()] == list(range(2027, 2018, -1))


def test_entering_a_year_again_replaces_it_and_keeps_the_old_days_in_the_history(make: Factory) -> None:
    office = make.actor(Role.OFFICE)
    enter_year(YEAR_2027, by=office)

    enter_year(CalendarYear(2027, YEAR_2027.holidays), by=office)

    assert not current_calendar().is_workday(date(2027, 2, 14))
    entry = list_history_of("calendar_year", 1)[0]
    assert "2027-02-14" in entry.changes["days"][0]
    assert "2027-02-14" not in entry.changes["days"][1]


@pytest.mark.parametrize(
    ("day", "missed"),
    [(date(2026, 10, 31), None), (date(2026, 11, 1), 2027), (date(2026, 12, 31), 2027), (date(2027, 1, 1), 2027)],
)
def test_the_next_year_is_missed_from_november_on(day: date, missed: int | None) -> None:
    assert find_missed_year(day) == missed


def test_a_transaction_asks_once_whether_the_calendar_may_be_another() -> None:
    current_calendar()
    db.session.rollback()

    with counting() as statements:
        for _ in range(50):
            current_calendar()

    assert statements.count == 1


@pytest.mark.parametrize(
    "text",
    [
        "日期,结束日期,类型,名称\n2027-01-01,2027-01-03,放假,元旦\n2027-02-05,2027-02-11,放假,春节\n2027-02-14,,上班,春节\n",
        "日期\t类型\t名称\n"
        + "".join(f"2027.2.{day}\t休\t春节\n" for day in range(5, 12))
        + "".join(f"2027.1.{day}\t休\t元旦\n" for day in (1, 2, 3))
        + "2027.2.14\t班\t春节\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20270104\nSUMMARY:元旦（休）\n"
        "END:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270205\nDTEND;VALUE=DATE:20270212\nSUMMARY:春节（休）\nEND:VEVENT\n"
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270214\nSUMMARY:春节（班）\nEND:VEVENT\nEND:VCALENDAR\n",
        "国办发明电〔2026〕9号\n一、元旦：1月1日（星期五）至3日（星期日）放假，共3天。\n"
        "二、春节：2月5日至11日放假调休，共7天。2月14日（星期日）上班。\n",
    ],
    ids=["rows", "pasted from a sheet", "iCalendar", "the notice"],
)
def test_every_form_of_a_year_reads_the_same(text: str) -> None:
    read = read_year(text.encode(), 2027).year

    assert read.holidays == YEAR_2027.holidays
    assert [one.day for one in read.make_up_days] == [date(2027, 2, 14)]


def test_rows_written_out_read_back_as_they_were() -> None:
    for year in shipped_calendar().years:
        read = read_year(rows_of(year).encode(), year.year).year
        assert (read.holidays, read.make_up_days) == (year.holidays, year.make_up_days)


@pytest.mark.parametrize(
    ("content", "error"), [(b"x" * 200_001, Unreadable), (b"", Unreadable), ("今天放假".encode(), Unreadable)]
)
def test_what_is_no_calendar_is_refused_in_words(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_year(content, 2027)


@pytest.mark.parametrize("year", [0, 1999, 2101, 99999])
def test_a_year_out_of_reach_is_refused(year: int) -> None:
    with pytest.raises(RuleBroken):
        read_year(b"", year)
