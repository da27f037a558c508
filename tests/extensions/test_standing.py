"""Work "by … and then standing" (6月底前完成，并长期坚持), more time for it, and more time for a turn that is over."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.db import db, transaction
from tracker.errors import RuleBroken
from tracker.extensions import services
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.progress.services import accept_report, report_progress
from tracker.tasks.models import Task
from tracker.tasks.queries import get_light_rules, get_task, get_task_row
from tracker.tasks.rules import TaskWording
from tracker.tasks.services import add_task, edit_task

pytestmark = pytest.mark.usefixtures("context")
MADE = datetime(2026, 4, 1, 1, tzinfo=UTC)
JUNE = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with clock.pinned_at(MADE):
        yield


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("开发利用科")


@pytest.fixture
def officer(make: Factory, unit: Unit) -> Actor:
    return make.actor(Role.SECTION, unit=unit)


def made(make: Factory, unit: Unit, phrase: str) -> Task:
    return add_task(
        2026, TaskWording("开设专栏", limit_phrase=phrase), lead=[unit.id], by=make.actor(Role.OFFICE)
    )  # fmt: skip


def light_on(task: Task, day: date, by: Actor) -> str:
    return get_task_row(task.id, by=by, rules=get_light_rules(day)).light.kind.value


def report(make: Factory, task: Task, officer: Actor, **said: Any) -> None:
    content = ReportContent("专栏已开设", **said)
    handed_in = report_progress(task.id, content, Proofs(urls=["https://a.example/1"]), by=officer)
    accept_report(handed_in.id, by=make.actor(Role.OFFICE))


def ask(task: Task, officer: Actor, day: date) -> int:
    return services.ask_extension(task.id, asked_due_on=day, reason="系统升级", progress="过半", by=officer).id


def days(task: Task) -> list[tuple[date, date]]:
    return [(turn.opens_on, turn.due_on) for turn in task.occurrences]


def test_done_in_time_it_stands_and_is_never_late(make: Factory, unit: Unit, officer: Actor) -> None:
    task = made(make, unit, "6月底前完成，并长期坚持")
    assert (task.due_on, light_on(task, date(2026, 7, 1), officer)) == (JUNE, "stop")

    report(make, task, officer, occurrence_id=task.occurrences[0].id)

    task = get_task(task.id, officer)
    assert (task.due_on, task.first_due_on) == (None, JUNE)
    assert light_on(task, date(2026, 7, 1), officer) == "go"
    edit_task(task.id, TaskWording("开设专栏", limit_phrase="6月底前完成并长期坚持"), by=make.actor(Role.OFFICE))
    assert get_task(task.id, officer).due_on is None


def test_a_report_that_is_not_about_its_day_leaves_the_day(make: Factory, unit: Unit, officer: Actor) -> None:
    task = made(make, unit, "6月底前完成，并长期坚持")

    report(make, task, officer, percent=40)

    assert get_task(task.id, officer).due_on == JUNE


def test_with_more_time_it_stands_later(make: Factory, unit: Unit, officer: Actor) -> None:
    task = made(make, unit, "6月底前完成，并长期坚持")
    granted = date(2026, 10, 15)

    services.decide_extension(
        ask(task, officer, granted), granted_due_on=granted, by=make.actor(Role.LEADERSHIP)
    )  # fmt: skip

    task = get_task(task.id, officer)
    assert (task.first_due_on, task.due_on) == (JUNE, granted)
    assert days(task) == [(date(2026, 4, 1), granted), (date(2026, 10, 16), date(2026, 12, 31))]


def test_a_turn_reported_on_while_its_request_waits_can_still_be_given_its_time(
    make: Factory, unit: Unit, officer: Actor
) -> None:
    task = made(make, unit, "每月")
    request = ask(task, officer, date(2026, 5, 8))
    report(make, task, officer, occurrence_id=task.occurrences[0].id)
    assert get_task(task.id, officer).due_on == date(2026, 5, 31)

    services.decide_extension(request, granted_due_on=date(2026, 5, 8), by=make.actor(Role.LEADERSHIP))

    task = get_task(task.id, officer)
    assert (task.occurrences[0].due_on, task.due_on) == (date(2026, 5, 8), date(2026, 5, 31))


def test_another_rhythm_leaves_the_turn_that_was_given_more_time(make: Factory, unit: Unit, officer: Actor) -> None:
    task = made(make, unit, "每月")
    request = ask(task, officer, date(2026, 5, 8))
    services.decide_extension(request, granted_due_on=date(2026, 5, 8), by=make.actor(Role.LEADERSHIP))

    edit_task(task.id, TaskWording("开设专栏", limit_phrase="每季度"), by=make.actor(Role.OFFICE))

    task = get_task(task.id, officer)
    assert [turn.due_on for turn in task.occurrences] == [
        date(2026, 5, 8), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
    ]  # fmt: skip
    assert (task.due_on, task.occurrences[1].opens_on) == (date(2026, 5, 8), date(2026, 5, 9))


def test_a_request_is_decided_after_the_limit_and_withdrawn_before_another(
    make: Factory, unit: Unit, officer: Actor
) -> None:
    task, leader = made(make, unit, "6月底前"), make.actor(Role.LEADERSHIP)
    with clock.pinned_at(datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC)):  # the last second of the last day in China
        services.withdraw_extension(ask(task, officer, date(2026, 7, 10)), by=officer)
        request = ask(task, officer, date(2026, 7, 20))
    with clock.pinned_at(datetime(2026, 7, 3, 1, tzinfo=UTC)):
        assert light_on(task, clock.today(), officer) == "stop"
        services.decide_extension(request, granted_due_on=date(2026, 7, 20), by=leader)

        assert light_on(task, clock.today(), officer) == "none"
        services.decide_extension(
            ask(task, officer, date(2026, 8, 31)), granted_due_on=None, answer="按期完成", by=leader
        )

    task = get_task(task.id, officer)
    assert (task.first_due_on, task.due_on) == (JUNE, date(2026, 7, 20))


def test_nobody_asks_in_the_first_second_after_the_limit(make: Factory, unit: Unit, officer: Actor) -> None:
    task = made(make, unit, "6月底前")

    with (
        clock.pinned_at(datetime(2026, 6, 30, 16, tzinfo=UTC)),
        pytest.raises(RuleBroken, match="passed"),
    ):
        ask(task, officer, date(2026, 7, 10))
    with transaction():
        assert db.session.get_one(Task, task.id).due_on == JUNE
