"""Work on many tasks at once, and undoing it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.bulk import accepting, services
from tracker.bulk.models import TaskBulk
from tracker.bulk.queries import find_bulk_to_undo, get_bulk, get_bulk_page
from tracker.bulk.rules import LONGEST_TAG, MOST_PICKED, MOST_TAGS
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.history.queries import list_history_of
from tracker.permissions import Actor, Role
from tracker.plans.rules import Duty, PlanState
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.tasks.services import TaskWording, edit_task, sign_for
from tracker.workdays.calendar import Calendar
from tracker.workdays.limits import Frequency, LimitKind

pytestmark = pytest.mark.usefixtures("context")
DUE = date(2026, 9, 30)  # before the holidays of October


@pytest.fixture
def office(make: Factory) -> Actor:
    """The office."""
    return make.actor(Role.OFFICE)


def anew(task: Task) -> Task:
    db.session.expire_all()
    found = db.session.get(Task, task.id)
    assert found is not None
    return found


def refusals(bulk: TaskBulk) -> dict[int, str]:
    return {row.task_id: row.refusal["text"] for row in bulk.rows if row.refusal}


def any_version(*tasks: Task) -> dict[int, int | None]:
    return {task.id: None for task in tasks}


def units(task: Task, duty: Duty) -> list[int]:
    return [unit.unit_id for unit in anew(task).units if unit.duty == duty]


def test_many_tasks_get_another_lead_and_the_old_one_back(make: Factory, office: Actor) -> None:
    old, new, coop = make.unit(), make.unit("新科"), make.unit()
    officer = make.person(unit=old)
    tasks = [make.task(lead=old, coop=(coop, new), officer_id=officer.id) for _ in range(3)]
    signed = sign_for(tasks[0].id, by=make.actor(Role.SECTION, unit=old)).signed_for_at

    bulk = services.reassign_tasks(any_version(*tasks), new.id, by=office)

    assert [units(task, Duty.LEAD) for task in tasks] == [[new.id]] * 3
    assert [units(task, Duty.COOP) for task in tasks] == [[coop.id]] * 3
    assert anew(tasks[0]).officer_id is None
    assert list_history_of("task", tasks[1].id)[0].event == "task.assigned"

    services.undo_bulk(bulk.id, by=office)

    assert [units(task, Duty.LEAD) for task in tasks] == [[old.id]] * 3
    assert [units(task, Duty.COOP) for task in tasks] == [[coop.id, new.id]] * 3
    assert anew(tasks[0]).officer_id == officer.id
    assert anew(tasks[0]).units[0].signed_for_at == signed
    assert list_history_of("task", tasks[1].id)[0].event == "task.change_undone"


def test_limits_move_to_a_day_or_by_working_days_and_the_first_date_stays(make: Factory, office: Actor) -> None:
    one, other = make.task(due_on=DUE), make.task(due_on=DUE + timedelta(days=8))

    services.move_limits_of(any_version(one, other), workdays=2, by=office)

    assert (anew(one).due_on, anew(one).first_due_on) == (date(2026, 10, 9), DUE)  # 1 to 7 October are free
    assert anew(other).due_on == date(2026, 10, 10)  # a Saturday that is worked

    bulk = services.move_limits_of(any_version(one, other), due_on=date(2026, 12, 1), by=office)
    assert {anew(one).due_on, anew(other).due_on} == {date(2026, 12, 1)}

    services.undo_bulk(bulk.id, by=office)
    assert anew(one).due_on == date(2026, 10, 9)


def test_what_cannot_be_changed_is_named_and_stops_nothing_else(make: Factory, office: Actor) -> None:
    good = make.task(due_on=DUE)
    done = make.task(due_on=DUE, state=TaskState.DONE)
    undated = make.task()
    turns = make.task(due_on=DUE, limit_kind=LimitKind.RECURRING, limit_frequency=Frequency.MONTHLY)
    stale = make.task(due_on=DUE)
    closed = make.task(due_on=DUE, year=2025)
    make.plan(2025, state=PlanState.CLOSED)

    picked = {**any_version(good, done, undated, turns, closed), stale.id: stale.version - 1}
    bulk = services.move_limits_of(picked, workdays=1, by=office)

    assert set(refusals(bulk)) == {done.id, undated.id, turns.id, stale.id, closed.id}
    assert anew(good).due_on != DUE
    assert {anew(task).due_on for task in (done, turns, stale, closed)} == {DUE}
    page = get_bulk_page(bulk.id, office, clock.now())
    assert (page.changed, page.refused, page.may_undo) == (1, 5, True)


def test_undoing_leaves_a_task_that_was_changed_since_and_names_it(make: Factory, office: Actor) -> None:
    quiet, edited = make.task(due_on=DUE), make.task(due_on=DUE)
    bulk = services.move_limits_of(any_version(quiet, edited), due_on=date(2026, 12, 1), by=office)
    edit_task(edited.id, TaskWording("另一个标题", due_on=date(2026, 12, 1)), by=office)

    undone = services.undo_bulk(bulk.id, by=office)

    assert (anew(quiet).due_on, anew(edited).due_on) == (DUE, date(2026, 12, 1))
    assert set(refusals(undone)) == {edited.id}


def test_it_is_undone_once_and_only_within_an_hour_and_only_by_whom_did_it(
    make: Factory, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = make.task(due_on=DUE)
    first = services.tag_tasks(any_version(task), "重点", by=office)
    services.undo_bulk(first.id, by=office)
    second = services.tag_tasks(any_version(task), "督办", by=office)
    assert find_bulk_to_undo(office, clock.now()) is not None

    with pytest.raises(RuleBroken, match="undone already"):
        services.undo_bulk(first.id, by=office)
    with pytest.raises(NotFound):
        services.undo_bulk(second.id, by=make.actor(Role.OFFICE))
    later = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(RuleBroken, match="within an hour"):
        services.undo_bulk(second.id, by=office)
    assert find_bulk_to_undo(office, later) is None
    assert not get_bulk_page(second.id, office, later).may_undo


def test_tags_are_put_on_taken_off_and_put_back(make: Factory, office: Actor) -> None:
    one, other = make.task(), make.task(state=TaskState.DONE)

    services.tag_tasks(any_version(one, other), "重点", by=office)
    again = services.tag_tasks(any_version(one), "重点", by=office)
    bulk = services.untag_tasks(any_version(one, other), "重点", by=office)

    assert set(refusals(again)) == {one.id}
    assert [tag.name for tag in anew(one).tags] == []
    services.undo_bulk(bulk.id, by=office)
    assert [tag.name for task in (one, other) for tag in anew(task).tags] == ["重点", "重点"]


def test_a_task_has_room_for_ten_tags(make: Factory, office: Actor) -> None:
    task = make.task()
    for number in range(MOST_TAGS):
        services.tag_tasks(any_version(task), f"第{number}类", by=office)

    assert set(refusals(services.tag_tasks(any_version(task), "多余", by=office))) == {task.id}


@pytest.mark.parametrize("name", ["", "长" * (LONGEST_TAG + 1), "一、二", "a,b", "a；b"])
def test_a_tag_is_one_short_word(make: Factory, office: Actor, name: str) -> None:
    task = make.task()

    with pytest.raises(RuleBroken, match="one word"):
        services.tag_tasks(any_version(task), name, by=office)


@pytest.mark.parametrize("asked", [{}, {"due_on": DUE, "workdays": 3}, {"workdays": 0}, {"workdays": 251}])
def test_limits_move_to_a_day_or_by_a_number_not_both(make: Factory, office: Actor, asked: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        services.move_limits_of(any_version(make.task(due_on=DUE)), **asked, by=office)  # type: ignore[arg-type]


def test_a_unit_that_is_closed_leads_nothing_more(make: Factory, office: Actor) -> None:
    closed = make.unit(to_on=clock.today() - timedelta(days=1))

    with pytest.raises(RuleBroken, match="in force"):
        services.reassign_tasks(any_version(make.task()), closed.id, by=office)


def test_none_and_more_than_two_hundred_are_refused(make: Factory, office: Actor) -> None:
    for picked in ({}, dict.fromkeys(range(1, MOST_PICKED + 2))):
        with pytest.raises(RuleBroken):
            services.tag_tasks(picked, "重点", by=office)


def test_two_hundred_tasks_are_moved_at_once_and_back(make: Factory, office: Actor) -> None:
    unit = make.unit()
    with transaction():
        tasks = [make.task(lead=unit, due_on=DUE) for _ in range(MOST_PICKED)]

    bulk = services.move_limits_of(any_version(*tasks), workdays=5, by=office)
    moved = db.session.query(Task).filter(Task.due_on > DUE).count()
    services.undo_bulk(bulk.id, by=office)

    assert moved == MOST_PICKED
    assert db.session.query(Task).filter(Task.due_on == DUE).count() == MOST_PICKED


@pytest.mark.parametrize("role", [Role.SECTION, Role.SUPERVISION, Role.SYSTEM_ADMIN])
def test_others_change_nothing_at_once(make: Factory, role: Role) -> None:
    unit = make.unit()
    task = make.task(lead=unit, due_on=DUE)
    by = make.actor(role, unit=unit)

    with pytest.raises(NotAllowed):
        services.tag_tasks(any_version(task), "重点", by=by)
    with pytest.raises(NotAllowed):
        accepting.accept_reports([1], by=by)


def test_a_task_that_does_not_exist_stops_it_all(make: Factory, office: Actor) -> None:
    task = make.task(due_on=DUE)

    with pytest.raises(NotFound):
        services.tag_tasks({task.id: None, 999_999: None}, "重点", by=office)

    assert anew(task).tags == []
    assert db.session.query(TaskBulk).count() == 0


def test_nothing_is_kept_when_one_task_fails_in_the_middle(
    make: Factory, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = [make.task(due_on=DUE) for _ in range(3)]
    days: Iterator[date] = iter([date(2026, 12, 1), date(2026, 12, 1)] * 2)
    monkeypatch.setattr(Calendar, "workday_after", lambda *_: next(days))

    with pytest.raises(StopIteration):
        services.move_limits_of(any_version(*tasks), workdays=1, by=office)

    assert {anew(task).due_on for task in tasks} == {DUE}


# --- accepting ---------------------------------------------------------------------------------


def test_many_reports_are_accepted_and_wait_again(make: Factory, office: Actor) -> None:
    unit = make.unit()
    tasks = [make.task(lead=unit, state=TaskState.SUBMITTED, due_on=DUE) for _ in range(2)]
    turn = make.occurrence(tasks[1], DUE)
    reports = [
        make.report(tasks[0], unit, percent=60),
        make.report(tasks[1], unit, occurrence_id=turn.id, count=3),
    ]

    bulk = accepting.accept_reports([report.id for report in reports], by=office)

    assert (anew(tasks[0]).percent, anew(tasks[0]).state) == (60, TaskState.IN_PROGRESS)
    assert all(report.content_sha256 for report in db.session.query(ProgressReport))

    services.undo_bulk(bulk.id, by=office)

    assert (anew(tasks[0]).percent, anew(tasks[0]).state) == (0, TaskState.SUBMITTED)
    turn = anew(tasks[1]).occurrences[0]
    assert (turn.count, turn.done_on) == (0, None)
    for report in db.session.query(ProgressReport):
        assert (report.state, report.content_sha256, report.decided_by) == (ReportState.SUBMITTED, "", "")


def test_closing_over_the_heads_of_others_is_refused_and_named(make: Factory, office: Actor) -> None:
    unit, coop = make.unit(), make.unit()
    task = make.task(lead=unit, coop=(coop,), state=TaskState.SUBMITTED)
    closing = make.report(task, unit, asks_to_close=True)
    waiting = make.report(task, coop)

    bulk = accepting.accept_reports([closing.id, waiting.id], by=office)

    assert [row.report_id for row in bulk.rows if row.refusal] == [closing.id]
    assert anew(task).state == TaskState.SUBMITTED


def test_a_closed_task_opens_again_when_its_acceptance_is_undone(make: Factory, office: Actor) -> None:
    unit, coop = make.unit(), make.unit()
    task = make.task(lead=unit, coop=(coop,), state=TaskState.SUBMITTED)
    make.report(task, coop)
    make.report(task, unit, asks_to_close=True, percent=100)

    bulk = accepting.accept_reports_on([task.id], by=office)
    assert anew(task).state == TaskState.DONE

    services.undo_bulk(bulk.id, by=office)
    assert (anew(task).state, anew(task).done_on, anew(task).percent) == (TaskState.SUBMITTED, None, 0)


def test_a_ticked_task_without_a_waiting_report_is_named(make: Factory, office: Actor) -> None:
    task = make.task()

    bulk = accepting.accept_reports_on([task.id], by=office)

    assert list(refusals(get_bulk(bulk.id, office))) == [task.id]
    with pytest.raises(NotFound):
        accepting.accept_reports_on([999_999], by=office)


def test_an_acceptance_is_kept_when_the_section_reported_again_since(make: Factory, office: Actor) -> None:
    unit = make.unit()
    task = make.task(lead=unit, state=TaskState.SUBMITTED)
    report = make.report(task, unit, percent=50)
    bulk = accepting.accept_reports([report.id], by=office)
    with transaction():
        anew(task).percent = 70

    undone = services.undo_bulk(bulk.id, by=office)

    assert list(refusals(undone)) == [task.id]
    assert db.session.query(ProgressReport).one().state == ReportState.ACCEPTED
