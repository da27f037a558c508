"""What one cell of a table holds: a number, nothing, a word, or something that cannot be read with certainty."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from tracker.annual_report.checks import zero
from tracker.annual_report.reading.grid import Box
from tracker.annual_report.report import Number, is_storable, is_text, simplest
from tracker.quantities import read_chinese

_WIDE = str.maketrans("０１２３４５６７８９．，－−＋／", "0123456789.,--+/") | dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\ufeff")
)
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,12})?")
_UNIT = re.compile(r"(?<=\d)\s?(?:件|份|条|宗|起|项|个|万元)$")  # 元 is another number than the 万元 of the form
_MORE_OR_LESS = re.compile(r"(?P<sign>[增减])[加少]?(?P<digits>\d+)")
_SEVERAL = re.compile(r"\d\D+\d|^0\d")  # 05 may be 0 and 5
_ROUNDED = re.compile(r"\D?\d+(?:\.\d+)?[余多]?[万亿][余多]?\D?")  # 12.5万 stands for no whole number: a word
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万\s]+")
_APART = re.compile(r"(?P<digits>\d{1,3}(?:,\s*\d{3})+|\d[\d\s]*)")  # digits with blanks between them


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
    return _NUMBER.fullmatch(_bare(text)) is not None


def is_chinese(text: str) -> bool:
    """Whether ``text`` is made of Chinese numerals only; what number, if it is one, is for others to say."""
    return _CHINESE.fullmatch(text) is not None and not text.isspace()


def _bare(text: str) -> str:
    """Return what stands in a cell in narrow characters, a number without its unit: ５件 is 5, 减3 is -3."""
    bare = _UNIT.sub("", text.translate(_WIDE).strip())
    change = _MORE_OR_LESS.fullmatch(bare)
    return f"{'-' if change['sign'] == '减' else ''}{change['digits']}" if change else bare


def _number(plain: str) -> Number | None:
    """Return the number that a cell holds, in Arabic or Chinese numerals, or None."""
    if is_number(plain):
        return simplest(Decimal(plain.replace(",", "")))
    return read_chinese(plain)


def read_cell(box: Box | None) -> Cell:
    """Read a box. Two groups of digits are no number: they may be two cells run together, or one broken in two."""
    if box is None:
        return BLANK
    if box.is_lost:
        return Cell(Hold.UNSURE, box.text)
    return read_text(box.text)


def read_text(text: str) -> Cell:
    """Read what stands in a cell."""
    plain = _bare(text)
    if not plain:
        return BLANK
    if (number := _number(plain)) is not None:
        is_one = is_storable(number) and not re.match(r"0\d", plain)
        return Cell(Hold.NUMBER, plain, number) if is_one else Cell(Hold.UNSURE, plain)
    may_be_several = _SEVERAL.search(plain) and not _ROUNDED.fullmatch(plain)
    if may_be_several or is_chinese(plain) or not is_text(plain):
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
        return joined if holds(joined) else doubt_blanks(cells)
    if holds(cells):
        return cells
    if _may_have_moved(cells):
        return [Cell(Hold.UNSURE, cell.text) for cell in cells]
    glued = {place for pair in _pairs(cells) for place in pair if _may_be_glued(cells, *pair)}
    return [Cell(Hold.UNSURE, cell.text) if at in glued else cell for at, cell in enumerate(cells)]


def doubt_blanks(cells: Sequence[Cell]) -> list[Cell]:
    """Return cells with none believed from one that holds several numbers to a blank: they may be of the blank."""
    crowded = [at for at, cell in enumerate(cells) if cell.hold is Hold.UNSURE and _SEVERAL.search(cell.text)]
    blanks = [at for at, cell in enumerate(cells) if cell.hold is Hold.BLANK]
    doubted = {at for one in crowded for other in blanks for at in range(min(one, other), max(one, other) + 1)}
    return [Cell(Hold.UNSURE, cell.text) if at in doubted else cell for at, cell in enumerate(cells)]


def _may_have_moved(cells: list[Cell]) -> bool:
    """Whether a row without its total may have its numbers in the wrong columns.

    The last part may be the total, all numbers may stand in one cell, or two of them in one with the rest moved up.
    """
    *parts, total = cells
    filled = [cell for cell in parts if cell.hold is Hold.NUMBER]
    if total.hold is not Hold.BLANK or not filled:
        return False
    last, others = zero(parts[-1].number), sum(zero(part.number) for part in parts[:-1])
    is_total = len(filled) > 1 and last > 0 and last >= others
    is_all_in_one = len(filled) == 1 and len(filled[0].text) >= len(cells)
    return is_total or is_all_in_one or any(_holds_cut(parts, at) for at in range(len(parts)))


def _holds_cut(parts: list[Cell], at: int) -> bool:
    """Whether parts and total come out when the number at a place is cut in two and what follows moves up."""
    digits = parts[at].text
    if parts[at].hold is not Hold.NUMBER or not digits.isdigit():
        return False
    cuts = [(digits[:cut], digits[cut:]) for cut in range(1, len(digits))]
    halves = [tuple(Cell(Hold.NUMBER, half, int(half)) for half in cut) for cut in cuts]
    return any(holds([*parts[:at], *cut, *parts[at + 1 :]]) for cut in halves)


def _joined(cell: Cell) -> Cell:
    """Return a cell whose digits or numerals are broken by blanks only as one number, any other as it is."""
    joined = "".join(cell.text.split())
    if joined == cell.text:
        return cell
    digits = joined.replace(",", "") if _APART.fullmatch(cell.text) else ""
    number = int(digits) if digits and len(digits) < 16 else read_chinese(joined)
    return cell if number is None else Cell(Hold.NUMBER, joined, number)


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
