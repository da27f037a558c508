"""Pictures (PNG, JPEG): whole, and no larger than a screen or printer can use; known from headers, never decoded."""

import re
import struct
import zlib

from tracker.errors import N_, RuleBroken, Unreadable
from tracker.files.limits import Limits
from tracker.files.zips import DAMAGED

TOO_MANY_PIXELS = N_(
    "“%(name)s” was not accepted: the picture has more than %(limit)s pixels. Make it smaller and upload it again."
)

_PNG_HEADER = b"\0\0\0\rIHDR"
_MARKER = re.compile(rb"\xff([^\0\xd0-\xd7\xff])")  # between them compressed data, in which \xff is marked as such
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9
_MOST_SEGMENTS = 20_000


def check_png(content: bytes, limits: Limits) -> None:
    """Walk the chunks of a PNG to its end; raise Unreadable or RuleBroken."""
    if content[8:16] != _PNG_HEADER or len(content) < 33:
        raise Unreadable(DAMAGED)
    width, height = struct.unpack_from(">2L", content, 16)
    _check_pixels(width, height, limits)
    at, kind, has_picture = 8, b"", False
    while kind != b"IEND":
        if at + 12 > len(content):
            raise Unreadable(DAMAGED)
        length, kind = struct.unpack_from(">L4s", content, at)
        end = at + 12 + length
        check = zlib.crc32(memoryview(content)[at + 4 : end - 4])
        if end > len(content) or content[end - 4 : end] != struct.pack(">L", check):
            raise Unreadable(DAMAGED)
        has_picture = has_picture or (kind == b"IDAT" and length > 0)
        at = end
    if not has_picture:
        raise Unreadable(DAMAGED)


def check_jpeg(content: bytes, limits: Limits) -> None:
    """Walk the segments of a JPEG to its end; raise Unreadable or RuleBroken. Cameras may append what they like."""
    at = 2
    seen: set[int] = set()
    for _ in range(_MOST_SEGMENTS):
        found = _MARKER.search(content, at)
        if found is None or (at == 2 and found.start() != 2):
            break
        marker = found[1][0]
        if marker == _END:
            if seen & _FRAMES and _SCAN in seen:
                return
            break
        at = _end_of_segment(content, found.end())
        if marker in _FRAMES:
            _check_frame(content[found.end() : at], limits)
        seen.add(marker)
    raise Unreadable(DAMAGED)


def _end_of_segment(content: bytes, start: int) -> int:
    length = int.from_bytes(content[start : start + 2], "big")
    if length < 2 or start + length > len(content):
        raise Unreadable(DAMAGED)
    return start + length


def _check_frame(segment: bytes, limits: Limits) -> None:
    if len(segment) < 8:
        raise Unreadable(DAMAGED)
    height, width = struct.unpack_from(">2H", segment, 3)
    _check_pixels(width, height, limits)


def _check_pixels(width: int, height: int, limits: Limits) -> None:
    if not width or not height:
        raise Unreadable(DAMAGED)
    if width * height > limits.pixels:
        raise RuleBroken(TOO_MANY_PIXELS, limit=f"{limits.pixels:,}")
