"""Answers are kept until something is written, here or by another process."""

import pytest

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.db import count_commits, db, transaction
from tracker.history.services import record
from tracker.history.unchanged import forget, while_unchanged
from tracker.permissions import Role
from tracker.tasks.models import Task
from tracker.tasks.queries import get_light_rules, tally_year
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")


def test_an_answer_is_made_once_until_something_is_written(make: Factory) -> None:
    made: list[int] = []

    def answer() -> int:
        made.append(1)
        return len(made)

    assert [while_unchanged("k", answer), while_unchanged("k", answer)] == [1, 1]
    assert while_unchanged("another", answer) == 2
    with transaction():
        record(make.actor(Role.OFFICE), "task.edited")
    assert while_unchanged("k", answer) == 3


def test_what_another_process_wrote_counts_too(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    assert while_unchanged("k", lambda: "before") == "before"
    ours = count_commits()
    with transaction():
        record(make.actor(Role.OFFICE), "task.edited")
    monkeypatch.setattr("tracker.db._commits", ours)  # as if it had not been this process

    assert while_unchanged("k", lambda: "after") == "after"


def test_what_was_read_before_a_change_is_not_kept_as_if_it_had_been_read_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = count_commits()  # a page begins to read
    monkeypatch.setattr("tracker.db._commits", ours + 1)  # and while it does, another thread changes something

    assert while_unchanged("slow page", lambda: "before") == "before"
    db.session.rollback()
    assert while_unchanged("slow page", lambda: "after") == "after"


def test_a_forgotten_answer_is_made_again() -> None:
    assert while_unchanged("forgotten", lambda: 1) == 1
    forget()

    assert while_unchanged("forgotten", lambda: 2) == 2


def test_nothing_is_kept_of_what_is_not_committed(make: Factory) -> None:
    with transaction():
        assert while_unchanged("writing", lambda: 1) == 1
        assert while_unchanged("writing", lambda: 2) == 2


def test_a_tally_follows_every_change_and_costs_one_statement_while_there_is_none(make: Factory) -> None:
    task = make.task(year=2026)
    by, rules = make.actor(Role.OFFICE), get_light_rules(clock.today())
    assert tally_year(2026, by=by, rules=rules).count(None) == 1

    db.session.rollback()
    with counting() as again:
        tally_year(2026, by=by, rules=rules)
        get_light_rules(clock.today())
    with transaction():
        db.session.get_one(Task, task.id).year = 2025
    after = tally_year(2026, by=by, rules=rules).count(None)

    assert (again.count, after) == (1, 0)


def test_a_tally_is_not_shared_between_those_who_see_different_tasks(make: Factory) -> None:
    unit, rules = make.unit(), get_light_rules(clock.today())
    make.task(year=2026, lead=unit)
    make.task(year=2026, lead=make.unit(), state=TaskState.DONE)

    office = tally_year(2026, by=make.actor(Role.OFFICE), rules=rules)
    section = tally_year(2026, by=make.actor(Role.SECTION, unit=unit), rules=rules)

    assert (office.count(None), section.count(None)) == (2, 1)
