"""Reads the tables of a report from running text: a PDF without ruled lines, or what was copied out of one.

Labels break over lines there, so the rows of table three are known by their order: when just as many rows of just
seven numbers stand between its first and its last row as one of the forms has. Otherwise only rows count whose
whole label stands before their numbers. Numbers of another count are kept together and asked about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.annual_report.reading.cells import is_number
from tracker.annual_report.reading.encodings import decoded
from tracker.annual_report.reading.grid import Box, Grid, Paragraph, Part
from tracker.annual_report.reading.labels import LABELS_TWO, find_row, plain
from tracker.annual_report.report import is_nothing
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
from tracker.errors import N_, Unreadable
from tracker.requests.counting import CARRIED_OVER, NEW

_PAGE_NUMBER = re.compile(r"^[\s\-—–·.]*(?:第\s*\d{1,3}\s*页|[\-—–]\s*\d{1,3}\s*[\-—–])[\s\-—–·.]*$")
_APART = re.compile(r"(?<=\d)\s+(?=[件份条宗起项个](?:\s|$))")  # a number and its unit
_MOST_LINES = 20_000
_FEWEST_CELLS = 2  # cells that make a line one of a table
_FIRST, _LAST = "本年新收政府信息公开", "结转下年度继续办理"


@dataclass(frozen=True)
class _Run:
    """Numbers that follow one another, the text since the numbers before them, and what of it stands in their line.

    ``is_broken`` is true where a line holds some but not all of them: they may be the halves of longer numbers.
    """

    text: str
    label: str
    numbers: tuple[str, ...]
    is_broken: bool = False


def read_plain(content: bytes) -> list[Part]:
    """Return the lines of a text file; refuse one of many times the lines of a report."""
    lines = decoded(content).splitlines()
    if len(lines) > _MOST_LINES:
        raise Unreadable(N_("This page is far too large for one report."))
    return [Paragraph(line) for line in lines if not _PAGE_NUMBER.match(line)]


def find_delimited(lines: Sequence[str]) -> list[Grid]:
    """Return the tables of a text whose cells are kept apart by tabs or upright strokes, blank ones too."""
    found: list[Grid] = []
    is_open = False
    for line in lines:
        cells = _cells(line)
        if len(cells) >= _FEWEST_CELLS:
            found += [] if is_open else [_new_grid(is_ordered=True)]
            row = found[-1].height
            for column, text in enumerate(cells):
                found[-1].add(Box(text, row, column))
        is_open = len(cells) >= _FEWEST_CELLS
    return found


def _cells(line: str) -> list[str]:
    """Return what stands between the tabs or strokes of a line."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def find_grids(lines: Sequence[str]) -> list[Grid]:
    """Return the three tables as far as the text shows them."""
    runs = list(_runs(lines))
    return [_grid_two(runs, "".join(lines)), _grid_three(runs), _grid_four(runs)]


def _runs(lines: Sequence[str]) -> Iterator[_Run]:
    """Yield the runs of numbers of a text in order."""
    text = label = ""
    numbers: list[list[str]] = []  # by line
    for line in _without_page_numbers(lines):
        tokens = [token for token in re.split(r"[\s|]+", _APART.sub("", line)) if token]
        goes_on = numbers or (tokens and _is_cell(tokens[0]))  # the label may have had a line for itself
        label = label if goes_on else ""
        numbers += [[]] if numbers else []
        for token in tokens:
            if is_number(token) or (_is_cell(token) and (numbers or _is_whole(label) or _heads_four(text))):
                numbers = numbers or [[]]
                numbers[-1].append(token)
                continue
            if numbers:
                yield _run(text, label, numbers)
                text, label, numbers = "", "", []
            text, label = text + token, f"{label} {token}"
    if numbers:
        yield _run(text, label, numbers)


def _run(text: str, label: str, lines: Sequence[Sequence[str]]) -> _Run:
    """Return the numbers of some lines as one run."""
    counts = [len(line) for line in lines if line]
    numbers = tuple(number for line in lines for number in line)
    return _Run(text, label, numbers, is_broken=len(counts) > 1 and max(counts) > 1)


def _is_cell(token: str) -> bool:
    """Whether a word may be what stands in a cell: a number, or a stroke for none."""
    return is_number(token) or is_nothing(token)


def _is_whole(label: str) -> bool:
    """Whether the numbers of a row, or a stroke for none, may follow a label."""
    return _key_of(label) is not None or plain(label).endswith((TOTAL_COLUMN, *LABELS_TWO))


def _key_of(label: str) -> str | None:
    """Return the key of the row whose label stands in a line, whole or behind what a line end left of its group's."""
    words = label.split()
    return find_row(label) or (find_row(words[-1]) if words else None)


