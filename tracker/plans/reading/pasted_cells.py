"""Tables pasted with one cell a line: rows are found again by what each column holds.

The names of the columns come first. A cell that was merged down appears only once, so a row may lack its first text
columns; the way of cutting that fits the columns best is taken.
"""

from dataclasses import dataclass
from itertools import combinations

from tracker.plans.reading.headers import DUTIES, TEXTS, Meaning, meaning_of
from tracker.plans.reading.looks import is_limit, is_number, is_units
from tracker.plans.reading.markers import CHAPTERS, find_marker

_MOST_COLUMNS = 10
_LOOSE = -4.0  # a cell that belongs to no row (a chapter, a note)
_CHAPTER = 0.5
_MISSING = -2.5
_LONG_TEXT = 12


@dataclass(frozen=True)
class PastedCell:
    """A cell and the line it stands on; ``starts_row`` says that the text marks a new row here."""

    text: str
    line: int
    starts_row: bool = False


@dataclass(frozen=True)
class PastedRow:
    """A row cut out of a run of cells: one text for each column."""

    line: int
    texts: tuple[str, ...]


def header_of(cells: list[PastedCell]) -> tuple[int, int]:
    """Return where the longest run of column names begins and ends; (0, 0) when there are not two."""
    best, start = (0, 0), None
    for at, cell in enumerate([*cells[:200], PastedCell("", 0)]):
        if meaning_of(cell.text) is not None and not (start is not None and cell.starts_row):
            start = at if start is None else start
            if at + 1 - start > best[1] - best[0]:
                best = (start, at + 1)
        else:
            start = at if cell.starts_row and meaning_of(cell.text) is not None else None
    return best if best[1] - best[0] > 1 else (0, 0)


def cut_rows(cells: list[PastedCell], names: list[str], *, may_lack: bool) -> tuple[float, list[PastedRow]]:
    """Cut ``cells`` into rows under columns called ``names``: how well it fits, and the rows with the header first.

    There are no rows when no cutting fits.

    ``may_lack``: empty cells left no trace, so any column may be missing, not only merged ones.
    """
    cells = _without_repeats(cells, names)
    best: tuple[float, list[PastedRow]] = (0.0, [])
    for header in _headers(cells, names):
        score, rows = _best_cut(cells, header, may_lack=may_lack)
        if cells and score > best[0]:
            best = (score, [PastedRow(cells[0].line, tuple(header)), *rows])
    return best


def _without_repeats(cells: list[PastedCell], names: list[str]) -> list[PastedCell]:
    """Take the column names out where they are printed again; a heading may be stuck to the first of them."""
    kept: list[PastedCell] = []
    for cell in cells:
        heading, _, last = cell.text.rpartition("\n")
        kept += [PastedCell(heading, cell.line)] if heading and last == names[0] else []
        kept.append(PastedCell(last, cell.line) if heading and last == names[0] else cell)
        if [one.text for one in kept[-len(names) :]] == names:
            del kept[-len(names) :]
    return kept


def _headers(cells: list[PastedCell], names: list[str]) -> list[list[str]]:
    """The columns the names may stand for: a number without a name, parts of a name, a name that is a cell already."""
    headers = [list(names)]
    if Meaning.NUMBER not in map(meaning_of, names) and sum(is_number(cell.text) for cell in cells) > 1:
        headers += [[*names[:at], "序号", *names[at:]] for at in range(min(len(names), 3))]
    return [header for header in [*headers, *_with_parts(names)] if len(header) <= _MOST_COLUMNS]


def _with_parts(names: list[str]) -> list[list[str]]:
    """The columns of a header of two rows, whose second names the parts of one name of the first."""
    found = []
    for count in (2, 3):
        upper, parts = names[:-count], names[-count:]
        for at, name in enumerate(upper):
            if meaning_of(name) in (Meaning.UNIT, Meaning.TASK, Meaning.LIMIT) and len(upper) > 1:
                found.append([*upper[:at], *parts, *upper[at + 1 :]])
    return found


