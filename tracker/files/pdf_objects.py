"""Everything a PDF viewer could reach in a file, found without trusting the file's own table of contents.

Each object must begin with the word ``obj``, or lie in an object stream that does: so every such word is followed,
also where it seems to stand in a text or a stream, and every object stream is unpacked within bounds.
"""

import re
import zlib
from collections.abc import Iterator

from tracker.errors import N_, Unreadable
from tracker.files.limits import MB, Limits
from tracker.files.zips import DAMAGED

UNUSUAL = N_(
    "“%(name)s” was not read: this PDF is written in an unusual way that cannot be checked. "
    "Open it and print it to a new PDF, then upload that."
)

_START = re.compile(rb"(?<=[\0\t\n\x0c\r ])obj(?=[\0\t\n\x0c\r %()<>\[\]/])|trailer")
_TOKEN = re.compile(rb"\(|%[^\r\n]*|<<|>>|<[^>]*>?|[\[\]]|/[^\0\t\n\x0c\r ()<>\[\]{}/%]*|endobj|stream")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?:[\0\t\n\x0c\r ]|%[^\r\n]*[\r\n])*stream\r?\n?")
_PLAIN_FLATE = re.compile(
    rb"/Filter[\0\t\n\x0c\r ]*\[?[\0\t\n\x0c\r ]*/(?:FlateDecode|Fl)[\0\t\n\x0c\r ]*\]?\s*(?:/|>>)"
)
_COUNT = re.compile(rb"/N[\0\t\n\x0c\r ]+(\d{1,7})[\0\t\n\x0c\r />]")
_FIRST = re.compile(rb"/First[\0\t\n\x0c\r ]+(\d{1,9})[\0\t\n\x0c\r />]")
_CLOSES = {b">>": b"<<", b"]": b"["}
_LARGEST_STREAM = 8 * MB  # of objects, unpacked; writers put one or two hundred objects into one
_LOOKS_PER_BYTE = 4


class Objects:
    """The objects of a PDF; ``names()`` yields every name in them (without its slash, escapes resolved)."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Look at the whole ``content`` of a file."""
        self._content = content
        self._room = limits.room(len(content))
        self._looks = _LOOKS_PER_BYTE * len(content)

    def names(self) -> Iterator[bytes]:
        """Yield the names of all objects and trailers; raise Unreadable for what cannot be followed."""
        for found in _START.finditer(self._content):
            names, end = self._object(self._content, found.end())
            yield from names
            if b"ObjStm" in names or {b"N", b"First"} <= names:
                yield from self._object_stream(found.end(), end, names)

    def _object(self, content: bytes, start: int) -> tuple[set[bytes], int]:
        """Return the names in the object at ``start`` and the place behind it.

        Brackets that do not match are passed over, so that a damaged object is read too far rather than too short.
        """
        names: set[bytes] = set()
        opened: list[bytes] = []
        at = start
        while found := _TOKEN.search(content, at):
            token, at = found.group(), found.end()
            if token == b"(":
                at = _end_of_string(content, at)
            elif token in (b"<<", b"["):
                opened.append(token)
            elif opened and _CLOSES.get(token) == opened[-1]:
                opened.pop()
            elif token.startswith(b"/"):
                names.add(_ESCAPE.sub(lambda two: bytes.fromhex(two[1].decode()), token[1:]))
            if not opened and not token.startswith(b"%"):
                break
        self._count_looks(at - start)
        return names, at

    def _count_looks(self, length: int) -> None:
        self._looks -= length
        if self._looks < 0:
            raise Unreadable(UNUSUAL)
