"""The pages of checks as people use them: the happy way, the refusals, what others may not see, what is sent twice."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.checks.files import png
from tests.support.factory import Factory
from tests.support.pages import fill, filled, forms_of
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.checks.models import CheckResult, CheckRound, Finding, Rectification
from tracker.checks.rules import FindingState, RoundState, Verdict
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit
from tracker.permissions import Role

Clients = Callable[[Account], FlaskClient]
S = FindingState


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("信息科")


@pytest.fixture
def checker(make: Factory, client_of: Clients) -> FlaskClient:
    return client_of(make.account(Role.SUPERVISION, unit=make.unit("机关纪委")))


@pytest.fixture
def section(make: Factory, client_of: Clients, unit: Unit) -> FlaskClient:
    return client_of(make.account(Role.SECTION, unit=unit))


@pytest.fixture
def stranger(make: Factory, client_of: Clients) -> FlaskClient:
    return client_of(make.account(Role.SECTION, unit=make.unit("财务科")))


def rows(app: Flask, model: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(model.id)))


def events(app: Flask) -> list[str]:
    return [entry.event for entry in rows(app, HistoryEntry)]


def check(client: FlaskClient, address: str, unit: Unit, **typed: Any) -> TestResponse:
    """Check one task: what is not typed stays as a person finds it."""
    return fill(client, address, **{"note": "", "severity": "minor", "unit_id": str(unit.id), **typed})


def recheck(client: FlaskClient, finding: str, passed: str, opinion: str = "", **typed: Any) -> TestResponse:
    return fill(client, f"{finding}/recheck", opinion=opinion, passed=passed, **typed)


def test_capability_69_a_round_is_opened_checked_on_the_phone_and_ended(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    first, second = make.task(lead=unit, title="第一项"), make.task(lead=unit, title="第二项")

    said = {"period": "2026年三季度", "people": "赵敏、孙立"}
    opened = fill(checker, "/checks/new?year=2026", action="", name="三季度检查", kind="daily", **said)
    (made,) = rows(app, CheckRound)
    assert opened.status_code == 303
    assert opened.location == f"/checks/{made.id}"
    page = checker.get(opened.location).get_data(as_text=True)
    assert all(words in page for words in ("第一项", *said.values()))
    assert f"/checks/{made.id}/tasks/{first.id}" in page

    here = f"/checks/{made.id}/tasks/{first.id}"
    saved = check(checker, here, unit, verdict="satisfied")
    assert (saved.status_code, saved.location) == (303, f"/checks/{made.id}/tasks/{second.id}")
    last = check(
        checker, saved.location, unit, verdict="problem", note="三个链接打不开", days="10", severity="serious",
        basis="条例", files=(BytesIO(png()), "现场.png"),
    )  # fmt: skip
    assert last.location == f"/checks/{made.id}"

    results = rows(app, CheckResult)
    assert [result.verdict for result in results] == [Verdict.SATISFIED, Verdict.PROBLEM]
    (finding,) = rows(app, Finding)
    assert (finding.unit_id, finding.description, finding.due_on) == (unit.id, "三个链接打不开", date(2026, 10, 27))
    page = checker.get(last.location).get_data(as_text=True)
    close = next(form for form in forms_of(page) if form["action"].endswith("/close"))
    assert checker.post(close["action"], data=dict(close["fields"])).status_code == 303
    assert [one.state for one in rows(app, CheckRound)] == [RoundState.CLOSED]


def test_only_ticked_tasks_are_checked_and_the_filter_narrows_the_choice(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    wanted, left = make.task(lead=unit), make.task(lead=unit)
    make.task()

    fill(checker, f"/checks/new?unit={unit.id}", name="专项检查", kind="special", task_ids=[str(wanted.id)])

    assert [result.task_id for result in rows(app, CheckResult)] == [wanted.id]
    page = checker.get(f"/checks/new?unit={unit.id}").get_data(as_text=True)
    assert page.count('name="task_ids"') == 2
    assert left.title in page


def test_a_round_over_very_many_tasks_takes_all_that_the_filter_finds(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    for _ in range(201):
        make.task(lead=unit)

    page = checker.get("/checks/new")
    fill(checker, "/checks/new", name="年底检查", kind="year_end", per_unit="5")

    assert 'name="task_ids"' not in page.get_data(as_text=True)
    assert len(rows(app, CheckResult)) == 5


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"name": ""}, "检查名称"),
        ({"starts_on": "2026-10-13", "ends_on": "2026-10-12"}, "最后一天"),
        ({"per_unit": "0"}, "每个科室请填1至100项"),
        ({"task_ids": None}, "至少要有1项"),
        ({"kind": "none of ours"}, "检查类别"),
    ],
)
def test_a_round_that_cannot_be_meant_is_refused_in_words_and_keeps_what_was_typed(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit, typed: dict[str, Any], complaint: str
) -> None:
    make.task(lead=unit)

    answer = fill(checker, "/checks/new", **{"name": "三季度检查", "kind": "daily", "note": "带上清单", **typed})

    assert answer.status_code == 200
    assert complaint in answer.get_data(as_text=True)
    assert "带上清单" in answer.get_data(as_text=True)
    assert rows(app, CheckRound) == []


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"verdict": "problem", "note": ""}, "请写明是什么问题"),
        ({"verdict": "problem", "note": "缺说明", "days": "121"}, "1至120个工作日"),
        ({"verdict": "problem", "note": "缺说明", "days": ""}, "1至120个工作日"),
        ({"verdict": "problem", "note": "缺说明", "days": "100"}, "2027年"),
        ({"verdict": "problem", "note": "机密★10年"}, "密级标志"),
        ({"verdict": None}, "请先选结果"),
        ({"verdict": "perfect"}, "结果"),
    ],
)
def test_a_result_that_cannot_be_meant_is_refused_in_words(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit, typed: dict[str, Any], complaint: str
) -> None:
    task = make.task(lead=unit)
    opened = make.round(task)

    answer = check(checker, f"/checks/{opened.id}/tasks/{task.id}", unit, basis="条例", **typed)

    assert answer.status_code == 200
    assert complaint in answer.get_data(as_text=True)
    assert "条例" in answer.get_data(as_text=True)
    assert rows(app, Finding) == []


def test_a_picture_that_is_none_is_refused_before_anything_is_recorded(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    task = make.task(lead=unit)
    opened = make.round(task)

    answer = check(
        checker, f"/checks/{opened.id}/tasks/{task.id}", unit, verdict="satisfied", note="看过",
        files=(BytesIO(b"MZ" + bytes(200)), "照片.png"),
    )  # fmt: skip

    assert answer.status_code == 200
    assert "照片.png" in answer.get_data(as_text=True)
    assert [result.verdict for result in rows(app, CheckResult)] == [None]


def test_pictures_larger_than_a_form_are_taken_from_the_checker_and_from_nobody_else(
    make: Factory, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    task = make.task(lead=unit)
    here = f"/checks/{make.round(task).id}/tasks/{task.id}"
    content = b"\x89PNG\r\n\x1a\n" + bytes(3_000_000)
    page = checker.get(here).get_data(as_text=True)
    typed = {"note": "", "verdict": "satisfied", "severity": "minor", "unit_id": str(unit.id)}
    fields = filled(page, action="", **typed)

    def send(client: FlaskClient) -> TestResponse:
        boundary, body = encode_multipart({**fields, "files": FileStorage(BytesIO(content), "大.png")})
        return client.post(here, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    taken = send(checker)
    assert taken.status_code == 200
    assert "大.png" in taken.get_data(as_text=True)  # looked into, and refused because it is cut off
    assert send(section).status_code == 413


def test_capability_78_a_finding_goes_from_the_list_to_its_closing(
    app: Flask, make: Factory, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    entered = fill(
        checker, "/findings/new", description="公开指南电话打不通", unit_id=str(unit.id), days="3", severity="minor"
    )
    (finding,) = rows(app, Finding)
    here = f"/findings/{finding.id}"
    assert entered.location == here
    assert "问题2026-001" in section.get(here).get_data(as_text=True)
    assert f"{here}/answer" in section.get("/checks").get_data(as_text=True)

    page = section.get(f"{here}/answer").get_data(as_text=True)
    answer = filled(page, action="", measures="电话已更换", url="https://www.example.cn/a\n")
    sent = section.post(f"{here}/answer", data={**answer, "files": (BytesIO(png()), "更正后.png")})
    assert sent.location == here
    assert "更正后.png" in checker.get(here).get_data(as_text=True)
    returned = recheck(checker, here, "no", "地址还是旧的", days="2")
    assert returned.location == here
    assert "地址还是旧的" in section.get(f"{here}/answer").get_data(as_text=True)
    fill(section, f"{here}/answer", measures="地址也改了")
    recheck(checker, here, "yes")
    (closed,) = rows(app, Finding)
    assert (closed.state, closed.closed_on) == (S.CLOSED, date(2026, 10, 13))

    reopened = fill(checker, f"{here}/reopen", reason="电话又打不通", days="5")
    page = checker.get(reopened.location).get_data(as_text=True)
    for text in ("电话已更换", "地址还是旧的", "地址也改了", "电话又打不通"):
        assert text in page


def test_a_finding_about_a_task_offers_the_units_on_it(
    app: Flask, make: Factory, checker: FlaskClient, unit: Unit
) -> None:
    task = make.task(lead=unit, title="土地出让结果公布")
    other = make.unit("别的科")

    page = checker.get(f"/findings/new?task={task.id}").get_data(as_text=True)
    fill(checker, f"/findings/new?task={task.id}", description="晚了", unit_id=str(unit.id), days="3", severity="minor")

    assert "土地出让结果公布" in page
    assert other.name not in page
    assert [finding.task_id for finding in rows(app, Finding)] == [task.id]


def test_empty_pages_say_why_they_are_empty(checker: FlaskClient, section: FlaskClient, stranger: FlaskClient) -> None:
    assert "还没有检查过" in checker.get("/checks").get_data(as_text=True)
    assert "还没有发现问题" in section.get("/findings").get_data(as_text=True)
    assert "没有符合条件的任务" in checker.get("/checks/new").get_data(as_text=True)
    assert stranger.get("/findings.xlsx").status_code == 200


def test_odd_addresses_give_the_usual_lists(make: Factory, checker: FlaskClient, unit: Unit) -> None:
    make.finding(unit)

    for query in ("year=x", "year=99999999999999999999", "unit=-1", "view=nothing", "sort=;drop", "page=10000000000"):
        assert checker.get(f"/findings?{query}").status_code == 200
        assert checker.get(f"/checks?{query}").status_code == 200
        assert checker.get(f"/checks/new?{query}").status_code == 200


def foreign_addresses(make: Factory, unit: Unit) -> dict[str, str]:
    task = make.task(lead=unit)
    opened = make.round(task)
    finding = make.finding(unit, round_id=opened.id, task_id=task.id, description="只有本科室能看")
    return {
        "finding": f"/findings/{finding.id}",
        "answer": f"/findings/{finding.id}/answer",
        "round": f"/checks/{opened.id}",
        "proof": f"/findings/{finding.id}/evidence/1",
        "photo": f"/checks/{opened.id}/photos/1",
    }


@pytest.mark.parametrize("what", ["finding", "answer", "round", "proof", "photo"])
def test_c2_what_belongs_to_another_unit_is_not_there(
    make: Factory, stranger: FlaskClient, unit: Unit, what: str
) -> None:
    address = foreign_addresses(make, unit)[what]

    assert stranger.get(address).status_code == 404


def test_c2_an_answer_sent_for_another_unit_is_not_found_and_kept_in_the_history(
    app: Flask, make: Factory, stranger: FlaskClient, unit: Unit
) -> None:
    own = make.finding(make.unit())
    address = foreign_addresses(make, unit)["answer"]
    token = dict(forms_of(stranger.get("/account").get_data(as_text=True))[-1]["fields"])["csrf_token"]

    answer = stranger.post(address, data={"csrf_token": token, "measures": "替他们整改了"})

    assert answer.status_code == 404
    assert own.unit_id != unit.id
    assert rows(app, Rectification) == []
    assert events(app)[-1] == "access.not_found"


def test_c2_nothing_of_another_unit_shows_in_lists_and_exports(
    make: Factory, stranger: FlaskClient, checker: FlaskClient, unit: Unit
) -> None:
    foreign_addresses(make, unit)

    for address in ("/checks", "/findings", "/findings?view=all", f"/findings?unit={unit.id}&view=all"):
        assert "只有本科室能看" not in stranger.get(address).get_data(as_text=True)
    sheet = load_workbook(BytesIO(stranger.get("/findings.xlsx?view=all").get_data())).active
    assert sheet is not None
    assert sheet.max_row == 1
    assert "只有本科室能看" in checker.get("/findings").get_data(as_text=True)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISION])
def test_capability_23_who_is_not_in_the_supervision_group_is_turned_away_from_checking(
    app: Flask, make: Factory, client_of: Clients, unit: Unit, role: Role
) -> None:
    task = make.task(lead=unit)
    opened, finding = make.round(task), make.finding(unit, state=S.RECTIFIED)
    client = client_of(make.account(role, unit=unit))

    for address in (
        "/checks/new", f"/checks/{opened.id}/tasks/{task.id}", "/findings/new", f"/findings/{finding.id}/recheck",
        f"/findings/{finding.id}/reopen",
    ):  # fmt: skip
        assert client.get(address).status_code == 403
    assert "access.denied" in events(app)


def test_capability_23_a_checker_of_the_own_unit_reads_why_somebody_else_must_do_it(
    app: Flask, make: Factory, client_of: Clients, unit: Unit
) -> None:
    colleague = client_of(make.account(Role.SUPERVISION, unit=unit))
    finding = make.finding(unit, state=S.RECTIFIED)
    make.rectification(finding)
    here = f"/findings/{finding.id}"

    assert f"{here}/recheck" not in colleague.get(here).get_data(as_text=True)
    page = colleague.get(f"{here}/recheck").get_data(as_text=True)
    assert "您是整改科室的人，要由别的科室的人复核。" in page
    token = dict(forms_of(page)[-1]["fields"])["csrf_token"]
    assert colleague.post(f"{here}/recheck", data={"csrf_token": token, "passed": "yes"}).status_code == 403
    assert [one.state for one in rows(app, Finding)] == [S.RECTIFIED]


@pytest.mark.parametrize("name", ["王芳", "赵敏"])
def test_who_reported_under_another_account_reads_why_a_colleague_must_recheck(
    make: Factory, client_of: Clients, unit: Unit, name: str
) -> None:
    person = make.person(name, unit=make.unit("机关纪委"))
    second = client_of(make.account(Role.SUPERVISION, person_id=person.id))
    finding = make.finding(unit, state=S.RECTIFIED)
    make.rectification(finding, submitted_by="王芳")
    here = f"/findings/{finding.id}"

    pages = [second.get(page).get_data(as_text=True) for page in (here, f"{here}/recheck")]

    assert [("报整改的人和您同名（王芳）" in page) for page in pages] == [name == "王芳"] * 2


def test_the_office_reads_whose_turn_it_is_to_answer(make: Factory, client_of: Clients, unit: Unit) -> None:
    office = client_of(make.account(Role.OFFICE, unit=make.unit("办公室")))
    finding = make.finding(unit)

    assert "只有信息科的人能报整改" in office.get(f"/findings/{finding.id}/answer").get_data(as_text=True)


def test_r7_an_answer_sent_twice_counts_once(app: Flask, make: Factory, section: FlaskClient, unit: Unit) -> None:
    finding = make.finding(unit)
    here = f"/findings/{finding.id}/answer"
    sent = filled(section.get(here).get_data(as_text=True), action="", measures="已修复")

    first, second = section.post(here, data=sent), section.post(here, data=sent)

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert len(rows(app, Rectification)) == 1


def test_r7_a_result_sent_twice_opens_one_finding(app: Flask, make: Factory, checker: FlaskClient, unit: Unit) -> None:
    task = make.task(lead=unit)
    here = f"/checks/{make.round(task).id}/tasks/{task.id}"
    typed = {"note": "缺说明", "verdict": "problem", "severity": "minor", "unit_id": str(unit.id)}
    sent = filled(checker.get(here).get_data(as_text=True), action="", **typed)

    first, second = checker.post(here, data=sent), checker.post(here, data=sent)

    assert (first.status_code, second.status_code, first.location) == (303, 303, second.location)
    assert [finding.number for finding in rows(app, Finding)] == [1]


def test_r6_two_checkers_of_one_task_get_both_texts(
    app: Flask, make: Factory, checker: FlaskClient, client_of: Clients, unit: Unit
) -> None:
    other = client_of(make.account(Role.SUPERVISION))
    task = make.task(lead=unit)
    here = f"/checks/{make.round(task).id}/tasks/{task.id}"
    page = checker.get(here).get_data(as_text=True)
    typed = {"note": "网站上没有", "verdict": "problem", "severity": "minor", "unit_id": str(unit.id)}
    check(other, here, unit, verdict="satisfied", note="网站上有")

    answer = checker.post(here, data=filled(page, action="", **typed))

    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "网站上有" in text
    assert "网站上没有" in text
    assert "符合" in text
    assert rows(app, Finding) == []
    again = checker.post(here, data=filled(text, note="两处都写上"))
    assert again.status_code == 303
    assert [finding.description for finding in rows(app, Finding)] == ["两处都写上"]


def test_r6_two_answers_of_one_unit_show_both_texts(
    app: Flask, make: Factory, section: FlaskClient, client_of: Clients, unit: Unit
) -> None:
    colleague = client_of(make.account(Role.SECTION, unit=unit))
    here = f"/findings/{make.finding(unit).id}/answer"
    page = section.get(here).get_data(as_text=True)
    fill(colleague, here, measures="同事先写的整改")

    answer = section.post(here, data=filled(page, action="", measures="我写的整改"))

    assert answer.status_code == 409
    assert "同事先写的整改" in answer.get_data(as_text=True)
    assert "我写的整改" in answer.get_data(as_text=True)
    assert len(rows(app, Rectification)) == 1


def test_c3_fields_that_are_not_asked_for_change_nothing(
    app: Flask, make: Factory, section: FlaskClient, unit: Unit
) -> None:
    finding = make.finding(unit)

    fill(
        section, f"/findings/{finding.id}/answer", measures="已修复", state="closed", closed_on="2026-10-13",
        unit_id="99", is_passed="1", submitted_by="别人", due_on="2030-01-01",
    )  # fmt: skip

    (after,) = rows(app, Finding)
    assert (after.state, after.unit_id, after.closed_on, after.due_on) == (S.RECTIFIED, unit.id, None, finding.due_on)
    assert [one.is_passed for one in rows(app, Rectification)] == [None]


def test_f6_a_proof_is_handed_out_as_a_download_that_no_browser_opens(
    make: Factory, section: FlaskClient, checker: FlaskClient, unit: Unit
) -> None:
    here = f"/findings/{make.finding(unit).id}"
    fill(section, f"{here}/answer", measures="已修复", files=(BytesIO(png()), "更正后（新）.png"))
    page = checker.get(here).get_data(as_text=True)
    address = page.split(f'href="{here}/evidence/')[1].split('"')[0]

    with checker.get(f"{here}/evidence/{address}") as answer:
        content = answer.get_data()

    assert content == png()
    assert answer.content_type == "image/png"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E6%9B%B4%E6%AD%A3" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    with section.get(f"{here}/evidence/{address}") as own:
        assert own.status_code == 200
    assert section.get(f"/findings/{make.finding(unit).id}/evidence/{address}").status_code == 404


def test_the_unit_of_a_finding_sees_the_pictures_of_the_check_and_others_do_not(
    make: Factory, checker: FlaskClient, section: FlaskClient, stranger: FlaskClient, unit: Unit
) -> None:
    task = make.task(lead=unit)
    opened = make.round(task)
    check(
        checker, f"/checks/{opened.id}/tasks/{task.id}", unit, verdict="problem", note="打不开",
        files=(BytesIO(png()), "现场.png"),
    )  # fmt: skip
    photo = f"/checks/{opened.id}/photos/1"

    assert photo in section.get("/findings/1").get_data(as_text=True)
    for client in (section, checker):
        with client.get(photo) as answer:
            assert answer.get_data() == png()
    assert stranger.get(photo).status_code == 404


def test_the_export_holds_what_the_list_shows_and_no_formula(make: Factory, checker: FlaskClient, unit: Unit) -> None:
    make.finding(unit, number=7, description="=HYPERLINK(1)", due_on=date(2026, 10, 9), found_on=date(2026, 9, 28))
    make.finding(unit, number=8, description="已销号的", state=S.CLOSED)

    answer = checker.get("/findings.xlsx?view=late")

    sheet = load_workbook(BytesIO(answer.get_data())).active
    assert sheet is not None
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    shown = dict(zip(head, row, strict=True))
    assert (shown["编号"], shown["单位"], shown["状态"]) == ("2026-007", "信息科", "视为未整改")
    assert str(shown["什么问题"]).endswith("=HYPERLINK(1)")
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert "UTF-8''2026%E5%B9%B4" in answer.headers["Content-Disposition"]


def test_lists_and_pages_take_a_fixed_number_of_statements(make: Factory, checker: FlaskClient, unit: Unit) -> None:
    task = make.task(lead=unit)
    opened = make.round(task)
    addresses = ("/checks", "/findings?view=all", f"/checks/{opened.id}", f"/checks/{opened.id}/tasks/{task.id}")

    def work() -> list[int]:
        numbers = []
        for address in addresses:
            with counting() as counted:
                assert checker.get(address).status_code == 200
            numbers.append(counted.count)
        return numbers

    few = work()
    for _ in range(25):
        make.finding(unit)
        other = make.task(lead=unit, coop=(make.unit(),))
        make.round(other)
    many = work()

    assert few == many
    assert max(many) <= 12


def test_pages_stay_small(make: Factory, checker: FlaskClient, unit: Unit) -> None:
    tasks = [make.task(lead=unit, title="行政处罚结果信息按月公示，公示内容与系统保持一致") for _ in range(60)]
    opened = make.round(*tasks)
    for task in tasks:
        make.finding(unit, task_id=task.id, round_id=opened.id, description="公示信息晚了三天，缺处罚依据" * 2)

    for address in ("/checks", "/findings", f"/checks/{opened.id}", "/checks/new"):
        assert len(checker.get(address).get_data()) < 60_000, address


def test_english_readers_get_english_pages(make: Factory, client_of: Clients, unit: Unit) -> None:
    reader = client_of(make.account(Role.SUPERVISION, language="en"))
    finding = make.finding(unit)

    assert "Finding 2026-" in reader.get(f"/findings/{finding.id}").get_data(as_text=True)
    assert "Open a round" in reader.get("/checks").get_data(as_text=True)


def test_the_history_tells_the_whole_way_of_a_finding(
    app: Flask, make: Factory, checker: FlaskClient, section: FlaskClient, unit: Unit
) -> None:
    here = fill(
        checker, "/findings/new", description="电话打不通", unit_id=str(unit.id), days="3", severity="minor"
    ).location
    fill(section, f"{here}/answer", measures="电话已更换")
    recheck(checker, here, "yes")
    fill(checker, f"{here}/reopen", reason="又打不通", days="5")

    told = [event for event in events(app) if event.startswith("finding.")]
    assert told == ["finding.opened", "finding.answered", "finding.closed", "finding.reopened"]
    with app.app_context():
        named = select(func.count()).where(HistoryEntry.event.like("finding.%"), HistoryEntry.account_id.is_(None))
        assert db.session.scalar(named) == 0


@time_machine.travel("2026-07-01T02:00:00+00:00", tick=False)
def test_the_ages_of_what_is_not_closed_lead_to_as_many_findings(make: Factory, client_of: Clients, unit: Unit) -> None:
    checker = client_of(make.account(Role.SUPERVISION))
    for found_on in (date(2026, 6, 30), date(2026, 6, 29), date(2026, 6, 9), date(2026, 4, 1)):
        make.finding(unit, found_on=found_on)

    page = checker.get("/checks").get_data(as_text=True)

    links = re.findall(r'href="(/findings\?[^"]*age=\w+)">(\d+)<', page)
    assert [number for _, number in links] == ["2", "1", "1"]
    for address, number in links:
        listed = checker.get(unescape(address)).get_data(as_text=True)
        assert listed.count('<td class="c-no') == int(number), address
