"""Puts the boxes of a row under the headings they stand below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.annual_report.reading.cells import BLANK, Cell, Hold, is_number, read_cell
from tracker.annual_report.reading.grid import Box, Grid

# First and one-past-last grid column of each heading, from left to right.
Ranges = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Under:
    """The cells of a row in the order of the headings; ``is_shifted`` when they do not stand under them."""

    cells: tuple[Cell, ...]
    is_shifted: bool = False


def is_in_order(ranges: Ranges, names: Sequence[str]) -> bool:
    """Whether all ``names`` have been found, from left to right and apart from each other."""
    if any(name not in ranges for name in names):
        return False
    found = [ranges[name] for name in names]
    return all(left[1] <= right[0] for left, right in pairwise(found))


def is_apart(ranges: Ranges, names: Sequence[str]) -> bool:
    """Whether all ``names`` have been found, apart from each other, in whatever order."""
    return all(name in ranges for name in names) and is_in_order(ranges, sorted(names, key=lambda name: ranges[name]))


def read_under(grid: Grid, row: int, ranges: Ranges, label_end: int) -> Under:
    """Read the boxes of ``row`` to the right of its label under the headings ``ranges``."""
    found: dict[str, list[Box]] = {name: [] for name in ranges}
    unsure: set[str] = set()
    is_shifted = False
    for box in _boxes_of(grid, row, label_end):
        names = [name for name, (first, end) in ranges.items() if box.column < end and first < box.end]
        is_shifted = is_shifted or (not names and is_number(box.text))
        if len(names) > 1 or box.rows > 1:
            unsure.update(names)
        for name in names:
            found[name].append(box)
    cells = tuple(_one(found[name], is_unsure=name in unsure) for name in ranges)
    if not is_shifted:
        return Under(cells)
    may_count = grid.is_ordered and is_in_order(ranges, list(ranges))
    in_order = read_in_order(grid, row, label_end, len(ranges)) if may_count else None
    return in_order or Under(tuple(replace(cell, hold=Hold.UNSURE) for cell in cells), is_shifted=True)


def read_in_order(grid: Grid, row: int, label_end: int, count: int) -> Under | None:
    """Read the boxes after the label in their order, if there are just ``count`` of them."""
    boxes = _boxes_of(grid, row, label_end)
    while len(boxes) > count and not boxes[-1].text.strip():
        boxes.pop()
    if len(boxes) != count or any(box.rows > 1 for box in boxes):
        return None
    return Under(tuple(read_cell(box) for box in boxes))


def _boxes_of(grid: Grid, row: int, first: int) -> list[Box]:
    """Return the boxes that cover ``row`` from column ``first`` on, each once."""
    boxes = {id(box): box for column in range(first, grid.width) if (box := grid.at(row, column))}
    return [box for box in boxes.values() if box.column >= first]


def _one(boxes: Sequence[Box], *, is_unsure: bool) -> Cell:
    """Return the content of the boxes under one heading, of which only one may hold something."""
    filled = [box for box in boxes if box.text.strip() or box.is_lost]
    cell = read_cell(filled[0]) if filled else BLANK
    return replace(cell, hold=Hold.UNSURE) if is_unsure or len(filled) > 1 else cell
