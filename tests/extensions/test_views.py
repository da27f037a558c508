"""The pages on which more time is asked for and decided, and an event is entered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill
from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.tasks.models import Task
from tracker.tasks.timing import set_limit
from tracker.workdays.limits import DayUnit, LimitKind, TimeLimit

ClientOf = Callable[[Account], FlaskClient]
DUE = clock.today() + timedelta(days=10)
LATER = DUE + timedelta(days=20)


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("开发利用科")


@pytest.fixture
def section(make: Factory, client_of: ClientOf, unit: Unit) -> FlaskClient:
    return client_of(make.account(Role.SECTION, unit=unit))


@pytest.fixture
def leader(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.LEADERSHIP))


def text_of(client: FlaskClient, url: str, status: int = 200) -> str:
    page = client.get(url)
    assert page.status_code == status
    return page.get_data(as_text=True)


def ask(client: FlaskClient, task: Task, **typed: str) -> int:
    said = {"asked_due_on": LATER.isoformat(), "reason": "网站升级", "progress": "材料已备齐", **typed}
    return fill(client, f"/tasks/{task.id}/extension", **said).status_code


def state_of(app: Flask, task: Task) -> tuple[object, object]:
    with app.app_context():
        saved = db.session.get_one(Task, task.id)
        return saved.first_due_on, saved.due_on


def test_more_time_is_asked_for_and_given(
    app: Flask, make: Factory, unit: Unit, section: FlaskClient, leader: FlaskClient
) -> None:
    task = make.task(lead=unit, due_on=DUE, title="土地出让结果公开")

    assert ask(section, task) == 303
    assert "等领导审批" in text_of(section, f"/tasks/{task.id}/extension")
    waiting = text_of(leader, "/extensions")
    assert "1份等您处理" in waiting
    assert "土地出让结果公开" in waiting
    assert fill(leader, "/extensions/1", answer="抓紧办理。").status_code == 303

    assert state_of(app, task) == (DUE, LATER)
    assert "抓紧办理。" in text_of(section, f"/tasks/{task.id}/extension")
    assert "没有等您处理的" in text_of(leader, "/extensions")


def test_more_time_is_refused_with_a_reason(
    app: Flask, make: Factory, unit: Unit, section: FlaskClient, leader: FlaskClient
) -> None:
    task = make.task(lead=unit, due_on=DUE)
    ask(section, task)

    unreasoned = fill(leader, "/extensions/1", decision="refuse")
    assert "请写明不同意的理由" in unreasoned.get_data(as_text=True)
    assert fill(leader, "/extensions/1", decision="refuse", answer="群众等着看").status_code == 303

    assert state_of(app, task) == (DUE, DUE)


def test_the_head_passes_a_request_on(
    make: Factory, client_of: ClientOf, unit: Unit, section: FlaskClient, leader: FlaskClient
) -> None:
    head = make.account(Role.SECTION, unit=unit)
    make.post(make_person(make, head), unit)
    task = make.task(lead=unit, due_on=DUE)
    ask(section, task)
    assert "1份等您处理" in text_of(client_of(head), "/extensions")
    assert "报领导审批" not in text_of(section, f"/tasks/{task.id}/extension")

    passed = fill(client_of(head), f"/tasks/{task.id}/extension", action="/extensions/1/endorse")

    assert passed.status_code == 303
    assert "1份等您处理" in text_of(leader, "/extensions")


def make_person(make: Factory, account: Account) -> object:
    with make.app.app_context():
        return db.session.get_one(Account, account.id).person


def test_a_request_is_withdrawn(make: Factory, unit: Unit, section: FlaskClient, leader: FlaskClient) -> None:
    task = make.task(lead=unit, due_on=DUE)
    ask(section, task)

    assert fill(section, f"/tasks/{task.id}/extension", action="/extensions/1/withdraw").status_code == 303

    assert "没有等您处理的" in text_of(leader, "/extensions")
    assert "已撤回" in text_of(section, f"/tasks/{task.id}/extension")


@pytest.mark.parametrize(
    "typed",
    [{"asked_due_on": DUE.isoformat()}, {"reason": ""}, {"progress": ""}, {"asked_due_on": ""}, {"asked_due_on": "x"}],
)
def test_a_request_that_cannot_be_is_shown_again_with_what_was_typed(
    make: Factory, unit: Unit, section: FlaskClient, typed: dict[str, str]
) -> None:
    task = make.task(lead=unit, due_on=DUE)
    said = {"asked_due_on": LATER.isoformat(), "reason": "网站升级", "progress": "材料已备齐", **typed}

    page = fill(section, f"/tasks/{task.id}/extension", **said)

    assert page.status_code == 200
    assert "要改" in page.get_data(as_text=True)


def test_a_late_task_says_that_it_is_too_late_to_ask(make: Factory, unit: Unit, section: FlaskClient) -> None:
    task = make.task(lead=unit, due_on=clock.today() - timedelta(days=3))

    page = text_of(section, f"/tasks/{task.id}/extension")

    assert "延期要在时限之前申请" in page
    assert 'name="reason"' not in page


def test_c2_another_section_finds_nothing(make: Factory, client_of: ClientOf, unit: Unit, section: FlaskClient) -> None:
    task = make.task(lead=unit, due_on=DUE, title="金丝雀任务")
    ask(section, task)
    other = client_of(make.account(Role.SECTION, unit=make.unit("财务科")))

    for url in (f"/tasks/{task.id}/extension", f"/tasks/{task.id}/event"):
        assert other.get(url).status_code == 404
    token = {"csrf_token": "x"}
    assert "金丝雀" not in text_of(other, "/extensions")
    for verb in ("endorse", "withdraw"):
        assert other.post(f"/extensions/1/{verb}", data=token).status_code in (400, 404)


@pytest.mark.parametrize(
    ("role", "decides", "looks"),
    [
        (Role.LEADERSHIP, 200, 200), (Role.OFFICE, 403, 200), (Role.SECTION, 403, 200), (Role.SUPERVISION, 403, 200),
        (Role.SYSTEM_ADMIN, 403, 403), (Role.SECURITY_ADMIN, 403, 403), (Role.AUDIT_ADMIN, 403, 403),
    ],
)  # fmt: skip
def test_who_opens_which_page(
    make: Factory, client_of: ClientOf, unit: Unit, section: FlaskClient, role: Role, decides: int, looks: int
) -> None:
    task = make.task(lead=unit, due_on=DUE)
    ask(section, task)
    client = client_of(make.account(role, unit=unit))

    assert client.get("/extensions/1").status_code == decides
    assert [client.get(url).status_code for url in ("/extensions", f"/tasks/{task.id}/extension")] == [looks, looks]


def test_the_day_of_an_event_gives_the_limit_with_every_day_counted(
    app: Flask, make: Factory, unit: Unit, section: FlaskClient
) -> None:
    task = make.task(lead=unit)
    limit = TimeLimit(
        LimitKind.AFTER_EVENT, "自信息形成之日起20个工作日内", length=20, unit=DayUnit.WORKDAY, event="信息形成"
    )
    with app.app_context(), transaction():
        set_limit(db.session.get_one(Task, task.id), limit)
    assert "是哪一天发生的？" in text_of(section, f"/tasks/{task.id}/event")

    entered = fill(section, f"/tasks/{task.id}/event", event_on="2026-09-11")

    assert entered.status_code == 303
    page = text_of(section, f"/tasks/{task.id}/event")
    assert "时限：10月15日" in page or "时限：2026年10月15日" in page
    with app.app_context():
        assert db.session.get_one(Task, task.id).event_on.isoformat() == "2026-09-11"


def test_the_page_of_an_event_says_when_there_is_none(make: Factory, unit: Unit, section: FlaskClient) -> None:
    task = make.task(lead=unit, due_on=DUE)

    assert "不是从某个事项起算的" in text_of(section, f"/tasks/{task.id}/event")
