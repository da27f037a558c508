"""Zip archives: the directory is checked before a library reads it, members are unpacked in pieces and counted."""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import unquote

from tracker.errors import N_, RuleBroken, Unreadable
from tracker.files.limits import CHUNK, Limits

DAMAGED = N_("“%(name)s” was not read: the file is damaged or incomplete. Open it, save it again and upload that copy.")
TOO_MANY = N_("“%(name)s” was not accepted: it consists of more than %(limit)d parts. Split it and upload the pieces.")
UNPACKS_TOO_LARGE = N_(
    "“%(name)s” was not accepted: unpacked it is far larger than a document should be. "
    "Make the pictures smaller, delete empty rows, save it again and upload that copy."
)
HOLDS_ARCHIVE = N_(
    "“%(name)s” was not accepted: another packed file or program is hidden in it. Upload that file on its own."
)
ODD_PARTS = N_(
    "“%(name)s” was not accepted: its inner parts have names that no Office program writes. "
    "Open it in Word, WPS or Excel, save it under a new name and upload that copy."
)
HAS_PASSWORD = N_(
    "“%(name)s” was not read: the file has a password. Remove the password, save it again and upload that copy."
)

_END = b"PK\x05\x06"
_END_LENGTH = 22
_END64_LENGTH = 56 + 20  # the larger record and its locator, both before the usual end
_MEMBER = b"PK\x01\x02"
_LONGEST_TAIL = _END_LENGTH + 0xFFFF
_LONGEST_NAME = 512  # some long texts take minutes to normalise
_DIRECTORY_PER_MEMBER = 1024
_PADDING = b"\r\n\0"  # some programs send a line end after the file
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"MZ", b"\x7fELF")
_ARCHIVE_ENDINGS = re.compile(r"\.(zip|7z|rar|jar|apk|tar|gz|bz2|xz|cab|iso|exe|dll|msi)$")
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
    OSError,
)


class Archive:
    """A zip archive whose directory is in order; ``names`` in the order of the directory, folders left out."""

    def __init__(self, stream: BinaryIO, size: int, limits: Limits) -> None:
        """Check the directory of ``stream`` (``size`` bytes); raise RuleBroken or Unreadable for what is wrong."""
        entries = _check_directory(stream, size, limits)
        try:
            self._zip = zipfile.ZipFile(stream)
        except _FAULTS as error:
            raise Unreadable(DAMAGED) from error
        members = self._zip.infolist()
        if len(members) != entries:
            raise Unreadable(DAMAGED)
        _check_members(members)
        self._room = limits.room(size)
        self._members = {member.filename: member for member in members if not member.is_dir()}
        self.names = tuple(self._members)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of a member piece by piece, counting it against the room of the whole archive."""
        try:
            with self._zip.open(self._members[name]) as member:
                while piece := member.read(CHUNK):
                    self._count(len(piece))
                    yield piece
        except _FAULTS as error:
            raise Unreadable(DAMAGED) from error

    def _count(self, length: int) -> None:
        self._room -= length
        if self._room < 0:
            raise RuleBroken(UNPACKS_TOO_LARGE)


def is_zip_behind(stream: BinaryIO, size: int) -> bool:
    """Tell whether a zip archive ends where the file ends, whatever the file begins with."""
    tail = _tail(stream, size)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        return False
    start = size - len(tail) + at - int.from_bytes(tail[at + 12 : at + 16], "little")
    if start < 0:
        return False
    stream.seek(start)
    return stream.read(4) in (_MEMBER, _END)


def part_key(name: str) -> str:
    """Return the form of a member's name under which programs that fold case, width or %-escapes would find it."""
    if len(name) > _LONGEST_NAME:
        raise RuleBroken(ODD_PARTS)
    return unicodedata.normalize("NFKC", unquote(name)).casefold()


def check_beginning(beginning: bytes) -> None:
    """Refuse a member whose first bytes are those of an archive or a program."""
    if beginning.startswith(_ARCHIVES):
        raise RuleBroken(HOLDS_ARCHIVE)


def _tail(stream: BinaryIO, size: int) -> bytes:
    stream.seek(max(0, size - _LONGEST_TAIL - _END64_LENGTH))
    return stream.read()


def _check_directory(stream: BinaryIO, size: int, limits: Limits) -> int:
    """Return the number of entries; refuse a directory that two programs could read in two ways, or a very long one."""
    tail = _tail(stream, size)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise Unreadable(DAMAGED)
    disk, first_disk, here, entries, length, offset, comment = struct.unpack_from("<4H2LH", tail, at + 4)
    rest = len(tail) - at - _END_LENGTH - comment
    if rest < 0 or tail[len(tail) - rest :].strip(_PADDING) or disk or first_disk or here != entries:
        raise Unreadable(DAMAGED)
    behind = size - len(tail) + at
    if tail[: max(0, at)][-20:-16] == b"PK\x06\x07":
        behind -= _END64_LENGTH
        entries, length, offset = _large_end(tail, at)
    if entries > limits.members or length > limits.members * _DIRECTORY_PER_MEMBER:
        raise RuleBroken(TOO_MANY, limit=limits.members)
    if offset + length != behind:
        raise Unreadable(DAMAGED)
    stream.seek(offset)
    if stream.read(length).count(_MEMBER) > limits.members:
        raise RuleBroken(TOO_MANY, limit=limits.members)
    stream.seek(0)
    return int(entries)


def _large_end(tail: bytes, at: int) -> tuple[int, int, int]:
    """Return entries, length and offset of the directory from the record that large archives have."""
    start = at - _END64_LENGTH
    if start < 0 or tail[start : start + 4] != b"PK\x06\x06":
        raise Unreadable(DAMAGED)
    entries, length, offset = struct.unpack_from("<3Q", tail, start + 32)
    return entries, length, offset


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable(HAS_PASSWORD)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(DAMAGED)
        _check_name(member)
        key = part_key(member.filename).rstrip("/")
        if key in seen:
            raise RuleBroken(ODD_PARTS)
        seen.add(key)
    _check_places(members)


def _check_name(member: zipfile.ZipInfo) -> None:
    """Refuse names that lead out of a folder, mean different things to different programs, or stand for no file."""
    name = part_key(member.orig_filename)
    steps = name.removesuffix("/").split("/")
    mode = member.external_attr >> 16
    if (
        any(step in ("", ".", "..") or step != step.strip() for step in steps)
        or "\\" in name
        or ":" in name
        or any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name)
        or (stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR))
        or (name.endswith("/") and member.file_size)
    ):
        raise RuleBroken(ODD_PARTS)
    if _ARCHIVE_ENDINGS.search(name):
        raise RuleBroken(HOLDS_ARCHIVE)


def _check_places(members: list[zipfile.ZipInfo]) -> None:
    """Refuse members that share bytes (a few kilobytes can then unpack to terabytes) and bytes before the first."""
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end or (end == 0 and member.header_offset):
            raise Unreadable(DAMAGED)
        end = member.header_offset + 30 + len(member.filename) + member.compress_size
