"""The reminders of a whole year: each person on the days of the ladder, never twice."""

from collections import defaultdict
from datetime import date

import pytest
from sqlalchemy import select

from tests.reminders.bureau import Bureau, at, run_on, said_to
from tests.reminders.calling import DUE, ONE_DAY
from tests.support.factory import Factory
from tracker import clock
from tracker.db import db, transaction
from tracker.holidays.services import enter_year
from tracker.permissions import Role
from tracker.reminders import services
from tracker.reminders.models import Message, Reminder
from tracker.reminders.queries import (
    find_last_run,
)
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.tasks.timing import set_limit
from tracker.workdays.calendar import CalendarYear, Holiday
from tracker.workdays.limits import Frequency, LimitKind, TimeLimit

pytestmark = pytest.mark.usefixtures("context", "january")


def days_told(first: date, last: date) -> dict[date, list[int]]:
    """Run every day from ``first`` to ``last`` and return who was told on the pages on which."""
    for number in range((last - first).days + 1):
        run_on(first + number * ONE_DAY)
    told = defaultdict(list)
    for at_moment, person_id in db.session.execute(select(Message.created_at, Message.person_id).order_by(Message.id)):
        told[clock.local(at_moment).date()].append(person_id)
    return told


def test_a_whole_year_tells_each_person_on_the_days_of_the_ladder_and_no_other(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE, leader_id=bureau.leader.id)

    told = days_told(date(2026, 1, 5), date(2026, 12, 31))

    officer, head, leader = bureau.officer.id, bureau.head.id, bureau.leader.id
    assert told == {
        date(2026, 8, 28): [officer],  # 30 working days before
        date(2026, 9, 30): [officer],  # 7: over the National Day holidays and the make-up Saturday
        date(2026, 10, 12): [officer, head],
        date(2026, 10, 14): [officer, head],
        date(2026, 10, 15): [officer, head],
        date(2026, 10, 16): [officer, head, leader],
        date(2026, 10, 22): [officer, head, leader],  # the chair has no account and no mail
    }
    assert db.session.query(Reminder).filter_by(person_id=bureau.chair.id).count() == 1


def test_the_message_says_what_is_left_and_gathers_every_task_of_the_day(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=date(2026, 3, 6), title="公布目录", number=7)
    make.task(lead=bureau.unit, due_on=date(2026, 2, 27), title="公布年报", number=3)
    run_on(date(2026, 2, 27))

    run_on(date(2026, 3, 3))

    assert said_to()["秦芳"][-1].splitlines()[2:4] == [
        "1．第3条 公布年报：逾期3个工作日（2月27日到期），牵头：开发利用科",
        "2．第7条 公布目录：还剩3个工作日（3月6日到期），牵头：开发利用科",
    ]
    assert len(said_to()["秦芳"]) == 2


def test_what_is_due_on_one_day_is_told_in_the_order_of_its_numbers(make: Factory, bureau: Bureau) -> None:
    for number in range(1, 12):
        make.task(lead=bureau.unit, due_on=date(2026, 3, 6), title="公布", number=number)

    run_on(date(2026, 3, 6))

    lines = said_to()["秦芳"][0].splitlines()[2:13]
    assert [line.split("第")[1].split("条")[0] for line in lines] == [str(number) for number in range(1, 12)]


def test_a_second_run_of_the_day_makes_nothing(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE)

    assert run_on(DUE).told == 2
    assert run_on(DUE).told == 0
    assert len(said_to()["秦芳"]) == 1


def test_fault_25_after_three_days_stop_there_is_one_summary_with_the_latest_step(
    make: Factory, bureau: Bureau
) -> None:
    first = make.task(lead=bureau.unit, due_on=DUE)
    second = make.task(lead=bureau.unit, due_on=date(2026, 10, 16))
    run_on(date(2026, 10, 9))

    run_on(date(2026, 10, 14))

    assert len(said_to()["秦芳"]) == 1
    reasons = db.session.scalars(select(Reminder.reason).where(Reminder.person_id == bureau.officer.id)).all()
    assert sorted(reasons) == [f"task:{first.id} 2026-10-15 -1", f"task:{second.id} 2026-10-16 -3"]


def test_a_reason_that_was_told_is_not_told_again_even_when_the_last_run_is_forgotten(
    make: Factory, bureau: Bureau
) -> None:
    make.task(lead=bureau.unit, due_on=DUE)
    run_on(DUE)
    with transaction():
        db.session.query(services.ReminderRun).delete()

    assert run_on(DUE).told == 0


def test_nothing_goes_out_on_a_day_off(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=date(2026, 9, 24))
    run_on(date(2026, 9, 24))

    for day in (date(2026, 9, 25), date(2026, 9, 26), date(2026, 9, 27)):  # Mid-Autumn
        assert run_on(day).told == 0
    assert find_last_run() == date(2026, 9, 24)
    assert run_on(date(2026, 9, 28)).told == 2


def test_a_limit_on_a_day_off_is_announced_on_the_last_working_day_before_it(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=date(2026, 5, 3))  # in the May holidays
    run_on(date(2026, 4, 29))

    run_on(date(2026, 4, 30))

    assert "5月3日到期" in said_to()["秦芳"][-1]


