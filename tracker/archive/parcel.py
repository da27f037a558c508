"""Writing a package: parts go in one after the other, each hashed on its way, and the list of hashes closes it."""

import hashlib
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tracker import clock
from tracker.archive.rules import SUMS

PIECE = 1024**2


class Parcel:
    """A package being written to ``path``; nothing of it is held in memory but the list of hashes."""

    def __init__(self, path: Path, root: str, at: datetime) -> None:
        """Begin a package whose parts lie in the folder ``root`` and are dated ``at``."""
        self._root = root
        self._when = clock.local(at).timetuple()[:6]
        self._sums: dict[str, str] = {}
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        path.chmod(0o600)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; only a package that became whole gets its list of hashes."""
        if kind is None:
            lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
            self._zip.writestr(self._info(SUMS), lines.encode())
        self._zip.close()

    def add(
        self, name: str, source: IO[bytes], *, is_packed: bool = False, noted: Callable[[], None] | None = None
    ) -> None:
        """Add what ``source`` holds as ``name``; what is packed already is not packed again."""
        info = self._info(name)
        if is_packed:
            info.compress_type = zipfile.ZIP_STORED
        digest = hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=True) as part:
            while piece := source.read(PIECE):
                digest.update(piece)
                part.write(piece)
                if noted:
                    noted()
        self._sums[name] = digest.hexdigest()

    def _info(self, name: str) -> zipfile.ZipInfo:
        year, month, day, hour, minute, second = self._when
        info = zipfile.ZipInfo(f"{self._root}/{name}", (year, month, day, hour, minute, second))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o100644 << 16
        return info
