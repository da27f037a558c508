"""Reads an annual report from a file of any form that agencies send: JSON, xlsx, docx, PDF, text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from tracker.annual_report.reading.docx import read_docx
from tracker.annual_report.reading.findings import Doubt, Findings
from tracker.annual_report.reading.grid import Grid, grids
from tracker.annual_report.reading.pdf import read_pdf
from tracker.annual_report.reading.plain import find_grids, read_plain
from tracker.annual_report.reading.sections import find_title, join_lines, split_sections
from tracker.annual_report.reading.table_four import read_table_four
from tracker.annual_report.reading.table_three import read_table_three
from tracker.annual_report.reading.table_two import read_table_two
from tracker.annual_report.reading.xlsx import read_xlsx
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.report_json import from_json
from tracker.annual_report.tables import DISPUTE_PATHS, Form, kinds
from tracker.annual_report.wording import words
from tracker.errors import N_, RuleBroken, Unreadable
from tracker.files.inspection import Kind, inspect

_READERS = {Kind.XLSX: read_xlsx, Kind.DOCX: read_docx, Kind.PDF: read_pdf, Kind.TXT: read_plain}
_BROKEN_LINES = (Kind.PDF, Kind.TXT)
_NO_TABLE = N_(
    "Table three (收到和处理政府信息公开申请情况) was not found in “%(name)s”. Take the file of the whole report, "
    "or a sheet on which the rows have the labels of the form."
)


@dataclass(frozen=True)
class ReadReport:
    """A report as read: its figures, its text by section number ("" for the opening), and what to ask about it."""

    figures: ReportFigures
    sections: Mapping[str, str] = field(default_factory=dict)
    doubts: Sequence[Doubt] = ()


def read_report(content: bytes, name: str) -> ReadReport:
    """Read the report in a file called ``name``; raises Unreadable, and nothing else, for what is none."""
    try:
        return _read(content, name)
    except Unreadable:
        raise
    except RuleBroken as refused:
        raise Unreadable(refused.message, field=refused.field, **refused.values) from refused
    except Exception as broken:  # the readers of other people's formats fail in every way there is
        raise Unreadable(
            N_("“%(name)s” was not read: it is damaged. Open it where it was made, save it again and take that copy."),
            name=name,
        ) from broken


def _read(content: bytes, name: str) -> ReadReport:
    """Read a report by what its name says it is."""
    if name.lower().endswith(".json") or content.lstrip()[:1] == b"{":
        figures, sections = from_json(content)
        return ReadReport(figures, sections)
    kind = inspect(BytesIO(content), name, allowed=frozenset(_READERS)).kind
    parts = _READERS[kind](content)
    lines = [part.text for part in parts if not isinstance(part, Grid)]
    tables = list(grids(parts))
    if kind not in _BROKEN_LINES:
        return _report(tables, lines, lines, name)
    if read_table_three(tables) is None:
        tables = find_grids(lines)
    return _report(tables, join_lines(lines), lines, name)


def _report(tables: Sequence[Grid], paragraphs: Sequence[str], lines: Sequence[str], name: str) -> ReadReport:
    """Put the three tables and the text together."""
    three = read_table_three(tables)
    if three is None:
        raise Unreadable(_NO_TABLE, name=name)
    form_three, cells_three = three
    form, cells_two = read_table_two(tables) or (form_three, _missing_two(form_three))
    cells_four = read_table_four(tables) or _missing("table4", DISPUTE_PATHS)
    agency, year, doubts = find_title(lines)
    found = (cells_two, cells_three, cells_four)
    figures = ReportFigures(
        agency,
        year,
        form,
        form_three,
        {path: number for one in found for path, number in one.cells.items()},
        {path: text for one in found for path, text in one.written.items()},
        frozenset(path for one in found for doubt in one.doubts if doubt.is_unread for path in doubt.paths),
    )
    return ReadReport(figures, split_sections(paragraphs), [*doubts, *(doubt for one in found for doubt in one.doubts)])


def _missing_two(form: Form) -> Findings:
    """Return the doubt about a table two that is not there."""
    return _missing("table2", [path for path in kinds(form, form) if path.startswith("table2.")])


def _missing(table: str, paths: Sequence[str]) -> Findings:
    """Return the doubt about a table that is not there."""
    message = N_("Table two was not found") if table == "table2" else N_("Table four was not found")
    return Findings(doubts=[Doubt(words(message), None, tuple(paths))])
