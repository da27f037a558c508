"""The first pages: every number equals a count of the records, and each role lands where its work is."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.permissions import Role
from tracker.progress.rules import ReportState
from tracker.tasks.rules import TaskState

Browser = Callable[[Account], FlaskClient]
NOW = "2026-07-01T02:00:00+00:00"


@pytest.fixture
def year(make: Factory) -> None:
    """Two finished tasks, one late since last week, one near, one far, one cancelled; one open finding; one report."""
    make.agency()
    law, archive = make.unit("法规科"), make.unit("档案科")
    make.task(lead=law, due_on=date(2026, 3, 31), state=TaskState.DONE, done_on=date(2026, 3, 1))
    make.task(lead=law, due_on=date(2026, 4, 30), state=TaskState.DONE, done_on=date(2026, 5, 6))
    make.task(lead=archive, due_on=date(2026, 6, 30), title="开放档案目录", state=TaskState.IN_PROGRESS)
    near = make.task(lead=archive, due_on=date(2026, 7, 3), state=TaskState.IN_PROGRESS)
    make.task(lead=law, due_on=date(2026, 12, 31))
    make.task(lead=law, due_on=date(2026, 1, 31), state=TaskState.CANCELLED)
    make.report(near, archive, state=ReportState.SUBMITTED)
    make.finding(archive, found_on=date(2026, 6, 25), due_on=date(2026, 7, 10))


@time_machine.travel(NOW, tick=False)
def test_the_first_line_says_what_the_records_say(year: None, make: Factory, client_of: Browser) -> None:
    page = client_of(make.account(Role.LEADERSHIP)).get("/").get_data(as_text=True)

    for words in (
        "5项任务办结2项，",
        "比序时少1项；",
        "本周1项转红，",
        "1个问题未销号",
        "开放档案目录",
        "1份填报等办公室审核",
    ):
        assert words in page


@time_machine.travel(NOW, tick=False)
def test_the_lights_of_the_first_page_are_those_of_the_list(year: None, make: Factory, client_of: Browser) -> None:
    client = client_of(make.account(Role.OFFICE))

    for light, count in (("stop", 1), ("wait", 1), ("done", 2)):
        assert client.get(f"/tasks?year=2026&light={light}").get_data(as_text=True).count('<tr id="task-') == count


@time_machine.travel(NOW, tick=False)
def test_the_first_page_costs_the_same_statements_for_any_number_of_tasks(
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

    assert few.count == many.count <= 20


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.SECTION, "/work"), (Role.SYSTEM_ADMIN, "/accounts"), (Role.SECURITY_ADMIN, "/accounts"),
        (Role.AUDIT_ADMIN, "/history"),
    ],
)  # fmt: skip
def test_who_does_not_watch_the_year_lands_on_their_own_work(
    make: Factory, client_of: Browser, role: Role, path: str
) -> None:
    answer = client_of(make.account(role, unit=make.unit())).get("/")

    assert (answer.status_code, answer.location) == (302, path)


def test_an_empty_year_says_how_it_begins(make: Factory, client_of: Browser) -> None:
    page = client_of(make.account(Role.OFFICE)).get("/").get_data(as_text=True)

    assert "还没有任务" in page
    assert 'href="/plans"' in page
