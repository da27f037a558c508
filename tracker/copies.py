"""What backups there are: when each was made, and whether it was opened again and found whole."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker import clock
from tracker.config import Settings

LATEST_HOURS = 26  # a backup older than this is late
HOURS_KEPT, DAYS_KEPT, MONTHS_KEPT = 24, 30, 12
_NAME = re.compile(r"tracker-(\d{8}T\d{6})Z\.tar")


@dataclass(frozen=True)
class Copy:
    """One backup that the worker made; ``why`` says what is wrong with one that is not good."""

    path: Path
    made_at: datetime
    is_good: bool
    why: str = ""

    @property
    def hours_old(self) -> int:
        """Its age in whole hours."""
        return round((clock.now() - self.made_at) / timedelta(hours=1))


def name_at(moment: datetime) -> str:
    """Return the name of a backup made at ``moment``."""
    return f"tracker-{moment.astimezone(UTC):%Y%m%dT%H%M%S}Z.tar"


def folder_of(settings: Settings) -> Path:
    """Return the folder in which the worker keeps its backups."""
    return Path(settings.backup_folder) if settings.backup_folder else settings.instance / "backups"


def list_copies(folder: Path) -> list[Copy]:
    """Return the backups in ``folder``, newest first; one that nobody judged is not good."""
    found = []
    for path in folder.glob("tracker-*.tar"):
        if name := _NAME.fullmatch(path.name):
            why = _verdict(path)
            made_at = datetime.strptime(name[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            found.append(Copy(path, made_at, why == "", why or ""))
    return sorted(found, key=lambda copy: copy.made_at, reverse=True)


def find_newest_good(folder: Path) -> Copy | None:
    """Return the newest backup that was found whole, or None."""
    return next((copy for copy in list_copies(folder) if copy.is_good), None)


def judge(path: Path, why: str = "") -> None:
    """Keep beside a backup that it was found whole or, in ``why``, what is wrong with it."""
    verdict = {"why": why, "judged_at": clock.now().isoformat()}
    _beside(path).write_text(json.dumps(verdict, ensure_ascii=False), encoding="utf-8")


def remove(copy: Copy) -> None:
    """Remove a backup and what was kept beside it."""
    copy.path.unlink(missing_ok=True)
    _beside(copy.path).unlink(missing_ok=True)


def is_elsewhere(settings: Settings) -> bool:
    """Whether the second folder is there and lies on another file system: not the empty place of a lost mount."""
    folder = Path(settings.backup_copy)
    return bool(settings.backup_copy) and folder.is_dir() and folder.stat().st_dev != settings.instance.stat().st_dev


def find_newest_elsewhere(settings: Settings) -> Copy | None:
    """Return the newest good backup on another machine, or None, also when its folder cannot be reached."""
    return find_newest_good(Path(settings.backup_copy)) if is_elsewhere(settings) else None


def superfluous(copies: Sequence[Copy], *, hours: int = HOURS_KEPT) -> list[Copy]:
    """Return the good backups nobody needs: all but the newest of each of the last hours, days and months.

    Hours, days and months with a backup are counted, not those of the clock: a clock that jumps removes nothing.
    """
    good = [copy for copy in copies if copy.is_good]
    needed: set[Path] = set()
    for form, most in (("%Y%m%d%H", hours), ("%Y%m%d", DAYS_KEPT), ("%Y%m", MONTHS_KEPT)):
        newest: dict[str, Path] = {}
        for copy in good:  # newest first
            newest.setdefault(clock.local(copy.made_at).strftime(form), copy.path)
        needed.update(list(newest.values())[:most])
    return [copy for copy in good if copy.path not in needed]


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".verdict")


def _verdict(path: Path) -> str | None:
    """Return what is wrong with a backup: nothing, something, or None where nobody has looked."""
    try:
        return str(json.loads(_beside(path).read_text(encoding="utf-8"))["why"])
    except (OSError, ValueError, KeyError):
        return None
