"""Writing a backup."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

from tracker import sqlite
from tracker.backups.archive import DATABASE, FILES, TABLES, add_manifest, sha256_of, work_folder
from tracker.backups.checking import check_backup
from tracker.backups.tables import dump_tables
from tracker.config import Settings
from tracker.db import database_file
from tracker.errors import N_, RuleBroken


def write_backup(settings: Settings, target: Path) -> None:
    """Write a consistent copy of database and files to ``target``, check it, and only then give it its name.

    Raise RuleBroken when it cannot be written or is not whole afterwards; an older file of that name stays then.
    """
    partial = target.with_name(target.name + ".part")
    try:
        with work_folder(target) as work, tarfile.open(partial, "w") as archive:
            hashes, rows = {}, {}
            for name, path in _parts(settings, Path(work)):
                archive.add(path, name)
                hashes[name] = sha256_of(path)
                rows.update(_rows(name, path))
            add_manifest(archive, hashes, rows)
        partial.chmod(0o600)
        check_backup(partial)
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


def _rows(name: str, path: Path) -> dict[str, int]:
    """Return the rows that a part brings: of every table of SQLite, of one table of PostgreSQL, none of a file."""
    if name == DATABASE:
        return sqlite.count_rows(path)
    if not name.startswith(TABLES):
        return {}
    with path.open("rb") as lines:
        return {name.removeprefix(TABLES): sum(1 for _ in lines)}
