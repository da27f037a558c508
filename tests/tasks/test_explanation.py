"""Why a task is due when it is."""

from datetime import date

import pytest

from tracker.tasks.explanation import Stretch, explain
from tracker.tasks.lights import LightRules
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.workdays.limits import DayUnit, LimitKind, TimeLimit
from tracker.workdays.rule_sets import DEFAULT
from tracker.workdays.shipped import shipped_calendar


def rules(today: date) -> LightRules:
    return LightRules(DEFAULT, today, shipped_calendar())


def task_of(limit: TimeLimit, due_on: date | None, event_on: date | None = None) -> Task:
    task = Task(title="任务", year=2026, state=TaskState.IN_PROGRESS, due_on=due_on, event_on=event_on)
    task.limit = limit
    return task


def test_a_count_from_an_event_shows_its_days_and_what_was_skipped() -> None:
    limit = TimeLimit(LimitKind.AFTER_EVENT, length=20, unit=DayUnit.WORKDAY, event="信息形成")
    task = task_of(limit, date(2026, 10, 15), date(2026, 9, 11))

    found = explain(task, rules(date(2026, 10, 13)))

    assert found.left == 2
    assert len(found.grid) == 6
    assert found.make_up_days == [date(2026, 9, 20), date(2026, 10, 10)]
    assert Stretch("国庆节", date(2026, 10, 1), date(2026, 10, 7)) in found.holidays
    assert found.weekend_days == 4


def test_a_plain_day_is_counted_from_today_when_it_is_near() -> None:
    limit = TimeLimit(LimitKind.FIXED, due_on=date(2026, 10, 15))

    near = explain(task_of(limit, limit.due_on), rules(date(2026, 10, 13)))
    far = explain(task_of(limit, limit.due_on), rules(date(2026, 3, 2)))

    assert (near.left, len(near.grid)) == (2, 1)
    assert (far.grid, far.computation) == ((), None)


def test_a_late_or_finished_task_has_nothing_to_count_out() -> None:
    limit = TimeLimit(LimitKind.FIXED, due_on=date(2026, 10, 15))
    late, done = task_of(limit, limit.due_on), task_of(limit, limit.due_on)
    done.state = TaskState.DONE

    assert explain(late, rules(date(2026, 10, 20))).left == -3
    assert explain(late, rules(date(2026, 10, 20))).grid == ()
    assert explain(done, rules(date(2026, 10, 13))).left is None


@pytest.mark.parametrize("due_on", [date(2031, 1, 15), date(2030, 12, 31)])
def test_a_year_without_calendar_is_named_and_nothing_is_guessed(due_on: date) -> None:
    found = explain(task_of(TimeLimit(LimitKind.FIXED, due_on=due_on), due_on), rules(date(2030, 12, 1)))

    assert (found.missing_year, found.left) == (2030, None)
