"""The pages of the end of a year: what each role sees and may press, refusals that lose nothing, comparing."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.pages import fill, token_of
from tests.years.conftest import YEAR, Bureau
from tracker import clock
from tracker.accounts.models import Account
from tracker.checks.rules import FindingState
from tracker.db import db, transaction
from tracker.ledger.periods import period_of
from tracker.permissions import Role
from tracker.plans.rules import PlanState
from tracker.rulesets.models import ScoreRules
from tracker.rulesets.services import take_preset
from tracker.scores.models import ScoredUnit, Scoring
from tracker.scores.rules import ScoringState
from tracker.tasks.rules import TaskState

ClientOf = Callable[[Account], FlaskClient]


@pytest.fixture
def office(client_of: ClientOf, make: Factory, bureau: Bureau) -> FlaskClient:
    return client_of(make.account(Role.OFFICE, unit=bureau.office_unit))


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.get_data(as_text=True)


def test_the_office_closes_a_year_page_by_page(
    office: FlaskClient, client_of: ClientOf, make: Factory, bureau: Bureau
) -> None:
    assert "收口前还差2步" in text_of(office, f"/years/{YEAR}")

    fill(office, f"/years/{YEAR}/decide", fate="carried", tasks=[str(bureau.late.id)])
    fill(
        office, f"/years/{YEAR}/decide", fate="merged", tasks=[str(bureau.open.id)], into=str(bureau.late.id),
        reason="同一件事",
    )  # fmt: skip
    for unit in (bureau.law_unit, bureau.archive_unit):
        section = client_of(make.account(Role.SECTION, unit=unit))
        page = text_of(section, f"/years/{YEAR}")
        assert f"/years/{YEAR}/decide" not in page
        assert fill(section, f"/years/{YEAR}/confirm", note="").status_code == 303
    assert "可以收口了" in text_of(office, f"/years/{YEAR}")
    assert fill(office, f"/years/{YEAR}", action=f"/years/{YEAR}/close").status_code == 303

    page = text_of(office, f"/years/{YEAR}")
    assert "2026年已收口" in page
    assert "重新打开这一年" not in page  # that is the leadership's to do
    assert "结转自2026年第2条" in text_of(office, "/plans/2")
    assert "2027年要点" in text_of(office, f"/tasks/{bureau.late.id}")


def test_a_refused_decision_keeps_what_was_typed(office: FlaskClient, bureau: Bureau) -> None:
    answer = fill(office, f"/years/{YEAR}/decide", fate="done_late", tasks=[str(bureau.late.id)], reason="电话已核实")

    page = answer.get_data(as_text=True)
    assert "请填办结日期" in page
    assert "电话已核实" in page
    assert f'value="{bureau.late.id}" aria-label="选择第2条" checked' in page


@pytest.mark.parametrize("ticked", ["²", "٣", "-1", "9" * 12])
def test_w9_a_task_that_no_number_names_is_no_failure(office: FlaskClient, ticked: str) -> None:
    assert office.get(f"/years/{YEAR}/decide", query_string={"task": ticked}).status_code == 200


def test_a_decision_about_nothing_is_refused(office: FlaskClient) -> None:
    page = fill(office, f"/years/{YEAR}/decide", fate="carried").get_data(as_text=True)

    assert "请先勾选任务" in page


def test_a_section_sees_its_own_part_and_cannot_confirm_for_others(
    client_of: ClientOf, make: Factory, bureau: Bureau
) -> None:
    section = client_of(make.account(Role.SECTION, unit=bureau.archive_unit))

    page = text_of(section, f"/years/{YEAR}")

    assert "优化检索" in page
    assert "政策法规科</th>" not in page
    assert section.get(f"/years/{YEAR}/confirm?unit={bureau.law_unit.id}").status_code == 404
    assert section.get("/years/1999").status_code == 404


def test_closing_too_early_says_what_is_missing(office: FlaskClient) -> None:
    answer = office.post(
        f"/years/{YEAR}/close", data={"csrf_token": token_of(office), "form_token": "x1"}, follow_redirects=True
    )

    assert "还不能收口：清单里还有2项没有完成" in answer.get_data(as_text=True)


def test_points_of_the_summary_are_taken_or_left_out_with_a_reason(office: FlaskClient) -> None:
    page = text_of(office, f"/years/{YEAR}/proposals")
    keys = re.findall(r'name="keys" id="k\d+" value="(\w+)"', page)
    assert len(keys) == 4

    refused = fill(office, f"/years/{YEAR}/proposals", reason="", keys=keys[:1], do="dismiss").get_data(as_text=True)
    assert "请写明理由" in refused
    assert f'value="{keys[0]}" checked' in refused
    fill(office, f"/years/{YEAR}/proposals", reason="明年另有专项方案", keys=keys[:1], do="dismiss")
    fill(office, f"/years/{YEAR}/proposals", reason="", keys=keys[1:], do="take")

    assert "还有0条没有处理" in text_of(office, f"/years/{YEAR}/proposals")
    assert "明年另有专项方案" in text_of(office, f"/years/{YEAR + 1}/lookback")


def test_the_leadership_opens_a_closed_year_again_with_a_reason(
    office: FlaskClient, client_of: ClientOf, make: Factory, bureau: Bureau
) -> None:
    make.plan(2025, state=PlanState.CLOSED)
    make.task(lead=bureau.law_unit, year=2025, number=1, due_on=date(2025, 6, 30))
    leader = client_of(make.account(Role.LEADERSHIP))

    refused = fill(leader, "/years/2025/reopen", reason="")
    assert "请写明理由" in refused.get_data(as_text=True)
    assert fill(leader, "/years/2025/reopen", reason="上级要求更正").status_code == 303

    page = text_of(leader, "/years/2025")
    assert "重新打开：上级要求更正" in page


def test_two_years_and_two_quarters_stand_side_by_side(office: FlaskClient, make: Factory, bureau: Bureau) -> None:
    make.task(
        lead=bureau.law_unit, year=2025, number=1, due_on=date(2025, 2, 1), state="done", done_on=date(2025, 2, 1)
    )

    page = text_of(office, "/years/compare?first=2025&second=2026")
    assert "<svg" in page
    assert "-66.7个百分点" in page  # 1 of 1, then 1 of 3
    assert "政策法规科" in page

    assert office.get("/years/compare?first_part=Q9").status_code == 400
    assert office.get("/years/compare?first=0&second=99999").status_code == 400


def test_any_two_periods_stand_side_by_side_and_each_number_opens_its_rows(
    office: FlaskClient, make: Factory, bureau: Bureau, january: None
) -> None:
    for number, due, done in ((11, date(2025, 2, 1), None), (12, date(2025, 8, 1), date(2025, 7, 30))):
        state = TaskState.DONE if done else TaskState.IN_PROGRESS
        make.task(lead=bureau.law_unit, year=2025, number=number, due_on=due, state=state, done_on=done)

    page = text_of(office, "/years/compare?first=2025&first_part=Q1&second=2025&second_part=H2")

    assert "2025年第1季度和2025年下半年对比" in page
    links = re.findall(r'href="(/tasks\?[^"]*due_from=[^"]*)">(\d+)项', page)
    assert [number for _, number in links] == ["1", "1", "0", "1", "1", "0"]
    for address, number in links:
        assert len(re.findall(r'<tr id="task-', text_of(office, unescape(address)))) == int(number), address


def test_a_past_year_that_was_not_closed_counts_as_late_what_fell_due_on_its_last_day_as_the_list_does(
    office: FlaskClient, make: Factory, bureau: Bureau, january: None
) -> None:
    make.task(lead=bureau.law_unit, year=2025, number=11, due_on=date(2025, 12, 31), state=TaskState.IN_PROGRESS)

    page = text_of(office, "/years/compare?first=2025&second=2026")

    links = re.findall(r'href="(/tasks\?[^"]*state=late[^"]*)">(\d+)项', page)
    assert [number for _, number in links] == ["1", "2"]
    for address, number in links:
        assert len(re.findall(r'<tr id="task-', text_of(office, unescape(address)))) == int(number), address


def test_findings_and_requests_of_a_part_of_a_year_open_their_rows(
    office: FlaskClient, make: Factory, bureau: Bureau, january: None
) -> None:
    for found_on, state in ((date(2026, 2, 3), "closed"), (date(2026, 3, 31), "open"), (date(2026, 5, 6), "open")):
        make.finding(bureau.law_unit, found_on=found_on, state=FindingState(state), description=f"{found_on}的问题")

    page = text_of(office, "/years/compare?first=2026&first_part=Q1&second=2026&second_part=Q2")

    links = re.findall(r'href="(/figures/[^"]+)">(\d+)[个件]', page)
    assert [number for _, number in links] == ["2", "1", "1", "0", "0", "0"]
    for address, number in links:
        assert len(re.findall(r"\d的问题", text_of(office, unescape(address)))) == int(number), address


def issue_scores(bureau: Bureau, period: str, law: str, archive: str) -> None:
    """A scoring that was issued, with what two units came to."""
    found = period_of(period)
    with transaction():
        rules = db.session.scalar(select(ScoreRules)) or take_preset("hundred", by=bureau.office)
        scoring = Scoring(
            rules_id=rules.id, year=found.first.year, name=period, first=found.first, last=found.last,
            as_of=found.last, state=ScoringState.ISSUED, made_by="李明", made_at=clock.now(),
        )  # fmt: skip
        for position, (unit, value) in enumerate(((bureau.law_unit, law), (bureau.archive_unit, archive))):
            scoring.units.append(
                ScoredUnit(unit_id=unit.id, position=position, name=unit.name, kind=unit.kind, value=Decimal(value))
            )
        db.session.add(scoring)


def test_the_scores_of_two_periods_stand_side_by_side_and_quarters_make_up_a_year_that_was_not_scored(
    app: Flask, office: FlaskClient, bureau: Bureau, january: None
) -> None:
    with app.app_context():
        for period, *values in (("2025-Q1", "81.34", "90"), ("2025-Q2", "91.34", "80"), ("2026", "95", "70.5")):
            issue_scores(bureau, period, *values)

    years = text_of(office, "/years/compare?first=2025&second=2026")
    quarters = text_of(office, "/years/compare?first=2025&first_part=Q1&second=2025&second_part=Q2")

    assert scores_on(years) == [("政策法规科", "86.34分", "95分"), ("档案管理科", "85分", "70.5分")]
    assert scores_on(quarters) == [("政策法规科", "81.34分", "91.34分"), ("档案管理科", "90分", "80分")]
    assert "85.67分" in years  # the mean of both units of 2025
    assert ">82.75分</a>" in years


def scores_on(page: str) -> list[tuple[str, ...]]:
    table = page.partition("考核</caption>")[2].partition("</table>")[0]
    row = re.compile(r'<th scope="row">([^<]+)</th><td class="num">([^<]+)</td><td class="num">([^<]+)</td>')
    return [tuple(found) for found in row.findall(table)]


def test_the_list_of_years_says_which_is_to_be_closed(office: FlaskClient) -> None:
    assert "待收口" in text_of(office, "/years")
