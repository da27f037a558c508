"""The form of an archive package, and what a package may hold that somebody hands in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.errors import N_, RuleBroken, Unreadable

FORMAT = 1
SUMS, MANIFEST = "SHA256SUMS", "manifest.json"
TABLES, FILES = "data/", "files/"
MOST_PARTS = 500_000
MOST_OCTETS = 200 * 1024**3
LONGEST_LINE = 32 * 1024**2  # octets of one record
MOST_PACKED = 250  # times that a large part may be smaller packed than unpacked
SMALL = 1024**2
SIGN_OF_LIFE = timedelta(minutes=3)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")

DAMAGED = N_("%(part)s does not match its SHA-256: the package was changed or damaged. Copy it again from its source.")


class RunState(StrEnum):
    """Where the making of a package stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Part:
    """One part of a package as its table of contents states it."""

    name: str
    octets: int
    packed: int
    is_plain: bool  # neither a folder nor a link


def root_name(year: int) -> str:
    """Return the folder that holds everything in a package."""
    return f"zwgk-archive-{year}"


def check_parts(parts: Iterable[Part]) -> str:
    """Return the one folder of a package; raise Unreadable for what no package of ours holds.

    Refused are names that lead elsewhere, links, doubles, too many parts, and parts that unpack out of proportion.
    """
    seen: set[str] = set()
    octets = 0
    for part in parts:
        if not part.is_plain or not _NAME.fullmatch(part.name) or ".." in part.name or "/" not in part.name:
            raise Unreadable(N_("This is no archive package: it holds “%(part)s”."), part=part.name[:100])
        if part.name.casefold() in seen:
            raise Unreadable(N_("This is no archive package: it holds “%(part)s” twice."), part=part.name[:100])
        seen.add(part.name.casefold())
        octets += part.octets
        is_bomb = part.octets > SMALL and part.octets > MOST_PACKED * max(part.packed, 1)
        if is_bomb or octets > MOST_OCTETS or len(seen) > MOST_PARTS:
            raise Unreadable(N_("This is no archive package: “%(part)s” unpacks out of proportion."), part=part.name)
    roots = {name.partition("/")[0] for name in seen}
    if len(roots) != 1:
        raise Unreadable(N_("This is no archive package: everything must lie in one folder."))
    return roots.pop()


def read_sums(text: str) -> dict[str, str]:
    """Return name -> SHA-256 of a list as sha256sum writes it; raise Unreadable when a line is none."""
    sums: dict[str, str] = {}
    for line in text.splitlines():
        match = _SUM.fullmatch(line)
        if match is None or match[2] in sums:
            raise Unreadable(N_("The list of hashes cannot be read at “%(line)s”."), line=line[:100])
        sums[match[2]] = match[1]
    return sums


def check_complete(names: set[str], sums: set[str]) -> None:
    """Raise Unreadable when the list of hashes and the parts are not the same."""
    for name in sorted(names ^ sums):
        if name in names:
            raise Unreadable(N_("%(part)s stands in the package, but not in its list of hashes."), part=name)
        raise Unreadable(N_("%(part)s is missing in the package."), part=name)


def is_alive(state: RunState, noted_at: datetime, now: datetime) -> bool:
    """Whether a package is still being made: it says so, and gave a sign of life lately."""
    return state is RunState.RUNNING and now - noted_at < SIGN_OF_LIFE


def check_nothing_runs(is_running: bool) -> None:
    """Raise RuleBroken while another package is being made."""
    if is_running:
        raise RuleBroken(N_("A package is being made already; wait until it is done."))
