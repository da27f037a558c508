"""`tracker summary`: the year-end summary from the shell."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

from tracker import clock
from tracker.documents import print_docx, print_pdf
from tracker.summary.document import summary_document
from tracker.summary.queries import get_summary, material_of

Application = Callable[[], AbstractContextManager[object]]  # handed in by the command line


@click.group()
def summary() -> None:
    """The year-end summary."""


@summary.command()
@click.argument("year", type=int)
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the PDF goes.")
@click.option("--docx", type=click.Path(dir_okay=False, path_type=Path), help="Where the Word twin goes.")
@click.pass_obj
def render(application: Application, year: int, pdf: Path, docx: Path | None) -> None:
    """Print the summary of YEAR; it must have been drafted."""
    with application():
        today = clock.today()
        summary = get_summary(year)
        document = summary_document(summary, material_of(summary, today), today)
        pdf.write_bytes(print_pdf(document))
        click.echo(f"{pdf}: {document.title}")
        if docx is not None:
            docx.write_bytes(print_docx(document))
            click.echo(f"{docx}: {document.title}")
