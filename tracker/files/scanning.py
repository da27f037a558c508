"""Asking clamd whether a file holds a virus; where it does not answer nobody waits long, and the file does."""

import socket
import struct
import time
from typing import BinaryIO

from tracker.files.limits import CHUNK

SECONDS = 5.0  # while somebody waits for a page
COMMAND = b"zINSTREAM\0"  # clamd(8): pieces with their lengths in front, ended by one without content
CLEAN, FOUND = "OK", " FOUND"


class NoAnswer(Exception):
    """The scanner is down, hangs, or would not look at the file."""


def find_virus(stream: BinaryIO, address: str, *, seconds: float = SECONDS) -> str:
    """Return the name of the virus in what ``stream`` holds from where it stands; "" where there is none.

    ``address`` is the path of clamd's socket or its host:port. Raise NoAnswer after ``seconds`` at the latest.
    """
    deadline = time.monotonic() + seconds
    try:
        with _connected(address, deadline) as clamd:
            clamd.sendall(COMMAND)
            while piece := stream.read(CHUNK):
                _until(clamd, deadline).sendall(struct.pack("!L", len(piece)) + piece)
            _until(clamd, deadline).sendall(struct.pack("!L", 0))
            said = _answer(clamd, deadline)
    except OSError as error:
        raise NoAnswer(str(error)) from error
    verdict = said.removeprefix("stream:").strip()
    if verdict != CLEAN and not verdict.endswith(FOUND):
        raise NoAnswer(verdict)
    return verdict.removesuffix(FOUND) if verdict != CLEAN else ""


def answers(address: str, *, seconds: float = 2.0) -> bool:
    """Whether the scanner is there."""
    deadline = time.monotonic() + seconds
    try:
        with _connected(address, deadline) as clamd:
            clamd.sendall(b"zPING\0")
            return _answer(clamd, deadline) == "PONG"
    except OSError:
        return False


def _connected(address: str, deadline: float) -> socket.socket:
    host, _, port = address.rpartition(":")
    is_file = address.startswith("/")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    clamd = socket.socket(socket.AF_UNIX if is_file else family)
    try:
        _until(clamd, deadline).connect(address if is_file else (host.strip("[]"), int(port)))
    except OSError:
        clamd.close()
        raise
    return clamd


def _until(clamd: socket.socket, deadline: float) -> socket.socket:
    """Let the next step take what is left of the time."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    clamd.settimeout(left)
    return clamd


def _answer(clamd: socket.socket, deadline: float) -> str:
    said = b""
    while not said.endswith(b"\0") and (piece := _until(clamd, deadline).recv(CHUNK)):
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace")
