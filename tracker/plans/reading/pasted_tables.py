"""Tables within pasted text: tabs from Excel and Word, pipes, Markdown, one cell a line."""

import csv
import re
from dataclasses import dataclass, field
from io import StringIO

from tracker.plans.reading.headers import meaning_of
from tracker.plans.reading.looks import is_limit, is_units
from tracker.plans.reading.markers import find_marker
from tracker.plans.reading.pasted_cells import PastedCell, PastedRow, cut_rows, header_of

_BAR = re.compile(r"[|｜│┃]")
_BARS_ONLY = re.compile(r"^[\s|｜│┃]+$")
_RULE = re.compile(r"^[\s|｜│┃:+=\-─━┼]*$")
_WIDE_GAP = re.compile(r"\t|[ \u3000]{2,}")
_FEWEST_BARS = 4
_FEWEST_NAMES = 3
_MOST_LINES_IN_CELL = 30


@dataclass
class PastedTable:
    """A table found in the lines from ``start`` to ``end`` (exclusive, counted from 0)."""

    start: int
    end: int
    rows: list[PastedRow] = field(default_factory=list)
    fit: float = 0.0


def find_tables(lines: list[str]) -> list[PastedTable]:
    """Return the tables of ``lines`` in order; whatever is left are paragraphs."""
    return (
        _one_cell_a_line(lines) or [table for find in (_tabbed, _barred) for table in find(lines)] or _bare_cells(lines)
    )


def _one_cell_a_line(lines: list[str]) -> list[PastedTable]:
    """Cells with a line that holds nothing but | between them; two such lines in a row end a row of the table."""
    bars = [at for at, line in enumerate(lines) if line.strip() and _BARS_ONLY.match(line) and len(line.strip()) == 1]
    if len(bars) < _FEWEST_BARS:
        return []
    cells: list[PastedCell] = []
    start, starts_row = _first_cell(lines, bars[0]), False
    for bar in bars:
        text = "\n".join(line.strip() for line in lines[start:bar] if line.strip())
        if start == bar and cells:
            starts_row = True
        elif start < bar:
            cells.append(PastedCell(text, start, starts_row or not cells))
            starts_row = False
        start = bar + 1
    marked = sum(cell.starts_row for cell in cells) > 2
    if not marked:
        cells = [PastedCell(cell.text, cell.line) for cell in cells]
    tables = [_cut(cells, start, may_lack=marked)]
    if start < len(lines) and lines[start].strip():
        last = PastedCell(lines[start].strip(), start, starts_row)
        tables.append(_cut([*cells, last], start + 1, may_lack=marked))
    return [max((table for table in tables if table), key=lambda table: table.fit)] if any(tables) else []


def _first_cell(lines: list[str], bar: int) -> int:
    """The line of the cell before the first bar: what stands further up is no part of the table."""
    above = bar - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return max(above, 0) if above >= 0 else bar


def _cut(cells: list[PastedCell], end: int, *, may_lack: bool) -> PastedTable | None:
    first, last = header_of(cells)
    if last - first < 2:
        return None
    names = [cell.text for cell in cells[first:last]]
    fit, rows = cut_rows(cells[last:], names, may_lack=may_lack)
    if not rows:
        return None
    above = [PastedRow(cell.line, (cell.text,)) for cell in cells[:first]]
    return PastedTable(cells[0].line, end, [*above, PastedRow(cells[first].line, rows[0].texts), *rows[1:]], fit)


def _tabbed(lines: list[str]) -> list[PastedTable]:
    """Cells parted by tabs, as copied from Excel (quoted where they hold line breaks) or Word (not quoted)."""
    lines = [without_tab_after_number(line) for line in lines]
    tables, at = [], 0
    while at < len(lines):
        if "\t" not in lines[at]:
            at += 1
            continue
        end = _end_of_tabs(lines, at)
        rows = _joined(_cells_of(lines, at, end))
        width = max((len(row.texts) for row in rows), default=0)
        wide = [row for row in rows if len(row.texts) > 1]
        named = max((sum(meaning_of(text) is not None for text in row.texts) for row in rows), default=0)
        if len(wide) > 1 and (named > 1 or width > 2):
            tables.append(PastedTable(at, end, rows))
        at = end
    return tables


def without_tab_after_number(line: str) -> str:
    """Word pastes an automatic number with a tab behind it; that is no table."""
    marker = find_marker(line.replace("\t", " "))
    tabs = line.count("\t")
    if marker and tabs == 1 and line[marker.length : marker.length + 1] == "\t":
        return line.replace("\t", "")
    return line


