"""The pages of work on many tasks."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill, filled, find_form
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.bulk.models import TaskBulk
from tracker.db import db
from tracker.permissions import Role
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState

ClientOf = Callable[[Account], FlaskClient]
YEAR = 2026
DUE = date(YEAR, 11, 16)
LIST = f"/tasks?year={YEAR}"


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    """The browser of the office, in English."""
    return client_of(make.account(Role.OFFICE, unit=make.unit("办公室"), language="en"))


def step(client: FlaskClient, do: str, *tasks: Task, page: str = LIST, **more: str) -> str:
    """Tick tasks in the list, press a button of the bar, and return the page that asks once for all."""
    ticks = [str(task.id) for task in tasks]
    answer = fill(client, page, action="/tasks/many", do=do, task=ticks, **more)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def finish(client: FlaskClient, page: str, **fields: str) -> str:
    answer = client.post("/tasks/many", data=filled(page, action="/tasks/many", **fields))
    assert answer.status_code == 303
    return client.get(answer.headers["Location"]).get_data(as_text=True)


def test_the_office_moves_ticked_limits_and_undoes_it(make: Factory, office: FlaskClient, app: Flask) -> None:
    tasks = [make.task(year=YEAR, due_on=DUE) for _ in range(2)]
    left = make.task(year=YEAR, due_on=DUE)

    done = finish(office, step(office, "limit", *tasks), workdays="5")

    assert "changed: 2, left as they are: 0" in done
    with app.app_context():
        assert db.session.query(Task).filter(Task.due_on == DUE).one().id == left.id
    assert "See what was done, or undo it" in office.get("/tasks").get_data(as_text=True)

    undo = find_form(done, action="/tasks/many/")
    office.post(undo["action"], data=dict(undo["fields"]))

    with app.app_context():
        assert db.session.query(Task).filter(Task.due_on == DUE).count() == 3
    assert "See what was done, or undo it" not in office.get("/tasks").get_data(as_text=True)


def test_a_limit_that_would_pass_into_an_unknown_year_is_named(make: Factory, office: FlaskClient) -> None:
    last = make.task(year=YEAR, due_on=date(YEAR, 12, 30))

    done = finish(office, step(office, "limit", last), workdays="20")

    assert "changed: 0, left as they are: 1" in done
    assert f"The holidays and make-up workdays of {YEAR + 1} are not known." in done


def test_everything_means_what_the_filters_find(make: Factory, office: FlaskClient, app: Flask) -> None:
    meant = [make.task(year=YEAR, title=f"征地公示{number}") for number in range(3)]
    make.task(year=YEAR)

    page = step(office, "tag", page=f"{LIST}&q=征地", everything="1")
    finish(office, page, tag="重点")

    listed = office.get("/tasks?tag=重点").get_data(as_text=True)
    assert {int(number) for number in re.findall(r'<tr id="task-(\d+)"', listed)} == {task.id for task in meant}
    assert "Tag: 重点" in listed
    assert "重点" in office.get(f"/tasks/{meant[0].id}").get_data(as_text=True)


def test_another_lead_is_chosen_once_and_a_task_changed_meanwhile_is_named(
    make: Factory, office: FlaskClient, app: Flask
) -> None:
    unit, tasks = make.unit("新科"), [make.task(year=YEAR, due_on=DUE) for _ in range(2)]
    page = step(office, "assign", *tasks)
    finish(office, step(office, "limit", tasks[0]), workdays="1")

    done = finish(office, page, unit=str(unit.id))

    assert "changed: 1, left as they are: 1" in done
    assert "It was changed meanwhile; look at it first." in done


def test_the_same_press_sent_again_does_it_once(make: Factory, office: FlaskClient, app: Flask) -> None:
    task = make.task(year=YEAR, due_on=DUE)
    sent = filled(step(office, "limit", task), action="/tasks/many", workdays="3")

    first, second = (office.post("/tasks/many", data=sent) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    with app.app_context():
        assert db.session.query(TaskBulk).count() == 1


def test_a_wrong_answer_stands_on_the_form_with_the_ticks(make: Factory, office: FlaskClient) -> None:
    task = make.task(year=YEAR, due_on=DUE)
    sent = filled(step(office, "limit", task), action="/tasks/many", workdays="3", due_on=DUE.isoformat())

    page = office.post("/tasks/many", data=sent).get_data(as_text=True)

    assert "one of them" in page
    assert f'value="{task.id}.1" checked' in page


def test_no_tick_leads_back_to_the_list_with_a_word(office: FlaskClient, make: Factory) -> None:
    make.task(year=YEAR)

    answer = fill(office, LIST, action="/tasks/many", do="limit")

    assert answer.status_code == 303
    assert "Tick the tasks that are meant." in office.get(answer.headers["Location"]).get_data(as_text=True)


@pytest.mark.parametrize("tick", ["x", "99999999999999999999", "-1", "②", "1.x"])
def test_ticks_that_no_page_offered_do_no_harm(office: FlaskClient, make: Factory, tick: str) -> None:
    make.task(year=YEAR)

    assert fill(office, LIST, action="/tasks/many", do="tag", task=tick).status_code in (200, 303, 404)


def test_urging_goes_to_the_page_of_urging(make: Factory, office: FlaskClient) -> None:
    task = make.task(year=YEAR)

    answer = fill(office, LIST, action="/tasks/many", do="remind", task=str(task.id))

    assert answer.headers["Location"] == f"/reminders/urge?task={task.id}"


def test_reports_are_accepted_by_ticks_on_the_review_and_on_the_list(
    make: Factory, office: FlaskClient, app: Flask
) -> None:
    unit = make.unit()
    tasks = [make.task(year=YEAR, lead=unit, state=TaskState.SUBMITTED) for _ in range(3)]
    reports = [make.report(task, unit, percent=40) for task in tasks]

    ticked = [str(report.id) for report in reports[:2]]
    answer = fill(office, "/review", action="/reports/accept?review", report=ticked)
    assert "changed: 2" in office.get(answer.headers["Location"]).get_data(as_text=True)

    fill(office, LIST, action="/tasks/many", to="/reports/accept", task=str(tasks[2].id))

    with app.app_context():
        assert {task.percent for task in db.session.query(Task)} == {40}


def test_what_somebody_else_did_is_not_there(make: Factory, office: FlaskClient, client_of: ClientOf) -> None:
    task = make.task(year=YEAR, due_on=DUE)
    finish(office, step(office, "limit", task), workdays="3")
    other = client_of(make.account(Role.OFFICE, language="en"))

    assert other.get("/tasks/many/1").status_code == 404


def test_a_section_has_no_ticks(make: Factory, client_of: ClientOf) -> None:
    unit = make.unit()
    make.task(year=YEAR, lead=unit)
    section = client_of(make.account(Role.SECTION, unit=unit, language="en"))

    assert 'name="task"' not in section.get("/tasks").get_data(as_text=True)


def test_the_pages_take_the_same_statements_for_few_tasks_and_for_many(make: Factory, office: FlaskClient) -> None:
    counts = []
    for number in (2, 30):
        tasks = [make.task(year=YEAR, due_on=DUE) for _ in range(number)]
        page = step(office, "tag", *tasks)
        shown = office.post("/tasks/many", data=filled(page, action="/tasks/many", tag=f"第{number}批"))
        with counting() as statements:
            office.get(shown.headers["Location"])
        counts.append(statements.count)
        with counting() as statements:
            step(office, "tag", *tasks)
        counts.append(statements.count)

    assert counts[:2] == counts[2:]
