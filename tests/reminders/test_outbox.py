"""Messages leave once: two workers, a server that is down, a worker that dies, a real SMTP server, a robot."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from tests.reminders.bureau import Bureau, at, found
from tests.support.factory import Factory
from tracker import clock, config
from tracker.config import Settings, load_settings
from tracker.db import db, transaction
from tracker.errors import RuleBroken
from tracker.reminders.channels import NotSent, Parcel, send
from tracker.reminders.models import Message, Reminder
from tracker.reminders.outbox import deliver, hold_back_after_restore
from tracker.reminders.sending import LOST_AFTER, PAUSES, Channel, MessageState, next_try
from tracker.reminders.services import make_reminders

DUE = date(2026, 10, 15)
NOW = at(DUE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def parcel(channel: Channel = Channel.MAIL, address: str = "qin@bureau.example") -> Parcel:
    return Parcel(
        1, "digest 2026-10-15 mail 1", channel, address, "政务公开工作提醒（10月15日）：临期1项", "秦芳：\n请办理。"
    )


@contextmanager
def mail_settings(settings: Settings, port: int) -> Iterator[Settings]:
    before = config.current()
    mailed = replace(settings, mail_server=f"smtp://127.0.0.1:{port}", mail_sender="gk@bureau.example")
    config.use(mailed)
    yield mailed
    config.use(before)


class Letters:
    """The other side of SMTP: keeps what arrives."""

    def __init__(self) -> None:
        self.arrived: list[Any] = []
        self.goodbye, self.hangs_up, self.refused = "221 Bye", False, ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.arrived.append(envelope)
        if self.hangs_up:
            server.transport.abort()
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.goodbye

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address == self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def letters() -> Iterator[tuple[Letters, int]]:
    kept, port = Letters(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


class Robot:
    """A group robot: answers what it is told to and keeps what it was sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.answer: tuple[int, bytes] = (200, b'{"errcode": 0, "errmsg": "ok"}')
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                robot.sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                status, body = robot.answer
                if not status:
                    return  # hangs up without a word
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send?key=secret"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def robot() -> Iterator[Robot]:
    made = Robot()
    yield made
    made.stop()


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    with clock.pinned_at(at(date(2026, 1, 5))):
        made = found(make)
        make.task(lead=made.unit, due_on=DUE, title="公布目录")
    return made


def states(app: Flask, channel: Channel = Channel.MAIL) -> list[MessageState]:
    with app.app_context():
        return [one.state for one in db.session.query(Message).filter_by(channel=channel).order_by(Message.id)]


# --- the channels ----------------------------------------------------------------------------


def test_a_mail_arrives_whole_at_a_real_server(app: Flask, letters: tuple[Letters, int]) -> None:
    kept, port = letters

    with mail_settings(config.current(), port) as settings:
        send(parcel(), settings)

    envelope = kept.arrived[0]
    letter = message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("gk@bureau.example", ["qin@bureau.example"])
    assert letter["Subject"] == "政务公开工作提醒（10月15日）：临期1项"
    assert letter.get_content().split() == ["秦芳：", "请办理。"]


def test_an_address_cannot_add_lines_to_a_letter(app: Flask, letters: tuple[Letters, int]) -> None:
    with mail_settings(config.current(), letters[1]) as settings, pytest.raises(ValueError, match=r"newline|linefeed"):
        send(parcel(address="a@b.example\nBcc: all@b.example"), settings)

    assert letters[0].arrived == []


def test_a_password_is_not_given_to_a_server_without_encryption(app: Flask, letters: tuple[Letters, int]) -> None:
    settings = replace(config.current(), mail_sender="gk@b.example", mail_server=f"smtp://u:p@127.0.0.1:{letters[1]}")

    with pytest.raises(NotSent, match="encryption"):
        send(parcel(), settings)


@pytest.mark.parametrize("channel", [Channel.WECOM, Channel.DINGTALK])
def test_a_robot_is_told_in_its_own_form(app: Flask, robot: Robot, channel: Channel) -> None:
    settings = replace(config.current(), wecom_url=robot.url, dingtalk_url=robot.url)

    send(parcel(channel, "13800000001,13800000002"), settings)

    sent = robot.sent[0]
    assert sent["msgtype"] == "text"
    assert sent["text"]["content"].startswith("秦芳")
    called = sent["text"].get("mentioned_mobile_list") or sent["at"]["atMobiles"]
    assert called == ["13800000001", "13800000002"]


@pytest.mark.parametrize(
    "answer", [(200, b'{"errcode": 45009, "errmsg": "limit"}'), (200, b"<html>"), (500, b""), (302, b""), (200, b"{}")]
)
def test_a_robot_that_does_not_say_yes_has_not_been_told(app: Flask, robot: Robot, answer: tuple[int, bytes]) -> None:
    robot.answer = answer

    with pytest.raises((NotSent, OSError, ValueError)) as refused:
        send(parcel(Channel.WECOM, ""), replace(config.current(), wecom_url=robot.url))

    assert "secret" not in str(refused.value)
    assert len(robot.sent) == 1


@pytest.mark.parametrize(
    "environ",
    [
        {"TRACKER_WECOM_URL": "http://robot.example/a"}, {"TRACKER_DINGTALK_URL": "ftp://robot.example/a"},
        {"TRACKER_MAIL_SERVER": "mail.example:25", "TRACKER_MAIL_SENDER": "a@b.example"},
        {"TRACKER_MAIL_SERVER": "smtp://mail.example"},
    ],
)  # fmt: skip
def test_channels_that_send_in_the_clear_or_from_nobody_are_refused_at_start(
    app: Flask, tmp_path: Any, environ: dict[str, str]
) -> None:
    with pytest.raises(RuleBroken):
        load_settings({"TRACKER_INSTANCE": str(tmp_path), **environ})


# --- the outbox ------------------------------------------------------------------------------


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