def _end_of_tabs(lines: list[str], start: int) -> int:
    """The line after the last that belongs to the table; lines without tabs may stand between those with tabs."""
    end, at = start + 1, start + 1
    while at < len(lines) and at - end < 8:
        if "\t" in lines[at]:
            end = at + 1
        at += 1
    quotes = sum(line.count('"') for line in lines[start:end])
    if quotes % 2 and (closing := next((n for n in range(end, min(end + 8, len(lines))) if '"' in lines[n]), None)):
        return closing + 1
    return end


def _cells_of(lines: list[str], start: int, end: int) -> list[PastedRow]:
    text = "\n".join(lines[start:end])
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        try:
            reader = csv.reader(StringIO(text, newline=""), delimiter="\t", quoting=quoting)
            rows, line = [], start
            for row in reader:
                rows.append(PastedRow(line, tuple(cell.strip() for cell in row)))
                line = start + reader.line_num
        except csv.Error:
            continue
        if all(cell.count("\n") < _MOST_LINES_IN_CELL for row in rows for cell in row.texts):
            break
    return [row for row in rows if any(row.texts)]


def _joined(rows: list[PastedRow]) -> list[PastedRow]:
    """Put rows together that a line break inside a cell has torn apart."""
    width = max((len(row.texts) for row in rows), default=0)
    joined: list[PastedRow] = []
    for row in rows:
        before = joined[-1].texts if joined else ()
        if before and 1 < len(before) < width and len(row.texts) < width and len(before) + len(row.texts) - 1 <= width:
            joined[-1] = PastedRow(
                joined[-1].line, (*before[:-1], f"{before[-1]}\n{row.texts[0]}".strip(), *row.texts[1:])
            )
        elif len(before) == width and len(row.texts) == 1 and _goes_on(before[-1], row.texts[0]):
            joined[-1] = PastedRow(joined[-1].line, (*before[:-1], f"{before[-1]}\n{row.texts[0]}"))
        else:
            joined.append(row)
    return joined


def _goes_on(cell: str, line: str) -> bool:
    return (is_units(cell) and is_units(line)) or (is_limit(cell) and is_limit(line))


def _barred(lines: list[str]) -> list[PastedTable]:
    """Cells parted by bars within a line, Markdown included."""
    tables: list[PastedTable] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (
            len(_BAR.findall(lines[end])) > 1 or (end > at and _RULE.match(lines[end].strip() or "x"))
        ):
            end += 1
        filled = [n for n in range(at, end) if not _RULE.match(lines[n])]
        opens = all(_BAR.match(lines[n].strip()[:1]) for n in filled)
        closes = all(_BAR.match(lines[n].strip()[-1:]) for n in filled)
        rows = [PastedRow(n, _bar_cells(lines[n], opens=opens, closes=closes)) for n in filled]
        if len(rows) > 1 and max(len(row.texts) for row in rows) > 1:
            tables.append(PastedTable(at, end, rows))
        at = max(end, at + 1)
    return tables


def _bar_cells(line: str, *, opens: bool, closes: bool) -> tuple[str, ...]:
    """The cells of a line; bars at its ends part no cells where every line of the table has them."""
    line = line.strip().replace("\\|", "\x00")
    line = line[1:] if opens else line
    line = line[:-1] if closes else line
    cells = (
        re.sub(r"<br\s*/?>", "\n", cell).replace("\x00", "|").replace("**", "").strip() for cell in _BAR.split(line)
    )
    return tuple(cells)


def _bare_cells(lines: list[str]) -> list[PastedTable]:
    """One cell a line with nothing between, or columns kept apart by wide gaps; only below at least three names."""
    return _by_line(lines) or _by_gaps(lines)


def _by_line(lines: list[str]) -> list[PastedTable]:
    cells = [PastedCell(line.strip(), at) for at, line in enumerate(lines) if line.strip()]
    for start in range(len(cells)):
        names = 0
        while start + names < len(cells) and meaning_of(cells[start + names].text) is not None:
            names += 1
        if names >= _FEWEST_NAMES:
            table = _cut(cells[start:], len(lines), may_lack=True)
            return [table] if table and len(table.rows) > 2 else []
    return []


def _by_gaps(lines: list[str]) -> list[PastedTable]:
    for start, line in enumerate(lines):
        names = [name for name in _WIDE_GAP.split(line.strip()) if name]
        if len(names) >= _FEWEST_NAMES and all(meaning_of(name) is not None for name in names):
            rows, end = [PastedRow(start, tuple(names))], start + 1
            while end < len(lines):
                cells = tuple(cell for cell in _WIDE_GAP.split(lines[end].strip()) if cell)
                if lines[end].strip() and len(cells) != len(names):
                    break
                rows += [PastedRow(end, cells)] if cells else []
                end += 1
            return [PastedTable(start, end, rows)] if len(rows) > 1 else []
    return []
