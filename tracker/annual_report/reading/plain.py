"""Reads the tables of a report from running text: a PDF without ruled lines, or what was copied out of one.

Labels break over lines there, so the rows of table three are known by their order: when just as many rows of just
seven numbers stand between its first and its last row as one of the forms has. Otherwise only rows count whose
whole label stands before their numbers. Numbers of another count are kept together and asked about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.annual_report.reading.cells import is_number
from tracker.annual_report.reading.grid import Box, Grid, Paragraph, Part
from tracker.annual_report.reading.labels import find_exact_row, plain
from tracker.annual_report.tables import (
    COLUMNS,
    DISPUTE_COLUMNS,
    DISPUTE_GROUPS,
    DISPUTE_PATHS,
    TABLE_TWO,
    TOTAL_COLUMN,
    Form,
    row_keys,
    table_three,
)
from tracker.annual_report.wording import Words, words
from tracker.errors import N_

_PAGE_NUMBER = re.compile(r"^[\s\-—–·.]*(?:第\s*\d{1,3}\s*页|[\-—–]\s*\d{1,3}\s*[\-—–])[\s\-—–·.]*$")
_FIRST, _LAST = "本年新收政府信息公开", "结转下年度继续办理"
_STROKES = ("/", "／", "—", "-", "–")


@dataclass(frozen=True)
class _Run:
    """Numbers that follow one another, the text since the numbers before them, and what of it stands in their line."""

    text: str
    label: str
    numbers: tuple[str, ...]


def read_plain(content: bytes) -> list[Part]:
    """Return the lines of a text file, in UTF-8 or the Chinese national encoding."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    return [Paragraph(line) for line in text.splitlines() if not _PAGE_NUMBER.match(line)]


def find_grids(lines: Sequence[str]) -> list[Grid]:
    """Return the three tables as far as the text shows them."""
    runs = list(_runs(lines))
    return [_grid_two(runs, "".join(lines)), _grid_three(runs), _grid_four(runs)]


def _runs(lines: Sequence[str]) -> Iterator[_Run]:
    """Yield the runs of numbers of a text in order."""
    text = label = ""
    numbers: list[str] = []
    for line in _without_page_numbers(lines):
        label = label if numbers else ""
        for token in re.split(r"[\s|]+", line):
            if is_number(token) or (token in _STROKES and numbers):
                numbers.append(token)
            elif token:
                if numbers:
                    yield _Run(text, label, tuple(numbers))
                    text, label, numbers = "", "", []
                text, label = text + token, label + token
    if numbers:
        yield _Run(text, label, tuple(numbers))


def _without_page_numbers(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines but for a number that stands alone, unless the lines beside it are single numbers too."""
    for at, line in enumerate(lines):
        beside = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
        if not is_number(line) or any(is_number(other) or other.strip() in _STROKES for other in beside):
            yield line


def _new_grid() -> Grid:
    """Return an empty grid whose rows are lines of the text."""

    def place(row: int, _column: int) -> Words:
        return words(N_("row %(row)d of the table in the text"), row=row + 1)

    return Grid(place)


def _add_row(grid: Grid, label: str, numbers: Sequence[str], count: int) -> None:
    """Add a row of a label and its numbers; too many or too few go into one box over all columns."""
    row = grid.height
    grid.add(Box(label, row, 0))
    if len(numbers) != count:
        grid.add(Box(" ".join(numbers), row, 1, columns=count))
        return
    for column, number in enumerate(numbers, start=1):
        grid.add(Box(number, row, column))


def _grid_three(runs: Sequence[_Run]) -> Grid:
    """Return table three."""
    grid = _new_grid()
    first = next((at for at, run in enumerate(runs) if _FIRST in plain(run.text)), len(runs))
    last = next((at for at, run in enumerate(runs) if at >= first and _LAST in plain(run.text)), len(runs) - 1)
    rows = runs[first : last + 1]
    form = next((form for form in Form if len(table_three(form)) == len(rows)), None)
    keys = [find_exact_row(run.label) for run in rows]
    if form and all(len(run.numbers) == len(COLUMNS) for run in rows) and _agree(keys, row_keys(form)):
        keys = list(row_keys(form))
    labels = {row.key: row.label for form in (Form.TRIAL, Form.CURRENT) for row in table_three(form)}
    for key, run in zip(keys, rows, strict=True):
        if key:
            _add_row(grid, labels[key], run.numbers, len(COLUMNS))
    return grid


def _agree(found: Sequence[str | None], expected: Sequence[str]) -> bool:
    """Whether every row that could be told by its label is the one expected in its place."""
    return all(key in (None, place) for key, place in zip(found, expected, strict=True))


def _grid_two(runs: Sequence[_Run], text: str) -> Grid:
    """Return table two in the form whose headings the text has more of."""
    grid = _new_grid()
    bare = plain(text)
    form = max(
        Form, key=lambda one: sum(plain(column.heading) in bare for block in TABLE_TWO[one] for column in block.columns)
    )
    for block in TABLE_TWO[form]:
        for column, heading in enumerate(block.columns, start=1):
            grid.add(Box(heading.heading, grid.height if column == 1 else grid.height - 1, column))
        for _, label in block.rows:
            run = next((run for run in runs if plain(run.text).endswith(plain(label))), None)
            if run:
                _add_row(grid, label, run.numbers, len(block.columns))
    return grid


def _grid_four(runs: Sequence[_Run]) -> Grid:
    """Return table four: the run of fifteen numbers after its headings."""
    grid = _new_grid()
    run = next((run for run in runs if DISPUTE_GROUPS[-1] in run.text and run.text.count(TOTAL_COLUMN) >= 3), None)
    if run:
        for column, heading in enumerate(DISPUTE_COLUMNS * 3):
            grid.add(Box(heading, 0, column))
        numbers = run.numbers if len(run.numbers) == len(DISPUTE_PATHS) else ()
        for column, number in enumerate(numbers):
            grid.add(Box(number, 1, column))
    return grid
