"""The pages of scores, as office, section, supervisor and leader use them."""

import io
import re
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.scores.conftest import Bureau, on, scored
from tests.support.factory import Factory
from tests.support.pages import body_of, fill, filled
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.permissions import Role
from tracker.rulesets.services import take_preset
from tracker.scores.marking import Proofs, object_to
from tracker.scores.models import ScoredUnit, Scoring
from tracker.scores.queries import get_scoring
from tracker.scores.services import announce_scoring, issue_scoring

ClientOf = Callable[[Account], FlaskClient]


@pytest.fixture
def office(make: Factory, client_of: ClientOf, bureau: Bureau) -> FlaskClient:
    return client_of(make.account(Role.OFFICE))


@pytest.fixture
def section(make: Factory, client_of: ClientOf, bureau: Bureau) -> FlaskClient:
    return client_of(make.account(Role.SECTION, unit=bureau.law))


@pytest.fixture
def supervisor(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.SUPERVISION))


@pytest.fixture
def leader(make: Factory, client_of: ClientOf) -> FlaskClient:
    return client_of(make.account(Role.LEADERSHIP))


@pytest.fixture
def scoring(app: Flask, make: Factory, bureau: Bureau) -> Scoring:
    make.task(lead=bureau.law, title="政府信息公开目录", due_on=date(2026, 9, 10))
    with app.app_context():
        return scored(take_preset("hundred", by=bureau.office), bureau.office)


def row_of(scoring: Scoring, name: str) -> ScoredUnit:
    return next(one for one in scoring.units if one.name == name)


