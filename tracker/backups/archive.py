"""The form of a backup: a tar file with a manifest that names every part and its SHA-256."""

import hashlib
import io
import json
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Any

from tracker import __version__, clock
from tracker.db import head_revision
from tracker.errors import N_, Unreadable

MANIFEST = "manifest.json"
DATABASE = "database.db"
TABLES = "tables/"
FILES = "files/"


def add_manifest(archive: tarfile.TarFile, hashes: dict[str, str], rows: dict[str, int]) -> None:
    """Close ``archive`` with the manifest of its parts (name -> SHA-256) and of the rows of its tables."""
    facts = {"program": __version__, "revision": head_revision(), "made_at": clock.now().isoformat()}
    octets = json.dumps({**facts, "rows": rows, "sha256": hashes}, indent=1).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(octets)
    archive.addfile(entry, io.BytesIO(octets))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(source: Path) -> dict[str, Any]:
    """Return the manifest of a backup after comparing every part with its hash.

    Raise Unreadable naming what is missing or differs.
    """
    try:
        with tarfile.open(source) as archive:
            manifest: dict[str, Any] = json.load(part_of(archive, MANIFEST))
            for name, wanted in manifest["sha256"].items():
                if hashlib.file_digest(part_of(archive, name), "sha256").hexdigest() != wanted:  # type: ignore[arg-type]
                    raise Unreadable(N_("%(file)s is damaged: %(part)s differs from its hash."), file=source, part=name)
    except (tarfile.TarError, OSError, ValueError, KeyError, EOFError) as error:
        raise Unreadable(N_("%(file)s is not a whole backup: %(why)s"), file=source, why=error) from error
    return manifest


def work_folder(beside: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a folder beside a backup for the time of work; one that a killed process left is known by its name."""
    return tempfile.TemporaryDirectory(dir=beside.absolute().parent, prefix="tracker-", suffix=".part")


def part_of(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    """Return a part of a backup as a stream; raise KeyError when it is not there."""
    part = archive.extractfile(name)
    if part is None:
        raise KeyError(name)
    return part
