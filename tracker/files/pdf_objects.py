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

_START = re.compile(rb"(?<![A-Za-z])obj(?![A-Za-z0-9])|trailer")
_TOKEN = re.compile(rb"\(|%[^\r\n]*|<<|>>|<[^>]*>?|[\[\]]|/[^\0\t\n\x0c\r ()<>\[\]{}/%]*|endobj|stream")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_BLANK = re.compile(rb"[\0\s]+|%[^\r\n]*")
_SCALAR = re.compile(rb"[+\-.\d]|true|false|null")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_GAP = {b"gap": rb"[\0\s]"}
_FLATE = re.compile(
    rb"/Filter%(gap)b*(?:/(?:FlateDecode|Fl)%(gap)b*(?=/|>>)|\[%(gap)b*/(?:FlateDecode|Fl)%(gap)b*\])" % _GAP
)
_COUNT = re.compile(rb"/N%(gap)b+(\d{1,8})(?!\d)(?!%(gap)b+\d+%(gap)b+R)" % _GAP)
_FIRST = re.compile(rb"/First%(gap)b+(\d{1,8})(?!\d)(?!%(gap)b+\d+%(gap)b+R)" % _GAP)
_KEYS = re.compile(rb"/(N|First|Filter)(?![^\0\s()<>\[\]{}/%])")
_CLOSES = {b">>": b"<<", b"]": b"["}
_DEEPEST = 200
_LARGEST_STREAM = 16 * MB  # of objects, unpacked; most writers put a hundred or two into one, some put all
_LOOKS_PER_BYTE = 4


class Objects:
    """The objects of a PDF; ``names()`` yields every name in them (without its slash, escapes resolved)."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Look at the whole ``content`` of a file."""
        self._content = content
        self._room = limits.room(len(content))
        self._looks = _LOOKS_PER_BYTE * len(content)  # so that no file keeps us for long

    def names(self) -> Iterator[bytes]:
        """Yield the names of all objects and trailers; raise Unreadable for what cannot be followed."""
        for found in _START.finditer(self._content):
            names, end = self._object(self._content, found.end())
            yield from names
            if b"ObjStm" in names or {b"N", b"First"} <= names:
                yield from self._object_stream(self._content[found.end() : end], names, end)

    def _object(self, content: bytes, start: int) -> tuple[set[bytes], int]:
        """Return the names in the object at ``start`` and the place behind it.

        Brackets that do not match are passed over, so that a damaged object is read too far rather than too short.
        """
        names: set[bytes] = set()
        opened: list[bytes] = []
        at = self._behind_blanks(content, start)
        is_whole = _SCALAR.match(content, at) is not None
        while not is_whole:
            found = _TOKEN.search(content, at)
            if found is None:
                at = len(content)
                break
            token, at = found.group(), found.end()
            if token == b"(":
                at = self._end_of_string(content, at)
            elif token.startswith(b"/"):
                names.add(_ESCAPE.sub(_unescape, token[1:]))
            else:
                _follow(token, opened)
            is_whole = not opened and not token.startswith(b"%")
        self._count_looks(at - start)
        return names, at

    def _end_of_string(self, content: bytes, start: int) -> int:
        """Return the place behind the text that begins at ``start``, or ``start`` itself if it never ends."""
        depth = 1
        for found in _IN_STRING.finditer(content, start):
            depth += {b"(": 1, b")": -1}.get(found.group(), 0)
            if not depth:
                return found.end()
        self._count_looks(len(content) - start)
        return start

    def _object_stream(self, head: bytes, names: set[bytes], start: int) -> Iterator[bytes]:
        """Yield the names in the object stream with the dictionary ``head`` that begins at ``start``."""
        start = self._behind_blanks(self._content, start)
        opening = _STREAM.match(self._content, start)
        if opening is None:
            return
        count, first = _COUNT.search(head), _FIRST.search(head)
        keys = _KEYS.findall(head)
        if not count or not first or len(keys) != len(set(keys)) or re.search(rb"[#%]", head) or b"Predictor" in names:
            raise Unreadable(UNUSUAL)
        unpacked = self._unpacked(head, opening.end(), is_packed=b"Filter" in names)
        for place in _places(unpacked, int(count[1]), int(first[1])):
            yield from self._object(unpacked, place)[0]

    def _behind_blanks(self, content: bytes, start: int) -> int:
        at = start
        while found := _BLANK.match(content, at):
            at = found.end()
        self._count_looks(at - start)
        return at

    def _unpacked(self, head: bytes, start: int, *, is_packed: bool) -> bytes:
        """Return the content of an object stream, and allow as many looks at it as at the file itself."""
        end = self._content.find(b"endstream", start)
        if end < 0:
            raise Unreadable(DAMAGED)
        self._count_looks(end - start)
        unpacked = self._content[start:end]
        if is_packed:
            if not _FLATE.search(head):
                raise Unreadable(UNUSUAL)
            unpacked = _inflate(unpacked, min(_LARGEST_STREAM, self._room))
        self._room -= len(unpacked)
        if self._room < 0:
            raise Unreadable(UNUSUAL)
        self._looks += _LOOKS_PER_BYTE * len(unpacked)
        return unpacked

    def _count_looks(self, length: int) -> None:
        self._looks -= length
        if self._looks < 0:
            raise Unreadable(UNUSUAL)


def _inflate(packed: bytes, bound: int) -> bytes:
    stream = zlib.decompressobj()
    try:
        unpacked = stream.decompress(packed, bound + 1)
    except zlib.error as error:
        raise Unreadable(DAMAGED) from error
    if len(unpacked) > bound:
        raise Unreadable(UNUSUAL)
    if not stream.eof:
        raise Unreadable(DAMAGED)
    return unpacked


def _follow(token: bytes, opened: list[bytes]) -> None:
    if token in _CLOSES.values():
        opened.append(token)
        if len(opened) > _DEEPEST:
            raise Unreadable(UNUSUAL)
    elif opened and _CLOSES.get(token) == opened[-1]:
        opened.pop()


def _unescape(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode())


def _places(unpacked: bytes, count: int, first: int) -> list[int]:
    """Return where the objects of an object stream begin; its first lines are pairs of number and place."""
    numbers = unpacked[:first].split()[: 2 * count]
    if len(numbers) < 2 * count or not all(number.isdigit() and len(number) < 10 for number in numbers):
        raise Unreadable(DAMAGED)
    return sorted({first + int(place) for place in numbers[1::2]})
