"""Opening a backup again: every part by its hash, the database restored beside it, its rows counted."""

import tarfile
from pathlib import Path

from tracker import sqlite
from tracker.backups.archive import DATABASE, TABLES, part_of, read_manifest, work_folder
from tracker.errors import N_, Unreadable

PIECE = 1_000_000


def check_backup(source: Path) -> None:
    """Raise Unreadable, saying what is wrong, unless a backup is whole and holds the rows it was made with."""
    manifest = read_manifest(source)
    wanted: dict[str, int] | None = manifest.get("rows")
    with tarfile.open(source) as archive, work_folder(source) as work:
        if DATABASE in manifest["sha256"]:
            restored = Path(work) / DATABASE
            with restored.open("wb") as out:
                stream = part_of(archive, DATABASE)
                while piece := stream.read(PIECE):
                    out.write(piece)
            sqlite.check_file(restored)
            found = sqlite.count_rows(restored)
        else:
            names = [name for name in manifest["sha256"] if name.startswith(TABLES)]
            found = {name.removeprefix(TABLES): _lines(archive, name) for name in names}
    if wanted is not None and found != wanted:
        differing = ", ".join(sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name)))
        raise Unreadable(
            N_("%(file)s holds other rows than it was made with: %(tables)s"), file=source, tables=differing
        )


def _lines(archive: tarfile.TarFile, name: str) -> int:
    """Return the rows of a table as PostgreSQL copied it: a line each."""
    stream, count = part_of(archive, name), 0
    while piece := stream.read(PIECE):
        count += piece.count(b"\n")
    return count
