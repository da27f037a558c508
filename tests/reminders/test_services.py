"""Making reminders: who is told what when, once for each reason, in one message a day; urging by hand; the ladder."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.reminders.bureau import Bureau, actor_of, at, found, run_on, said_to
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock, config
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.history.queries import list_history_of
from tracker.holidays.services import enter_year
from tracker.organisation.rules import Group, Post
from tracker.permissions import Role
from tracker.progress.services import accept_report
from tracker.reminders import services
from tracker.reminders.digests import drafts_of, plan_digests
from tracker.reminders.models import Message, Reminder
from tracker.reminders.queries import (
    count_unread,
    find_last_run,
    get_ladder,
    list_reminders,
    list_urges,
)
from tracker.reminders.rules import DEFAULT_LADDER, Audience, LadderStep
from tracker.reminders.sending import Channel
from tracker.tasks.lights import LightRules, light_of
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.tasks.timing import set_limit
from tracker.workdays.calendar import CalendarYear, Holiday
from tracker.workdays.limits import Frequency, LimitKind, TimeLimit
from tracker.workdays.rule_sets import RULE_SETS
from tracker.workdays.shipped import shipped_calendar

pytestmark = pytest.mark.usefixtures("context")
DUE = date(2026, 10, 15)
START = at(date(2026, 1, 5))
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.pinned_at(START):
        yield


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    return found(make)


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


# --- who is told -----------------------------------------------------------------------------


def told_names(day: date = DUE) -> set[str]:
    return {digest.person.name for digest in plan_digests(day, day - ONE_DAY)}


def test_the_named_officer_goes_before_the_one_of_the_unit(make: Factory, bureau: Bureau) -> None:
    named = make.person("陶然", unit=bureau.unit)
    make.task(lead=bureau.unit, due_on=DUE, officer_id=named.id)

    assert told_names() == {"陶然", "朱伟民"}


def test_where_a_post_is_empty_the_other_one_is_told_and_where_both_are_the_office(
    make: Factory, bureau: Bureau
) -> None:
    headed, empty = make.unit("财务科"), make.unit("人事科")
    make.post(make.person("曹慧", unit=headed), headed)
    make.task(lead=headed, due_on=DUE)
    assert told_names() == {"曹慧"}

    make.task(lead=empty, due_on=DUE)
    assert told_names() == {"曹慧", "孙丽"}


def test_a_former_officer_is_not_told(make: Factory, bureau: Bureau) -> None:
    unit = make.unit("法规科")
    make.post(make.person("韩雪梅", unit=unit), unit, Post.OFFICER, to_on=date(2026, 1, 1))
    make.post(make.person("杨柳", unit=unit), unit, Post.OFFICER, from_on=date(2026, 1, 2))
    make.task(lead=unit, due_on=DUE)

    assert told_names() == {"杨柳"}


def test_a_unit_that_co_operates_with_a_duty_of_its_own_is_told_too(make: Factory, bureau: Bureau) -> None:
    coop = make.unit("财务科")
    make.post(make.person("严冬", unit=coop), coop, Post.OFFICER)
    task = make.task(lead=bureau.unit, coop=(coop,), due_on=DUE)
    assert told_names() == {"秦芳", "朱伟民"}

    with transaction():
        db.session.get_one(Task, task.id).units[1].own_duty = "核对供地收入"

    assert told_names() == {"秦芳", "朱伟民", "严冬"}


def test_c2_a_member_of_the_leading_group_from_another_section_learns_nothing(make: Factory, bureau: Bureau) -> None:
    other = make.unit("财务科")
    stranger, auditor = make.person("曹慧", unit=other), make.person("小戴")
    make.account(Role.SECTION, person_id=stranger.id)
    make.account(Role.AUDIT_ADMIN, person_id=auditor.id)
    for person in (stranger, auditor):
        make.seat(person, Group.LEADING)
    make.task(lead=bureau.unit, due_on=DUE)

    late = {digest.person.name for digest in plan_digests(date(2026, 10, 22), date(2026, 10, 21))}

    assert late == {"秦芳", "朱伟民", "刘振华"}


def test_robots_tell_names_and_numbers_and_no_task(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE, title="金丝雀任务")
    settings = replace(config.current(), wecom_url="https://robot.example/a", dingtalk_url="https://robot.example/b")

    drafts = drafts_of(plan_digests(DUE, DUE - ONE_DAY), DUE, settings)
    robots = [draft for draft in drafts if draft.person_id is None]

    assert [draft.channel for draft in robots] == [Channel.WECOM, Channel.DINGTALK]
    assert "开发利用科 秦芳：临期1项" in robots[0].text
    assert robots[0].address == "13800000001"
    assert not any("金丝雀" in draft.text for draft in robots)


def test_mail_goes_to_who_has_an_address_when_a_server_is_set_up(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE)
    settings = replace(config.current(), mail_server="smtp://mail.example", mail_sender="gk@bureau.example")

    drafts = drafts_of(plan_digests(DUE, DUE - ONE_DAY), DUE, settings)

    mailed = [draft.address for draft in drafts if draft.channel is Channel.MAIL]
    assert mailed == ["qin@bureau.example", "zhu@bureau.example"]


def test_a_run_takes_the_same_statements_for_one_task_and_for_many(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE)
    plan_digests(DUE, DUE - ONE_DAY)  # a calendar that a test before entered is put away
    db.session.rollback()
    with counting() as one:
        plan_digests(DUE, DUE - ONE_DAY)
    for _ in range(6):
        make.task(lead=bureau.unit, due_on=DUE)
    with counting() as many:
        digests = plan_digests(DUE, DUE - ONE_DAY)

    assert sum(len(digest.notices) for digest in digests) == 14
    assert one.count == many.count <= 15


# --- what a person sees ----------------------------------------------------------------------


def test_reminders_are_unread_until_they_are_seen_and_nobody_else_sees_them(make: Factory, bureau: Bureau) -> None:
    make.task(lead=bureau.unit, due_on=DUE)
    run_on(DUE)
    officer, head = actor_of(bureau.officer, Role.SECTION), actor_of(bureau.head, Role.SECTION)
    mine = [row.id for row in list_reminders(officer, limit=50)]
    assert (count_unread(officer), count_unread(head)) == (1, 1)

    assert services.mark_seen(mine, by=head) == 0
    assert services.mark_seen(mine, by=officer) == 1

    assert (count_unread(officer), count_unread(head)) == (0, 1)


def test_c2_what_somebody_may_no_longer_know_of_leaves_their_reminders(make: Factory, bureau: Bureau) -> None:
    task = make.task(lead=bureau.unit, due_on=DUE)
    run_on(DUE)
    other = make.unit("财务科")
    with transaction():
        db.session.get_one(Task, task.id).units[0].unit_id = other.id
    officer = actor_of(bureau.officer, Role.SECTION)

    assert count_unread(officer) == 0
    assert list_reminders(officer, limit=50) == []


# --- urging ----------------------------------------------------------------------------------


def test_an_urge_reaches_everybody_behind_the_tasks_once_and_brings_receipts(make: Factory, bureau: Bureau) -> None:
    tasks = [make.task(lead=bureau.unit, due_on=DUE, title=f"任务{number}") for number in (1, 2, 3)]
    leader = actor_of(bureau.leader, Role.LEADERSHIP)

    services.urge([task.id for task in tasks], "请于本周五前报来进展。", by=leader)

    told = said_to()
    assert {name: len(texts) for name, texts in told.items()} == {"秦芳": 1, "朱伟民": 1}
    assert "请于本周五前报来进展。" in told["秦芳"][0]
    assert all(f"任务{number}" in told["秦芳"][0] for number in (1, 2, 3))
    assert [entry.event for entry in list_history_of("task", tasks[0].id)] == ["task.urged"]
    officer = actor_of(bureau.officer, Role.SECTION)
    services.mark_seen([row.id for row in list_reminders(officer, limit=50)], by=officer)
    urge = list_urges()[0]
    assert (urge.seen, len(urge.receipts), len(urge.tasks)) == (1, 2, 3)
    assert {receipt.name: receipt.seen_at is not None for receipt in urge.receipts} == {"秦芳": True, "朱伟民": False}


def test_urging_shows_in_the_light_until_a_report_is_accepted(make: Factory, bureau: Bureau) -> None:
    leader = actor_of(bureau.leader, Role.LEADERSHIP)
    task = make.task(lead=bureau.unit, due_on=DUE, state=TaskState.IN_PROGRESS)
    rules = LightRules(RULE_SETS["one_slip_after_the_other"], date(2026, 6, 1), shipped_calendar())

    lights = []
    for _ in range(3):
        services.urge([task.id], "请报进展", by=leader)
        lights.append(str(light_of(db.session.get_one(Task, task.id), rules).words))
    report = make.report(task, bureau.unit, percent=40)
    accept_report(report.id, by=make.actor(Role.OFFICE))

    assert lights == [f"Times urged without result: {times}" for times in (1, 2, 3)]
    assert db.session.get_one(Task, task.id).times_urged == 0


def test_a_second_urge_is_another_reason(make: Factory, bureau: Bureau) -> None:
    task, leader = make.task(lead=bureau.unit, due_on=DUE), actor_of(bureau.leader, Role.LEADERSHIP)

    services.urge([task.id], "请抓紧。", by=leader)
    services.urge([task.id], "再次催办。", by=leader)

    assert len(said_to()["秦芳"]) == 2


def test_urges_that_cannot_be_are_refused_whole(make: Factory, bureau: Bureau) -> None:
    leader = actor_of(bureau.leader, Role.LEADERSHIP)
    task = make.task(lead=bureau.unit, due_on=DUE)
    done = make.task(lead=bureau.unit, due_on=DUE, state=TaskState.DONE)

    for task_ids, words in (
        ([], "请抓紧"),
        ([task.id], " "),
        ([task.id, done.id], "请抓紧"),
        (list(range(1, 300)), "请"),
    ):
        with pytest.raises(RuleBroken):
            services.urge(task_ids, words, by=leader)
    with pytest.raises(NotFound):
        services.urge([task.id, 999_999], "请抓紧", by=leader)
    for role in (Role.SECTION, Role.SUPERVISION, Role.SYSTEM_ADMIN):
        with pytest.raises(NotAllowed):
            services.urge([task.id], "请抓紧", by=make.actor(role, unit=bureau.unit))
    assert db.session.query(Reminder).count() == db.session.query(Message).count() == 0


def test_an_urge_that_reaches_nobody_says_so(make: Factory) -> None:
    task = make.task(lead=make.unit("人事科"), due_on=DUE, title="公开招聘")

    with pytest.raises(RuleBroken, match="公开招聘"):
        services.urge([task.id], "请抓紧", by=make.actor(Role.LEADERSHIP))


# --- the ladder ------------------------------------------------------------------------------


def test_the_ladder_is_set_and_put_back(make: Factory, bureau: Bureau) -> None:
    office = make.actor(Role.OFFICE)
    make.task(lead=bureau.unit, due_on=DUE)
    assert get_ladder() == list(DEFAULT_LADDER)

    services.set_ladder([LadderStep(2, (Audience.HEAD,)), LadderStep(-2, (Audience.OFFICER,))], by=office)

    assert [step.offset for step in get_ladder()] == [-2, 2]
    assert told_names(date(2026, 10, 13)) == {"秦芳"}
    assert told_names(DUE) == set()
    services.set_ladder([], by=office)
    assert get_ladder() == list(DEFAULT_LADDER)


def test_a_ladder_that_cannot_be_is_refused(make: Factory) -> None:
    office = make.actor(Role.OFFICE)
    officer = (Audience.OFFICER,)

    for steps in ([LadderStep(1, officer), LadderStep(1, officer)], [LadderStep(1, ())], [LadderStep(-121, officer)]):
        with pytest.raises(RuleBroken):
            services.set_ladder(steps, by=office)
    for role in (Role.LEADERSHIP, Role.SECTION, Role.SYSTEM_ADMIN):
        with pytest.raises(NotAllowed):
            services.set_ladder([], by=make.actor(role))
    assert get_ladder() == list(DEFAULT_LADDER)
