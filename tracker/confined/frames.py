"""Messages over a pipe: plain values as JSON, bytes beside them, each part behind its length."""

import json
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

LENGTH = struct.Struct(">Q")
LARGEST = 256 * 1024 * 1024  # bytes of a whole message; more is a fault


class Broken(Exception):
    """What came over the pipe is not a message of ours."""


def pack(message: dict[str, Any]) -> bytes:
    """Return a message as bytes; values may be plain JSON values and bytes, at any depth."""
    parts: list[bytes] = []

    def keep(value: object) -> dict[str, int]:
        if not isinstance(value, bytes):
            raise TypeError(f"{type(value).__name__} does not cross a process boundary")
        parts.append(value)
        return {"$bytes": len(parts)}

    text = json.dumps(message, default=keep).encode()
    body = b"".join(LENGTH.pack(len(part)) + part for part in (text, *parts))
    return LENGTH.pack(len(body)) + body


def unpack(body: bytes) -> dict[str, Any]:
    """Return the message of a body (without the length in front)."""
    parts = list(_parts(body))
    try:
        message = json.loads(parts[0], object_hook=lambda found: parts[found["$bytes"]] if "$bytes" in found else found)
    except (ValueError, IndexError, TypeError) as error:
        raise Broken(str(error)) from error
    if not isinstance(message, dict):
        raise Broken("no message")
    return message


def _parts(body: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(body):
        if start + LENGTH.size > len(body):
            raise Broken("a length is cut off")
        (length,) = LENGTH.unpack_from(body, start)
        start += LENGTH.size + length
        if start > len(body):
            raise Broken("a part is cut off")
        yield body[start - length : start]


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """Wait for a message; None at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return unpack(body) if len(body) == length else None
