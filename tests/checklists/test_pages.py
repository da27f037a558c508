"""Check lists on pages: changed version by version, used in a round, checked item by item in each unit."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.checks.files import png
from tests.support.factory import Factory
from tests.support.pages import fill, filled, find_form, token_of
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.checklists.models import CheckList, ListResult, ListUse
from tracker.checklists.queries import get_round_list
from tracker.checks.models import CheckRound, Finding
from tracker.checks.rules import RoundState
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Role

Clients = Callable[[Account], FlaskClient]


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("信息科", position=1)


@pytest.fixture
def other(make: Factory) -> Unit:
    return make.unit("财务科", position=2)


@pytest.fixture
def checker(make: Factory, client_of: Clients) -> FlaskClient:
    return client_of(make.account(Role.SUPERVISION, unit=make.unit("机关纪委")))


@pytest.fixture
def opened(make: Factory, unit: Unit, other: Unit) -> CheckRound:
    return make.round(make.task(lead=unit), make.task(lead=unit), make.task(lead=other))


def rows(app: Flask, model: type) -> list:
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(model.id)))


def write_list(client: FlaskClient) -> str:
    items = "栏目 | 都能打开 | 60 | 逐个打开 | 检查指标 | 截图\n发布 | 没有错字 | 40"
    return fill(client, "/lists/new", name="本局清单", items=items).location


def test_the_shipped_lists_are_there_and_a_change_makes_a_new_version(app: Flask, checker: FlaskClient) -> None:
    page = checker.get("/lists").get_data(as_text=True)
    assert all(name in page for name in ("科室月度自查表", "季度检查表", "七类指标检查表"))
    first = rows(app, CheckList)[0]

    changed = fill(checker, f"/lists/{first.id}/edit", items="发布 | 只剩一条 | 100").location

    made = rows(app, CheckList)[-1]
    assert (made.key, made.revision) == (first.key, 2)
    assert "只剩一条" in checker.get(changed).get_data(as_text=True)
    assert "有更新的版本" in checker.get(f"/lists/{first.id}").get_data(as_text=True)
    assert "只剩一条" not in checker.get(f"/lists/{first.id}").get_data(as_text=True)


def test_two_people_who_change_a_list_see_both_texts(app: Flask, checker: FlaskClient) -> None:
    number = rows(app, CheckList)[0].id
    old = filled(checker.get(f"/lists/{number}/edit").get_data(as_text=True), items="发布 | 我的 | 100")
    fill(checker, f"/lists/{number}/edit", items="发布 | 他的 | 100")

    answer = checker.post(f"/lists/{number}/edit", data=old)

    assert answer.status_code == 409
    assert "他的" in answer.get_data(as_text=True)
    assert rows(app, CheckList)[-1].revision == 2


def test_capability_80_a_round_is_checked_by_a_list_item_by_item_in_each_unit(
    app: Flask, checker: FlaskClient, opened: CheckRound, unit: Unit
) -> None:
    made = write_list(checker).rpartition("/")[2]
    here = f"/checks/{opened.id}/list"

    assert fill(checker, here, list_id=made).status_code == 303
    results = rows(app, ListResult)
    assert len(results) == 4
    first = f"{here}/{results[0].id}"
    answer = fill(
        checker, first, note="两个栏目打不开", days="5", verdict="problem", files=(BytesIO(png()), "现场.png")
    )
    assert answer.location == f"{here}/{results[1].id}"
    assert fill(checker, answer.location, note="", verdict="satisfied").location == here

    (finding,) = rows(app, Finding)
    assert (finding.unit_id, finding.round_id, finding.basis) == (unit.id, opened.id, "检查指标")
    page = checker.get(here).get_data(as_text=True)
    assert "得40.00分" in page
    assert f"/findings/{finding.id}" in page


def test_the_page_of_an_item_says_which_of_how_many_it_is_and_leads_back_to_the_one_before(
    checker: FlaskClient, opened: CheckRound, app: Flask, unit: Unit
) -> None:
    list_id = write_list(checker).rpartition("/")[2]
    fill(checker, f"/checks/{opened.id}/list", list_id=list_id)
    first, second = (f"/checks/{opened.id}/list/{one.id}" for one in rows(app, ListResult) if one.unit_id == unit.id)
    fill(checker, first, note="", verdict="satisfied")

    shown = [checker.get(page).get_data(as_text=True) for page in (first, second)]

    assert "第1项，共2项" in shown[0]
    assert "第2项，共2项" in shown[1]
    assert f'href="{first}"' in shown[1]
    assert f'href="{second}"' not in shown[0]
    assert "已查1项，共2项" in shown[1]


def test_without_evidence_nothing_is_deducted(
    app: Flask, make: Factory, checker: FlaskClient, opened: CheckRound
) -> None:
    here = f"/checks/{opened.id}/list"
    fill(checker, here, list_id=write_list(checker).rpartition("/")[2])
    first = rows(app, ListResult)[0]

    fill(checker, f"{here}/{first.id}", note="两个栏目打不开", days="5", verdict="problem")

    with app.app_context():
        scores = get_round_list(opened.id, make.actor(Role.LEADERSHIP)).units
        assert str(scores[0].score) == "100.00"
    assert "没有佐证，不扣分" in checker.get(here).get_data(as_text=True)


def test_a_problem_whose_number_is_given_stays_and_a_second_list_is_refused(
    app: Flask, checker: FlaskClient, opened: CheckRound
) -> None:
    here = f"/checks/{opened.id}/list"
    made = write_list(checker).rpartition("/")[2]
    fill(checker, here, list_id=made)
    first = f"{here}/{rows(app, ListResult)[0].id}"
    fill(checker, first, note="打不开", days="5", verdict="problem")

    again = fill(checker, first, note="", verdict="satisfied")
    second = checker.post(here, data={"csrf_token": token_of(checker), "form_token": "x", "list_id": made})

    assert "不能撤掉" in again.get_data(as_text=True)
    assert second.status_code == 200
    assert len(rows(app, ListUse)) == 1
    assert len(rows(app, Finding)) == 1


def test_a_round_ends_only_when_its_check_list_is_done_too(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    task = make.task(lead=unit)
    opened = make.round(task)
    here = f"/checks/{opened.id}/list"
    fill(checker, here, list_id=write_list(checker).rpartition("/")[2])
    fill(checker, f"/checks/{opened.id}/tasks/{task.id}", note="", unit_id=str(unit.id), verdict="satisfied")
    button = find_form(checker.get(f"/checks/{opened.id}").get_data(as_text=True), action=f"/checks/{opened.id}/close")

    refused = checker.post(button["action"], data=dict(button["fields"]), follow_redirects=True)
    assert "检查表还有2项没有结论" in refused.get_data(as_text=True)
    assert rows(app, CheckRound)[0].state is RoundState.OPEN

    for result in rows(app, ListResult):
        fill(checker, f"{here}/{result.id}", note="", verdict="unchecked")
    button = find_form(checker.get(f"/checks/{opened.id}").get_data(as_text=True), action=f"/checks/{opened.id}/close")
    checker.post(button["action"], data=dict(button["fields"]))
    assert rows(app, CheckRound)[0].state is RoundState.CLOSED


def test_an_ended_round_takes_no_more_results(
    app: Flask, make: Factory, checker: FlaskClient, opened: CheckRound, unit: Unit
) -> None:
    closed = make.round(make.task(lead=unit), state=RoundState.CLOSED)
    here = f"/checks/{opened.id}/list"
    made = write_list(checker).rpartition("/")[2]
    fill(checker, here, list_id=made)
    sent = filled(checker.get(f"{here}/{rows(app, ListResult)[0].id}").get_data(as_text=True), note="")

    assert "按这份清单检查" not in checker.get(f"/checks/{closed.id}/list").get_data(as_text=True)
    answer = checker.post(f"/checks/{closed.id}/list/{rows(app, ListResult)[0].id}", data=sent)

    assert answer.status_code == 404


def test_a_unit_sees_its_own_results_only_and_a_stranger_finds_no_picture(
    app: Flask, make: Factory, client_of: Clients, checker: FlaskClient, opened: CheckRound, unit: Unit, other: Unit
) -> None:
    here = f"/checks/{opened.id}/list"
    fill(checker, here, list_id=write_list(checker).rpartition("/")[2])
    first = f"{here}/{rows(app, ListResult)[0].id}"
    fill(checker, first, note="信息科的栏目打不开", days="5", verdict="problem", files=(BytesIO(png()), "现场.png"))
    stranger = client_of(make.account(Role.SECTION, unit=other))
    outsider = client_of(make.account(Role.SECTION, unit=make.unit("后勤科")))

    page = stranger.get(here).get_data(as_text=True)
    assert "财务科" in page
    assert "信息科" not in page
    assert stranger.get(f"{here}/photos/1").status_code == 404
    assert stranger.get(first).status_code == 403
    assert outsider.get(here).status_code == 404
    assert stranger.get("/lists/new").status_code == 403
    assert "access.denied" in [entry.event for entry in rows(app, HistoryEntry)]


def test_the_page_of_a_round_costs_the_same_for_few_and_many_units(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    def cost(units: int) -> int:
        opened = make.round(*(make.task(lead=unit if at == 0 else make.unit()) for at in range(units)))
        here = f"/checks/{opened.id}/list"
        fill(checker, here, list_id=str(rows(app, CheckList)[0].id))
        with counting() as statements:
            assert checker.get(here).status_code == 200
        return statements.count

    assert cost(1) == cost(8)
