"""How much one person may ask for in a minute, all workers together, and what is said beyond that."""

import io
import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.support.databases import Database
from tests.support.factory import Factory, number
from tests.support.pages import filled
from tests.support.statements import counting
from tracker import clock, config
from tracker.config import load_settings
from tracker.errors import RuleBroken
from tracker.history.queries import list_history
from tracker.permissions import Role
from tracker.web.counters import Counters

NOON = datetime(2026, 11, 2, 4, 0, 15, tzinfo=UTC)


@pytest.fixture
def limited(app: Flask, database: Database) -> Iterator[None]:
    """Small limits, and a clock that stands, for every test in a minute of its own."""
    config.use(replace(database.settings, rates="exports 2, uploads 2, searches 2, requests 6"))
    with clock.pinned_at(NOON + timedelta(minutes=number())):
        yield
    config.use(database.settings)


def count_in_parallel(path: Path, times: int, found: "multiprocessing.Queue[list[int]]") -> None:
    counters = Counters(path)
    found.put([counters.count("exports 7", 1) for _ in range(times)])
    counters.close()


def test_w11_four_processes_count_together(tmp_path: Path) -> None:
    found: multiprocessing.Queue[list[int]] = multiprocessing.get_context("spawn").Queue()
    workers = [
        multiprocessing.get_context("spawn").Process(target=count_in_parallel, args=(tmp_path / "rates", 250, found))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()

    numbers = [one for _ in workers for one in found.get(timeout=60)]
    for worker in workers:
        worker.join()

    assert sorted(numbers) == list(range(1, 1001))


def test_w11_each_person_each_kind_and_each_minute_is_counted_apart(tmp_path: Path) -> None:
    counters = Counters(tmp_path / "rates")

    counted = [counters.count(what, minute) for what, minute in (("a", 1), ("a", 1), ("b", 1), ("a", 2), ("a", 2))]
    for other in range(20_000):  # many more than there is room for
        counters.count(f"other {other}", 2 + other // 5000)
    counters.close()

    assert counted == [1, 2, 1, 1, 2]


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize(
    ("page", "told"), [("/tasks.xlsx", "每分钟最多生成2个文件"), ("/tasks?q=公开", "每分钟最多查找2次")]
)
def test_w11_what_is_dear_is_refused_beyond_its_limit_and_the_wait_is_told(
    app: Flask, make: Factory, page: str, told: str
) -> None:
    client = make.client_of(make.account(Role.OFFICE))

    statuses = [client.get(page).status_code for _ in range(2)]
    refused = client.get(page)

    assert statuses == [200, 200]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "45")
    assert f"{told}。请等45秒再试" in refused.get_data(as_text=True)
    assert make.client_of(make.account(Role.OFFICE)).get(page).status_code == 200
    with clock.pinned_at(clock.now() + timedelta(seconds=45)):
        assert client.get(page).status_code == 200


@pytest.mark.usefixtures("limited")
def test_w11_uploads_are_counted_and_the_words_beside_them_are_kept(app: Flask, make: Factory) -> None:
    client = make.client_of(make.account(Role.OFFICE))
    html = client.get("/account").get_data(as_text=True)

    for _ in range(3):
        sent = {**filled(html, theme="dark"), "note": "写了很久的话", "file": (io.BytesIO(b"x"), "a.docx")}
        answer = client.post("/account", data=sent, content_type="multipart/form-data")

    assert answer.status_code == 429
    assert "写了很久的话" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("limited")
def test_w11_the_first_refusal_of_a_minute_is_recorded_and_administrators_see_who(app: Flask, make: Factory) -> None:
    account = make.account(Role.OFFICE)
    client = make.client_of(account)
    for _ in range(9):
        answer = client.get("/account")

    with app.app_context():
        limited = [entry for entry in list_history() if entry.event == "access.limited"]
    page = make.client_of(make.account(Role.SYSTEM_ADMIN)).get("/health").get_data(as_text=True)

    assert answer.status_code == 429
    assert [entry.changes["asked"][1] for entry in limited] == ["requests GET /account"]
    assert "近24小时被限制频率的" in page
    assert limited[0].actor_name in page


@pytest.mark.usefixtures("limited")
def test_w11_counting_asks_the_database_nothing(app: Flask, make: Factory, database: Database) -> None:
    client = make.client_of(make.account(Role.OFFICE))
    client.get("/account")

    with counting() as limited:
        client.get("/account")
    config.use(replace(database.settings, rates=""))
    with counting() as free:
        client.get("/account")

    assert limited.count == free.count


@pytest.mark.parametrize("rates", ["many", "exports", "exports -1", "exports 0", "coffee 3", "exports 3 4"])
def test_w11_limits_that_say_nothing_are_refused_at_the_start(tmp_path: Path, rates: str) -> None:
    with pytest.raises(RuleBroken, match="RATES"):
        load_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_RATES": rates})