def _best_cut(cells: list[PastedCell], names: list[str], *, may_lack: bool) -> tuple[float, list[PastedRow]]:
    """Find the cutting of highest fit from the last cell back to the first."""
    meanings = [meaning_of(name) for name in names]
    shapes = _shapes(meanings, may_lack=may_lack)
    count = len(cells)
    best: list[float] = [0.0] * (count + 1)
    chosen: list[tuple[int, ...]] = [()] * count
    fits = [[_fit(cell.text, meaning) for meaning in meanings] for cell in cells]
    breaks = [at for at, cell in enumerate(cells) if cell.starts_row]
    explicit = len(breaks) > 1
    for at in range(count - 1, -1, -1):
        best[at], chosen[at] = best[at + 1] + _loose(cells[at].text), ()
        for shape, penalty in shapes:
            end = at + len(shape)
            if end > count or (explicit and not _is_row(cells, at, end)):
                continue
            score = best[end] + penalty + sum(fits[at + k][column] for k, column in enumerate(shape))
            if score > best[at]:
                best[at], chosen[at] = score, shape
    return best[0] if count else 0.0, _rows(cells, chosen, len(names))


def _is_row(cells: list[PastedCell], start: int, end: int) -> bool:
    """Whether the cells from ``start`` to ``end`` are just what stands between two marked row starts."""
    inside = any(cell.starts_row for cell in cells[start + 1 : end])
    return cells[start].starts_row and not inside and (end == len(cells) or cells[end].starts_row)


def _rows(cells: list[PastedCell], chosen: list[tuple[int, ...]], width: int) -> list[PastedRow]:
    rows, at = [], 0
    while at < len(cells):
        shape = chosen[at]
        texts = [""] * width
        for k, column in enumerate(shape or (0,)):
            texts[column] = cells[at + k].text
        rows.append(PastedRow(cells[at].line, tuple(texts)))
        at += len(shape) or 1
    return rows


def _shapes(meanings: list[Meaning | None], *, may_lack: bool) -> list[tuple[tuple[int, ...], float]]:
    """The columns a row may consist of, with what the missing ones cost: merged text columns cost nothing."""
    texts = [at for at, meaning in enumerate(meanings) if meaning in TEXTS]
    leaf = texts[-1] if texts else len(meanings) - 1
    merged = [at for at in texts if at < leaf]
    others = [at for at in range(len(meanings)) if at != leaf and at not in merged]
    others = others if may_lack else [at for at in others if meanings[at] in DUTIES]
    shapes = []
    for left_out in _subsets(merged):
        for lacking in _subsets(others, most=3):
            shape = tuple(at for at in range(len(meanings)) if at not in left_out and at not in lacking)
            shapes.append((shape, _MISSING * len(lacking)))
    return shapes


def _subsets(columns: list[int], most: int = 10) -> list[tuple[int, ...]]:
    return [chosen for size in range(min(len(columns), most) + 1) for chosen in combinations(columns, size)]


def _loose(text: str) -> float:
    marker = find_marker(text)
    is_chapter = marker is not None and marker.kind in CHAPTERS
    return _CHAPTER if is_chapter and len(text) < 40 else _LOOSE


def _fit(text: str, meaning: Meaning | None) -> float:
    """How well a cell suits a column: what it looks like counts, a blank suits everything but the text."""
    if not text.strip():
        return -1.0 if meaning in TEXTS else 0.0
    if meaning is Meaning.NUMBER:
        return 2.0 if is_number(text) else -4.0
    if meaning in DUTIES:
        return 2.0 if is_units(text) else -2.0
    if meaning is Meaning.LIMIT:
        return 2.0 if is_limit(text) else -2.0
    if meaning not in TEXTS:
        return -0.5
    if is_number(text):
        return -2.0
    if is_limit(text) or is_units(text):
        return -1.0
    return 1.0 + (0.5 if (meaning is Meaning.MEASURE) == (len(text) > _LONG_TEXT) else 0.0)
