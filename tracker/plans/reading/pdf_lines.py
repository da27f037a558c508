"""Lines of a PDF outside its tables into paragraphs: an indent, a short line before or a centred line begins one."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tracker.plans.reading.blocks import Paragraph
from tracker.plans.reading.characters import clean
from tracker.plans.reading.markers import CHAPTERS, Kind, Marker, find_marker
from tracker.plans.reading.pdf_text import head_width, rows_of_letters
from tracker.plans.reading.wraps import is_broken_off, opens_anew

_NARROWEST = 16
_CLOSED = "。；！？：:;!?）)”》"


@dataclass
class PageLine:
    """A line with its edges, and those of the text of all pages."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    left: float = 0.0
    right: float = 0.0
    page: int = 0

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle with room at both sides, as titles do."""
        if self.text.rstrip()[-1:] in "。；" or find_marker(self.text):
            return False
        room = 1.5 * self.size
        middle = abs((self.x0 + self.x1) / 2 - (self.left + self.right) / 2)
        return middle < 1.2 * self.size and self.x0 > self.left + room and self.x1 < self.right - room

    def has_room_for(self, following: str) -> bool:
        """Whether the head of ``following`` would have fitted into this line; on a page of short lines nobody knows."""
        if self.right - self.left < _NARROWEST * self.size:
            return True
        return self.x1 + head_width(following) * self.size < self.right

    @property
    def is_indented(self) -> bool:
        """Whether it begins to the right of the left edge."""
        return self.x0 > self.left + 1.2 * self.size


def lines_of_page(page: Any, boxes: list[tuple[float, float, float, float]]) -> list[PageLine]:
    """Return the lines of a page outside ``boxes``, from the top."""
    letters = [letter for letter in page.chars if letter.get("upright", True) and not _is_in(letter, boxes)]
    rows = rows_of_letters(letters)
    return [PageLine(clean(row.text), row.x0, row.x1, row.top, row.bottom, row.size) for row in rows]


def _is_in(letter: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)


def set_edges(lines: list[PageLine]) -> None:
    """Tell the lines of pages of one size where their text begins and ends.

    The left edge is the outermost that several lines share; the right one, of those far to the right, the commonest:
    points may hang over it.
    """
    lefts = Counter(round(line.x0) for line in lines)
    fewest = 2 if len(lines) > 4 else 1
    left = min((edge for edge, count in lefts.items() if count >= fewest), default=min(lefts, default=0))
    outermost = max((line.x1 for line in lines), default=0.0)
    rights = Counter(round(line.x1 / 2) * 2 for line in lines if line.x1 > outermost - 4 * line.size)
    right = max(rights, key=lambda edge: (rights[edge], edge), default=0)
    for line in lines:
        line.left, line.right = float(left), float(right)


def paragraphs_of(lines: list[PageLine], number: int) -> list[Paragraph]:
    """Return the paragraphs of consecutive lines; ``number`` is how many blocks stand before them."""
    groups: list[list[PageLine]] = []
    counted: dict[Kind, int] = {}
    for line in lines:
        marker = find_marker(line.text)
        follows = bool(marker and marker.value in (1, counted.get(marker.kind, 0) + 1))
        if groups and not _begins(line, groups[-1], marker, follows=follows):
            groups[-1].append(line)
        else:
            groups.append([line])
            counted |= {marker.kind: marker.value} if marker else {}
    return [_paragraph(group, number + at) for at, group in enumerate(groups, 1)]


def _paragraph(group: list[PageLine], number: int) -> Paragraph:
    text = "".join(line.text.strip() for line in group)
    where = f"第{group[0].page}页第{number}段"
    return Paragraph(f"p{number}", where, text, is_centred=all(line.is_centred for line in group))


def _begins(line: PageLine, group: list[PageLine], marker: Marker | None, *, follows: bool) -> bool:
    """Whether ``line`` begins a paragraph after ``group``; ``follows`` says that its number is the next in its series."""
    before = group[-1]
    if line.is_centred and before.is_centred:
        return abs(line.size - before.size) > 0.5 or line.top - before.bottom > line.size or line.page != before.page
    if line.is_centred or before.is_centred or line.is_indented:
        return True
    if opens_anew(line.text) and not is_broken_off("".join(one.text for one in group[-6:])):
        return True
    if marker and (follows or marker.kind in CHAPTERS or before.text.rstrip()[-1:] in _CLOSED):
        return True
    return before.has_room_for(line.text)
