"""The list of tasks and its exports, as people of each role see them."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.support.factory import Factory
from tests.tasks.browsing import SOON, YEAR, ClientOf, html
from tracker import clock
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.web.exports import restore


def ids(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<tr id="task-(\d+)"', page)]


def test_the_list_shows_the_year_and_answers_its_filters(make: Factory, office: FlaskClient, section: Unit) -> None:
    late = make.task(year=YEAR, lead=section, due_on=clock.today() - timedelta(days=30), category="主动公开")
    other = make.task(year=YEAR, due_on=clock.today() + timedelta(days=200), title="征地公示")
    make.task(year=YEAR - 1)

    assert set(ids(html(office, "/tasks"))) == {late.id, other.id}
    assert ids(html(office, f"/tasks?year={YEAR}&state=late")) == [late.id]
    assert ids(html(office, f"/tasks?unit={section.id}")) == [late.id]
    assert ids(html(office, "/tasks?light=stop")) == [late.id]
    assert ids(html(office, "/tasks?category=主动公开")) == [late.id, other.id]
    assert ids(html(office, "/tasks?q=征地")) == [other.id]
    assert ids(html(office, "/tasks?sort=-due")) == [other.id, late.id]
    assert ids(html(office, "/tasks?per_page=1&page=2")) == [other.id]


def test_filters_in_force_are_chips_that_take_themselves_off(make: Factory, office: FlaskClient, section: Unit) -> None:
    make.task(year=YEAR, lead=section)

    page = html(office, f"/tasks?year={YEAR}&unit={section.id}&state=open&q=公开")

    assert "Unit: 规划科" in page
    assert f'href="/tasks?year={YEAR}&amp;unit={section.id}&amp;q=' in page
    assert "Take all off" in page


@pytest.mark.parametrize(
    "query",
    [
        "year=abc", "year=99999999999999999999", "year=0", "unit=-1", "unit=99999999999999999999", "unit=②", "state=x",
        "light=red", "limit=q9", "sort=;drop", "page=0", "page=99999999999", "per_page=100000", "endpoint=x",
        "_external=1", "_scheme=ftp", "values=1", "q=" + "长" * 300,
    ],
)  # fmt: skip
def test_a_query_nobody_offered_still_gives_a_list(office: FlaskClient, query: str) -> None:
    assert office.get(f"/tasks?{query}").status_code == 200
    assert office.get(f"/tasks.csv?{query}").status_code == 200


def test_an_empty_year_says_why_it_is_empty(office: FlaskClient, make: Factory) -> None:
    assert "Tasks are made when the plan of the year is published." in html(office, "/tasks")

    make.task(year=YEAR)

    assert "No task answers to these filters" in html(office, "/tasks?q=没有这个词")


def test_a_question_leads_to_the_list(office: FlaskClient) -> None:
    answer = office.get("/search?q=征地公示")

    assert answer.status_code == 302
    assert "/tasks?q=" in answer.headers["Location"]


def test_long_titles_are_shown_whole_and_fifty_rows_stay_light(make: Factory, office: FlaskClient) -> None:
    title = "征收土地预公告、现状调查、补偿安置公告、批准文件按程序在全省征地信息公开平台和村务公开栏同步公开" * 4
    units = [make.unit(f"第{number}业务科室") for number in range(5)]
    for number in range(50):
        make.task(year=YEAR, title=f"{number}{title}"[:200], lead=units[0], coop=tuple(units[1:]), due_on=SOON)

    answer = office.get("/tasks")

    assert title[:197] in answer.get_data(as_text=True)
    assert len(answer.data) < 60_000 + 50 * 300  # titles of 200 characters; real ones have 20 to 60


def test_the_list_weighs_less_than_60_kilobytes(make: Factory, office: FlaskClient) -> None:
    units = [make.unit(f"第{number}业务科室") for number in range(12)]
    for number in range(60):
        task = make.task(
            year=YEAR, title=f"国有建设用地使用权出让公告、结果、供地计划执行情况主动公开之{number}", lead=units[0],
            coop=tuple(units[1:4]), due_on=SOON, limit_phrase="信息形成后20个工作日内", field="土地供应",
        )  # fmt: skip
        make.occurrence(task, SOON)

    answer = office.get("/tasks")

    assert len(ids(answer.get_data(as_text=True))) == 50
    assert len(answer.data) < 60_000


def test_the_reader_chooses_the_language(make: Factory, client_of: ClientOf) -> None:
    english = client_of(make.account(Role.OFFICE, language="en"))
    chinese = client_of(make.account(Role.OFFICE, language="zh_Hans"))

    assert '<html lang="en"' in html(english, "/tasks")
    assert f"Tasks of {YEAR}" in html(english, "/tasks")
    assert '<html lang="zh-CN"' in html(chinese, "/tasks")


def test_f10_an_export_holds_what_is_shown_and_no_formula(make: Factory, office: FlaskClient, section: Unit) -> None:
    make.task(year=YEAR, title="=cmd|'/c calc'!A1", lead=section, number=1, due_on=date(YEAR, 6, 30))
    make.task(year=YEAR, title="另一科的", number=2)

    rows = list(csv.reader(io.StringIO(office.get(f"/tasks.csv?unit={section.id}").data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(office.get(f"/tasks.xlsx?unit={section.id}").data)).active

    assert len(rows) == 2
    assert rows[1][1] == "'=cmd|'/c calc'!A1"
    assert restore(rows[1][1]) == "=cmd|'/c calc'!A1"
    assert rows[1][4] == "规划科"
    assert rows[1][7] == f"{YEAR}-06-30"
    assert sheet is not None
    assert [sheet.cell(2, 2).value, sheet.cell(2, 2).data_type] == ["=cmd|'/c calc'!A1", "s"]
    assert sheet.max_row == 2


def test_an_export_has_every_page_or_as_many_rows_as_asked_for(make: Factory, office: FlaskClient) -> None:
    for _ in range(4):
        make.task(year=YEAR)

    assert len(office.get("/tasks.csv?per_page=2").data.splitlines()) == 5
    assert len(office.get("/tasks.csv?limit=3").data.splitlines()) == 4
    assert len(office.get(f"/tasks.csv?year={YEAR - 5}").data.splitlines()) == 1


def test_c2_an_export_of_a_section_holds_its_own_tasks_only(make: Factory, officer: FlaskClient, section: Unit) -> None:
    make.task(year=YEAR, title="本科室的任务", lead=section)
    make.task(year=YEAR, title="金丝雀任务")

    for url in ("/tasks", "/tasks?q=金丝雀", "/tasks.csv", "/tasks?sort=unit", f"/tasks?unit={section.id}", "/work"):
        page = officer.get(url).get_data(as_text=True)
        assert "金丝雀任务" not in page
    assert "本科室的任务" in html(officer, "/tasks.csv")
