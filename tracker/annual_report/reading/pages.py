"""How a page of a PDF is laid out: its order in one column or two, and rows that the end of the page left open."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

NEAR = 2.0  # points: edges closer than this are the same line
_FEWEST_EDGES = 3  # edges that end together where a row of a table is left open
_GUTTER = 8.0  # points between two columns of text
_FEWEST_LINES = 3  # lines of text that make a column
_TEXT = re.compile(r"[\u4e00-\u9fff]{10}")
_NUMBERS = re.compile(r"[\d０-９./／—-]+")

Thing = dict[str, Any]  # as pdfplumber describes characters, lines and edges
Place = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Order:
    """The order in which a page is read: ``gutter`` is the middle between its two columns, None if it has one."""

    gutter: float | None
    across: tuple[float, ...] = ()  # the tops of what stands across both columns, such as the title

    def key(self, place: Place) -> tuple[int, bool, float]:
        """Return where something at ``place`` comes: from one thing across to the next the left column comes first."""
        left, top, right, _ = place
        above = sum(one < top for one in self.across)
        if self.gutter is None or left < self.gutter < right:
            return (2 * above + 1, False, top)
        return (2 * above, left > self.gutter, top)


def find_order(width: float, tables: Sequence[Place], lines: Sequence[Thing]) -> Order:
    """Return the order of a page from its tables and from its lines as they run over its whole width."""
    middle = width / 2
    clear = [line for line in lines if keeps_clear(line, middle)]
    has_left = any(table[2] < middle for table in tables) or _is_column(clear, middle, is_left=True)
    has_right = any(table[0] > middle for table in tables) or _is_column(clear, middle, is_left=False)
    if not (has_left and has_right):
        return Order(None)
    tops = [table[1] for table in tables if table[0] < middle < table[2]]
    return Order(middle, (*tops, *(line["top"] for line in lines if not keeps_clear(line, middle))))


def keeps_clear(line: Thing, gutter: float) -> bool:
    """Whether no character of a line stands between the columns."""
    return not any(one["x0"] < gutter + _GUTTER / 2 and gutter - _GUTTER / 2 < one["x1"] for one in line["chars"])


def _is_column(lines: Sequence[Thing], middle: float, *, is_left: bool) -> bool:
    """Whether there is running text on one side of the middle, and more of it than numbers of a table."""
    sides = ["".join(one["text"] for one in line["chars"] if (one["x0"] < middle) is is_left) for line in lines]
    texts = sum(_TEXT.search(side) is not None for side in sides)
    return texts >= max(_FEWEST_LINES, sum(_NUMBERS.fullmatch("".join(side.split())) is not None for side in sides))


def find_open_rows(edges: Iterable[Thing]) -> list[Thing]:
    """Return the lines that are missing where the upright edges of a table end together without one across.

    A page end leaves the last row of its part of a table open below, and the first one on the next page above.
    """
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    ends = {(edge["x0"], edge[side], side == "top") for edge in upright for side in ("top", "bottom")}
    loose = [end[:2] for end in ends if not any(_goes_on(edge, *end) for edge in upright)]
    missing: list[Thing] = []
    while loose:
        at = loose[0][1]
        beside = [end[0] for end in loose if abs(end[1] - at) <= NEAR]
        loose = [end for end in loose if abs(end[1] - at) > NEAR]
        first, last = min(beside), max(beside)
        is_closed = any(abs(one["top"] - at) <= NEAR and one["x0"] < last and first < one["x1"] for one in level)
        if len({round(place) for place in beside}) >= _FEWEST_EDGES and not is_closed:
            missing.append(_line(first, last, at))
    return missing


def _goes_on(edge: Thing, across: float, down: float, is_top: bool) -> bool:
    """Whether an upright edge lies where another one ends, and beyond."""
    if abs(edge["x0"] - across) > NEAR:
        return False
    if is_top:
        return bool(edge["top"] < down - NEAR <= edge["bottom"])
    return bool(edge["top"] <= down + NEAR < edge["bottom"])


def _line(first: float, last: float, at: float) -> Thing:
    """Return a level line as pdfplumber describes one."""
    size = {"width": last - first, "height": 0.0}
    return {"object_type": "line", "x0": first, "x1": last, "top": at, "bottom": at, **size}
