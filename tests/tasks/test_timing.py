"""What becomes of the days and turns of a task when its limit, its event or its year change under it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.db import db, transaction
from tracker.permissions import Role
from tracker.tasks import services
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.queries import get_task
from tracker.tasks.rules import TaskWording

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture(autouse=True)
def _may() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 5, 6, 1, tzinfo=UTC)):
        yield


def made(make: Factory, phrase: str, *, on: date = date(2026, 1, 5), event_on: date | None = None) -> Task:
    """A task made by hand on a day of this year."""
    office = make.actor(Role.OFFICE)
    with clock.pinned_at(datetime(on.year, on.month, on.day, 1, tzinfo=UTC)):
        wording = TaskWording("公布", limit_phrase=phrase, event_on=event_on)
        return services.add_task(on.year, wording, lead=[make.unit().id], by=office)


def edit(make: Factory, task: Task, phrase: str, **more: date | None) -> Task:
    office = make.actor(Role.OFFICE)
    services.edit_task(task.id, TaskWording(task.title, limit_phrase=phrase, **more), by=office)
    return get_task(task.id, office)


def turns_of(task: Task) -> list[tuple[str, date, date, int | None]]:
    return [(turn.name, turn.opens_on, turn.due_on, turn.minimum_count) for turn in task.occurrences]


def finish(task_id: int, *due: date) -> None:
    with transaction():
        for turn in db.session.query(Occurrence).filter_by(task_id=task_id):
            if not due or turn.due_on in due:
                turn.done_on = turn.due_on


def test_a_step_that_is_due_next_year_is_not_lost(make: Factory) -> None:
    task = made(make, "7月10日前、次年1月10日前")

    assert [turn.due_on for turn in task.occurrences] == [date(2026, 7, 10), date(2027, 1, 10)]
    assert (task.due_on, task.first_due_on) == (date(2026, 7, 10), date(2027, 1, 10))


def test_more_asked_for_each_time_counts_for_the_turns_to_come_and_not_for_the_past(make: Factory) -> None:
    task = made(make, "每季度不少于1次")
    finish(task.id, date(2026, 3, 31))

    task = edit(make, task, "每季度不少于3次")

    assert [turn.minimum_count for turn in task.occurrences] == [1, 3, 3, 3]


def test_a_new_rhythm_leaves_no_gap_and_names_its_own_periods(make: Factory) -> None:
    task = made(make, "每月")

    task = edit(make, task, "每季度")

    assert turns_of(task)[3:] == [
        ("2026年4月", date(2026, 4, 1), date(2026, 4, 30), None),
        ("2026年第2季度", date(2026, 5, 1), date(2026, 6, 30), None),
        ("2026年第3季度", date(2026, 7, 1), date(2026, 9, 30), None),
        ("2026年第4季度", date(2026, 10, 1), date(2026, 12, 31), None),
    ]


def test_a_shorter_rhythm_begins_the_day_after_the_last_turn_that_was_due(make: Factory) -> None:
    task = edit(make, made(make, "每季度"), "每月28日前")

    assert [turn[:3] for turn in turns_of(task)][:3] == [
        ("2026年第1季度", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026年5月", date(2026, 4, 1), date(2026, 5, 28)),
        ("2026年6月", date(2026, 5, 29), date(2026, 6, 28)),
    ]


def test_other_words_for_a_rhythm_whose_turns_are_all_done_make_nothing_late(make: Factory) -> None:
    task = made(make, "每半年")
    finish(task.id)
    with transaction():
        db.session.get_one(Task, task.id).due_on = date(2026, 12, 31)

    task = edit(make, task, "每半年一次")

    assert task.due_on == date(2026, 12, 31)


def test_a_corrected_event_leaves_a_day_that_was_decided_and_moves_one_that_was_counted(make: Factory) -> None:
    phrase = "印发后10日内"
    counted = made(make, phrase, event_on=date(2026, 4, 27))
    decided = made(make, phrase, event_on=date(2026, 4, 27))
    with transaction():
        db.session.get_one(Task, decided.id).due_on = date(2026, 5, 29)

    counted = edit(make, counted, phrase, event_on=date(2026, 4, 28), due_on=counted.due_on)
    decided = edit(make, decided, phrase, event_on=date(2026, 4, 28), due_on=date(2026, 5, 29))

    assert (counted.due_on, decided.due_on) == (date(2026, 5, 8), date(2026, 5, 29))
    assert counted.first_due_on == decided.first_due_on == date(2026, 5, 7)
