"""A real SMTP server and a robot, each told in its own form."""

from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask

from tests.reminders.sending import Letters, Robot, mail_settings, parcel
from tracker import config
from tracker.config import load_settings
from tracker.errors import RuleBroken
from tracker.reminders.channels import NotSent, send
from tracker.reminders.sending import Channel


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
