"""Puts the rows of table three that were found in a file into the cells of their form."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.annual_report.checks import zero
from tracker.annual_report.reading.cells import Hold
from tracker.annual_report.reading.findings import Doubt, Findings
from tracker.annual_report.reading.grid import Grid
from tracker.annual_report.reading.rows import UNKNOWN, Line, Rows
from tracker.annual_report.tables import SINGLE_OTHER, Form, row_keys, row_paths
from tracker.annual_report.wording import words
from tracker.errors import N_, Unreadable


def read_table_three(grids: Iterable[Grid]) -> tuple[Form, Findings] | None:
    """Return the form and the cells of table three, or None if no row of it is found.

    Refuses a file in which the table stands twice with different numbers: which one counts is not for us to guess.
    """
    rows = Rows()
    for grid in grids:
        rows.read(grid)
    lines, doubts = _without_strays(_without_merged(rows.lines))
    found: dict[str, Line] = {}
    for line in lines:
        if line.key in found and found[line.key].under != line.under:
            raise Unreadable(
                N_("Table three stands in this file more than once (%(row)s). Keep the one that counts."),
                row=line.key,
            )
        if line.key:
            found[line.key] = line
    return _findings(found, doubts) if found else None


def _without_merged(lines: Sequence[Line]) -> list[Line]:
    """Doubt a total that is larger than its row where the next row lacks a cell: it may be the total of both."""
    kept = list(lines)
    for at, (line, below) in enumerate(pairwise(lines)):
        *parts, total = line.under.cells
        added = sum(zero(part.number) for part in parts)
        is_full = all(cell.hold is Hold.NUMBER for cell in line.under.cells)
        if is_full and zero(total.number) > added and below.under.is_shifted:
            doubted = replace(line.under, cells=(*parts, replace(total, hold=Hold.UNSURE)))
            kept[at] = replace(line, under=doubted)
    return kept


def _without_strays(lines: Sequence[Line]) -> tuple[list[Line], list[Doubt]]:
    """Ask about numbers in rows that are none of the form's.

    They may be the half of a row that a page end has cut: the rows beside them count only if they are whole without.
    """
    kept = list(lines)
    doubts = []
    for at, line in enumerate(lines):
        if line.key or line.is_empty:
            continue
        found = f"{line.label} {' '.join(cell.text for cell in line.under.cells)}".strip()[:40]
        said = words(N_("Numbers stand in a row that is none of the form's: “%(found)s”"), found=found)
        doubts.append(Doubt(said, line.place))
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(kept) and not kept[beside].is_sound:
                kept[beside] = replace(kept[beside], under=UNKNOWN)
    return [line for line in kept if line.key], doubts


def _findings(lines: dict[str, Line], doubts: list[Doubt]) -> tuple[Form, Findings]:
    """Put the lines into the cells of their form."""
    has_parts = any(key.startswith(SINGLE_OTHER) and key != SINGLE_OTHER for key in lines)
    form = Form.TRIAL if SINGLE_OTHER in lines and not has_parts else Form.CURRENT
    findings = Findings(doubts=doubts)
    for key in row_keys(form):
        if line := lines.get(key):
            _put(findings, key, line)
        else:
            said = words(N_("The row “%(row)s” of table three was not found"), row=key)
            findings.doubts.append(Doubt(said, None, row_paths(key)))
    return form, findings


def _put(findings: Findings, key: str, line: Line) -> None:
    """Put one line into its cells; a row out of its columns is one doubt, a blank total another."""
    paths = row_paths(key)
    if line.under.is_shifted:
        said = words(N_("The numbers of row “%(row)s” do not stand under their headings"), row=key)
        findings.doubts.append(Doubt(said, line.place, paths))
        return
    findings.put(paths, line.under.cells, line.place)
    if line.under.cells[-1].hold is Hold.BLANK and not line.is_empty:
        findings.ask(N_("The total of this row is blank: %(cell)s"), line.place, paths[-1], is_unread=False)
