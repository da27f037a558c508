"""Writing a backup."""

import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tracker import sqlite
from tracker.backups.archive import DATABASE, FILES, TABLES, add_manifest, read_manifest, sha256_of
from tracker.backups.tables import dump_tables
from tracker.config import Settings
from tracker.db import database_file
from tracker.errors import N_, RuleBroken


def write_backup(settings: Settings, target: Path) -> None:
    """Write a consistent copy of database and files to ``target``, read it back, and only then give it its name.

    Raise RuleBroken when it cannot be written or is not whole afterwards; an older file of that name stays then.
    """
    partial = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent) as work, tarfile.open(partial, "w") as archive:
            hashes = {}
            for name, path in _parts(settings, Path(work)):
                archive.add(path, name)
                hashes[name] = sha256_of(path)
            add_manifest(archive, hashes)
        partial.chmod(0o600)
        read_manifest(partial)
        partial.replace(target)
    except OSError as error:
        raise RuleBroken(N_("The backup was not written: %(why)s"), why=error) from error
    finally:
        partial.unlink(missing_ok=True)


def _parts(settings: Settings, work: Path) -> Iterator[tuple[str, Path]]:
    """Yield the parts of a backup as (name in the archive, file on disk)."""
    file = database_file(settings)
    if file is not None:
        sqlite.copy_database(file, work / DATABASE)
        yield DATABASE, work / DATABASE
    else:
        for path in dump_tables(settings, work):
            yield f"{TABLES}{path.name}", path
    root = Path(settings.files_url)
    for path in sorted(root.rglob("*")) if root.exists() else []:
        if path.is_file() and not path.is_symlink():
            yield FILES + path.relative_to(root).as_posix(), path
