"""`tracker worker` and `tracker remind`: what is printed is what goes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, timedelta

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.reminders.bureau import Bureau, announced, at, found
from tests.support.factory import Factory
from tracker import clock, config
from tracker.cli import RefusingGroup, main
from tracker.config import Settings
from tracker.db import db
from tracker.reminders.commands import remind, worker
from tracker.reminders.models import Message, Reminder
from tracker.reminders.queries import find_last_run
from tracker.reminders.services import make_reminders

DUE = date(2026, 10, 15)


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    with clock.pinned_at(at(date(2026, 1, 5))):
        made = found(make)
        make.task(lead=made.unit, due_on=DUE, title="公布目录")
    return made


@pytest.fixture
def application(app: Flask) -> Callable[[], AbstractContextManager[Settings]]:
    settings = replace(
        config.current(), mail_server="smtp://127.0.0.1:9", mail_sender="a@b.example", wecom_url="https://127.0.0.1:9/r"
    )

    @contextmanager
    def opened() -> Iterator[Settings]:
        config.use(settings)
        with app.app_context():
            yield settings

    return opened


def run(application: object, *arguments: str, day: date = DUE) -> Result:
    group = RefusingGroup("tracker", commands=[worker, remind])
    with clock.pinned_at(at(day)):
        return CliRunner().invoke(group, list(arguments), obj=application)


def test_the_commands_are_there() -> None:
    assert isinstance(main, click.Group)
    assert {"worker", "remind"} <= set(main.commands)


def test_a_dry_run_prints_exactly_what_goes_and_keeps_nothing(app: Flask, bureau: Bureau, application: object) -> None:
    printed = run(application, "remind", "--dry-run", "--on", "2026-10-15").output
    with app.app_context():
        assert db.session.query(Message).count() == db.session.query(Reminder).count() == 0
        assert find_last_run() is None

    assert run(application, "remind").exit_code == 0

    with app.app_context():
        messages = db.session.query(Message).order_by(Message.id).all()
        expected = [f"2026-10-15: {len(messages)} messages"]
        for message in messages:
            person = message.person_id and {bureau.officer.id: "秦芳", bureau.head.id: "朱伟民"}[message.person_id]
            to = f"开发利用科 {person}" if person else "wecom"
            address = f" <{message.address}>" if message.address else ""
            expected += ["", f"{message.channel} → {to}{address}", message.subject, *message.text.splitlines()]
    assert printed.splitlines() == expected
    assert len(messages) == 5  # two people on the pages and by mail, one robot


def test_a_dry_run_of_another_day_looks_at_that_day_alone(app: Flask, bureau: Bureau, application: object) -> None:
    with app.app_context(), clock.pinned_at(at(date(2026, 8, 3))):
        make_reminders(date(2026, 8, 3))

    ahead = run(application, "remind", "--dry-run", "--on", "2026-10-13", day=date(2026, 8, 3)).output
    near = run(application, "remind", "--dry-run", "--on", "2026-10-12", day=date(2026, 8, 3)).output
    off = run(application, "remind", "--dry-run", "--on", "2026-10-11", day=date(2026, 8, 3)).output

    assert ahead == "2026-10-13: 0 messages\n"
    assert near.startswith("2026-10-12: 5 messages")
    assert off == "2026-10-11: 0 messages (not a working day)\n"


def test_a_dry_run_of_each_coming_day_says_what_goes_then(
    app: Flask, make: Factory, bureau: Bureau, application: object
) -> None:
    with app.app_context():
        announced(make, bureau, on=date(2026, 10, 11))  # a Sunday
    for number in range(14):
        day = date(2026, 10, 9) + number * timedelta(days=1)
        printed = run(application, "remind", "--dry-run", "--on", f"{day}", day=day - timedelta(days=1)).output
        with app.app_context(), clock.pinned_at(at(day)):
            before = db.session.query(Message).count()
            make_reminders(day)
            made = db.session.query(Message).order_by(Message.id).offset(before).all()
            assert printed.startswith(f"{day}: {len(made)} messages"), day
            assert [one.text for one in made if one.text not in printed] == []


def test_a_day_in_an_unknown_year_is_refused_in_words(bureau: Bureau, application: object) -> None:
    result = run(application, "remind", "--dry-run", "--on", "2035-01-04")

    assert result.exit_code == 2
    assert "2035" in result.stderr


def test_reminders_are_made_for_today_only(bureau: Bureau, application: object) -> None:
    assert run(application, "remind", "--on", "2026-10-12").exit_code == 2


def test_the_worker_makes_and_sends_what_is_due_and_a_second_one_finds_nothing(
    app: Flask, bureau: Bureau, application: object
) -> None:
    first = run(application, "worker", "--once")
    second = run(application, "worker", "--once")

    assert first.output.splitlines()[:2] == ["2026-10-15: 2 people reminded", "0 messages sent, 3 tries failed"]
    assert (second.exit_code, second.output) == (0, "")


def test_the_worker_says_when_the_calendar_is_missing(bureau: Bureau, application: object) -> None:
    result = run(application, "worker", "--once", day=date(2027, 1, 4))

    assert (result.exit_code, "2027" in result.stderr) == (0, True)
