"""How one message leaves: by SMTP, or to the group robot of 企业微信 or 钉钉. Nothing waits over five seconds."""

import hashlib
import json
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tracker import clock
from tracker.config import Settings
from tracker.reminders.sending import Channel

TIMEOUT = 5  # seconds
LONGEST_ANSWER = 10_000
SMTP_PORT, SMTPS_PORT = 25, 465


class NotSent(Exception):
    """The other side did not take the message, or must not be given it."""


@dataclass(frozen=True)
class Parcel:
    """What sending one message needs."""

    id: int
    key: str
    channel: Channel
    address: str
    subject: str
    text: str


class _NoRedirect(HTTPRedirectHandler):
    """A robot's address is answered there or not at all: a redirect could lead anywhere."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


def send(parcel: Parcel, settings: Settings) -> None:
    """Send one message by its channel; raise whatever went wrong."""
    if parcel.channel is Channel.MAIL:
        _send_mail(parcel, settings)
        return
    phones = [phone for phone in parcel.address.split(",") if phone]
    if parcel.channel is Channel.WECOM:
        text = {"content": parcel.text, "mentioned_mobile_list": phones}
        _post(settings.wecom_url, {"msgtype": "text", "text": text})
    elif parcel.channel is Channel.DINGTALK:
        at = {"atMobiles": phones, "isAtAll": False}
        _post(settings.dingtalk_url, {"msgtype": "text", "text": {"content": parcel.text}, "at": at})


def _send_mail(parcel: Parcel, settings: Settings) -> None:
    server = urlsplit(settings.mail_server)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_sender, parcel.address, parcel.subject
    message["Date"] = clock.local(clock.now())
    # the same message has the same number however often it is handed over, so that a mail server can tell
    number = hashlib.sha256(parcel.key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{number}@{settings.mail_sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.text)
    with _connect(server.scheme, server.hostname or "", server.port) as connection:
        connection.ehlo()
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        elif server.scheme == "smtp" and server.username:
            raise NotSent("the mail server offers no encryption, so that the password stays here")
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        secure = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or SMTPS_PORT, timeout=TIMEOUT, context=secure)
    return smtplib.SMTP(host, port or SMTP_PORT, timeout=TIMEOUT)


def _post(url: str, content: dict[str, object]) -> None:
    """Send ``content`` as JSON and read the answer; both robots answer errcode 0 when they took it."""
    if not url:
        raise NotSent("this robot is not set up any more")
    body = json.dumps(content, ensure_ascii=False).encode()
    request = Request(url, data=body, headers={"Content-Type": "application/json; charset=utf-8"})  # noqa: S310
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answer:
            said = json.loads(answer.read(LONGEST_ANSWER))
    except HTTPError as error:
        error.close()
        raise NotSent(f"the robot answered with status {error.code}") from None
    if said.get("errcode") != 0:
        raise NotSent(f"errcode {said.get('errcode')}: {said.get('errmsg', '')}")
