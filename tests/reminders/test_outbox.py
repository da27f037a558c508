"""Messages leave once: two workers, a server that is down, a worker that dies."""

import socket
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.reminders.bureau import Bureau, at, found
from tests.reminders.sending import Letters, Robot, free_port, mail_settings, parcel
from tests.support.factory import Factory
from tracker import clock, config
from tracker.config import Settings
from tracker.db import db, transaction
from tracker.reminders.channels import Parcel, send
from tracker.reminders.models import Message, Reminder
from tracker.reminders.outbox import deliver, hold_back_after_restore
from tracker.reminders.sending import LOST_AFTER, PAUSES, Channel, MessageState, next_try
from tracker.reminders.services import make_reminders

DUE = date(2026, 10, 15)
NOW = at(DUE)


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    with clock.pinned_at(at(date(2026, 1, 5))):
        made = found(make)
        make.task(lead=made.unit, due_on=DUE, title="公布目录")
    return made


def states(app: Flask, channel: Channel = Channel.MAIL) -> list[MessageState]:
    with app.app_context():
        return [one.state for one in db.session.query(Message).filter_by(channel=channel).order_by(Message.id)]


def test_what_was_made_leaves_and_leaves_once(app: Flask, bureau: Bureau, letters: tuple[Letters, int]) -> None:
    kept, port = letters
    with mail_settings(config.current(), port) as settings, clock.pinned_at(NOW), app.app_context():
        make_reminders(DUE)
        first, second = deliver(settings), deliver(settings)

    assert (first.sent, second.sent) == (2, 0)
    assert sorted(letter.rcpt_tos[0] for letter in kept.arrived) == ["qin@bureau.example", "zhu@bureau.example"]
    assert states(app) == [MessageState.SENT] * 2


