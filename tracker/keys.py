"""The key ring of this machine: the key in use, and those before it, which verify what they sealed."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tracker import clock, config
from tracker.config import KEY_BYTES
from tracker.errors import N_, RuleBroken

ENDS_FILE = "history_ends"  # of each day: the day, the number of its last entry of the history, and its seal
GRACE = timedelta(hours=24)  # for how long cookies and forms of the key before are taken


@dataclass(frozen=True)
class Ring:
    """The keys, newest first: each with the moment from which another took its place, or None for the one in use."""

    keys: tuple[tuple[str, datetime | None], ...]

    @property
    def newest(self) -> str:
        """The key in use."""
        return self.keys[0][0]

    @property
    def oldest_first(self) -> tuple[str, ...]:
        """Every key this machine ever used."""
        return tuple(key for key, _ in reversed(self.keys))

    def taken_at(self, moment: datetime) -> tuple[str, ...]:
        """The keys whose cookies and forms are taken at ``moment``, oldest first."""
        return tuple(key for key, until in reversed(self.keys) if until is None or moment - until <= GRACE)


def history_ends() -> dict[int, str]:
    """Return the seals of the last entries of each day by their numbers, as kept outside the database."""
    try:
        lines = (config.current().instance / ENDS_FILE).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return {}
    return {int(number): seal for _, number, seal in (line.split() for line in lines)}


_read: tuple[tuple[Path, int, int], Ring] | None = None


def ring() -> Ring:
    """Return the key ring as it is now: a server that runs takes up a new key by itself.

    The file counts as long as the key that the settings gave is in it; a key set from outside stands alone.
    """
    settings = config.current()
    kept = _kept(settings.instance / config.KEY_FILE)
    if kept is not None and settings.secret_key in kept.oldest_first:
        return kept
    return Ring(((settings.secret_key, None),))


def _kept(path: Path) -> Ring | None:
    """Return the ring in ``path``, reading it again only when the file is another; None when there is none."""
    global _read
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    state = (path, found.st_ino, found.st_mtime_ns)
    if _read is None or _read[0] != state:
        lines = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
        _read = (state, Ring(tuple((key, datetime.fromisoformat(rest[0]) if rest else None) for key, *rest in lines)))
    return _read[1]


def replace_key() -> None:
    """Put a new key before the others, in one step; raise RuleBroken for a key that is set from outside."""
    settings = config.current()
    path = settings.instance / config.KEY_FILE
    before = _kept(path)
    if before is None or settings.secret_key not in before.oldest_first:
        message = N_("The key is set by TRACKER_SECRET_KEY. Write it into %(path)s, unset it, and try again.")
        raise RuleBroken(message, path=path)
    lines = [secrets.token_hex(KEY_BYTES)]
    lines += [f"{key} {(until or clock.now()).isoformat()}" for key, until in before.keys]
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)  # of a rotation that was broken off
    config.write_secret(partial, "\n".join(lines) + "\n")
    partial.replace(path)
