"""Figures of a year: each equals a count by hand."""

from datetime import date
from fractions import Fraction

import pytest

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.db import count_commits, db, transaction
from tracker.errors import RuleBroken
from tracker.figures.named import figures_of
from tracker.figures.queries import (
    completion_by_category,
    completion_by_unit,
    list_unfinished,
    tasks_by_month,
)
from tracker.figures.rules import Figure, filled, percent, pieces
from tracker.history.services import record
from tracker.permissions import Role
from tracker.progress.rules import ReportState
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 7, 1)


def test_completion_counts_done_due_late_and_in_time_and_leaves_cancelled_tasks_out(make: Factory) -> None:
    unit = make.unit()
    done = {"state": TaskState.DONE, "lead": unit}
    make.task(due_on=date(2026, 3, 31), done_on=date(2026, 3, 1), **done)
    make.task(due_on=date(2026, 3, 31), done_on=date(2026, 4, 1), **done)
    make.task(due_on=date(2026, 6, 30), lead=unit)
    make.task(due_on=TODAY, lead=unit)
    make.task(lead=unit)
    make.task(due_on=date(2026, 1, 1), lead=unit, state=TaskState.CANCELLED)
    make.task(due_on=date(2025, 1, 1), lead=unit, year=2025)

    (of_unit,) = completion_by_unit(2026, TODAY)

    assert (of_unit.total, of_unit.done, of_unit.due, of_unit.late, of_unit.in_time) == (5, 2, 4, 1, 1)
    assert [one.total for one in completion_by_category(2026, TODAY)] == [5]


def test_a_task_with_two_leads_counts_once_in_its_category_and_once_for_each_lead(make: Factory) -> None:
    from tracker.plans.rules import Duty
    from tracker.tasks.models import TaskUnit

    one, two = make.unit(), make.unit()
    task = make.task(lead=one)
    with transaction():
        db.session.add(TaskUnit(task_id=task.id, unit_id=two.id, duty=Duty.LEAD))

    assert [category.total for category in completion_by_category(2026, TODAY)] == [1]
    assert [unit.total for unit in completion_by_unit(2026, TODAY)] == [1, 1]


def test_months_sum_up_what_is_due_and_done(make: Factory) -> None:
    make.task(due_on=date(2026, 2, 28), state=TaskState.DONE, done_on=date(2026, 3, 5))
    make.task(due_on=date(2026, 6, 30))
    make.task()

    due, done = tasks_by_month(2026)

    assert due == [0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3]
    assert done == [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]


def test_unfinished_tasks_come_late_first_with_the_newest_words_of_their_section(make: Factory) -> None:
    unit = make.unit("法规科")
    later = make.task(due_on=date(2026, 9, 30), lead=unit)
    late = make.task(due_on=date(2026, 5, 31), lead=unit)
    make.report(late, unit, difficulty="旧的困难", state=ReportState.RETURNED)
    make.report(late, unit, difficulty="平台升级", next_step="七月补发")
    make.report(late, unit, difficulty="撤回的话", state=ReportState.WITHDRAWN)

    rows = list_unfinished(2026, TODAY)

    assert [(row.id, row.is_late, row.difficulty, row.next_step, row.lead) for row in rows] == [
        (late.id, True, "平台升级", "七月补发", "法规科"),
        (later.id, False, "", "", "法规科"),
    ]


def test_named_figures_cost_the_same_statements_for_any_number_of_tasks(make: Factory) -> None:
    make.task()
    with counting() as few:
        figures_of(2026, TODAY)
    for _ in range(20):
        make.task()
    with counting() as many:
        figures = figures_of(2026, TODAY)

    assert few.count == many.count <= 15
    assert figures["任务总数"].value == 21
    assert figures["整改率"].value == 0


def test_named_figures_are_counted_once_until_something_is_written_here_or_elsewhere(
    make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.task()
    figures_of(2026, TODAY)
    db.session.rollback()
    with counting() as again:
        figures_of(2026, TODAY)
    make.task()
    here = figures_of(2026, TODAY)["任务总数"].value
    ours = count_commits()
    with transaction():
        record(make.actor(Role.OFFICE), "task.added", make.task())
    monkeypatch.setattr("tracker.db._commits", ours)  # as if it had been another process
    elsewhere = figures_of(2026, TODAY)["任务总数"].value

    assert (again.count, here, elsewhere) == (1, 2, 3)


def test_named_figures_count_what_the_same_transaction_has_written(make: Factory) -> None:
    before = figures_of(2026, TODAY)["任务总数"].value
    with transaction():
        make.task()
        inside = figures_of(2026, TODAY)["任务总数"].value
        db.session.rollback()

    assert (before, inside, figures_of(2026, TODAY)["任务总数"].value) == (0, 1, 0)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(27, 48), "56.3%"),
        (Fraction(1), "100%"),
        (Fraction(0), "0%"),
        (Fraction(2, 3), "66.7%"),
        (Fraction(2999, 3000), "99.9%"),
        (Fraction(1, 3000), "0.1%"),
    ],
)
def test_a_share_is_shown_with_at_most_one_decimal(share: Fraction, shown: str) -> None:
    assert percent(share) == shown


def test_a_text_takes_its_numbers_from_the_figures_it_names() -> None:
    figures = {"办结数": Figure("办结数", 27, "项", "办结的任务")}

    assert filled("办结{办结数}。", figures) == "办结27项。"
    assert [piece.figure is not None for piece in pieces("办结{办结数}。", figures)] == [False, True, False]


def test_a_name_that_is_no_figure_is_refused_by_name() -> None:
    with pytest.raises(RuleBroken, match="办结书"):
        filled("办结{办结书}。", {})
