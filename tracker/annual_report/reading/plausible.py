"""Weighs whether a table that does not add up was filled in wrongly or slipped on its way into the file.

A slip of the pen changes a number; a slip of the file moves many at once. Both are counted in bits: what it takes to
name the wrong numbers one by one, against naming the one slip after which the sums hold. Only where the slip is much
the shorter story are its cells asked about; anything else is an error of the report and is reported as it stands.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from math import log2

from tracker.annual_report.reading.findings import Doubt
from tracker.annual_report.reading.glued import find_glued
from tracker.annual_report.reading.slips import Slip, find_slips
from tracker.annual_report.reading.sums import Sum, Sums, Verdict
from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.tables import row_keys, row_paths
from tracker.annual_report.wording import Words

_CELL = 7.5  # bits to name one of about 180 cells
_ROW = 9.0  # bits to name one of 25 rows, and that all of it is wrong
_RARE = 4.0  # bits: a slip of the file is rarer than one of the pen
_BLANK, _BLANKS = 1.5, 10.0  # bits for each blank cell that is explained where others are not blank, and at most
_NEARLY = 3.0  # bits: slips that explain nearly as much have their cells asked about as well
_CLEARLY = 5.0  # bits by which the slip must be the shorter story
_MOST = 6  # slips of one file


def find_implausible(figures: ReportFigures, places: Mapping[str, Words]) -> list[Doubt]:
    """Return a doubt for each slip that explains why the tables do not add up, with the cells it is about."""
    doubts: list[Doubt] = []
    while len(doubts) < _MOST and (slip := _likeliest(figures)):
        paths = tuple(path for path in figures.kinds if path in slip.readings)
        place = next((places[path] for path in paths if path in places), None)
        doubts.append(Doubt(slip.says, place, paths))
        figures = without(figures, paths)
    return doubts


def without(figures: ReportFigures, paths: Sequence[str]) -> ReportFigures:
    """Return the figures with nothing said of some cells."""
    blank = figures.changed(dict.fromkeys(paths))
    return replace(blank, unread=blank.unread | set(paths))


def find_confirmed(figures: ReportFigures, guesses: Mapping[str, Number]) -> dict[str, Number | None]:
    """Return the cells of table three that were doubted by their row alone, but that the sums of the columns bear out.

    A row without its total may have moved by a column; it has not when every column adds up with it as it stands.
    """
    sums = Sums(figures)
    confirmed: dict[str, Number | None] = {}
    for key in row_keys(figures.form_three):
        paths = [path for path in row_paths(key) if path in figures.unread]
        numbers = {path: guesses.get(path) for path in paths}
        parts = [path for path in paths if path != row_paths(key)[-1]]
        columns = [sums.verdict(one, numbers) for one in sums.touched(parts) if not one.is_row]
        if any(numbers[path] for path in parts) and all(verdict.holds for verdict in columns):
            confirmed |= numbers
    return confirmed


def _likeliest(figures: ReportFigures) -> Slip | None:
    """Return the slip that explains most, if it does so clearly."""
    sums = Sums(figures)
    before = {one: sums.verdict(one) for one in sums.all}
    if not any(verdict.holds is False for verdict in before.values()):
        return None
    slips = chain(find_glued(sums, figures.form_three), find_slips(sums, figures.form_three))
    weighed = [(_weight(slip, sums, before), len(slip.readings), slip) for slip in slips if slip.readings]
    best, _, slip = max(weighed, key=lambda one: one[:2])
    if best < _CLEARLY:
        return None
    nearly = [other.readings for weight, _, other in weighed if weight >= best - _NEARLY]
    return replace(slip, readings={path: value for readings in nearly for path, value in readings.items()})


def _weight(slip: Slip, sums: Sums, before: Mapping[Sum, Verdict]) -> float:
    """Return by how many bits it is shorter to name the slip, and the numbers that are wrong in spite of it."""
    changes = [(one, before[one], sums.verdict(one, slip.readings)) for one in sums.touched(slip.readings)]
    mended = sum(bool(old.holds is False and new.holds) for _, old, new in changes)
    if mended <= sum(new.holds is False for _, _, new in changes):
        return -1.0  # nothing is explained where as much goes on failing
    told = [one for one, _, _ in changes if not (one.is_row and slip.worked_out.intersection((*one.left, *one.right)))]
    saved = _bits([(one, old) for one, old, _ in changes], told) - _bits([(one, new) for one, _, new in changes], told)
    unsaid = sum(log2(1 + abs(float(old.gap))) for _, old, new in changes if old.holds is False and new.holds is None)
    lost = sum(old.bits for _, old, new in changes if old.holds and new.holds is None)
    won = sum(new.bits for one, old, new in changes if old.holds is None and new.holds and _counts(one, told))
    blanks = sum(sums.cells[path] is None and value is not None for path, value in slip.readings.items())
    filled = min(_BLANK * blanks, _BLANKS) if sums.is_filled else 0.0
    return saved - unsaid + won - lost + filled - log2(slip.among) - _RARE


def _counts(one: Sum, told: Sequence[Sum]) -> bool:
    return one in told and not one.follows


def _bits(verdicts: Sequence[tuple[Sum, Verdict]], told: Sequence[Sum]) -> float:
    """Return the bits to name the wrong numbers: one is wrong by the same in its row and in its column.

    Where all rows add up, whole rows may have been filled in wrongly, which is a shorter story. Only what is ``told``
    counts: a row adds up by itself once a lost number was worked out from it.
    """
    failing = [(one, abs(float(verdict.gap))) for one, verdict in verdicts if verdict.holds is False]
    lines = {(one.line, one.is_row, gap) for one, gap in failing if one in told}
    in_rows = Counter(gap for _, is_row, gap in lines if is_row)
    in_columns = Counter(gap for _, is_row, gap in lines if not is_row)
    one_by_one = sum(count * (_CELL + log2(1 + gap)) for gap, count in (in_rows | in_columns).items())
    if not lines or any(one.is_row for one, _ in failing):
        return one_by_one
    rows = max(Counter(line for line, _, _ in lines).values())
    parts = {(one.line, gap) for one, gap in failing if not one.follows}
    return min(one_by_one, rows * _ROW + sum(1 + log2(1 + gap) for _, gap in parts))
