"""The ways in which a table slips on its way into a file: rows and columns exchanged or moved, digits run together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from tracker.annual_report.reading.sums import UNKNOWN, Reading, Sums, Unknown
from tracker.annual_report.tables import COLUMNS, DISPUTE_PATHS, Form, row_keys, row_paths
from tracker.annual_report.wording import Words, words
from tracker.errors import N_
from tracker.requests.counting import CARRIED_IN, CARRIED_OVER, NEW, TOTAL

_KEPT_APART = frozenset((NEW, CARRIED_IN, CARRIED_OVER, TOTAL))  # rows that the sums tell from the results
_FEWEST_MOVED = 3  # one number in a wrong column is a slip of the pen, which is reported as it stands


@dataclass(frozen=True)
class Slip:
    """One way of reading some cells otherwise; ``among`` is how many slips of its kind there could be.

    ``worked_out`` are cells whose number was lost and taken from the sum of its row, which then says nothing more.
    """

    says: Words
    readings: Mapping[str, Reading]
    among: int
    worked_out: frozenset[str] = frozenset()


Line = Sequence[Reading]


def shown(values: Line) -> str:
    """Return numbers as a person writes them beside each other; a blank is a stroke, an unknown number a mark."""
    return " ".join("?" if isinstance(one, Unknown) else "—" if one is None else str(one) for one in values)


def find_slips(sums: Sums, form: Form) -> Iterator[Slip]:
    """Yield every slip that is worth looking at."""
    rows = {key: row_paths(key) for key in row_keys(form)}
    columns = {column: tuple(rows[key][at] for key in rows) for at, column in enumerate(COLUMNS)}
    yield from _exchanged(sums, rows)
    yield from _rows_moved(sums, rows)
    yield from _exchanged_columns(sums, columns)
    yield from _columns_moved(sums, rows)
    yield from _row_moved(sums, rows)
    yield from _disputes_moved(sums)


def _line(sums: Sums, paths: Sequence[str]) -> list[Reading]:
    return [sums.cells[path] for path in paths]


def _changes(sums: Sums, paths: Sequence[str], values: Line) -> dict[str, Reading]:
    """Return the cells that another reading changes; a blank is another 0."""
    changed = {}
    for path, value in zip(paths, values, strict=True):
        old = sums.cells[path]
        if isinstance(value, Unknown) or isinstance(old, Unknown) or (value or 0) != (old or 0):
            changed[path] = value
    return changed


def _unknown(paths: Sequence[str], values: Line) -> frozenset[str]:
    return frozenset(path for path, value in zip(paths, values, strict=True) if isinstance(value, Unknown))


def _is_nothing(values: Line) -> bool:
    return all(value is None or value == 0 for value in values)


def _exchanged(sums: Sums, rows: Mapping[str, tuple[str, ...]]) -> Iterator[Slip]:
    """Two rows have each other's numbers."""
    pairs = [pair for pair in combinations(rows, 2) if set(pair) & _KEPT_APART and set(pair) != {NEW, CARRIED_IN}]
    for one, other in pairs:
        first, second = _line(sums, rows[one]), _line(sums, rows[other])
        readings = {**_changes(sums, rows[one], second), **_changes(sums, rows[other], first)}
        said = words(
            N_("Rows “%(row)s” and “%(other)s” may be exchanged: “%(row)s” reads %(found)s, perhaps %(perhaps)s"),
            row=one, other=other, found=shown(first), perhaps=shown(second),
        )  # fmt: skip
        yield Slip(said, readings, len(pairs))


def _rows_moved(sums: Sums, rows: Mapping[str, tuple[str, ...]]) -> Iterator[Slip]:
    """The numbers of some rows stand a row too low or too high."""
    keys = list(rows)
    blocks = [(first, last) for first, last in combinations(range(len(keys)), 2) if last - first > 1]
    for first, last in blocks:
        block = keys[first : last + 1]
        lines = [_line(sums, rows[key]) for key in block]
        low, high = last == len(keys) - 1, first == 0
        for turned, wrapped, is_at_end in ((lines[1:] + lines[:1], -1, low), (lines[-1:] + lines[:-1], 0, high)):
            if is_at_end and _is_nothing(turned[wrapped]):
                turned[wrapped] = [UNKNOWN] * len(COLUMNS)
            readings: dict[str, Reading] = {}
            for key, line in zip(block, turned, strict=True):
                readings |= _changes(sums, rows[key], line)
            said = words(
                N_(
                    "The numbers from row “%(row)s” to row “%(other)s” may stand a row too high or too low: "
                    "“%(row)s” reads %(found)s, perhaps %(perhaps)s"
                ),
                row=block[0], other=block[-1], found=shown(lines[0]), perhaps=shown(turned[0]),
            )  # fmt: skip
            yield Slip(said, readings, 2 * len(blocks))


