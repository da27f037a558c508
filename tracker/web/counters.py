"""Counters that all worker processes of this machine share: a small file in memory, no statement of the database."""

import fcntl
import hashlib
import mmap
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SLOTS = 8192
PROBES = 8  # slots in which a counter may lie
_SLOT = struct.Struct("<QII")  # what is counted, in which minute, how often


class Counters:
    """How often something happened in a minute; what lies in an earlier minute makes room."""

    def __init__(self, path: Path) -> None:
        """Use the file ``path``, which is made when it is missing."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.ftruncate(self._descriptor, SLOTS * _SLOT.size)
        self._slots = mmap.mmap(self._descriptor, SLOTS * _SLOT.size)
        self._threads = threading.Lock()

    def close(self) -> None:
        """Let the file go."""
        self._slots.close()
        os.close(self._descriptor)

    def count(self, what: str, minute: int) -> int:
        """Count ``what`` once more in ``minute`` and return how often it was counted there."""
        key = int.from_bytes(hashlib.blake2b(what.encode(), digest_size=8).digest(), "little") or 1
        with self._alone():
            place, times = self._find(key, minute)
            _SLOT.pack_into(self._slots, place, key, minute, times + 1)
        return times + 1

    def _find(self, key: int, minute: int) -> tuple[int, int]:
        """Return where the counter of ``key`` lies, and its number; else the place of the oldest one there."""
        oldest, place = 1 << 32, 0
        for probe in range(PROBES):
            offset = (key + probe) % SLOTS * _SLOT.size
            found, when, times = _SLOT.unpack_from(self._slots, offset)
            if found == key and when == minute:
                return offset, int(times)
            if when < oldest:
                oldest, place = when, offset
        return place, 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