def _without_page_numbers(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines but for a number that stands alone, unless it follows a label or stands among single numbers.

    It may also be the end of a total that the line had no room for, where the row before does not add up.
    """
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else ""
        beside = [before, *lines[at + 1 : at + 2]]
        is_among = any(other.strip() and _is_cell(other.strip()) for other in beside)
        if not is_number(line) or is_among or _may_go_on(before):
            yield line


def _may_go_on(line: str) -> bool:
    """Whether a number alone in the next line belongs to this one: to a label, or to a row that does not add up."""
    numbers = tuple(line.split()[-len(COLUMNS) :])
    is_row = len(numbers) == len(COLUMNS) and all(number.isdecimal() for number in numbers)
    is_unfinished = is_row and sum(map(int, numbers[:-1])) != int(numbers[-1])
    return is_unfinished or plain(line).endswith(tuple(LABELS_TWO))


def _new_grid(*, is_ordered: bool = False) -> Grid:
    """Return an empty grid whose rows are lines of the text."""

    def place(row: int, _column: int) -> Words:
        return words(N_("row %(row)d of the table in the text"), row=row + 1)

    return Grid(place, is_ordered=is_ordered)


def _add_row(grid: Grid, label: str, numbers: Sequence[str], count: int, *, is_broken: bool = False) -> None:
    """Add a row of a label and its numbers; too many, too few or broken ones go into one box over all columns."""
    row = grid.height
    grid.add(Box(label, row, 0))
    if len(numbers) != count or is_broken:
        grid.add(Box(" ".join(numbers), row, 1, columns=count))
        return
    for column, number in enumerate(numbers, start=1):
        grid.add(Box(number, row, column))


def _grid_three(runs: Sequence[_Run]) -> Grid:
    """Return table three."""
    grid = _new_grid()
    first = _place_of(runs, NEW, _FIRST, len(runs))
    rows = runs[first:]
    rows = rows[: _place_of(rows, CARRIED_OVER, _LAST, len(rows) - 1) + 1]
    form = next((form for form in Form if len(table_three(form)) == len(rows)), None)
    keys = [_key_of(run.label) for run in rows]
    if (
        form
        and all(len(run.numbers) == len(COLUMNS) and not run.is_broken for run in rows)
        and _agree(keys, row_keys(form))
    ):
        keys = list(row_keys(form))
    labels = {row.key: row.label for form in (Form.TRIAL, Form.CURRENT) for row in table_three(form)}
    for key, run in zip(keys, rows, strict=True):
        if key:
            _add_row(grid, labels[key], _without_glued(run.numbers), len(COLUMNS), is_broken=run.is_broken)
    return grid


def _place_of(runs: Sequence[_Run], key: str, label: str, default: int) -> int:
    """Return where the run of a row is: by its own label, else by what stands before it."""
    by_label = [at for at, run in enumerate(runs) if _key_of(run.label) == key]
    by_text = [at for at, run in enumerate(runs) if label in plain(run.text)]
    return next(iter([*by_label, *by_text]), default)


def _without_glued(numbers: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers of a row, the number of a page cut from the total it has run into: 1256 becomes 125 6."""
    *parts, total = numbers
    if len(numbers) != len(COLUMNS) or not all(part.isdecimal() for part in numbers):
        return tuple(numbers)
    digits = str(sum(map(int, parts)))
    page = total.removeprefix(digits)
    is_glued = total != digits and total.startswith(digits) and len(page) < 3 and page[0] != "0"
    return (*parts, f"{digits} {page}") if is_glued else tuple(numbers)


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
                _add_row(grid, label, run.numbers, len(block.columns), is_broken=run.is_broken)
    return grid


def _grid_four(runs: Sequence[_Run]) -> Grid:
    """Return table four: the run of fifteen numbers after its headings, whose words lines may have broken."""
    grid = _new_grid()
    run = next((run for run in runs if _heads_four(run.text) and len(run.numbers) == len(DISPUTE_PATHS)), None)
    run = run or next((run for run in runs if _heads_four(run.text)), None)
    if run:
        for column, heading in enumerate(DISPUTE_COLUMNS * 3):
            grid.add(Box(heading, 0, column))
        numbers = run.numbers if len(run.numbers) == len(DISPUTE_PATHS) and not run.is_broken else ()
        for column, number in enumerate(numbers):
            grid.add(Box(number, 1, column))
    return grid


def _heads_four(text: str) -> bool:
    """Whether a text ends with the headings of table four."""
    return DISPUTE_GROUPS[-1] in text and min(map(text.count, TOTAL_COLUMN)) >= len(DISPUTE_GROUPS)
