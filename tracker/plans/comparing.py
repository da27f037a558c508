"""Two readings of a plan beside each other: which items are the same, and what was added, changed or dropped."""

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from tracker.plans.reading.model import ReadItem

ALIKE = 75.0  # of 100: texts this alike are one item
ALIKE_IN_PLACE = 55.0  # with the same number under the same headings, less will do
BONUS = 8.0


class ChangeKind(StrEnum):
    """What a newer version does with an item."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"  # only its number or its headings are others
    DROPPED = "dropped"


@dataclass(frozen=True)
class Change:
    """One difference: places of the item in the older and the newer reading, and the fields with both wordings."""

    kind: ChangeKind
    old: int | None
    new: int | None
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """All differences, and for each item of the newer reading the older one it was (None: new)."""

    changes: tuple[Change, ...]
    older: tuple[int | None, ...]

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Return the differences of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)

    @property
    def added(self) -> tuple[Change, ...]:
        """What only the newer version has."""
        return self.of_kind(ChangeKind.ADDED)

    @property
    def changed(self) -> tuple[Change, ...]:
        """What says something else now."""
        return self.of_kind(ChangeKind.CHANGED)

    @property
    def dropped(self) -> tuple[Change, ...]:
        """What only the older version has."""
        return self.of_kind(ChangeKind.DROPPED)


def compare(old: Sequence[ReadItem], new: Sequence[ReadItem]) -> Comparison:
    """Compare two readings; an item is found again by its text first, then by likeness, number and headings."""
    older = _paired(old, new)
    changes = [_change(old, new, before, at) for at, before in enumerate(older)]
    gone = set(range(len(old))) - set(older)
    dropped = [Change(ChangeKind.DROPPED, at, None) for at in sorted(gone)]
    return Comparison((*(change for change in changes if change), *dropped), tuple(older))


def _change(old: Sequence[ReadItem], new: Sequence[ReadItem], before: int | None, at: int) -> Change | None:
    if before is None:
        return Change(ChangeKind.ADDED, None, at)
    was, now = _wording(old[before]), _wording(new[at])
    fields = {name: (was[name], now[name]) for name in now if _tight(was[name]) != _tight(now[name])}
    if not fields:
        return None
    kind = ChangeKind.MOVED if set(fields) <= {"number", "headings"} else ChangeKind.CHANGED
    return Change(kind, before, at, fields)


def _wording(item: ReadItem) -> dict[str, str]:
    return {
        "number": item.number or "",
        "headings": "\n".join(item.heading_path),
        "text": item.text,
        "lead": "、".join(item.lead),
        "coop": "、".join(item.coop),
        "limit_phrase": item.limit.phrase,
        "deliverable": item.deliverable,
        "target": item.target,
        "leader": item.leader,
        "person": item.person,
    }


@dataclass(frozen=True)
class _Seen:
    """What items are found again by."""

    text: str
    headings: str
    number: str

    @classmethod
    def of(cls, item: ReadItem) -> "_Seen":
        return cls(_tight(item.text), _tight("\n".join(item.heading_path)), item.number or "")

    def likeness(self, other: "_Seen") -> float:
        """Return how surely two items are one, 0 if they are not: 0 to 100, a little more in the same place."""
        is_in_place = bool(self.number) and self.number == other.number and self.headings == other.headings
        score: float = fuzz.ratio(self.text, other.text, score_cutoff=ALIKE_IN_PLACE if is_in_place else ALIKE)
        return score + BONUS if score and is_in_place else score


def _paired(old_items: Sequence[ReadItem], new_items: Sequence[ReadItem]) -> list[int | None]:
    """Return for each new item the place of the old one it was."""
    old, new = [_Seen.of(item) for item in old_items], [_Seen.of(item) for item in new_items]
    older: list[int | None] = [None] * len(new)
    left = dict.fromkeys(range(len(old)))
    for key in (lambda seen: seen, lambda seen: (seen.text, seen.headings), lambda seen: seen.text):
        _pair_equal([key(seen) for seen in old], [key(seen) for seen in new], left, older)
    waiting = [at for at, before in enumerate(older) if before is None]
    scored = [(score, before, at) for before in left for at in waiting if (score := old[before].likeness(new[at]))]
    for _, before, at in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if before in left and older[at] is None:
            older[at] = before
            del left[before]
    return older


def _pair_equal(
    old: Sequence[Hashable], new: Sequence[Hashable], left: dict[int, None], older: list[int | None]
) -> None:  # fmt: skip
    """Pair the items whose keys are the same, in their order."""
    same: dict[Hashable, deque[int]] = defaultdict(deque)
    for before in left:
        same[old[before]].append(before)
    for at, key in enumerate(new):
        if older[at] is None and same[key]:
            before = same[key].popleft()
            older[at] = before
            del left[before]


def _tight(text: str) -> str:
    return "".join(text.split())
