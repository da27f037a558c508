"""Numbers that ran together on their way into a file: two in one cell beside a blank one, a total over several rows."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from tracker.annual_report.checks import place_of
from tracker.annual_report.reading.slips import Slip, shown
from tracker.annual_report.reading.sums import Reading, Sums, Unknown
from tracker.annual_report.tables import COLUMNS, DISPUTE_PATHS, Form, row_keys, row_paths
from tracker.annual_report.wording import words
from tracker.errors import N_

_MOST_TOTALS = 8


def find_glued(sums: Sums, form: Form) -> Iterator[Slip]:
    """Yield every cell that may hold several numbers."""
    rows = [row_paths(key) for key in row_keys(form)]
    columns = [tuple(row[at] for row in rows) for at in range(len(COLUMNS))]
    for paths in (*rows, DISPUTE_PATHS):
        yield from _in_line(sums, paths, is_row=True)
    for paths in columns:
        yield from _in_line(sums, paths, is_row=False)
    yield from _totals(sums, rows)


def _in_line(sums: Sums, paths: Sequence[str], *, is_row: bool) -> Iterator[Slip]:
    """Numbers run together in a cell while cells of the line are blank; along a row others may have moved up."""
    line = [sums.cells[path] for path in paths]
    blanks = [at for at, value in enumerate(line) if value is None]
    cuts = [
        (at, kept, cut)
        for at, value in enumerate(line)
        if isinstance(value, int)
        for cut in _cuts(value, 3 if is_row else 2)
        for kept in combinations(blanks, len(cut) - 1)
        if is_row or abs(kept[0] - at) == 1
    ]
    for at, filled, cut in cuts:
        perhaps: list[Reading] = []
        for place, value in enumerate(line):
            perhaps += cut if place == at else () if place in filled else (value,)
        readings = {path: value for path, value, old in zip(paths, perhaps, line, strict=True) if value != old}
        said = words(
            N_("“%(found)s” in %(cell)s may be several numbers run together: %(perhaps)s"),
            found=line[at], cell=place_of(paths[at]), perhaps=shown(cut),
        )  # fmt: skip
        yield Slip(said, readings, len(cuts))


def _cuts(value: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield the numbers, up to ``most``, that the digits of one may be; none begins with a nought but 0 itself."""
    digits = str(value)
    for count in range(1, most) if value > 0 else ():
        for places in combinations(range(1, len(digits)), count):
            pieces = [digits[start:end] for start, end in pairwise((0, *places, len(digits)))]
            if all(piece == "0" or piece[0] != "0" for piece in pieces):
                yield tuple(map(int, pieces))


def _totals(sums: Sums, rows: Sequence[tuple[str, ...]]) -> Iterator[Slip]:
    """The total of several rows stands in the first of them, the others have none."""
    for first, paths in enumerate(rows):
        stated = sums.cells[paths[-1]]
        added: list[Reading] = []
        for row in rows[first : first + _MOST_TOTALS]:
            if added and sums.cells[row[-1]] is not None:
                break
            added.append(_sum(sums, row))
            parts = [one for one in added if not isinstance(one, Unknown) and one is not None]
            if len(added) > 1 and len(parts) == len(added) and stated == sum(parts):
                totals = [one[-1] for one in rows[first : first + len(added)]]
                yield _merged(totals, stated, added)


def _sum(sums: Sums, row: Sequence[str]) -> Reading:
    values = [sums.cells[path] for path in row[:-1]]
    known = [value or 0 for value in values if not isinstance(value, Unknown)]
    return sum(known) if len(known) == len(values) else None


def _merged(totals: Sequence[str], stated: Reading, added: Sequence[Reading]) -> Slip:
    readings: Mapping[str, Reading] = dict(zip(totals, added, strict=True))
    said = words(
        N_("“%(found)s” in %(cell)s may be the total of several rows: %(perhaps)s"),
        found=shown([stated]), cell=place_of(totals[0]), perhaps=shown(added),
    )  # fmt: skip
    return Slip(said, readings, 1)  # the only one, since the numbers agree
