"""The pages of notices: one is printed, opened and signed for; strangers get 404, and nothing is done twice."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.pages import fill, filled, find_form, token_of
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.checks.rules import FindingState
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.notices.models import Notice, NoticeSlip
from tracker.organisation.models import Unit
from tracker.permissions import Role

Clients = Callable[[Account], FlaskClient]


@pytest.fixture
def unit(make: Factory) -> Unit:
    make.agency()
    return make.unit("信息科")


@pytest.fixture
def checker(make: Factory, client_of: Clients) -> FlaskClient:
    return client_of(make.account(Role.SUPERVISION, unit=make.unit("机关纪委")))


@pytest.fixture
def section(make: Factory, client_of: Clients, unit: Unit) -> FlaskClient:
    return client_of(make.account(Role.SECTION, unit=unit))


def rows(app: Flask, model: type) -> list:
    with app.app_context():
        return list(db.session.scalars(select(model)))


def test_capability_78_several_findings_become_one_notice_which_the_unit_signs_for(
    app: Flask, make: Factory, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    first, second = make.finding(unit), make.finding(unit, description="缺说明")
    left = make.finding(unit, description="另外处理")

    printed = fill(
        checker, f"/notices/new?kind=rectify&finding={first.id}&finding={second.id}", text="请派人参加培训。"
    )

    assert printed.status_code == 303
    page = checker.get(printed.location).get_data(as_text=True)
    assert "整改通知〔2026〕1号" in page
    (notice,) = rows(app, Notice)
    with checker.get(f"/notices/{notice.id}.pdf") as pdf:
        assert pdf.get_data()[:5] == b"%PDF-"
        assert "attachment" in pdf.headers["Content-Disposition"]
    with checker.get(f"/notices/{notice.id}.docx") as docx:
        assert docx.get_data()[:2] == b"PK"
    assert left.description not in str(notice.content)
    assert "整改通知〔2026〕1号" in checker.get(f"/findings/{first.id}").get_data(as_text=True)

    page = section.get(printed.location).get_data(as_text=True)
    sign = find_form(page, action=f"/notices/{notice.id}/sign")
    assert section.post(sign["action"], data=dict(sign["fields"])).status_code == 303
    (slip,) = rows(app, NoticeSlip)
    assert slip.signed_at is not None
    assert f"/notices/{notice.id}/sign" not in section.get(printed.location).get_data(as_text=True)


def test_the_same_form_sent_twice_prints_one_paper(app: Flask, make: Factory, checker: FlaskClient, unit: Unit) -> None:
    make.finding(unit)
    address = f"/notices/new?kind=rectify&unit={unit.id}"
    sent = filled(checker.get(address).get_data(as_text=True), text="")

    answers = [checker.post(address, data=sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(rows(app, Notice)) == 1


def test_nothing_ticked_is_refused_in_words_and_keeps_what_was_typed(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    make.finding(unit)

    answer = fill(checker, f"/notices/new?kind=rectify&unit={unit.id}", text="补充一句", finding_ids=None)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "请至少勾选1项" in page
    assert "补充一句" in page
    assert rows(app, Notice) == []


def test_another_units_notice_is_not_there_and_a_try_to_sign_it_is_recorded(
    app: Flask, make: Factory, checker: FlaskClient, client_of: Clients, unit: Unit
) -> None:
    make.finding(unit)
    fill(checker, f"/notices/new?kind=rectify&unit={unit.id}", text="")
    (notice,) = rows(app, Notice)
    stranger = client_of(make.account(Role.SECTION, unit=make.unit("财务科")))

    for address in (f"/notices/{notice.id}", f"/notices/{notice.id}.pdf", f"/notices/{notice.id}.docx"):
        assert stranger.get(address).status_code == 404
    token = token_of(stranger)
    assert stranger.post(f"/notices/{notice.id}/sign", data={"csrf_token": token}).status_code == 404
    assert notice.code not in stranger.get("/notices").get_data(as_text=True)
    assert "access.not_found" in [entry.event for entry in rows(app, HistoryEntry)]


def test_a_section_makes_the_report_on_its_own_rectification_and_no_other_paper(
    app: Flask, make: Factory, section: FlaskClient, unit: Unit
) -> None:
    make.finding(unit)

    assert section.get(f"/notices/new?kind=rectify&unit={unit.id}").status_code == 403
    assert section.get("/notices/new?kind=list").status_code == 403
    assert re.findall(r"kind=(\w+)\">", section.get("/notices/new").get_data(as_text=True)) == ["report"]
    assert fill(section, "/notices/new?kind=report", text="每月自查。").status_code == 303

    (notice,) = rows(app, Notice)
    assert (notice.code, notice.unit_id) == ("整改情况报告〔2026〕1号", unit.id)


def test_capability_76_late_work_of_a_unit_is_urged_on_paper(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    task = make.task(lead=unit, title="公布预算", due_on=date(2026, 9, 30))
    make.finding(unit, due_on=date(2026, 10, 9), state=FindingState.RETURNED)

    assert fill(checker, f"/notices/new?kind=urge&unit={unit.id}", text="").status_code == 303

    (notice,) = rows(app, Notice)
    assert notice.code == "催办通知〔2026〕1号"
    assert task.title in str(notice.content)


def test_pages_of_kinds_without_a_choice_ask_for_it(make: Factory, checker: FlaskClient, unit: Unit) -> None:
    make.finding(unit)

    for kind in ("", "rectify", "urge", "report", "circular", "supervision", "list"):
        assert checker.get(f"/notices/new?kind={kind}").status_code == 200


def test_the_register_costs_the_same_for_few_and_many(make: Factory, checker: FlaskClient, unit: Unit) -> None:
    def cost() -> int:
        with counting() as statements:
            assert checker.get("/notices").status_code == 200
        return statements.count

    make.finding(unit)
    fill(checker, f"/notices/new?kind=rectify&unit={unit.id}", text="")
    few = cost()
    for _ in range(4):
        fill(checker, f"/notices/new?kind=rectify&unit={unit.id}", text="")

    assert cost() == few
