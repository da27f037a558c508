"""A virus scanner for tests: speaks INSTREAM of clamd, knows one test signature, and can fall silent."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

SIGNATURE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
PING, STREAM = b"zPING\0", b"zINSTREAM\0"


class Clamd(socketserver.ThreadingTCPServer):
    """Counts how often it was called and what it was shown; one that ``is_silent`` takes all and answers nothing."""

    allow_reuse_address = True
    is_silent = False
    clean = b"stream: OK\0"
    asked = shown = 0

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self.server_address[1]}"

    def __init__(self) -> None:
        """Listen on a free port."""
        self.awake = threading.Event()
        super().__init__(("127.0.0.1", 0), _Asked)


class _Asked(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        clamd, source = cast(Clamd, self.server), cast(BinaryIO, self.rfile)
        clamd.asked += 1
        if clamd.is_silent:
            clamd.awake.wait(30)
            return
        if source.read(len(PING)) == PING:
            self.wfile.write(b"PONG\0")
            return
        source.read(len(STREAM) - len(PING))
        content = b""
        while length := struct.unpack("!L", source.read(4))[0]:
            content += source.read(length)
        clamd.shown += 1
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if SIGNATURE in content else clamd.clean)


@contextmanager
def scanner() -> Iterator[Clamd]:
    """Run one as long as the block lasts."""
    with Clamd() as clamd:
        thread = threading.Thread(target=clamd.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield clamd
        finally:
            clamd.awake.set()
            clamd.shutdown()
            thread.join()
