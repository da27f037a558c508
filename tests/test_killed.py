"""A server that is killed at any moment lost nothing that it acknowledged, and did nothing that it did not record."""

import logging
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from statistics import quantiles

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.bench import Browser, free_port
from tests.support.factory import PASSWORD, Factory
from tracker import config
from tracker.app import create_app
from tracker.config import Settings, load_settings
from tracker.db import db, migrate, transaction
from tracker.history.models import HistoryEntry
from tracker.history.services import first_broken_entry, record
from tracker.organisation.models import Unit
from tracker.permissions import Role

ROUNDS = int(os.environ.get("TRACKER_TEST_ROUNDS", "2"))  # before a release: 100
SECONDS = float(os.environ.get("TRACKER_TEST_SECONDS", "2"))  # before a release: 60
WRITERS, AT_ONCE = 4, 8  # two processes have eight requests at work; further ones wait at the door
log = logging.getLogger(__name__)  # --log-cli-level=INFO shows the figures
TOKEN = re.compile(rb'name="(csrf_token|form_token)" value="([^"]*)"')


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Settings]:
    """A machine of its own, with an account for every writer."""
    settings = load_settings({"TRACKER_INSTANCE": str(tmp_path)})
    migrate(settings)
    app = create_app(settings)
    make = Factory(app)
    for number in range(WRITERS):
        make.account(Role.OFFICE, username=f"writer{number}")
    with app.app_context():
        db.engine.dispose()
    yield settings
    config.use(settings)


def answers(port: int) -> bool:
    browser = Browser(port)
    with closing(browser.connection):
        try:
            return browser.ask("/login")[0] == 200
        except OSError:
            return False


@contextmanager
def served(settings: Settings) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    environ = {**os.environ, "TRACKER_INSTANCE": str(settings.instance), "TRACKER_RATES": ""}
    command = [sys.executable, "-m", "tracker.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        for _ in range(600):
            if answers(port):
                break
            time.sleep(0.05)
        yield port, process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


def write(port: int, number: int, name: str, acknowledged: list[str]) -> None:
    """Add units one after the other until the server is gone; keep the names of those it acknowledged."""
    browser = Browser(port)
    with closing(browser.connection), suppress(OSError, HTTPException, AssertionError):
        browser.sign_in(f"writer{number}", PASSWORD)
        for count in range(10_000):
            _, page = browser.ask("/organisation/units/new")
            tokens = {key.decode(): value.decode() for key, value in TOKEN.findall(page)}
            form = {**tokens, "name": f"{name}{count}科", "kind": "section"}
            if browser.ask("/organisation/units/new", form)[0] == 303:
                acknowledged.append(form["name"])


@pytest.mark.timeout(600 + 60 * ROUNDS)
def test_r1_what_was_acknowledged_survives_kill_9_and_everything_is_recorded(machine: Settings) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for number in range(ROUNDS):
        with served(machine) as (port, _):
            writers = [
                threading.Thread(target=write, args=(port, one, f"第{number}轮{one}号", acknowledged))
                for one in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            before, end = len(acknowledged), time.monotonic() + 20
            while len(acknowledged) < before + 5 and time.monotonic() < end:
                time.sleep(0.02)
            time.sleep(chance.random() / 2)
        for writer in writers:
            writer.join(20)

    log.info("%d writes acknowledged in %d rounds", len(acknowledged), ROUNDS)
    with create_app(machine).app_context():
        units = set(db.session.scalars(select(Unit.name)))
        added = set(db.session.scalars(select(HistoryEntry.subject_name).where(HistoryEntry.event == "unit.added")))
        broken = first_broken_entry()
        whole = db.session.scalar(text("PRAGMA integrity_check"))
        lost = db.session.execute(text("PRAGMA foreign_key_check")).all()
        db.session.remove()
        db.engine.dispose()

    assert acknowledged
    assert set(acknowledged) <= units
    assert units == added
    assert (broken, whole, lost) == (None, "ok", [])


@pytest.mark.timeout(600 + 2 * SECONDS)
def test_r5_eight_writers_at_once_wait_for_each_other_and_lose_nothing(app: Flask, make: Factory) -> None:
    unit, waits, end = make.unit(position=0), list[float](), time.monotonic() + SECONDS

    def count_up() -> None:
        while time.monotonic() < end:
            started = time.monotonic()
            with app.app_context(), transaction():
                row = db.session.get_one(Unit, unit.id)
                row.position += 1
                record(make.actor(), "unit.edited", row)
            waits.append(time.monotonic() - started)

    threads = [threading.Thread(target=count_up) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert db.session.get_one(Unit, unit.id).position == len(waits)
        assert first_broken_entry() is None
    parts = quantiles(waits, n=100)
    log.info("%d writes; seconds: 95%% %.2f, 99%% %.2f, most %.2f", len(waits), parts[94], parts[98], max(waits))
    assert len(waits) >= AT_ONCE
    assert max(waits) < 10
