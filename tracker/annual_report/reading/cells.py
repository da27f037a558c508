"""What one cell of a table holds: a number, nothing, a word, or something that cannot be read with certainty."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from tracker.annual_report.checks import zero
from tracker.annual_report.reading.grid import Box
from tracker.annual_report.report import Number, is_storable, is_text, simplest

_WIDE = str.maketrans("０１２３４５６７８９．，－／", "0123456789.,-/")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d{1,12})?")
_SEVERAL = re.compile(r"\d\D+\d")


class Hold(Enum):
    """What kind of thing a cell holds."""

    NUMBER = "number"
    BLANK = "blank"
    WORD = "word"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Cell:
    """The content of a cell; ``number`` for a number, ``text`` as it stands in the file."""

    hold: Hold
    text: str = ""
    number: Number | None = None


BLANK = Cell(Hold.BLANK)


def is_number(text: str) -> bool:
    """Whether ``text`` is a number and nothing else."""
    plain = text.translate(_WIDE).strip()
    return bool(_NUMBER.fullmatch(plain) or _GROUPED.fullmatch(plain))


def read_cell(box: Box | None) -> Cell:
    """Read a box. Two groups of digits are no number: they may be two cells run together, or one broken in two."""
    if box is None:
        return BLANK
    if box.is_lost:
        return Cell(Hold.UNSURE, box.text)
    plain = box.text.translate(_WIDE).strip()
    if not plain:
        return BLANK
    if is_number(plain):
        number = Decimal(plain.replace(",", ""))
        return Cell(Hold.NUMBER, plain, simplest(number)) if is_storable(number) else Cell(Hold.UNSURE, plain)
    if _SEVERAL.search(plain) or not is_text(plain):
        return Cell(Hold.UNSURE, plain)
    return Cell(Hold.WORD, plain[:40])


def settle(cells: Sequence[Cell], groups: Sequence[slice]) -> list[Cell]:
    """Return the cells of a row after looking at their sums; each of ``groups`` is parts followed by their total.

    A number broken by a space is accepted when the sum then holds. A blank beside a number is not believed when the
    two halves of that number would make the sum hold: 1206 and nothing, that are 120 and 6.
    """
    settled = list(cells)
    for group in groups:
        settled[group] = _settle_sum(settled[group])
    return settled


def _settle_sum(cells: list[Cell]) -> list[Cell]:
    """Settle parts and the total that follows them."""
    unsure = [cell for cell in cells if cell.hold is Hold.UNSURE]
    if unsure:
        joined = [_joined(cell) if cell.hold is Hold.UNSURE else cell for cell in cells]
        return joined if holds(joined) else cells
    if holds(cells):
        return cells
    glued = {place for pair in _pairs(cells) for place in pair if _may_be_glued(cells, *pair)}
    return [Cell(Hold.UNSURE, cell.text) if at in glued else cell for at, cell in enumerate(cells)]


def _joined(cell: Cell) -> Cell:
    """Return a cell whose digits are broken by blanks only as one number, any other as it is."""
    digits = "".join(cell.text.split())
    is_broken = digits != cell.text and digits.isascii() and digits.isdigit() and len(digits) < 16
    return Cell(Hold.NUMBER, digits, int(digits)) if is_broken else cell


def holds(cells: Sequence[Cell]) -> bool:
    """Whether the total is there and is the sum of its parts."""
    *parts, total = cells
    if total.number is None or any(part.hold in (Hold.WORD, Hold.UNSURE) for part in parts):
        return False
    return total.number == sum(zero(part.number) for part in parts)


def _pairs(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """Return (number, blank beside it) for every two neighbours of which one is blank."""
    near = [(at, at + 1) for at in range(len(cells) - 1)] + [(at + 1, at) for at in range(len(cells) - 1)]
    return [pair for pair in near if cells[pair[0]].hold is Hold.NUMBER and cells[pair[1]].hold is Hold.BLANK]


def _may_be_glued(cells: list[Cell], filled: int, blank: int) -> bool:
    """Whether the number of one cell, cut in two over both cells, makes the sum hold."""
    digits = cells[filled].text
    first, second = sorted((filled, blank))
    for cut in range(1, len(digits)):
        left, right = digits[:cut], digits[cut:]
        if not (left.isdigit() and right.isdigit()) or (right[0] == "0" and right != "0"):
            continue
        tried = list(cells)
        tried[first], tried[second] = (Cell(Hold.NUMBER, half, int(half)) for half in (left, right))
        if holds(tried):
            return True
    return False
