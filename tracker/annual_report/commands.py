"""`tracker annual-report`: anybody's annual report checked, and our own printed, from the shell."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

from tracker import clock
from tracker.annual_report.document import report_document
from tracker.annual_report.lines import check_lines, exit_code, remark_lines
from tracker.annual_report.reading.reports import ReadReport, read_report
from tracker.annual_report.rules import check_previous
from tracker.documents import print_docx, print_pdf
from tracker.errors import N_, Unreadable

Application = Callable[[], AbstractContextManager[object]]  # handed in by the command line


@click.group(name="annual-report")
def annual_report() -> None:
    """The statutory annual report."""


@annual_report.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--previous", type=click.Path(path_type=Path), help="The report of the year before, for H4 and H6.")
def check(file: Path, previous: Path | None) -> None:
    """Print a line for each identity that does not hold in the report FILE (json, xlsx, docx, pdf, html, txt).

    Exit code 1 if a hard one fails, 2 if the file could not be read, or not all of it.
    """
    report = _read(file)
    before = _read(previous) if previous else None
    if before:
        check_previous(report.figures, before.figures)
    for line in remark_lines(report, before):
        click.echo(line, err=True)
    for line in check_lines(report, before):
        click.echo(line)
    sys.exit(exit_code(report, before))


@annual_report.command()
@click.argument("year", type=int)
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the PDF goes.")
@click.option("--docx", type=click.Path(dir_okay=False, path_type=Path), help="Where the Word twin goes.")
@click.pass_obj
def render(application: Application, year: int, pdf: Path, docx: Path | None) -> None:
    """Print the annual report of YEAR, as it was issued or as it stands; it must have been drafted."""
    from tracker.annual_report.queries import get_content  # the check of a file needs no database

    with application():
        content = get_content(year, clock.today())
        document = report_document(content.figures, content.texts, content.dated, frozen=content.frozen)
        pdf.write_bytes(print_pdf(document))
        click.echo(f"{pdf}: {document.title}")
        if docx is not None:
            docx.write_bytes(print_docx(document))
            click.echo(f"{docx}: {document.title}")


def _read(file: Path) -> ReadReport:
    """Read a report; a file that is not there is refused like one that cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as failed:
        raise Unreadable(N_("“%(name)s” could not be opened."), name=str(file)) from failed
    return read_report(content, file.name)
