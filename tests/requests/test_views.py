"""The pages of the register: the way of a request, refusals, what a section may not know of."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.requests.making import a_request, handled
from tests.support.factory import Factory
from tests.support.pages import fill, filled, token_of
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.history.unchanged import forget
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.requests.models import DisclosureRequest
from tracker.requests.rules import Step

ClientOf = Callable[[Account], FlaskClient]
TODAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The clock stands: what a limit is depends on the calendar, which is known for some years only."""
    with clock.pinned_at(datetime(2026, 6, 30, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("规划科")


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.OFFICE, unit=make.unit("办公室")))


@pytest.fixture
def section(make: Factory, client_of: ClientOf, unit: Unit) -> FlaskClient:
    return client_of(make.account(Role.SECTION, unit=unit))


def text_of(client: FlaskClient, url: str, status: int = 200) -> str:
    page = client.get(url)
    assert page.status_code == status
    return page.get_data(as_text=True)


def registered(app: Flask, make: Factory, unit: Unit | None = None, day: date = TODAY) -> int:
    with app.app_context():
        actor: Actor = make.actor(Role.OFFICE)
        return (handled(actor, day, unit.id) if unit else a_request(actor, day)).id


def test_a_request_is_registered_handled_answered_and_filed(app: Flask, office: FlaskClient, unit: Unit) -> None:
    typed = {"name": "陈某", "content": "申请公开征收补偿方案", "submitted_on": TODAY.isoformat()}

    assert fill(office, "/requests/new", **typed).headers["Location"].endswith("/requests/1")
    assert fill(office, "/requests/1/reviewed", note="要件齐全").status_code == 303
    assert fill(office, "/requests/1/assigned", note="", units=[str(unit.id)]).status_code == 303
    assert fill(office, "/requests/1/answered", outcome="三(二)").status_code == 303
    broken = (BytesIO(b"0" * 20), "a.pdf")
    assert fill(office, "/requests/1/archived", note="", files=broken).status_code == 200  # refused on the form

    page = text_of(office, "/requests/1")
    assert "（二）部分公开" in page
    assert "期限逐日计算" in page
    assert "陈某" in text_of(office, "/requests?view=answered")
    with app.app_context():
        assert db.session.get_one(DisclosureRequest, 1).step is Step.ANSWERED


def test_the_first_page_of_the_list_says_what_is_late(app: Flask, make: Factory, office: FlaskClient) -> None:
    registered(app, make, day=TODAY - timedelta(days=60))
    registered(app, make)

    page = text_of(office, "/requests")

    assert "2件申请等答复" in page
    assert "其中1件已逾期" in page
    assert text_of(office, "/requests?view=late").count('class="c-title"') == 1


def test_an_empty_register_says_that_nothing_has_to_be_entered(office: FlaskClient) -> None:
    assert "目前尚未收到政府信息公开申请" in text_of(office, "/requests")


def test_what_is_wrong_stands_on_the_form_and_nothing_is_lost(office: FlaskClient) -> None:
    page = fill(office, "/requests/new", name="陈某", content="某项信息", channel="fax")

    html = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "某项信息" in html
    assert "第三十一条" in html


def test_c2_another_units_request_is_not_there_and_the_attempt_is_kept(
    app: Flask, make: Factory, section: FlaskClient
) -> None:
    request_id = registered(app, make, make.unit("人事科"))

    for path in ("", "/noted", "/files/1"):
        text_of(section, f"/requests/{request_id}{path}", 404)
    sent = {"csrf_token": token_of(section), "day": TODAY.isoformat(), "note": "看看"}
    assert section.post(f"/requests/{request_id}/noted", data=sent).status_code == 404

    assert "申请等答复" in text_of(section, "/requests")
    assert f"/requests/{request_id}" not in text_of(section, "/requests?view=all")
    with app.app_context():
        refused = select(HistoryEntry.event).where(HistoryEntry.result == "refused")
        assert list(db.session.scalars(refused)) == ["access.not_found"]


