"""What an item of a check list says, how a list is typed, and what a unit scores by it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from tracker.checks.rules import Verdict
from tracker.errors import N_, RuleBroken

MOST_ITEMS = 200
MOST_POINTS = 100
LONGEST_TEXT = 500
LONGEST_GROUP = 50
_HEADER = re.compile(r"(组别|类别|指标|指标组)")


@dataclass(frozen=True)
class ItemContent:
    """An item: its group, what is asked, its weight in points, how to check it, on what basis, by which evidence."""

    group: str
    text: str
    weight: int
    method: str = ""
    basis: str = ""
    evidence: str = ""


class Scored(Protocol):
    """What the score looks at of a result."""

    @property
    def weight(self) -> int:
        """The points of its item."""

    @property
    def verdict(self) -> Verdict | None:
        """What was found."""

    @property
    def proofs(self) -> int:
        """How many files prove it."""


def read_items(text: str) -> list[ItemContent]:
    """Return the items of a typed list: one a line, its cells between tabs or |; a line of headings is left out.

    Raise RuleBroken (field "items") with the number of the first line that cannot be read.
    """
    lines = [(number, _cells(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if lines and _HEADER.fullmatch(lines[0][1][0]):
        lines = lines[1:]
    if not 1 <= len(lines) <= MOST_ITEMS:
        raise RuleBroken(N_("A check list has 1 to %(most)d items, one on each line."), field="items", most=MOST_ITEMS)
    return [_item(number, cells) for number, cells in lines]


def write_items(items: Iterable[ItemContent]) -> str:
    """Return items as ``read_items`` reads them."""
    cells = ((one.group, one.text, str(one.weight), one.method, one.basis, one.evidence) for one in items)
    return "\n".join(" | ".join(row) for row in cells)


def score_of(results: Sequence[Scored]) -> Decimal | None:
    """Return what a unit scores of 100, to two places; None as long as nothing was checked.

    Counted are the items that were found satisfied or wanting. Points are taken off for a problem that is proved by
    a file; without evidence nothing is deducted.
    """
    counted = [one for one in results if one.verdict in (Verdict.SATISFIED, Verdict.PROBLEM)]
    whole = sum(one.weight for one in counted)
    if not whole:
        return None
    lost = sum(one.weight for one in counted if one.verdict == Verdict.PROBLEM and one.proofs)
    return (Decimal(100 * (whole - lost)) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _cells(line: str) -> list[str]:
    cells = [" ".join(cell.split()) for cell in re.split(r"[\t|｜]", line.strip("\r\n"))]
    return [*cells, "", "", "", "", ""][: max(6, len(cells))]


def _item(number: int, cells: list[str]) -> ItemContent:
    group, text, weight, method, basis, evidence = cells[:6]
    if not text or (len(cells) > 6 and any(cells[6:])):
        message = N_("Line %(line)d: write group | what is asked | points | how to check | basis | evidence.")
        raise RuleBroken(message, field="items", line=number)
    if not weight.isascii() or not weight.isdigit() or not 1 <= int(weight[:4]) <= MOST_POINTS:
        message = N_("Line %(line)d: the points are a whole number from 1 to %(most)d.")
        raise RuleBroken(message, field="items", line=number, most=MOST_POINTS)
    if len(group) > LONGEST_GROUP or max(map(len, (text, method, basis, evidence))) > LONGEST_TEXT:
        raise RuleBroken(N_("Line %(line)d: a text is too long."), field="items", line=number)
    return ItemContent(group, text, int(weight), method, basis, evidence)