def test_finished_cancelled_and_undated_work_is_left_alone(make: Factory, bureau: Bureau) -> None:
    for state in (TaskState.DONE, TaskState.CANCELLED, TaskState.ARCHIVED):
        make.task(lead=bureau.unit, due_on=DUE, state=state)
    make.task(lead=bureau.unit)

    assert run_on(DUE).told == 0


def test_an_extended_limit_begins_its_ladder_again(make: Factory, bureau: Bureau) -> None:
    task = make.task(lead=bureau.unit, due_on=DUE)
    run_on(DUE)
    with transaction():
        db.session.get_one(Task, task.id).due_on = date(2026, 11, 12)
    run_on(date(2026, 11, 2))

    assert run_on(date(2026, 11, 3)).told == 1
    assert "11月12日到期" in said_to()["秦芳"][-1]


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (TimeLimit(LimitKind.RECURRING, "每季度", frequency=Frequency.QUARTERLY), date(2026, 3, 31)),
        (TimeLimit(LimitKind.OPEN_ENDED, "持续推进"), date(2026, 3, 31)),
        (TimeLimit(LimitKind.FIXED, "3月31日前", due_on=date(2026, 3, 31)), date(2026, 3, 31)),
    ],
)
def test_turns_and_standing_work_are_announced_like_any_limit(
    make: Factory, bureau: Bureau, limit: TimeLimit, due: date
) -> None:
    task = make.task(lead=bureau.unit, opens_on=date(2026, 1, 5))
    with transaction():
        set_limit(db.session.get_one(Task, task.id), limit)
    run_on(due - ONE_DAY)

    assert run_on(due).told == 2
    assert "今天到期" in said_to()["秦芳"][-1]


YEARLY_REPORTS = TimeLimit(
    LimitKind.RECURRING, "年中和年底前", frequency=Frequency.YEARLY, months=(6, 12), due_on=date(2026, 12, 31)
)


@pytest.mark.parametrize(
    ("limit", "days"),
    [
        pytest.param(
            TimeLimit(LimitKind.FIXED, "今年上半年", due_on=date(2026, 6, 30)), [date(2026, 6, 30)],
            id="capability_10_a_limit_inside_the_year",
        ),
        pytest.param(
            TimeLimit(LimitKind.FIXED, "分阶段", milestones=(date(2026, 4, 15), date(2026, 8, 14))),
            [date(2026, 4, 15), date(2026, 8, 14)], id="capability_11_stage_by_stage",
        ),
        pytest.param(
            TimeLimit(LimitKind.RECURRING, "每个星期", frequency=Frequency.WEEKLY, day_of_period=5),
            [date(2026, 1, 9), date(2026, 1, 16), date(2026, 1, 23)], id="capability_41_one_issue_every_week",
        ),
        pytest.param(
            TimeLimit(LimitKind.RECURRING, "每半年", frequency=Frequency.HALF_YEARLY),
            [date(2026, 6, 30), date(2026, 12, 31)], id="capability_57_every_half_year",
        ),
        pytest.param(YEARLY_REPORTS, [date(2026, 6, 30), date(2026, 12, 31)], id="capability_77_mid_year_and_year_end"),
    ],
)  # fmt: skip
def test_capability_10_11_41_57_77_each_turn_is_announced_on_its_day(
    make: Factory, bureau: Bureau, limit: TimeLimit, days: list[date]
) -> None:
    task = make.task(lead=bureau.unit, opens_on=date(2026, 1, 5))
    with transaction():
        set_limit(db.session.get_one(Task, task.id), limit)

    for day in days:
        run_on(day - ONE_DAY)
        run_on(day)
        turn = next((one for one in db.session.get_one(Task, task.id).occurrences if one.due_on == day), None)
        with transaction():
            row = db.session.get_one(Task, task.id)
            if turn is not None:
                next(one for one in row.occurrences if one.due_on == day).done_on = day
            row.due_on = min((one.due_on for one in row.occurrences if one.done_on is None), default=day)

    on_the_day = select(Reminder.due_on).where(
        Reminder.person_id == bureau.officer.id, Reminder.due_on == Reminder.made_on
    )
    assert list(db.session.scalars(on_the_day.order_by(Reminder.due_on))) == days


def test_without_this_years_calendar_nothing_is_guessed_and_the_day_it_is_entered_catches_up(
    make: Factory, bureau: Bureau
) -> None:
    make.task(lead=bureau.unit, year=2027, due_on=date(2027, 3, 10))
    run_on(date(2026, 12, 31))

    assert run_on(date(2027, 3, 5)).missing_year == 2027
    assert find_last_run() == date(2026, 12, 31)

    year = CalendarYear(2027, (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),))
    enter_year(year, by=make.actor(Role.OFFICE))
    assert run_on(date(2027, 3, 8)).told == 2


def test_a_limit_of_next_year_is_made_up_for_once_when_its_year_is_entered_late(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, year=2027, due_on=date(2027, 1, 29))
    for day in (date(2026, 12, 24), date(2026, 12, 28)):  # the thirtieth working day before cannot be told yet
        assert run_on(day).told == 0

    with clock.pinned_at(at(date(2026, 12, 28), hour=15)):
        enter_year(
            CalendarYear(2027, (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),)), by=make.actor(Role.OFFICE)
        )

    assert [run_on(date(2026, 12, day)).told for day in (29, 30, 31)] == [1, 0, 0]
    assert "1月29日到期" in said_to()["秦芳"][0]
