"""What a frozen figure keeps of its records, its hash, and how the records of today differ from it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.figures.records import RecordRow
from tracker.figures.rules import plain

Kept = list[str]  # a record as it is kept: its key, what it is called, what it counts for


@dataclass(frozen=True)
class Change:
    """A record that came, went, or counts for something else now; "" where there was none."""

    key: str
    label: str
    before: str
    now: str

    @property
    def is_new(self) -> bool:
        """Whether it was not counted when the document was issued."""
        return not self.before

    @property
    def is_gone(self) -> bool:
        """Whether it is counted no more."""
        return not self.now


def keep_rows(rows: Iterable[RecordRow]) -> list[Kept]:
    """Return records as they are kept, in the order of their keys."""
    return sorted([row.key, row.label, plain(row.amount)] for row in rows)


def text_of(value: int | Decimal | Fraction) -> str:
    """Return a value as it is kept, exactly: 35, 72701.2578, 27/48."""
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else plain(value)


def value_of(text: str) -> int | Decimal | Fraction:
    """Return a kept value."""
    if "/" in text:
        part, _, whole = text.partition("/")
        return Fraction(int(part), int(whole))
    return Decimal(text) if "." in text else int(text)


def hash_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a content, the same wherever and whenever it is made."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def compare_rows(before: Sequence[Kept], now: Sequence[Kept]) -> list[Change]:
    """Return the records that came, went or changed between two sets, by their keys."""
    old, new = ({row[0]: row for row in rows} for rows in (before, now))
    found = []
    for key in sorted(old.keys() | new.keys()):
        then, today = old.get(key), new.get(key)
        if then != today:
            label = (today or then or ["", ""])[1]
            found.append(Change(key, label, then[2] if then else "", today[2] if today else ""))
    return found


def difference(before: int | Decimal | Fraction, now: int | Decimal | Fraction) -> str:
    """Return how much more or less a value is now: +3, -1.5; of a share in percentage points; "" when equal."""
    if before == now:
        return ""
    if isinstance(before, Fraction) or isinstance(now, Fraction):
        points = round(float((Fraction(now) - Fraction(before)) * 100), 1)
        return f"{points:+g}个百分点"
    gap = Decimal(now) - Decimal(before)
    return f"{'+' if gap > 0 else '-'}{plain(abs(gap))}"