def test_fault_25_two_workers_at_once_make_and_send_everything_once(app: Flask, make: Factory, bureau: Bureau) -> None:
    for _ in range(12):
        unit = make.unit()
        make.post(make.person(unit=unit, mail=f"{unit.id}@bureau.example"), unit)
        make.task(lead=unit, due_on=DUE, created_at=at(date(2026, 1, 5)))
    start, sent, told = threading.Barrier(4), [], []
    lock = threading.Lock()

    def count(one: Parcel, _: Settings) -> None:
        with lock:
            sent.append(one.key)

    def work() -> None:
        with clock.pinned_at(NOW), app.app_context():
            start.wait()
            told.append(make_reminders(DUE).told)
            deliver(settings, count)

    with mail_settings(config.current(), 9) as settings:
        workers = [threading.Thread(target=work) for _ in range(4)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()

    assert sorted(told) == [0, 0, 0, 14]
    assert len(sent) == len(set(sent)) == 14
    with app.app_context():
        assert db.session.query(Reminder).count() == 14


def test_fault_26_a_server_that_is_down_is_tried_again_with_pauses_and_then_given_up(
    app: Flask, bureau: Bureau
) -> None:
    tries = []
    with mail_settings(config.current(), free_port()) as settings, app.app_context():
        moment = NOW
        with clock.pinned_at(moment):
            make_reminders(DUE)
        for pause in (0, *PAUSES, 0):
            moment += timedelta(minutes=pause)
            with clock.pinned_at(moment - timedelta(seconds=1)):
                assert deliver(settings).failed == 0
            with clock.pinned_at(moment):
                tries.append(deliver(settings).failed)

    assert tries == [2] * 7 + [0]
    assert states(app) == [MessageState.FAILED] * 2
    assert states(app, Channel.APP) == [MessageState.SENT] * 2


def test_fault_26_a_server_that_never_answers_holds_a_worker_for_seconds_only(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.reminders.channels.TIMEOUT", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        with (
            mail_settings(config.current(), silent.getsockname()[1]) as settings,
            pytest.raises(OSError, match="timed out"),
        ):
            send(parcel(), settings)


def test_fault_26_an_address_that_is_refused_stops_no_other_letter(
    app: Flask, bureau: Bureau, letters: tuple[Letters, int]
) -> None:
    kept, port = letters
    kept.refused = "zhu@bureau.example"
    with mail_settings(config.current(), port) as settings, app.app_context(), clock.pinned_at(NOW):
        make_reminders(DUE)
        delivery = deliver(settings)
        errors = [one.error for one in db.session.query(Message).filter_by(channel=Channel.MAIL) if one.error]

    assert (delivery.sent, delivery.failed) == (1, 1)
    assert [one.rcpt_tos for one in kept.arrived] == [["qin@bureau.example"]]
    assert len(errors) == 1
    assert "no such person" in errors[0]


def test_fault_26_a_server_that_is_cross_at_the_end_has_taken_the_letter(
    app: Flask, bureau: Bureau, letters: tuple[Letters, int]
) -> None:
    kept, port = letters
    kept.goodbye = "421 closing"
    with mail_settings(config.current(), port) as settings, app.app_context():
        with clock.pinned_at(NOW):
            make_reminders(DUE)
            assert deliver(settings).sent == 2
        with clock.pinned_at(NOW + timedelta(minutes=2)):
            deliver(settings)

    assert len(kept.arrived) == 2


def test_fault_26_a_letter_that_was_handed_over_without_an_answer_does_not_go_twice(
    app: Flask, bureau: Bureau, letters: tuple[Letters, int]
) -> None:
    kept, port = letters
    kept.hangs_up = True
    with mail_settings(config.current(), port) as settings, app.app_context():
        with clock.pinned_at(NOW):
            make_reminders(DUE)
            deliver(settings)
        with clock.pinned_at(NOW + timedelta(minutes=2)):
            deliver(settings)

    assert len(kept.arrived) == 2
    assert states(app) == [MessageState.FAILED] * 2


@pytest.mark.parametrize(("answer", "goes_again"), [((0, b""), False), ((429, b""), True), ((502, b""), True)])
def test_fault_26_a_robot_that_hangs_up_may_have_told_its_group_and_is_not_asked_again(
    app: Flask, bureau: Bureau, robot: Robot, answer: tuple[int, bytes], goes_again: bool
) -> None:
    robot.answer = answer
    settings = replace(config.current(), wecom_url=robot.url)
    config.use(settings)
    with app.app_context():
        with clock.pinned_at(NOW):
            make_reminders(DUE)
            deliver(settings)
        robot.answer = (200, b'{"errcode": 0}')
        with clock.pinned_at(NOW + timedelta(minutes=2)):
            deliver(settings)

    assert len(robot.sent) == 1 + goes_again
    assert states(app, Channel.WECOM) == [MessageState.SENT if goes_again else MessageState.FAILED]


def test_what_a_dead_worker_had_taken_is_given_up_and_not_sent_twice(app: Flask, bureau: Bureau) -> None:
    with mail_settings(config.current(), 9) as settings, app.app_context():
        with clock.pinned_at(NOW):
            make_reminders(DUE)
            with transaction():
                for message in db.session.query(Message).filter_by(channel=Channel.MAIL):
                    message.state, message.claimed_at = MessageState.SENDING, NOW
        with clock.pinned_at(NOW + LOST_AFTER + timedelta(seconds=1)):
            delivery = deliver(settings)

    assert (delivery.sent, delivery.failed) == (0, 0)
    assert states(app) == [MessageState.FAILED] * 2


def test_the_pauses_grow_and_end() -> None:
    waits = [next_try(tries, NOW) for tries in range(1, len(PAUSES) + 2)]

    assert waits[-1] is None
    assert waits[:-1] == sorted(wait for wait in waits if wait)


def test_r12_a_restored_database_sends_nothing_a_second_time(app: Flask, bureau: Bureau) -> None:
    with mail_settings(config.current(), 9) as settings, app.app_context():
        with clock.pinned_at(NOW):
            make_reminders(DUE)
        with clock.pinned_at(NOW + timedelta(days=1)):
            with transaction():
                hold_back_after_restore()
            delivery = deliver(settings)
            run = make_reminders(date(2026, 10, 16))

    assert (delivery.sent, delivery.failed, run.told) == (0, 0, 0)
    assert states(app) == [MessageState.FAILED] * 2