def _exchanged_columns(sums: Sums, columns: Mapping[str, tuple[str, ...]]) -> Iterator[Slip]:
    """Two columns have each other's numbers; only the column of totals can be told from the others."""
    total = COLUMNS[-1]
    for column in COLUMNS[:-1]:
        first, second = _line(sums, columns[column]), _line(sums, columns[total])
        readings = {**_changes(sums, columns[column], second), **_changes(sums, columns[total], first)}
        said = words(
            N_("Columns “%(row)s” and “%(other)s” may be exchanged: 一 reads %(found)s, perhaps %(perhaps)s"),
            row=column, other=total, found=shown((first[0], second[0])), perhaps=shown((second[0], first[0])),
        )  # fmt: skip
        yield Slip(said, readings, len(COLUMNS) - 1)


Move = tuple[int, int, int]  # the first and last cell of a stretch, and by how many cells it has moved to the right


def _moves(count: int) -> list[Move]:
    """Return how a line of ``count`` cells may have moved."""
    stretches = [(first, last) for first, last in combinations(range(count), 2) if last - first > 1]
    return [(first, last, by) for first, last in stretches for by in (1, -1)] + [(0, count - 1, by) for by in (2, -2)]


def _moved_back(line: Line, move: Move, *, is_lost: bool) -> list[Reading]:
    """Return a line as it was before the move; ``is_lost`` takes a blank or 0 from beyond its end for unknown."""
    first, last, by = move
    block = list(line[first : last + 1])
    turned = block[by:] + block[:by]
    wrapped = range(len(block) - by, len(block)) if by > 0 else range(-by)
    is_at_end = last == len(line) - 1 if by > 0 else first == 0
    if is_lost and is_at_end and _is_nothing([turned[at] for at in wrapped]):
        turned = [UNKNOWN if at in wrapped else value for at, value in enumerate(turned)]
    return [*line[:first], *turned, *line[last + 1 :]]


def _solved(line: list[Reading]) -> list[Reading]:
    """Return parts and their total with the unknown number among them worked out from the others, if it can be one."""
    known = [value or 0 for value in line if not isinstance(value, Unknown)]
    if len(known) != len(line) - 1:
        return line
    at = next(at for at, value in enumerate(line) if isinstance(value, Unknown))
    missing = sum(known) if at == len(known) else known[-1] - sum(known[:-1])
    return line if missing < 0 else [*line[:at], missing, *line[at + 1 :]]


def _columns_moved(sums: Sums, rows: Mapping[str, tuple[str, ...]]) -> Iterator[Slip]:
    """The numbers of all rows that do not add up stand under the wrong headings."""
    wrong = [key for key, paths in rows.items() if not sums.adds_up(key) and not _is_nothing(_line(sums, paths))]
    if len(wrong) < 2:
        return
    moves = _moves(len(COLUMNS))
    for move, is_lost in product(moves, (False, True)):
        readings: dict[str, Reading] = {}
        lost: set[str] = set()
        for key in wrong:
            back = _moved_back(_line(sums, rows[key]), move, is_lost=is_lost)
            readings |= _changes(sums, rows[key], _solved(back))
            lost |= _unknown(rows[key], back)
        first = _line(sums, rows[wrong[0]])
        said = words(
            N_(
                "The numbers of %(count)d rows may stand under the wrong headings: “%(row)s” reads %(found)s, "
                "perhaps %(perhaps)s"
            ),
            count=len(wrong), row=wrong[0], found=shown(first),
            perhaps=shown(_solved(_moved_back(first, move, is_lost=is_lost))),
        )  # fmt: skip
        yield Slip(said, readings, 2 * len(moves), frozenset(lost))


def _row_moved(sums: Sums, rows: Mapping[str, tuple[str, ...]]) -> Iterator[Slip]:
    """The numbers of one row stand under the wrong headings."""
    moves = _moves(len(COLUMNS))
    for key, paths in rows.items():
        line = _line(sums, paths)
        for move, is_lost in product(moves, (False, True)) if not _is_nothing(line) else ():
            back = _moved_back(line, move, is_lost=is_lost)
            known = {path for path, value in _changes(sums, paths, back).items() if not isinstance(value, Unknown)}
            perhaps = _solved(back)
            readings = _changes(sums, paths, perhaps)
            if len(known) >= _FEWEST_MOVED or (known and paths[-1] in readings):
                among = 2 * len(rows) * len(moves)
                yield Slip(_says_moved(key, line, perhaps), readings, among, _unknown(paths, back))


def _says_moved(key: str, line: Line, perhaps: Line) -> Words:
    return words(
        N_("The numbers of “%(row)s” may stand under the wrong headings: it reads %(found)s, perhaps %(perhaps)s"),
        row=key, found=shown(line), perhaps=shown(perhaps),
    )  # fmt: skip


def _disputes_moved(sums: Sums) -> Iterator[Slip]:
    """The numbers of table four stand under the wrong headings."""
    line, moves = _line(sums, DISPUTE_PATHS), _moves(len(DISPUTE_PATHS))
    for move, is_lost in product(moves, (False, True)) if not _is_nothing(line) else ():
        moved = _moved_back(line, move, is_lost=is_lost)
        perhaps = [value for at in (0, 5, 10) for value in _solved(moved[at : at + 5])]
        readings = _changes(sums, DISPUTE_PATHS, perhaps)
        if len(readings) >= _FEWEST_MOVED:
            yield Slip(_says_moved("表四", line, perhaps), readings, 2 * len(moves), _unknown(DISPUTE_PATHS, moved))
