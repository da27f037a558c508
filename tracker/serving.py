"""The production server: granian, with every body read before it takes the place of a request at work."""

import contextlib
import ctypes
import io
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any, BinaryIO, cast

from tracker import logs
from tracker.app import create_app
from tracker.config import Settings, load_settings
from tracker.confined import prepare
from tracker.errors import N_, RuleBroken

WAITING_THREADS = 128  # requests whose bodies are still coming; they cost a thread, and nothing else
WORKING_THREADS = 4  # requests at work in one process
IN_MEMORY = 1_000_000
PIECE = 65_536
FILES_AT_ONCE = 6
LAST_SECONDS = 20  # for requests at work when the server is told to end; a body that never comes must not hold it
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)

TOO_LARGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>文件太大</title>
<h1>文件太大，没有上传，也没有提交</h1><p>一次最多{most}MB。请把文件分开或压缩后再上传。</p>
<p>您填的文字已存为草稿：请按浏览器的“返回”，或者重新打开刚才的页面。</p>
"""

StartResponse = Callable[..., Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class BodyFirst:
    """Reads the whole body, up to ``largest`` bytes, and only then queues for one of the places of work.

    A client that sends half a body holds a waiting thread and stops nobody.
    """

    def __init__(self, app: WsgiApp, largest: int) -> None:
        """Wrap ``app``."""
        self.app = app
        self.largest = largest
        self.places = threading.BoundedSemaphore(WORKING_THREADS)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > self.largest:
            start_response("413 Content Too Large", [("Content-Type", "text/html; charset=utf-8")])
            return [TOO_LARGE.format(most=self.largest // 1_000_000).encode()]
        with _whole_body(environ["wsgi.input"], length) as body:
            environ["wsgi.input"] = body
            with self.places:
                return self.app(environ, start_response)


def _whole_body(source: BinaryIO, length: int) -> BinaryIO:
    if length == 0:
        return io.BytesIO()
    body = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - closed by the caller
    left = length
    while left > 0 and (piece := source.read(min(PIECE, left))):
        body.write(piece)
        left -= len(piece)
    body.seek(0)
    return body


def make_app() -> BodyFirst:
    """Return the application of one worker process, which ends when its parent does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    logs.start()
    settings = load_settings()
    app = create_app(settings)
    prepare("print_pdf")
    return BodyFirst(app, FILES_AT_ONCE * settings.upload_mb * 1_000_000)


def check_address(settings: Settings, host: str) -> None:
    """Raise RuleBroken when other machines would reach ``host`` in clear though nobody said that they may."""
    if not (settings.https or settings.plain_http or _is_this_machine(host)):
        raise RuleBroken(
            N_("On %(host)s everything would go through the network in clear: put a proxy with TLS in front and set "
               "TRACKER_HTTPS=1, or, on an intranet without TLS, set TRACKER_PLAIN_HTTP=1."), host=host,
        )  # fmt: skip


def _is_this_machine(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve on ``host``:``port`` with ``workers`` processes until a signal ends it."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    del settings  # loading them has refused bad values; each worker loads its own
    Granian(
        "tracker.serving:make_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=WAITING_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_SECONDS,
        log_level=LogLevels.error,
        log_access=False,
    ).serve()
