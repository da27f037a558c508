"""`tracker archive`: the package of a year from the shell, and the way back."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

from tracker.archive.reading import opened, read_archive
from tracker.archive.writing import write_archive

Application = Callable[[], AbstractContextManager[object]]  # handed in by the command line


class YearOrCommand(click.Group):
    """`tracker archive 2026 OUT` writes; `tracker archive read FILE` and `… check FILE` are commands by name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        """Take a year for the command that writes."""
        if args and args[0].isascii() and args[0].isdigit():
            args = ["write", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=YearOrCommand)
def archive() -> None:
    """The archive package of a year: `tracker archive YEAR OUT`."""


@archive.command()
@click.argument("year", type=int)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def write(application: Application, year: int, out: Path) -> None:
    """Write the package of YEAR to OUT (the word `write` may be left out)."""

    def noted(done: int, total: int) -> None:
        if sys.stderr.isatty() and (done == total or done % 50 == 0):
            click.echo(f"\r{done}/{total}", nl=done == total, err=True)

    with application():
        write_archive(year, out, noted)
    click.echo(f"{out}: written. In its folder, `sha256sum -c SHA256SUMS` compares every part.")


@archive.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def read(application: Application, source: Path) -> None:
    """Read a package back into an empty instance."""
    with application():
        facts = read_archive(source)
    click.echo(f"{source}: {facts['year']} of {facts.get('agency') or '?'} was read in.")


@archive.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(source: Path) -> None:
    """Look a package through without reading it in."""
    with opened(source) as package:
        click.echo(f"{source}: {len(package.sums)} parts are what the list of hashes says.")
