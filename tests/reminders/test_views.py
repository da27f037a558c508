"""The pages of reminders."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill, token_of
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db
from tracker.organisation.models import Person, Unit
from tracker.organisation.rules import Post
from tracker.permissions import Role
from tracker.reminders.models import LadderRow, Reminder
from tracker.tasks.models import Task

ClientOf = Callable[[Account], FlaskClient]
DUE = clock.today() + timedelta(days=10)


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("开发利用科")


@pytest.fixture
def officer(make: Factory, client_of: ClientOf, unit: Unit) -> FlaskClient:
    account = make.account(Role.SECTION, unit=unit)
    with make.app.app_context():
        person = db.session.get_one(Person, account.person_id)
    make.post(person, unit, Post.OFFICER)
    return client_of(account)


@pytest.fixture
def leader(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.LEADERSHIP))


def text_of(client: FlaskClient, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.get_data(as_text=True)


def urge(client: FlaskClient, *tasks: Task, words: str = "请于周五前报来进展。") -> int:
    address = "/reminders/urge?" + "&".join(f"task={task.id}" for task in tasks)
    return fill(client, address, action="/reminders/urge", words=words).status_code


def test_an_urge_is_sent_read_and_its_receipt_seen(
    make: Factory, unit: Unit, officer: FlaskClient, leader: FlaskClient
) -> None:
    tasks = [make.task(lead=unit, due_on=DUE, title=f"公布目录{number}") for number in (1, 2)]

    assert urge(leader, *tasks) == 303
    assert "1人中0人已签收" in text_of(leader, "/reminders/urges")
    page = text_of(officer, "/reminders")
    assert "2条未读" in page
    assert "请于周五前报来进展。" in page
    assert fill(officer, "/reminders", action="/reminders/seen").status_code == 303

    assert "没有未读的提醒" in text_of(officer, "/reminders")
    assert "1人中1人已签收" in text_of(leader, "/reminders/urges")


def test_an_urge_sent_twice_by_the_same_form_goes_out_once(
    app: Flask, make: Factory, unit: Unit, officer: FlaskClient, leader: FlaskClient
) -> None:
    task = make.task(lead=unit, due_on=DUE)
    sent = {"csrf_token": token_of(leader), "form_token": "once", "task": task.id, "words": "请抓紧。"}

    answers = [leader.post("/reminders/urge", data=sent).status_code for _ in range(2)]

    assert answers == [303, 303]
    with app.app_context():
        assert db.session.query(Reminder).count() == 1


def test_an_urge_without_words_or_tasks_is_refused(
    make: Factory, unit: Unit, officer: FlaskClient, leader: FlaskClient
) -> None:
    task = make.task(lead=unit, due_on=DUE)

    assert urge(leader, task, words="") == 200
    assert leader.get("/reminders/urge").status_code == 303
    assert leader.get("/reminders/urge?task=99999").status_code == 404
    assert leader.get("/reminders/urge?task=99999999999999999999999").status_code == 303


def test_the_ladder_is_shown_changed_and_put_back(app: Flask, make: Factory, client_of: ClientOf) -> None:
    office = client_of(make.account(Role.OFFICE))
    assert 'value="30"' in text_of(office, "/reminders/ladder")

    changed = fill(office, "/reminders/ladder", **{"steps-0-days": "20", "steps-6-days": ""})

    assert changed.status_code == 303
    with app.app_context():
        assert [row.offset for row in db.session.query(LadderRow).order_by(LadderRow.offset)] == [-20, -7, -3, -1, 0, 1]
    assert fill(office, "/reminders/ladder", action="/reminders/ladder/usual").status_code == 303
    assert 'value="30"' in text_of(office, "/reminders/ladder")


@pytest.mark.parametrize("days", ["121", "-1", "x", "7"])
def test_a_ladder_that_cannot_be_is_shown_again(app: Flask, make: Factory, client_of: ClientOf, days: str) -> None:
    office = client_of(make.account(Role.OFFICE))

    page = fill(office, "/reminders/ladder", **{"steps-0-days": days})

    assert page.status_code == 200
    with app.app_context():
        assert db.session.query(LadderRow).count() == 0


def test_c2_reminders_of_one_are_no_page_of_another(
    make: Factory, client_of: ClientOf, unit: Unit, officer: FlaskClient, leader: FlaskClient
) -> None:
    urge(leader, make.task(lead=unit, due_on=DUE, title="金丝雀任务"))
    other = client_of(make.account(Role.SECTION, unit=make.unit("财务科")))

    assert "金丝雀" not in text_of(other, "/reminders")
    other.post("/reminders/seen", data={"csrf_token": token_of(other), "form_token": "a", "shown": ["1"]})
    assert "1条未读" in text_of(officer, "/reminders")


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.LEADERSHIP, (200, 303, 200, 403)), (Role.OFFICE, (200, 303, 200, 200)),
        (Role.SECTION, (200, 403, 403, 403)), (Role.SUPERVISION, (200, 403, 403, 403)),
        (Role.SYSTEM_ADMIN, (403, 403, 403, 403)), (Role.SECURITY_ADMIN, (403, 403, 403, 403)),
        (Role.AUDIT_ADMIN, (403, 403, 403, 403)),
    ],
)  # fmt: skip
def test_who_opens_which_page(make: Factory, client_of: ClientOf, role: Role, expected: tuple[int, ...]) -> None:
    client = client_of(make.account(role))

    urls = ("/reminders", "/reminders/urge", "/reminders/urges", "/reminders/ladder")
    assert tuple(client.get(url).status_code for url in urls) == expected


def test_the_list_takes_the_same_statements_for_one_and_for_many(
    make: Factory, unit: Unit, officer: FlaskClient, leader: FlaskClient
) -> None:
    urge(leader, make.task(lead=unit, due_on=DUE))
    with counting() as one:
        text_of(officer, "/reminders")
    urge(leader, *[make.task(lead=unit, due_on=DUE) for _ in range(8)])
    with counting() as many:
        page = text_of(officer, "/reminders")

    assert page.count('class="duty"') == 9
    assert one.count == many.count
