"""How one message leaves: by SMTP, or to the group robot of 企业微信 or 钉钉.

Nothing waits over five seconds, but for a mail server's answer to a whole letter, which it may look through first.
"""

import hashlib
import json
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tracker import clock
from tracker.config import Settings
from tracker.reminders.sending import Channel

TIMEOUT = 5  # seconds
TIMEOUT_OF_LETTER = 30
LONGEST_ANSWER = 10_000
SMTP_PORT, SMTPS_PORT = 25, 465


class NotSent(Exception):
    """The other side did not take the message, or must not be given it."""


class NotAnswered(Exception):
    """The message was handed over whole and no answer came: it may have arrived, so that it must not go again."""


class _Letters(smtplib.SMTP):
    """A connection that knows whether it handed a letter over: commands are text, a letter is octets."""

    has_sent = False

    def send(self, s: "str | bytes") -> None:  # type: ignore[override]  # as the library calls it
        super().send(s)
        if isinstance(s, bytes) and self.sock is not None:
            self.has_sent = True
            self.sock.settimeout(TIMEOUT_OF_LETTER)


class _SecureLetters(_Letters, smtplib.SMTP_SSL):
    """The same under TLS from the first octet on."""


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
    connection = _connect(server.scheme, server.hostname or "", server.port)
    try:
        _introduce(connection, server)
        connection.send_message(message)
    except smtplib.SMTPServerDisconnected as error:
        if connection.has_sent:
            raise NotAnswered("the mail server did not say whether it took the letter") from error
        raise
    finally:
        _leave(connection)


def _introduce(connection: _Letters, server: SplitResult) -> None:
    """Go over to an encrypted connection where there is one, and sign in where that is asked for."""
    connection.ehlo()
    if server.scheme == "smtp" and connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    elif server.scheme == "smtp" and server.username:
        raise NotSent("the mail server offers no encryption, so that the password stays here")
    if server.username:
        connection.login(unquote(server.username), unquote(server.password or ""))


def _leave(connection: _Letters) -> None:
    """Say goodbye; what the server answers to that changes nothing about the letter."""
    with suppress(smtplib.SMTPException, OSError):
        connection.quit()
    connection.close()


def _connect(scheme: str, host: str, port: int | None) -> _Letters:
    if scheme == "smtps":
        secure = ssl.create_default_context()
        return _SecureLetters(host, port or SMTPS_PORT, timeout=TIMEOUT, context=secure)
    return _Letters(host, port or SMTP_PORT, timeout=TIMEOUT)


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
    except URLError:
        raise  # nobody was reached
    except (TimeoutError, ConnectionError, HTTPException) as error:
        raise NotAnswered("the robot did not say whether it took the message") from error
    if said.get("errcode") != 0:
        raise NotSent(f"errcode {said.get('errcode')}: {said.get('errmsg', '')}")
