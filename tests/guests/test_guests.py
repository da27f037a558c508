"""External supervisors read the rounds they were invited to, nothing else, and change nothing."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.checks.files import picture
from tests.support.factory import Factory
from tests.support.pages import fill, find_form, token_of
from tests.test_access import is_refused, rules_of
from tracker import clock
from tracker.accounts.models import Account
from tracker.checks.models import CheckRound, Finding, RectificationEvidence, RoundGuest
from tracker.checks.rules import RoundState, Verdict
from tracker.db import db, transaction
from tracker.files.services import keep
from tracker.history.models import HistoryEntry
from tracker.organisation.models import GroupSeat, Person
from tracker.organisation.rules import Group, Seat
from tracker.permissions import GUEST, Role
from tracker.web.access import PUBLIC, access_of

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


@pytest.mark.parametrize("role", [Role.SECTION, Role.SUPERVISION, Role.OFFICE, Role.LEADERSHIP])
def test_c2_a_guest_is_refused_everything_but_rounds_whatever_role_the_account_has(
    app: Flask, make: Factory, guest: Person, opened: CheckRound, role: Role
) -> None:
    make.agency()
    with app.app_context():
        make._save(RoundGuest(round_id=opened.id, person_id=guest.id, invited_by="赵敏", invited_at=clock.now()))
    visitor = make.client_of(make.account(role, person_id=guest.id))
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        for endpoint, method, address in rules_of(app):
            access = access_of(endpoint, app)
            if endpoint != "accounts.logout" and access != PUBLIC and access not in GUEST:
                assert is_refused(visitor, method, address), (endpoint, method)
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


def test_c2_a_guest_finds_the_files_and_rows_of_their_round_and_no_others(
    app: Flask, make: Factory, checker: FlaskClient, visitor: FlaskClient, guest: Person, opened: CheckRound,
    hidden: Finding,
) -> None:  # fmt: skip
    invite(checker, opened, guest)
    proofs = {}
    for finding in rows(app, Finding):
        mended = make.rectification(finding)
        with app.app_context(), transaction():
            db.session.add(
                RectificationEvidence(
                    rectification_id=mended.id, name="截图.png", file=keep(picture(shade=finding.id)),
                    added_at=clock.now(), added_by="王芳",
                )
            )  # fmt: skip
            db.session.flush()
            proofs[finding.id] = db.session.scalar(select(func.max(RectificationEvidence.id)))
    own = next(number for number in proofs if number != hidden.id)

    with visitor.get(f"/findings/{own}/evidence/{proofs[own]}") as answer:
        assert answer.status_code == 200
    for address in (
        f"/findings/{hidden.id}/evidence/{proofs[hidden.id]}",
        f"/findings/{own}/evidence/{proofs[hidden.id]}",
        f"/checks/{hidden.round_id}/list",
    ):
        assert visitor.get(address).status_code == 404
    exported = openpyxl.load_workbook(BytesIO(visitor.get("/findings.xlsx?year=all").get_data())).active
    text = str([[cell.value for cell in row] for row in exported.rows])
    assert "预算说明缺两页" in text
    assert "别轮的问题" not in text
    assert visitor.get("/").location == "/checks"


def test_c2_an_account_without_a_unit_reads_no_paper_and_no_complaint_that_belongs_to_nobody(
    app: Flask, make: Factory, client_of: Clients, checker: FlaskClient
) -> None:
    make.agency()
    make.finding(make.unit("信息科"))
    page = fill(checker, "/complaints/new", kind="opinion", channel="box", received_on="2026-10-12", content="太慢")
    notice = fill(checker, "/notices/new?kind=list", text="").location
    nobody = client_of(make.account(Role.SECTION))

    assert [checker.get(address).status_code for address in (page.location, notice)] == [200, 200]
    assert [nobody.get(address).status_code for address in (page.location, notice, f"{notice}.pdf")] == [404] * 3
    assert "太慢" not in nobody.get("/complaints?view=all").get_data(as_text=True)


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


def addresses_of(app: Flask, opened: CheckRound) -> list[str]:
    (finding,) = rows(app, Finding)
    return [f"/checks/{opened.id}", f"/checks/{opened.id}/list", f"/findings/{finding.id}"]


def test_c2_an_invitation_ends_with_its_round(
    app: Flask, make: Factory, checker: FlaskClient, visitor: FlaskClient, guest: Person, opened: CheckRound
) -> None:
    invite(checker, opened, guest)
    another = make.person("钱代表")
    make.seat(another, Group.SUPERVISION, Seat.OUTSIDE)
    here = addresses_of(app, opened)
    assert [visitor.get(address).status_code for address in here] == [200, 200, 200]

    with app.app_context(), transaction():
        db.session.get_one(CheckRound, opened.id).state = RoundState.CLOSED

    assert [visitor.get(address).status_code for address in here] == [404, 404, 404]
    assert "预算说明缺两页" not in visitor.get("/findings?view=all&year=all").get_data(as_text=True)
    assert "邀请的一轮" not in visitor.get("/checks").get_data(as_text=True)
    page = checker.get(f"/checks/{opened.id}/guests").get_data(as_text=True)
    assert "邀请同时终止" in page
    late = {"csrf_token": token_of(checker), "person_id": str(another.id)}
    assert "不能再邀请" in checker.post(f"/checks/{opened.id}/guests", data=late).get_data(as_text=True)


@pytest.mark.parametrize("ending", ["seat", "person"])
def test_c2_an_invitation_ends_with_the_seat_and_when_the_person_leaves(
    app: Flask, checker: FlaskClient, visitor: FlaskClient, guest: Person, opened: CheckRound, ending: str
) -> None:
    invite(checker, opened, guest)
    here = addresses_of(app, opened)
    yesterday = clock.today() - timedelta(days=1)

    with app.app_context(), transaction():
        ended = (
            db.session.get_one(Person, guest.id) if ending == "person" else db.session.scalars(select(GroupSeat)).one()
        )
        ended.to_on = yesterday

    assert [visitor.get(address).status_code for address in here] == [404, 404, 404]
    assert visitor.get("/checks").status_code == 200
    page = checker.get(f"/checks/{opened.id}/guests").get_data(as_text=True)
    assert "聘期已满" in page
    assert f'value="{guest.id}"' not in page


def test_c2_an_invitation_opens_nothing_to_an_account_that_was_locked(
    app: Flask, make: Factory, checker: FlaskClient, guest: Person, opened: CheckRound
) -> None:
    account = make.account(Role.SECTION, person_id=guest.id)
    visitor = make.client_of(account)
    invite(checker, opened, guest)
    assert visitor.get(f"/checks/{opened.id}").status_code == 200

    with app.app_context(), transaction():
        db.session.get_one(Account, account.id).is_active = False

    assert visitor.get(f"/checks/{opened.id}").location.startswith("/login")
