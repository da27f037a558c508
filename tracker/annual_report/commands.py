"""`tracker annual-report`: anybody's annual report checked from the shell."""

import sys
from pathlib import Path

import click

from tracker.annual_report.lines import check_lines, exit_code, remark_lines
from tracker.annual_report.reading.reports import ReadReport, read_report
from tracker.annual_report.rules import check_previous
from tracker.errors import N_, Unreadable


@click.group(name="annual-report")
def annual_report() -> None:
    """The statutory annual report."""


@annual_report.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--previous", type=click.Path(path_type=Path), help="The report of the year before, for H4 and H6.")
def check(file: Path, previous: Path | None) -> None:
    """Print a line for each identity that does not hold in the report FILE (json, xlsx, docx, pdf, txt).

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


def _read(file: Path) -> ReadReport:
    """Read a report; a file that is not there is refused like one that cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as failed:
        raise Unreadable(N_("“%(name)s” could not be opened."), name=str(file)) from failed
    return read_report(content, file.name)
