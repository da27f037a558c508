"""The checks beside the cells while they are typed: what would fail is told, and nothing is kept."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.requests.making import answered
from tests.support.factory import Factory
from tests.support.pages import filled, token_of
from tracker import clock
from tracker.accounts.models import Account
from tracker.annual_report.models import CellOverride
from tracker.annual_report.queries import get_report
from tracker.annual_report.services import draft_report
from tracker.db import db
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]
HERE = "/annual-report/2025"
NEW, OLD_SUM = "table3.一.自然人", "table3.一.总计"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 1, 20, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def office(app: Flask, make: Factory, client_of: ClientOf) -> FlaskClient:
    """The browser of the office, with a report of one request that was answered."""
    make.agency(name="清河市档案局")
    unit = make.unit("办公室", kind=UnitKind.OFFICE)
    with app.app_context():
        by = make.actor(Role.OFFICE, unit=unit)
        answered(by, date(2025, 3, 3), unit.id, "三(一)", date(2025, 3, 20))
        draft_report(2025, by=by)
    return client_of(make.account(Role.OFFICE, unit=unit))


def tried(client: FlaskClient, part: int, **typed: str) -> str:
    """Return what the page would say with this typed."""
    url = f"{HERE}?part={part}"
    fields = filled(client.get(url).get_data(as_text=True), **typed)
    answer = client.post(f"{HERE}/try?part={part}", data=fields)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def wrong(page: str) -> str:
    return page.partition('id="wrong"')[2].partition("</section>")[0]


def test_a_number_that_breaks_an_identity_is_told_at_once_and_nothing_is_kept(app: Flask, office: FlaskClient) -> None:
    assert "自然人" not in wrong(office.get(f"{HERE}?part=3").get_data(as_text=True))

    page = tried(office, 3, **{NEW: "5"})

    assert "H1 自然人" in wrong(page)
    assert re.search(rf'<td data-now="5"[^>]*><input[^>]* id="{OLD_SUM}"', page)
    assert "尚未保存" in page
    with app.app_context():
        assert (get_report(2025).version, db.session.query(CellOverride).count()) == (1, 0)
    assert "自然人" not in wrong(office.get(f"{HERE}?part=3").get_data(as_text=True))


def test_every_cell_that_holds_no_number_is_told_and_not_the_first_alone(office: FlaskClient) -> None:
    page = wrong(tried(office, 3, **{NEW: "一些", "table3.一.商业企业": "1.5", "table3.一.科研机构": "-2"}))

    assert [f"H12 一 {column}" in page for column in ("自然人", "商业企业", "科研机构")] == [True, True, True]


def test_a_total_typed_by_hand_stays_and_is_held_against_its_parts(office: FlaskClient) -> None:
    page = tried(office, 3, **{OLD_SUM: "7"})

    assert "H3" in wrong(page)
    assert not re.search(rf'<td data-now="[^"]*"[^>]*><input[^>]* id="{OLD_SUM}"', page)


def test_a_number_in_the_text_is_held_against_its_cell_while_it_is_typed(office: FlaskClient) -> None:
    page = wrong(tried(office, 1, text="全年收到政府信息公开申请12件。"))

    assert "H7" in page or "H8" in page
    assert "12" in page


def test_only_the_office_tries_out_and_an_unknown_year_has_no_report(
    office: FlaskClient, make: Factory, client_of: ClientOf
) -> None:
    checker = client_of(make.account(Role.SUPERVISION, unit=make.unit("机关纪委")))

    assert checker.post(f"{HERE}/try?part=3", data={"csrf_token": token_of(checker)}).status_code == 403
    assert office.post("/annual-report/2024/try?part=3", data={"csrf_token": token_of(office)}).status_code == 404
