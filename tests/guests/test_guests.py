"""External supervisors read the rounds they were invited to, nothing else, and change nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.pages import fill, find_form, token_of
from tracker.accounts.models import Account
from tracker.checks.models import CheckRound, Finding, RoundGuest
from tracker.checks.rules import Verdict
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Person
from tracker.organisation.rules import Group, Seat
from tracker.permissions import Role

Clients = Callable[[Account], FlaskClient]


@pytest.fixture
def checker(make: Factory, client_of: Clients) -> FlaskClient:
    return client_of(make.account(Role.SUPERVISION, unit=make.unit("机关纪委")))


@pytest.fixture
def guest(make: Factory) -> Person:
    person = make.person("周代表")
    make.seat(person, Group.SUPERVISION, Seat.OUTSIDE)
    return person


@pytest.fixture
def visitor(make: Factory, client_of: Clients, guest: Person) -> FlaskClient:
    return client_of(make.account(Role.SECTION, person_id=guest.id))


@pytest.fixture
def opened(make: Factory) -> CheckRound:
    unit = make.unit("信息科")
    task = make.task(lead=unit, title="公开预算")
    made = make.round(task, name="邀请的一轮")
    make.finding(unit, description="预算说明缺两页", round_id=made.id, task_id=task.id)
    return made


@pytest.fixture
def hidden(make: Factory) -> Finding:
    unit = make.unit("财务科")
    other = make.round(make.task(lead=unit), name="没有邀请的一轮")
    return make.finding(unit, description="别轮的问题", round_id=other.id)


def rows(app: Flask, model: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model)))


def invite(checker: FlaskClient, opened: CheckRound, guest: Person) -> None:
    assert fill(checker, f"/checks/{opened.id}/guests", person_id=str(guest.id)).status_code == 303


def test_capability_24_an_external_supervisor_reads_the_round_and_nothing_else(
    app: Flask, checker: FlaskClient, visitor: FlaskClient, guest: Person, opened: CheckRound, hidden: Finding
) -> None:
    assert visitor.get(f"/checks/{opened.id}").status_code == 404

    invite(checker, opened, guest)

    page = visitor.get(f"/checks/{opened.id}").get_data(as_text=True)
    assert "公开预算" in page
    (finding,) = [one for one in rows(app, Finding) if one.id != hidden.id]
    assert "预算说明缺两页" in visitor.get(f"/findings/{finding.id}").get_data(as_text=True)
    assert visitor.get(f"/checks/{opened.id}/list").status_code == 200
    listed = visitor.get("/findings?view=all").get_data(as_text=True) + visitor.get("/checks").get_data(as_text=True)
    assert "预算说明缺两页" in listed
    assert "别轮的问题" not in listed
    assert "没有邀请的一轮" not in listed
    assert visitor.get(f"/findings/{hidden.id}").status_code == 404
    assert visitor.get(f"/checks/{hidden.round_id}").status_code == 404


def test_a_guest_changes_nothing_and_every_try_is_recorded(
    app: Flask, checker: FlaskClient, visitor: FlaskClient, guest: Person, opened: CheckRound
) -> None:
    invite(checker, opened, guest)
    (finding,) = rows(app, Finding)
    token = token_of(visitor)

    answers = [
        visitor.post(address, data={"csrf_token": token, "measures": "已改", "verdict": Verdict.SATISFIED.value})
        for address in (
            f"/findings/{finding.id}/answer", f"/findings/{finding.id}/recheck", f"/checks/{opened.id}/close",
            f"/checks/{opened.id}/guests", "/findings/new", "/notices/new?kind=list", "/complaints/new",
        )
    ]  # fmt: skip

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert rows(app, Finding)[0].version == 1
    assert [entry.event for entry in rows(app, HistoryEntry)].count("access.denied") == len(answers)


def test_an_invitation_is_taken_back(
    app: Flask, checker: FlaskClient, visitor: FlaskClient, guest: Person, opened: CheckRound
) -> None:
    invite(checker, opened, guest)
    here = f"/checks/{opened.id}/guests"
    form = find_form(checker.get(here).get_data(as_text=True), action=f"{here}/")

    assert checker.post(form["action"], data=dict(form["fields"])).status_code == 303

    assert rows(app, RoundGuest) == []
    assert visitor.get(f"/checks/{opened.id}").status_code == 404


def test_only_people_who_sit_in_the_group_from_outside_are_invited_and_only_once(
    app: Flask, make: Factory, checker: FlaskClient, guest: Person, opened: CheckRound, visitor: FlaskClient
) -> None:
    insider = make.person("局内人")
    make.seat(insider, Group.SUPERVISION, Seat.MEMBER)
    here = f"/checks/{opened.id}/guests"

    assert "局内人" not in checker.get(here).get_data(as_text=True)
    refused = fill(checker, here, person_id=str(insider.id))
    invite(checker, opened, guest)
    again = checker.post(here, data={"csrf_token": token_of(checker), "person_id": str(guest.id)})

    assert (refused.status_code, again.status_code) == (200, 200)
    assert len(rows(app, RoundGuest)) == 1
    assert visitor.get(here).status_code == 403