def test_a_section_sees_its_request_notes_on_it_and_answers_nothing(
    app: Flask, make: Factory, section: FlaskClient, unit: Unit
) -> None:
    request_id = registered(app, make, unit)

    assert "规划科" in text_of(section, f"/requests/{request_id}")
    assert fill(section, f"/requests/{request_id}/noted", note="建议公开").status_code == 303
    assert "建议公开" in text_of(section, f"/requests/{request_id}")
    text_of(section, f"/requests/{request_id}/answered", 404)
    text_of(section, "/requests/new", 403)
    text_of(section, "/requests/disputes", 403)


def test_r6_a_stale_form_shows_both_texts(app: Flask, make: Factory, office: FlaskClient) -> None:
    request_id = registered(app, make)
    url = f"/requests/{request_id}/edit"
    old = filled(office.get(url).get_data(as_text=True), content="第一稿")
    fill(office, url, content="另一稿")

    page = office.post(url, data=old)

    html = page.get_data(as_text=True)
    assert page.status_code == 409
    assert "第一稿" in html
    assert "另一稿" in html


def test_r7_the_same_form_sent_twice_does_it_once(app: Flask, make: Factory, office: FlaskClient) -> None:
    request_id = registered(app, make)
    url = f"/requests/{request_id}/reviewed"
    sent = filled(office.get(url).get_data(as_text=True), note="齐全")

    answers = [office.post(url, data=sent) for _ in range(3)]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (303, f"/requests/{request_id}")
    }
    with app.app_context():
        assert len(db.session.get_one(DisclosureRequest, request_id).events) == 2


def test_the_list_is_exported_with_every_row(app: Flask, make: Factory, office: FlaskClient) -> None:
    for _ in range(3):
        registered(app, make)

    answer = office.get("/requests/list.xlsx?view=all&per_page=1")

    rows = list(openpyxl.load_workbook(BytesIO(answer.data)).active.values)
    assert rows[0][0] == "编号"
    assert len(rows) == 4


def test_the_leadership_consents_to_an_extension(
    app: Flask, make: Factory, client_of: ClientOf, office: FlaskClient, unit: Unit
) -> None:
    request_id = registered(app, make, unit)
    leader = client_of(make.account(Role.LEADERSHIP))

    fill(office, f"/requests/{request_id}/extension_asked", days="15", note="卷宗多")
    assert "卷宗多" in text_of(leader, f"/requests/{request_id}")
    assert fill(leader, f"/requests/{request_id}/extension_agreed").status_code == 303
    assert fill(office, f"/requests/{request_id}/extended", note="", is_told="y").status_code == 303

    assert "共35个" in text_of(office, f"/requests/{request_id}")


def test_a_lawsuit_is_entered_beside_its_request(app: Flask, make: Factory, office: FlaskClient) -> None:
    registered(app, make)
    code = f"{TODAY.year}-001"

    typed = {"kind": "direct_suit", "case_number": "（2026）某行初3号", "filed_on": TODAY.isoformat()}
    assert fill(office, f"/requests/disputes/new?request={code}", **typed).status_code == 303
    assert "某行初3号" in text_of(office, "/requests/1")
    done = fill(office, "/requests/disputes/1", result="upheld", decided_on=TODAY.isoformat())

    assert done.status_code == 303
    assert "结果维持" in text_of(office, "/requests/disputes")
    assert "没有这个编号" in fill(office, "/requests/disputes/1", request_code="2026-999").get_data(as_text=True)


def test_the_list_page_takes_the_same_statements_for_few_and_many(
    app: Flask, make: Factory, office: FlaskClient, unit: Unit
) -> None:
    def statements() -> int:
        forget()
        with counting() as counted:
            text_of(office, "/requests")
        return counted.count

    registered(app, make, unit)
    text_of(office, "/requests")
    few = statements()
    for _ in range(8):
        registered(app, make, unit)

    assert statements() == few <= 14
