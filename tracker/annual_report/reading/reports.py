"""Reads an annual report from a file of any form that agencies send: JSON, xlsx, docx, PDF, text, web page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from tracker.annual_report.checks import place_of
from tracker.annual_report.reading.cells import Hold, read_text
from tracker.annual_report.reading.docx import read_docx
from tracker.annual_report.reading.findings import Doubt, Findings
from tracker.annual_report.reading.grid import Grid, grids
from tracker.annual_report.reading.pdf import read_pdf
from tracker.annual_report.reading.plain import find_delimited, find_grids, read_plain
from tracker.annual_report.reading.plausible import find_confirmed, find_implausible, without
from tracker.annual_report.reading.sections import find_title, join_lines, split_sections
from tracker.annual_report.reading.table_four import read_table_four
from tracker.annual_report.reading.table_three import read_table_three
from tracker.annual_report.reading.table_two import read_table_two
from tracker.annual_report.reading.web_page import ENDINGS, is_web_page, read_web_page
from tracker.annual_report.reading.xlsx import read_xlsx
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.report_json import from_json
from tracker.annual_report.tables import DISPUTE_PATHS, Form, kinds
from tracker.annual_report.wording import words
from tracker.errors import N_, RuleBroken, Unreadable
from tracker.files.inspection import Kind, inspect
from tracker.files.limits import Limits

_READERS = {Kind.XLSX: read_xlsx, Kind.DOCX: read_docx, Kind.PDF: read_pdf, Kind.TXT: read_plain}
_LIMITS = Limits(attachments=True)  # an issued report carries its figures; who keeps the file looks again
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
        return _read_json(content)
    if name.lower().endswith(ENDINGS) or is_web_page(content):
        parts = read_web_page(content)
        lines = [part.text for part in parts if not isinstance(part, Grid)]
        return _report(list(grids(parts)), lines, lines, name)
    kind = inspect(BytesIO(content), name, limits=_LIMITS, allowed=frozenset(_READERS)).kind
    parts = _READERS[kind](content)
    lines = [part.text for part in parts if not isinstance(part, Grid)]
    tables = list(grids(parts))
    if kind not in _BROKEN_LINES:
        return _report(tables, lines, lines, name)
    if read_table_three(tables) is None:
        tables = find_delimited(lines)
    if read_table_three(tables) is None:
        tables = find_grids(lines)
    return _report(tables, join_lines(lines), lines, name)


def _read_json(content: bytes) -> ReadReport:
    """Read figures that stand under their names: nothing can have slipped there, so that a doubt is only told."""
    figures, sections = from_json(content)
    texts = {path: read_text(text) for path, text in figures.written.items()}
    numbers = {path: cell.number for path, cell in texts.items() if cell.number is not None}
    unsure = tuple(path for path, cell in texts.items() if cell.hold is Hold.UNSURE)
    read = without(figures.changed(numbers), unsure)
    message = N_("%(cell)s cannot be read with certainty: “%(found)s”")
    doubts = [
        Doubt(words(message, cell=place_of(path), found=figures.written[path][:40]), None, (path,)) for path in unsure
    ]
    told = [replace(doubt, paths=(), is_unread=False) for doubt in find_implausible(read, {})]
    return ReadReport(read, sections, [*doubts, *told])


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
    return _weighed(ReadReport(figures, split_sections(paragraphs), doubts), found)


def _weighed(report: ReadReport, found: Sequence[Findings]) -> ReadReport:
    """Look at the tables as a whole: what the columns bear out is no doubt, what has slipped becomes one."""
    guesses = {path: number for one in found for path, number in one.guesses.items()}
    confirmed = find_confirmed(report.figures, guesses)
    figures = report.figures.changed(confirmed)
    doubts = [
        doubt for one in found for doubt in one.doubts if not doubt.paths or not set(doubt.paths) <= set(confirmed)
    ]
    slips = find_implausible(figures, {path: place for one in found for path, place in one.places.items()})
    for slip in slips:
        figures = without(figures, slip.paths)
    return replace(report, figures=figures, doubts=[*report.doubts, *doubts, *slips])


def _missing_two(form: Form) -> Findings:
    """Return the doubt about a table two that is not there."""
    return _missing("table2", [path for path in kinds(form, form) if path.startswith("table2.")])


def _missing(table: str, paths: Sequence[str]) -> Findings:
    """Return the doubt about a table that is not there."""
    message = N_("Table two was not found") if table == "table2" else N_("Table four was not found")
    return Findings(doubts=[Doubt(words(message), None, tuple(paths))])
