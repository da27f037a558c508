"""The pages of matters: the whole way, the refusals, what others may not see, what is sent twice or too late."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.checks.files import png
from tests.support.factory import Factory
from tests.support.pages import fill, filled, find_form, token_of
from tracker.accounts.models import Account
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.matters.models import Matter, MatterFeedback
from tracker.matters.rules import MatterState
from tracker.organisation.models import Unit
from tracker.permissions import Role

Clients = Callable[[Account], FlaskClient]
TYPED = {
    "source": "leader", "source_note": "局长批示", "content": "公布安全鉴定结果", "requirement": "月底前公布",
    "due_on": "2026-10-30",
}  # fmt: skip


@pytest.fixture
def unit(make: Factory) -> Unit:
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


def press(client: FlaskClient, page: str, action: str) -> int:
    form = find_form(client.get(page).get_data(as_text=True), action=action)
    return client.post(form["action"], data=dict(form["fields"])).status_code


def test_a_matter_goes_through_the_pages_from_number_to_close(
    app: Flask, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    made = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id))
    assert made.status_code == 303
    page = made.location

    assert "公布安全鉴定结果" in section.get("/work").get_data(as_text=True)  # the section finds it on its first page
    assert press(section, page, f"{page}/sign") == 303
    assert fill(section, f"{page}/result", result="已公布").status_code == 303
    assert f"{page}/judge" in checker.get("/checks").get_data(as_text=True)
    assert fill(checker, f"{page}/judge", opinion="", accepted="no").status_code == 200
    assert fill(checker, f"{page}/judge", opinion="到位", accepted="yes").status_code == 303
    assert press(checker, page, f"{page}/close") == 303

    (matter,) = rows(app, Matter)
    assert matter.state is MatterState.CLOSED
    shown = checker.get("/matters?view=done").get_data(as_text=True)
    assert "公布安全鉴定结果" in shown


@pytest.mark.parametrize(("said", "menu"), [("督办", "检查整改"), ("督查", "督查整改"), ("检查", "检查整改")])
def test_the_pages_speak_of_matters_and_checks_by_the_word_of_the_agency(
    make: Factory, checker: FlaskClient, said: str, menu: str
) -> None:
    make.agency(check_word=said)

    pages = [checker.get(url).get_data(as_text=True) for url in ("/matters", "/checks", "/notices")]

    assert f"2026年{said}事项" in pages[0]
    assert f"{said}单" in pages[2]
    assert all(f">{menu}</a>" in page for page in pages)
    others = {"督办", "督查"} - {said}
    assert [(word, at) for word in others for at, page in enumerate(pages) if word in page] == []


def test_the_same_form_sent_twice_registers_one_matter(app: Flask, checker: FlaskClient, unit: Unit) -> None:
    sent = filled(checker.get("/matters/new").get_data(as_text=True), **TYPED, unit_id=str(unit.id))

    answers = [checker.post("/matters/new", data=sent) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert len(rows(app, Matter)) == 1


def test_a_form_filled_from_an_older_version_shows_both_texts(app: Flask, checker: FlaskClient, unit: Unit) -> None:
    page = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id)).location
    old = filled(checker.get(f"{page}/edit").get_data(as_text=True), content="我的改法")
    fill(checker, f"{page}/edit", content="他的改法")

    answer = checker.post(f"{page}/edit", data=old)

    assert answer.status_code == 409
    assert "我的改法" in answer.get_data(as_text=True)
    assert "他的改法" in answer.get_data(as_text=True)
    assert [matter.content for matter in rows(app, Matter)] == ["他的改法"]


def test_another_units_matter_is_not_there_and_a_try_is_recorded(
    app: Flask, make: Factory, client_of: Clients, checker: FlaskClient, unit: Unit
) -> None:
    page = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id)).location
    stranger = client_of(make.account(Role.SECTION, unit=make.unit("财务科")))

    assert stranger.get(page).status_code == 404
    assert stranger.get(f"{page}/result").status_code == 404
    assert stranger.get("/matters/new").status_code == 403
    assert stranger.post(f"{page}/sign", data={"csrf_token": token_of(stranger)}).status_code == 404
    assert "公布安全鉴定结果" not in stranger.get("/matters?view=all").get_data(as_text=True)
    events = [entry.event for entry in rows(app, HistoryEntry)]
    assert {"access.not_found", "access.denied"} <= set(events)


def test_c2_a_proof_is_handed_out_to_its_unit_and_the_supervisors_and_to_nobody_else(
    make: Factory, client_of: Clients, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    page = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id)).location
    other = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id)).location
    press(section, page, f"{page}/sign")
    assert fill(section, f"{page}/result", result="已公布", files=(BytesIO(png()), "公布页面.png")).status_code == 303
    address = checker.get(page).get_data(as_text=True).split(f'href="{page}/evidence/')[1].split('"')[0]
    stranger = client_of(make.account(Role.SECTION, unit=make.unit("财务科")))
    administrators = [
        client_of(make.account(role)) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    ]

    for reader in (checker, section):
        with reader.get(f"{page}/evidence/{address}") as answer:
            assert (answer.status_code, answer.get_data()) == (200, png())
            assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert stranger.get(f"{page}/evidence/{address}").status_code == 404
    assert checker.get(f"{other}/evidence/{address}").status_code == 404  # of another matter
    assert {reader.get(f"{page}/evidence/{address}").status_code for reader in administrators} == {403}


def test_a_file_that_is_not_what_it_says_is_refused_and_the_text_stays(
    app: Flask, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    page = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id)).location
    press(section, page, f"{page}/sign")

    answer = fill(section, f"{page}/result", result="已全部公布", files=(BytesIO(b"MZ"), "公布页面.png"))

    assert answer.status_code == 200
    assert "已全部公布" in answer.get_data(as_text=True)
    assert "error-text" in answer.get_data(as_text=True)
    assert rows(app, MatterFeedback) == []


def test_r14_a_result_that_was_typed_and_not_sent_is_kept(
    checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    page = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id)).location
    press(section, page, f"{page}/sign")
    place = f"{page}/result"
    section.post("/drafts", data={"csrf_token": token_of(section), "draft_of": place, "result": "已公布三座"})

    assert "已公布三座" in section.get(f"{page}/result?draft=use").get_data(as_text=True)


def test_a_checker_of_the_unit_reads_why_somebody_else_judges_its_matter(
    make: Factory, client_of: Clients, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    page = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id)).location
    press(section, page, f"{page}/sign")
    fill(section, f"{page}/result", result="已公布")
    colleague = client_of(make.account(Role.SUPERVISION, unit=unit))

    assert "请由其他单位的同事审核" in colleague.get(f"{page}/judge").get_data(as_text=True)
    assert "请由其他单位的同事审核" not in checker.get(f"{page}/judge").get_data(as_text=True)


def test_what_the_reader_cannot_do_now_is_said_in_words(checker: FlaskClient, section: FlaskClient, unit: Unit) -> None:
    page = fill(checker, "/matters/new", **TYPED, unit_id=str(unit.id)).location

    assert "现在不能反馈" in section.get(f"{page}/result").get_data(as_text=True)
    assert "现在没有您可以审核的结果" in checker.get(f"{page}/judge").get_data(as_text=True)