def text_of(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.get_data(as_text=True)


def announced(app: Flask, scoring: Scoring, bureau: Bureau) -> None:
    with app.app_context():
        announce_scoring(scoring.id, by=bureau.office)


def test_the_office_scores_a_quarter_from_the_rules_to_the_issued_list(
    office: FlaskClient, make: Factory, client_of: ClientOf, bureau: Bureau
) -> None:
    make.task(lead=bureau.law, title="政府信息公开目录", due_on=date(2026, 9, 10))
    taken = fill(office, "/rulesets", action="/rulesets/presets/hundred")
    assert taken.status_code == 303
    made = fill(office, "/scores/new", period="2026-Q3", as_of="2026-10-12")
    assert made.status_code == 303
    here = made.location
    shown = text_of(office, here)
    assert "2026年第3季度政务公开考核" in shown
    assert "评分中" in shown

    assert fill(office, here, action=f"{here}/compute").status_code == 303
    assert fill(office, here, action=f"{here}/announce").status_code == 303
    early = fill(office, here, action=f"{here}/issue")
    assert "前可以提出异议" in text_of(office, early.location)
    with on(10, 29):
        office = client_of(make.account(Role.OFFICE))
        assert fill(office, here, action=f"{here}/issue").status_code == 303
        assert "已公布" in text_of(office, here)
        assert "完全一致" in text_of(office, f"{here}/again")


def test_a_section_assesses_itself_and_objects_and_the_leader_decides(
    app: Flask, section: FlaskClient, leader: FlaskClient, scoring: Scoring, bureau: Bureau
) -> None:
    own = row_of(scoring, "法规科")
    sheet = f"/scores/units/{own.id}"
    assert "名" not in re.sub(r"<[^>]+>", "", text_of(section, sheet).split("</h1>")[0].split("<h1>")[1])

    wrong = fill(section, f"{sheet}/assess/3", got="十分", note="没有错误", url="https://a.example/1")
    assert "不是分数" in wrong.get_data(as_text=True)
    saved = fill(section, f"{sheet}/assess/3", got="3.5", note="一处错字已改", url="https://a.example/1")
    assert saved.status_code == 303
    assert "一处错字已改" in text_of(section, sheet)
    announced(app, scoring, bureau)
    with app.app_context():
        mark = row_of(get_scoring(scoring.id, bureau.office), "法规科").marks[0]
    sent = fill(section, f"/scores/marks/{mark.id}/object", reason="文件晚到，责任不在我科。")
    assert sent.status_code == 303
    objection = re.search(r"/scores/objections/(\d+)", text_of(leader, f"/scores/{scoring.id}"))
    assert objection
    undecided = fill(leader, objection[0], left="9", verdict="upheld", opinion="同意核减。")
    assert "要少于原来的5分" in undecided.get_data(as_text=True)
    assert fill(leader, objection[0], left="2", verdict="upheld", opinion="同意核减。").status_code == 303

    after = text_of(section, sheet)
    assert "异议成立" in after
    assert "同意核减。" in after
    assert fill(section, f"/scores/marks/{mark.id}/remedy", text="已补办").status_code == 303
    assert "已补办" in text_of(section, sheet)


def test_a_supervisor_marks_from_a_finding_and_takes_it_back(
    make: Factory, supervisor: FlaskClient, scoring: Scoring, bureau: Bureau
) -> None:
    finding = make.finding(bureau.law, found_on=date(2026, 9, 1), description="标题错字")
    own = row_of(scoring, "法规科")
    sheet = f"/scores/units/{own.id}"

    refused = fill(supervisor, f"{sheet}/mark", indicator="3", points="2", reason="标题错字", record="")
    assert "没有依据不扣分" in refused.get_data(as_text=True)
    assert "标题错字</textarea>" in refused.get_data(as_text=True)
    marked = fill(
        supervisor, f"{sheet}/mark", indicator="3", points="2", reason="标题错字", record=f"finding:{finding.id}"
    )
    assert marked.status_code == 303
    page = text_of(supervisor, sheet)
    assert f'findings/{finding.id}"' in page
    back = re.search(r"/scores/marks/\d+/withdraw", page)
    assert back
    assert fill(supervisor, sheet, action=back[0]).status_code == 303
    assert back[0] not in text_of(supervisor, sheet)


def test_a_supervisor_says_that_an_indicator_is_not_applicable(supervisor: FlaskClient, scoring: Scoring) -> None:
    sheet = f"/scores/units/{row_of(scoring, '法规科').id}"

    lacking = fill(supervisor, f"{sheet}/mark", indicator="3", points="", reason="不承办", record="")
    assert "不承办</textarea>" in lacking.get_data(as_text=True)
    assert (
        fill(supervisor, f"{sheet}/mark", indicator="3", points="", is_exempt="1", reason="不承办").status_code == 303
    )

    assert text_of(supervisor, sheet).count("不适用") == 2  # in place of the points, and at the mark with its reason


def test_a_proof_is_handed_out_to_the_unit_and_to_nobody_else(
    client_of: ClientOf, make: Factory, supervisor: FlaskClient, section: FlaskClient, scoring: Scoring, bureau: Bureau
) -> None:
    own = row_of(scoring, "法规科")
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    png += b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
    marked = fill(
        supervisor, f"/scores/units/{own.id}/mark", indicator="3", points="1", reason="格式错误",
        files=(io.BytesIO(png), "截图.png"),
    )  # fmt: skip
    assert marked.status_code == 303
    link = re.search(r"/scores/papers/\d+", text_of(section, f"/scores/units/{own.id}"))
    assert link

    other = client_of(make.account(Role.SECTION, unit=bureau.plan))
    with section.get(link[0]) as handed_out:
        assert handed_out.get_data() == png
    assert other.get(link[0]).status_code == 404
    assert other.get(f"/scores/units/{own.id}").status_code == 404
    assert other.get(f"/scores/units/{own.id}.pdf").status_code == 404


def test_before_it_is_announced_a_section_reads_no_other_units_result(
    app: Flask, section: FlaskClient, scoring: Scoring, bureau: Bureau
) -> None:
    url = f"/scores/{scoring.id}"
    assert "规划科" not in text_of(section, url)

    announced(app, scoring, bureau)

    page = text_of(section, url)
    assert "规划科" in page
    assert f"/scores/units/{row_of(scoring, '规划科').id}" not in page


def test_the_sheet_is_printed_and_exported_with_its_five_columns(
    office: FlaskClient, section: FlaskClient, scoring: Scoring
) -> None:
    own = row_of(scoring, "法规科")

    pdf = section.get(f"/scores/units/{own.id}.pdf")
    book = openpyxl.load_workbook(io.BytesIO(section.get(f"/scores/{scoring.id}.xlsx").get_data()))
    rows = list(book.active.iter_rows(values_only=True))

    assert pdf.get_data().startswith(b"%PDF-")
    assert rows[0] == ("科室、单位", "得分", "名次", "等次", "测评指标", "指标分值", "扣分", "失分原因", "整改情况")
    assert {row[0] for row in rows[1:]} == {"法规科"}
    why = "《政府信息公开目录》，时限2026年9月10日，截至2026年10月12日未办结"
    assert rows[1][4:] == ("主动公开：年度要点任务完成（每项5分）", 20, 5, why, "未办结")
    whole = openpyxl.load_workbook(io.BytesIO(office.get(f"/scores/{scoring.id}.xlsx").get_data()))
    assert {row[0] for row in whole.active.iter_rows(min_row=2, values_only=True)} == {"办公室", "法规科", "规划科"}


def test_the_office_rewards_a_unit_after_the_list_is_issued(
    app: Flask, make: Factory, client_of: ClientOf, scoring: Scoring, bureau: Bureau
) -> None:
    announced(app, scoring, bureau)
    with on(10, 29):
        office = client_of(make.account(Role.OFFICE, unit=bureau.law))
        with app.app_context():
            issue_scoring(scoring.id, by=bureau.office)
        own = row_of(scoring, "规划科")

        answer = fill(office, f"/scores/units/{own.id}/honour", kind="表扬", people="")

        assert answer.status_code == 303
        assert "已登记的奖惩" in text_of(office, answer.location)


def test_the_list_takes_as_many_statements_for_many_units_as_for_few(
    app: Flask, make: Factory, office: FlaskClient, bureau: Bureau
) -> None:
    with app.app_context():
        rules = take_preset("quota", by=bureau.office)
        few = scored(rules, bureau.office)
    for _ in range(8):
        make.unit()
    with app.app_context():
        many = scored(rules, bureau.office)
    counts = []
    for one in (few, many):
        for url in (f"/scores/{one.id}", f"/scores/{one.id}.xlsx", f"/scores/units/{one.units[-1].id}", "/scores"):
            with counting() as statements:
                text = office.get(url)
                assert text.status_code == 200
            counts.append(statements.count)

    assert counts[:4] == counts[4:]
    assert max(counts) <= 14


def test_what_somebody_else_decided_meanwhile_is_not_overwritten(
    app: Flask, leader: FlaskClient, scoring: Scoring, bureau: Bureau
) -> None:
    announced(app, scoring, bureau)
    with app.app_context():
        mark = row_of(get_scoring(scoring.id, bureau.office), "法规科").marks[0]
        objection = object_to(mark.id, "有异议", Proofs(), by=bureau.section)
    url = f"/scores/objections/{objection.id}"
    page = leader.get(url).get_data(as_text=True)

    assert fill(leader, url, opinion="维持。", verdict="refused").status_code == 303

    assert 'name="version" value="1"' in page
    stale = leader.post(url, **body_of(filled(page, opinion="我的意见", verdict="upheld")))
    assert stale.status_code == 409
    assert "我的意见" in stale.get_data(as_text=True)
