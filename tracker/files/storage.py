"""Where file contents lie: under random names, whole or not at all, readable by the program alone."""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from tracker import clock
from tracker.errors import N_, NotFound, RuleBroken
from tracker.files.limits import CHUNK

DISK_FULL = N_("The disk is full; nothing was saved. Tell your administrator, and upload again when there is room.")
NOT_WRITTEN = N_("The file could not be written to the disk; nothing was saved. Please try again.")

RESERVE = 1024**3  # bytes that an upload must leave free
GRACE = timedelta(hours=24)  # a file younger than this may still get its row

_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
_INCOMING = "incoming"
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class StoredBlob:
    """A content in the store: its random key, the SHA-256 of it, its size in bytes."""

    key: str
    sha256: str
    size: int


@dataclass(frozen=True)
class StoreReport:
    """What does not agree between rows and files: keys without a file, files long without a row, changed contents."""

    missing: tuple[str, ...]
    orphaned: tuple[str, ...]
    mismatched: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every row has its file as it was stored."""
        return not self.missing and not self.mismatched


class FileStore:
    """A folder of contents; nobody reaches it but through the keys that the database keeps."""

    def __init__(self, root: Path | str, *, reserve: int = RESERVE) -> None:
        """Use the folder ``root``, made when it is missing; ``reserve`` bytes must stay free."""
        self._root = Path(root)
        self._reserve = reserve

    def put(self, stream: BinaryIO) -> StoredBlob:
        """Store what ``stream`` (which can seek) holds, from where it stands, and return where it lies.

        When this returns the content is on the disk for good. Raises RuleBroken when it cannot be saved.
        """
        key = secrets.token_hex(16)
        temporary = self._root / _INCOMING / key
        try:
            self._check_room(stream)
            _make_folder(temporary.parent)
            blob = _write(stream, temporary, key)
            _make_folder(self._path(key).parent)
            temporary.rename(self._path(key))
            _sync_folder(self._path(key).parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise RuleBroken(DISK_FULL if error.errno in _FULL else NOT_WRITTEN, field="files") from error
        return blob

    def open(self, key: str) -> BinaryIO:
        """Return the content of ``key`` for reading; raise NotFound if there is none."""
        try:
            return os.fdopen(os.open(self._path(key), os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except OSError as error:
            raise NotFound from error

    def remove(self, key: str) -> None:
        """Remove the content of ``key`` for good; nothing happens if there is none."""
        path = self._path(key)
        if path.is_file():
            path.unlink(missing_ok=True)
            _sync_folder(path.parent)

    def verify(self, rows: Iterable[StoredBlob]) -> StoreReport:
        """Compare every row with its file and every file with the rows; reads all contents."""
        known: set[str] = set()
        missing: list[str] = []
        mismatched: list[str] = []
        for row in rows:
            known.add(row.key)
            try:
                with self.open(row.key) as stream:
                    is_same = _measure(stream) == (row.sha256, row.size)
            except NotFound:
                missing.append(row.key)
            else:
                if not is_same:
                    mismatched.append(row.key)
        orphaned = [path.name for path in self._old_files() if path.name not in known]
        return StoreReport(tuple(missing), tuple(sorted(orphaned)), tuple(mismatched))

    def remove_unfinished(self) -> int:
        """Remove what uploads that broke off left behind more than a day ago; return how many files."""
        unfinished = [path for path in (self._root / _INCOMING).glob("*") if _is_old(path)]
        for path in unfinished:
            path.unlink(missing_ok=True)
        return len(unfinished)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotFound
        return self._root / key[:2] / key

    def _old_files(self) -> Iterator[Path]:
        return (path for path in self._root.glob("[0-9a-f][0-9a-f]/*") if _KEY.fullmatch(path.name) and _is_old(path))

    def _check_room(self, stream: BinaryIO) -> None:
        start = stream.tell()
        size = stream.seek(0, os.SEEK_END) - start
        stream.seek(start)
        _make_folder(self._root)
        if shutil.disk_usage(self._root).free < max(self._reserve, 2 * size):
            raise RuleBroken(DISK_FULL, field="files")


def _write(stream: BinaryIO, path: Path, key: str) -> StoredBlob:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := stream.read(CHUNK):
            digest.update(piece)
            size += file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return StoredBlob(key, digest.hexdigest(), size)


def _measure(stream: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _make_folder(folder: Path) -> None:
    """Make a folder that only we can enter, and its name lasting."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_old(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return clock.now() - datetime.fromtimestamp(path.lstat().st_mtime, UTC) > GRACE
    return False
