"""Urging by hand, what a person has read, and the ladder as it is set."""

from datetime import date

import pytest

from tests.reminders.bureau import Bureau, actor_of, run_on, said_to
from tests.reminders.calling import DUE, told_names
from tests.support.factory import Factory
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.history.queries import list_history_of
from tracker.permissions import Role
from tracker.progress.services import accept_report
from tracker.reminders import services
from tracker.reminders.models import Message, Reminder
from tracker.reminders.queries import (
    count_unread,
    get_ladder,
    list_reminders,
    list_urges,
)
from tracker.reminders.rules import DEFAULT_LADDER, Audience, LadderStep
from tracker.tasks.lights import LightRules, light_of
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.workdays.rule_sets import RULE_SETS
from tracker.workdays.shipped import shipped_calendar

pytestmark = pytest.mark.usefixtures("context", "january")


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
