"""Backups without anybody thinking of them: one an hour, checked, carried to another machine, old ones removed."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker import clock, copies
from tracker.backups.archive import sha256_of
from tracker.backups.checking import check_backup
from tracker.backups.writing import write_backup
from tracker.config import Settings
from tracker.errors import N_, Refusal, RuleBroken

EVERY = timedelta(hours=1)
DAY = timedelta(days=1)
BAD_KEPT = 3

_tried: dict[Path, datetime] = {}  # a backup that cannot be written is tried once an hour, not at every turn


def do_turn(settings: Settings) -> list[str]:
    """Make the backup of this hour if there is none, and keep the second folder; return a line for each thing done.

    Of several workers one does it. Raise RuleBroken when it could not be done; it is tried again an hour later.
    """
    folder = copies.folder_of(settings)
    if not _is_due(folder):
        return []
    _tried[folder] = clock.now()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder) as is_ours:
        return _work(settings, folder) if is_ours else []


def _is_due(folder: Path) -> bool:
    made = [copy.made_at for copy in copies.list_copies(folder)[:1]]
    tried = [_tried[folder]] if folder in _tried else []
    return all(abs(clock.now() - moment) >= EVERY for moment in (*made, *tried))


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether no other process of this machine works in ``folder``; the lock ends with the process that holds it."""
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _work(settings: Settings, folder: Path) -> list[str]:
    made = folder / copies.name_at(clock.now())
    write_backup(settings, made)
    copies.judge(made)
    said = [f"backup {made.name} made and checked"]
    _make_room(folder, hours=copies.HOURS_KEPT)
    if settings.backup_copy:
        said += carry_over(settings, folder)
    return said


def carry_over(settings: Settings, folder: Path) -> list[str]:
    """Copy the newest good backup to the second folder when it has none of today; return what was done.

    Raise RuleBroken when the folder is not there, or lies on the disk of this machine.
    """
    target = Path(settings.backup_copy)
    if not copies.is_elsewhere(settings):
        raise RuleBroken(N_("%(path)s is not mounted: no backup was copied off this machine."), path=target)
    newest, there = copies.find_newest_good(folder), copies.find_newest_good(target)
    if newest is None or (there is not None and _day(there.made_at) == _day(newest.made_at)):
        return []
    partial = target / (newest.path.name + ".part")
    try:
        shutil.copyfile(newest.path, partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        if sha256_of(partial) != sha256_of(newest.path):
            raise RuleBroken(N_("The copy in %(path)s differs from the backup."), path=target)
        partial.replace(target / newest.path.name)
        copies.judge(target / newest.path.name)
    except OSError as error:
        raise RuleBroken(N_("The backup was not written: %(why)s"), why=error) from error
    finally:
        partial.unlink(missing_ok=True)
    _make_room(target, hours=1)
    return [f"backup {newest.path.name} copied to {target}"]


def _day(moment: datetime) -> str:
    return f"{clock.local(moment):%Y%m%d}"


def _make_room(folder: Path, *, hours: int) -> None:
    for left in folder.glob("tracker-*.part"):  # of a backup whose process was killed
        if clock.now() - datetime.fromtimestamp(left.stat().st_mtime, UTC) > DAY:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    found = copies.list_copies(folder)
    bad = [copy for copy in found if not copy.is_good][BAD_KEPT:]
    for copy in (*copies.superfluous(found, hours=hours), *bad):
        copies.remove(copy)


def check_again(settings: Settings) -> list[copies.Copy]:
    """Open every backup again, here and on the other machine, judge it anew, and return those that are not good."""
    folders = [copies.folder_of(settings)]
    if copies.is_elsewhere(settings):
        folders.append(Path(settings.backup_copy))
    for copy in _copies_in(folders):
        try:
            check_backup(copy.path)
        except Refusal as refusal:
            copies.judge(copy.path, str(refusal))
        else:
            copies.judge(copy.path)
    return [copy for copy in _copies_in(folders) if not copy.is_good]


def _copies_in(folders: list[Path]) -> list[copies.Copy]:
    return [copy for folder in folders for copy in copies.list_copies(folder)]
