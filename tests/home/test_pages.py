"""The first pages: every number equals a count of the records, and each role lands where its work is."""

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pdfplumber
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.accounts.models import Account
from tracker.bulletins.models import Bulletin
from tracker.checks.rules import FindingState
from tracker.coverage.models import Cover, SuperiorItem, SuperiorPlan
from tracker.db import db, transaction
from tracker.files.models import StoredFile
from tracker.issuing.models import ChainStep
from tracker.issuing.rules import Outcome, Step
from tracker.ledger.periods import Period, months_period
from tracker.permissions import Role
from tracker.plans.rules import PlanState
from tracker.progress.rules import ReportState
from tracker.tasks.rules import TaskState

Browser = Callable[[Account], FlaskClient]
NOW = "2026-07-01T02:00:00+00:00"
TODAY = date(2026, 7, 1)
LINK = re.compile(r'<a [^>]*href="(/(?:tasks|findings|superior/\d+)\?[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@pytest.fixture
def year(make: Factory) -> None:
    """Two finished tasks, one late since last week, one near, one far, one cancelled; one open finding; one report."""
    make.agency()
    law, archive = make.unit("法规科"), make.unit("档案科")
    make.task(lead=law, due_on=date(2026, 3, 31), state=TaskState.DONE, done_on=date(2026, 3, 1), category="公开")
    make.task(lead=law, due_on=date(2026, 4, 30), state=TaskState.DONE, done_on=date(2026, 5, 6), category="公开")
    late = date(2026, 6, 30)
    make.task(lead=archive, due_on=late, title="开放档案目录", state=TaskState.IN_PROGRESS, category="解读")
    make.task(lead=archive, coop=(law,), due_on=date(2026, 2, 28), state=TaskState.IN_PROGRESS, category="解读")
    near = make.task(lead=archive, due_on=date(2026, 7, 3), state=TaskState.IN_PROGRESS, category="公开")
    make.task(lead=law, due_on=date(2026, 12, 31), category="")
    make.task(lead=law, due_on=date(2026, 1, 31), state=TaskState.CANCELLED, category="公开")
    make.task(year=2025, lead=law, due_on=date(2025, 5, 1), state=TaskState.DONE, done_on=date(2025, 5, 1))
    make.task(year=2025, lead=law, due_on=date(2025, 5, 1), state=TaskState.DONE, done_on=date(2025, 9, 1))
    make.report(near, archive, state=ReportState.SUBMITTED)
    make.finding(archive, found_on=date(2026, 6, 25), due_on=date(2026, 7, 10))
    make.finding(archive, found_on=date(2026, 6, 8), due_on=date(2026, 6, 20))
    make.finding(law, year=2025, found_on=date(2025, 11, 3), due_on=date(2025, 12, 1), state=FindingState.RECTIFIED)
    make.finding(law, found_on=date(2026, 2, 2), due_on=date(2026, 3, 1), state=FindingState.CLOSED)
    compare(make)


def compare(make: Factory) -> None:
    """A superior plan of five items: two are carried out, one is not ours, of two nobody has said anything."""
    stored = {"storage_key": "0" * 64, "sha256": "0" * 64, "size": 1, "content_type": "text/plain"}
    file = make._save(StoredFile(**stored, stored_at=clock.now()))
    city = make._save(
        SuperiorPlan(
            year=2026, title="清河市要点", issuer="市政府办公室", file_id=file.id, file_name="要点.txt",
            entered_by="李明", entered_at=clock.now(),
        )
    )  # fmt: skip
    items = [
        make._save(SuperiorItem(plan_id=city.id, position=at, text=f"第{at}条", reason="不涉及" if at == 3 else ""))
        for at in range(1, 6)
    ]
    ours = make.item(make.plan(2026, state=PlanState.PUBLISHED), text="公开目录")
    for item in items[:2]:
        make._save(Cover(item_id=item.id, plan_item_id=ours.id))


def page_of(client: FlaskClient, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def numbers_in(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", re.sub(r"<[^>]*>|（\d+%）|\d+月\d+日", " ", words))]


@time_machine.travel(NOW, tick=False)
def test_the_first_line_says_what_the_records_say(year: None, make: Factory, client_of: Browser) -> None:
    page = page_of(client_of(make.account(Role.OFFICE)))

    for words in ("6项任务办结2项，", "比序时少2项；", "本周1项转红，", "3个问题未销号", "开放档案目录", "去年同日50%"):
        assert words in page
    assert "0件事等您决定" in page_of(client_of(make.account(Role.LEADERSHIP)))


@time_machine.travel(NOW, tick=False)
def test_every_number_of_the_first_page_opens_a_list_of_so_many_rows(
    year: None, make: Factory, client_of: Browser
) -> None:
    client = client_of(make.account(Role.LEADERSHIP))
    links = LINK.findall(page_of(client))
    counted = [(unescape(address), found[0]) for address, words in links if (found := numbers_in(words))]

    assert len(counted) >= 34
    for address, number in counted:
        rows = len(re.findall(r'<tr id="(?:task|item)-|<td class="c-no text-nowrap">', page_of(client, address)))
        assert rows == number, address


@time_machine.travel(NOW, tick=False)
def test_every_point_of_the_curve_opens_the_tasks_it_counts(year: None, make: Factory, client_of: Browser) -> None:
    make.task(lead=make.unit(), due_on=None, category="公开")
    make.task(lead=make.unit(), due_on=date(2025, 11, 3), title="上年留下的")
    client = client_of(make.account(Role.LEADERSHIP))
    table = page_of(client).partition("各月数字")[2].partition("</table>")[0]
    points = re.findall(r'<td class="num"><a href="([^"]+)">(\d+)</a>', table)

    counted = {unescape(address): int(number) for address, number in points}

    assert len(points) == 12 + 7 + 12  # the plan, this year up to July, last year
    assert counted["/tasks?year=2026&state=counted&due_by=2026-06-30"] == 5
    for address, number in counted.items():
        assert len(re.findall(r'<tr id="task-', page_of(client, address))) == number, address


@time_machine.travel(NOW, tick=False)
def test_the_parts_of_the_year_are_counted_as_one_counts_them_by_hand(
    year: None, make: Factory, client_of: Browser
) -> None:
    page = page_of(client_of(make.account(Role.SUPERVISION)))

    lights = re.findall(
        r'href="/tasks\?year=2026&amp;state=(\w+)">\s*<span class="light.*?<b>(\d+)</b>', page, re.DOTALL
    )
    assert lights == [("late", "2"), ("watch", "1"), ("calm", "1"), ("done", "2")]
    shares = [numbers_in(row) for row in re.findall(r'<td class="num">((?:<a [^>]*>\d+</a>(?: / )?){3})</td>', page)]
    assert shares == [
        [0, 2, 3],  # 档案科
        [2, 2, 3],  # 法规科, which has a task without a day yet to come
        [2, 2, 3], [0, 2, 2], [0, 0, 1],  # 公开, 解读, and no heading
        [2, 1, 5],  # the superior plan: covered, not ours, all
    ]  # fmt: skip
    told = re.findall(r'<tr><th scope="row">(计划|今年|去年)</th>(.*?)</tr>', page)
    months = {name: numbers_in(cells) for name, cells in told}
    assert months["计划"] == [0, 1, 2, 3, 3, 4, 5, 5, 5, 5, 5, 6]
    assert months["今年"] == [0, 0, 1, 1, 2, 2, 2]
    assert months["去年"] == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    assert re.findall(r"/superior/\d+\?view=(\w+)\">(\d+)", page) == [
        ("open", "2"), ("covered", "2"), ("not_ours", "1"), ("all", "5"),
    ]  # fmt: skip
    assert re.findall(r"age=(\w+)\">(\d+)</a>", page) == [("new", "1"), ("older", "1"), ("old", "1")]


@time_machine.travel(NOW, tick=False)
def test_the_first_page_costs_few_statements_for_any_number_of_tasks(
    year: None, make: Factory, client_of: Browser
) -> None:
    client = client_of(make.account(Role.LEADERSHIP))
    with counting() as few:
        client.get("/")
    unit = make.unit()
    for _ in range(30):
        make.task(lead=unit, due_on=date(2026, 5, 5))

    with counting() as many:
        client.get("/")
    with counting() as again:
        client.get("/")

    assert few.count == many.count <= 12
    assert again.count <= 4


def send_circular(period: Period) -> None:
    """A circular that two people of the office have signed."""
    with transaction():
        drafted = Bulletin(
            year=2026, first=period.first, last=period.last, as_of=period.last, title=f"{period.first.month}月通报",
            drafted_by="李明", drafted_at=clock.now(),
        )  # fmt: skip
        db.session.add(drafted)
        db.session.flush()
        signed = {"kind": "bulletin", "document_id": drafted.id, "content": "0" * 64, "at": clock.now()}
        for step, name in ((Step.DRAFT, "李明"), (Step.CHECK, "周红")):
            db.session.add(ChainStep(step=step, outcome=Outcome.SIGNED, name=name, **signed))


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.OFFICE, Role.SUPERVISION])
@time_machine.travel(NOW, tick=False)
def test_the_first_page_of_every_role_costs_twelve_statements_whatever_waits(
    app: Flask, year: None, make: Factory, client_of: Browser, role: Role
) -> None:
    client = client_of(make.account(role))
    for number in range(1, 6):
        make.plan(2030 + number, state=PlanState.DRAFT)
        with app.app_context():
            send_circular(months_period(2026, number, number))

    with counting() as statements:
        page = page_of(client)

    assert statements.count <= 12
    assert ("待签发" in page) == (role is Role.LEADERSHIP)


@time_machine.travel(NOW, tick=False)
def test_a_change_shows_at_once_on_a_page_that_is_kept(year: None, make: Factory, client_of: Browser) -> None:
    client = client_of(make.account(Role.OFFICE))
    page_of(client)

    make.task(lead=make.unit(), due_on=date(2026, 12, 1))

    assert "7项任务办结2项，" in page_of(client)


@time_machine.travel(NOW, tick=False)
def test_the_meeting_sheet_is_one_page_lying_across(year: None, make: Factory, client_of: Browser) -> None:
    for number in range(25):
        make.task(lead=make.unit(f"第{number}科"), due_on=date(2026, 12, 1), category=f"第{number}板块")

    answer = client_of(make.account(Role.LEADERSHIP)).get("/sheet.pdf")

    with pdfplumber.open(io.BytesIO(answer.data)) as pdf:
        (page,) = pdf.pages
        size, text = (round(page.width), round(page.height)), page.extract_text()
    assert size == (842, 595)
    for words in ("31项任务办结2项", "等我决定", "开放档案目录", "其余12个单位", "未销号问题", "上级要点", "待对照"):
        assert words in text


def test_there_is_no_meeting_sheet_before_there_are_tasks(make: Factory, client_of: Browser) -> None:
    assert client_of(make.account(Role.OFFICE)).get("/sheet.pdf").status_code == 404


def test_a_section_lands_on_its_own_work(make: Factory, client_of: Browser) -> None:
    answer = client_of(make.account(Role.SECTION, unit=make.unit())).get("/")

    assert (answer.status_code, answer.location) == (302, "/work")


def test_an_empty_year_says_how_it_begins(make: Factory, client_of: Browser) -> None:
    page = page_of(client_of(make.account(Role.OFFICE)))

    assert "还没有任务" in page
    assert 'href="/plans"' in page


EMPTY_PAGES = ("/", "/tasks", "/summary", "/years", "/section-summaries/2026")


@pytest.mark.parametrize("address", EMPTY_PAGES)
def test_before_the_first_plan_the_office_is_led_to_it_from_every_empty_page(
    make: Factory, client_of: Browser, address: str
) -> None:
    page = page_of(client_of(make.account(Role.OFFICE, unit=make.unit())), address)

    assert 'href="/plans">上传工作要点</a>' in page or 'href="/plans">上传要点文件</a>' in page
    assert "<h1>" in page


def test_before_the_first_plan_nobody_else_is_led_to_a_closed_page(make: Factory, client_of: Browser) -> None:
    assert 'href="/plans"' not in page_of(client_of(make.account(Role.LEADERSHIP)))
