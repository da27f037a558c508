"""A real SMTP server and a robot to send to."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from tracker import config
from tracker.config import Settings
from tracker.reminders.channels import Parcel
from tracker.reminders.sending import Channel


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
