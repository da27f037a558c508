"""Looking a package through, and reading it back into an empty instance: whole, or not at all."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from tracker.accounts.queries import has_accounts
from tracker.archive.records import row_of
from tracker.archive.rules import (
    DAMAGED,
    FILES,
    FORMAT,
    LONGEST_LINE,
    MANIFEST,
    SUMS,
    TABLES,
    Part,
    check_complete,
    check_parts,
    read_sums,
)
from tracker.archive.selection import STORED, Selection
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken, Unreadable
from tracker.files.services import file_store
from tracker.history.services import record
from tracker.organisation.models import Agency
from tracker.permissions import CONSOLE
from tracker.plans.models import Plan
from tracker.tasks.models import Task

PIECE = 1024**2
ROWS = 500
MOST_TEXT = 64 * 1024**2  # octets of the list of hashes and of the manifest


class Package:
    """A package that was looked through: its names are ours, and its parts are what its list of hashes says."""

    def __init__(self, archive: zipfile.ZipFile, source: Path) -> None:
        """Look a package through; raise Unreadable naming what is wrong with it."""
        self._zip = archive
        self.source = source
        self.root = check_parts(map(_part, archive.infolist()))
        self.names = {info.filename.removeprefix(f"{self.root}/") for info in archive.infolist()} - {SUMS}
        self.sums = read_sums(self.text(SUMS))
        check_complete(self.names, set(self.sums))
        for name, wanted in self.sums.items():
            with self.open(name) as part:
                if _sha256(part) != wanted:
                    raise Unreadable(DAMAGED, part=name)
        self.facts = self._facts()

    def open(self, name: str) -> IO[bytes]:
        """Return a part as a stream."""
        return self._zip.open(f"{self.root}/{name}")

    def text(self, name: str) -> str:
        """Return a small part as text; raise Unreadable when it is missing or not small."""
        try:
            with self.open(name) as part:
                octets = part.read(MOST_TEXT + 1)
        except KeyError as error:
            raise Unreadable(N_("%(part)s is missing in the package."), part=name) from error
        if len(octets) > MOST_TEXT:
            raise Unreadable(N_("This is no archive package: “%(part)s” unpacks out of proportion."), part=name)
        return octets.decode()

    def _facts(self) -> dict[str, Any]:
        facts = json.loads(self.text(MANIFEST))
        if not isinstance(facts, dict) or not isinstance(facts.get("year"), int):
            raise Unreadable(N_("%(part)s is missing in the package."), part=MANIFEST)
        if facts.get("format") != FORMAT:
            raise Unreadable(
                N_("This package has another form (%(form)s) than this program reads."), form=facts.get("format")
            )
        return facts

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of a part, one after the other."""
        with self.open(name) as part:
            while line := part.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise Unreadable(N_("A record of %(table)s cannot be read."), table=name)
                yield line.decode()


def _sha256(part: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := part.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _part(info: zipfile.ZipInfo) -> Part:
    mode = info.external_attr >> 16
    is_plain = not info.is_dir() and stat.S_IFMT(mode) in (0, stat.S_IFREG) and not info.flag_bits & 1
    return Part(info.filename, info.file_size, info.compress_size, is_plain)


@contextmanager
def opened(source: Path) -> Iterator[Package]:
    """Open a package after looking it through; whatever is wrong with it is a refusal in words."""
    try:
        with zipfile.ZipFile(source) as archive:
            yield Package(archive, source)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise Unreadable(N_("%(file)s is no whole archive package: %(why)s"), file=source.name, why=error) from error


def read_archive(source: Path) -> dict[str, Any]:
    """Read a package back into this empty instance, in one transaction, and return its facts.

    Raise RuleBroken, changing nothing, when the instance holds data, and Unreadable for a package that is not whole.
    """
    with opened(source) as package:
        check_is_empty()
        keys = _store_files(package)
        try:
            with transaction():
                _empty_first()
                for table in Selection(0).tables():
                    _load(package, table, keys)
                _continue_numbering()
                facts = {"year": package.facts["year"], "file": source.name, "made_at": package.facts.get("made_at")}
                record(CONSOLE, "archive.read", after=facts)
        except SQLAlchemyError as error:
            raise Unreadable(N_("The records of the package do not fit together; nothing was read in.")) from error
        return package.facts


def check_is_empty() -> None:
    """Raise RuleBroken when this instance holds data of its own."""
    kept = (Task.id, Plan.id, Agency.id)
    if has_accounts() or any(db.session.scalar(select(column).limit(1)) is not None for column in kept):
        raise RuleBroken(N_("This database holds data already; a package is read into an empty instance only."))


def _store_files(package: Package) -> dict[int, tuple[str, int]]:
    """Store the files of a package and return number -> (key, size); the list of hashes was compared before."""
    store, keys = file_store(), {}
    wanted = {row["id"]: row for row in _rows(package, Selection(0).table(STORED))}
    named = {_number(name): name for name in package.names if name.startswith(FILES)}
    for number, row in wanted.items():
        name = named.get(number)
        if name is None or package.sums[name] != row["sha256"]:
            raise Unreadable(N_("The file %(number)s is not the one that the records name."), number=number)
        with package.open(name) as part:
            blob = store.put(cast(BinaryIO, part))
        keys[number] = (blob.key, blob.size)
    return keys


def _number(name: str) -> int:
    digits = name.removeprefix(FILES).partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0


def _rows(package: Package, table: Table) -> Iterator[dict[str, Any]]:
    name = f"{TABLES}{table.name}.jsonl"
    if name in package.names:  # a table that is younger than the package has nothing in it
        for line in package.lines(name):
            yield row_of(line, table)


def _empty_first() -> None:
    """Take out what the migrations themselves entered; the package brings its own."""
    for table in reversed(list(Selection(0).tables())):
        db.session.execute(delete(table))


def _load(package: Package, table: Table, keys: dict[int, tuple[str, int]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in _rows(package, table):
        if table.name == STORED:
            row["storage_key"], row["size"] = keys[row["id"]]
            row["stored_by_id"] = None  # accounts are those of another machine
        batch.append(row)
        if len(batch) >= ROWS:
            db.session.execute(insert(table), batch)
            batch = []
    if batch:
        db.session.execute(insert(table), batch)


def _continue_numbering() -> None:
    """Let the numbers of new rows go on after those that were read, where the database counts them by itself."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in Selection(0).tables():
        sequence = db.session.scalar(select(func.pg_get_serial_sequence(table.name, "id"))) if "id" in table.c else None
        if sequence:
            highest = db.session.scalar(select(func.max(table.c.id))) or 0
            db.session.execute(select(func.setval(sequence, highest + 1, False)))
