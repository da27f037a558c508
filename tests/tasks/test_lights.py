"""The light of a task: the same for one row and for a list in one statement, under every rule set."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from tests.support.factory import Factory
from tracker import clock
from tracker.db import db, transaction
from tracker.tasks.lights import LightKind, LightRules, light_column, light_of
from tracker.tasks.models import Task
from tracker.tasks.queries import get_light_rules
from tracker.tasks.rules import DONE_STATES, TaskState
from tracker.workdays.limits import LimitKind
from tracker.workdays.rule_sets import DEFAULT, RULE_SETS
from tracker.workdays.shipped import shipped_calendar

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 7, 15)


def rules_of(key: str = "default", today: date = TODAY) -> LightRules:
    return LightRules(RULE_SETS[key], today, shipped_calendar())


def light(task: Task, key: str = "default") -> LightKind:
    return light_of(task, rules_of(key)).kind


@pytest.mark.parametrize(
    ("days", "kind"), [(-1, LightKind.STOP), (0, LightKind.WAIT), (5, LightKind.WAIT), (30, LightKind.NONE)]
)
def test_the_limit_decides_the_light_of_work_nobody_has_begun(make: Factory, days: int, kind: LightKind) -> None:
    task = make.task(due_on=TODAY + timedelta(days=days))

    assert light(task) == kind


def test_work_behind_even_progress_waits_only_once_it_has_begun(make: Factory) -> None:
    values = {"due_on": date(2026, 12, 31), "opens_on": date(2026, 1, 1), "limit_kind": LimitKind.PERIOD_END}
    begun = make.task(percent=20, reported_at=clock.now(), **values)
    silent = make.task(**values)

    assert light(begun) == LightKind.WAIT
    assert str(light_of(begun, rules_of()).words) == "Percentage points behind plan: 33"
    assert light(silent) == LightKind.NONE


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 4, 30), LightKind.WAIT),  # 10 points behind since 6 February: the ends of two months
        (date(2026, 5, 1), LightKind.STOP),  # of three
    ],
)
def test_three_months_in_a_row_behind_plan_are_red_where_the_agency_says_so(
    make: Factory, today: date, kind: LightKind
) -> None:
    values = {"due_on": date(2026, 12, 31), "opens_on": date(2026, 1, 1), "limit_kind": LimitKind.PERIOD_END}
    with clock.pinned_at(datetime(2026, 2, 1, 4, tzinfo=UTC)):
        task = make.task(reported_at=clock.now(), percent=0, **values)
    with clock.pinned_at(datetime(2026, 4, 20, 4, tzinfo=UTC)), transaction():
        db.session.get_one(Task, task.id).percent = 15  # better, but it does not catch up

    assert light_of(db.session.get_one(Task, task.id), rules_of("points_behind", today)).kind == kind


def test_catching_up_begins_the_months_afresh(make: Factory) -> None:
    values = {"due_on": date(2026, 12, 31), "opens_on": date(2026, 1, 1), "limit_kind": LimitKind.PERIOD_END}
    with clock.pinned_at(datetime(2026, 2, 1, 4, tzinfo=UTC)):
        task = make.task(reported_at=clock.now(), percent=0, **values)
    with clock.pinned_at(datetime(2026, 4, 20, 4, tzinfo=UTC)), transaction():
        db.session.get_one(Task, task.id).percent = 40

    assert db.session.get_one(Task, task.id).behind_since == date(2026, 7, 3)


def test_finished_and_cancelled_work_has_no_warning(make: Factory) -> None:
    late = date(2026, 1, 1)

    assert light(make.task(due_on=late, state=TaskState.DONE, done_on=late)) == LightKind.DONE
    assert light(make.task(due_on=late, state=TaskState.CANCELLED)) == LightKind.NONE


@pytest.mark.parametrize("key", RULE_SETS)
def test_a_list_in_one_statement_has_the_lights_of_its_rows(make: Factory, key: str) -> None:
    chance = Random(key)
    with transaction():
        for number in range(1, 241):
            db.session.add(_any_task(chance, number))
    for today in (date(2026, 1, 1), TODAY, date(2026, 12, 30), date(2027, 2, 1)):
        rules = rules_of(key, today)

        shown = db.session.execute(select(Task, light_column(rules)).order_by(Task.id)).all()

        assert [(task.id, kind) for task, kind in shown] == [
            (task.id, light_of(task, rules).kind.value) for task, _ in shown
        ]


def _any_task(chance: Random, number: int) -> Task:
    opens_on = chance.choice([None, date(2026, 1, 1) + timedelta(days=chance.randrange(300))])
    state = chance.choice(list(TaskState))
    due_on = chance.choice([None, TODAY + timedelta(days=chance.randrange(-200, 200)), TODAY + timedelta(days=3)])
    return Task(
        year=2026, number=number, title="任务", state=state, opens_on=opens_on, due_on=due_on,
        limit_kind=chance.choice(list(LimitKind)), percent=chance.choice([0, 10, 50, 69, 70, 90, 100]),
        reported_at=chance.choice([None, clock.now()]), created_at=clock.now(),
        done_on=TODAY + timedelta(days=chance.randrange(-90, 90)) if state in DONE_STATES else None,
        times_urged=chance.choice([0, 0, 1, 2, 3, 5]),
    )  # fmt: skip


def test_the_default_rule_set_is_used_until_an_agency_is_entered() -> None:
    assert get_light_rules(TODAY).rule_set is DEFAULT
