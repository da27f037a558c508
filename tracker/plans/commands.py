"""`tracker plan`: reading a plan document from the shell, and bringing it in as a draft."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import click

from tracker.permissions import Actor, Role
from tracker.plans.reading import to_json
from tracker.plans.reading.model import ReadItem
from tracker.plans.receiving import read_document, take_document
from tracker.plans.services import import_plan

Application = Callable[[], AbstractContextManager[object]]  # handed in by the command line
OFFICE = Actor(name="console", role=Role.OFFICE)  # who can type here could do anything to the database anyway

A_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def plan() -> None:
    """Plan documents."""


@plan.command()
@A_FILE
@click.option("--year", type=int, help="The plan's year, where the document does not say it.")
@click.option("--json", "as_json", is_flag=True, help="Print everything that was read as JSON.")
def read(file: Path, year: int | None, as_json: bool) -> None:
    """Read the document FILE and print its items; nothing is saved."""
    with file.open("rb") as content:
        _, reading = read_document(content, file.name, year=year)
    if as_json:
        click.echo(json.dumps(to_json(reading), ensure_ascii=False, indent=2))
        return
    click.echo(f"{reading.title or file.name}" + (f" ({reading.year})" if reading.year else ""))
    above: tuple[str, ...] = ()
    for item in reading.items:
        for line in _lines(item, above):
            click.echo(line)
        above = item.heading_path
    for warning in reading.warnings:
        click.echo(f"{file.name}: {warning}", err=True)
    click.echo(f"{len(reading.items)} items")


def _lines(item: ReadItem, above: tuple[str, ...]) -> Iterator[str]:
    """Yield what is printed of an item: the headings that begin with it, its text, its units and limit, its doubts."""
    if item.heading_path != above:
        yield " > ".join(item.heading_path)
    yield f"  {item.number or '-'}  " + " ".join(item.text.split())
    parts = (("lead", "、".join(item.lead)), ("with", "、".join(item.coop)), ("limit", _limit(item)))
    said = [f"{name}: {text}" for name, text in (*parts, ("target", item.target)) if text]
    if said:
        yield "     " + "; ".join(said)
    for doubt in item.doubts:
        yield f"     ? {doubt}"


def _limit(item: ReadItem) -> str:
    days = ", ".join(map(date.isoformat, item.milestones or ([item.due] if item.due else [])))
    return item.limit.phrase + (f" ({days})" if days else "")


@plan.command("import")
@A_FILE
@click.option("--year", type=int, required=True, help="The plan's year.")
@click.pass_obj
def import_(application: Application, file: Path, year: int) -> None:
    """Read the document FILE and save it as the draft plan of its year."""
    with application(), file.open("rb") as content:
        made = import_plan(take_document(content, file.name, year=year, by=OFFICE), by=OFFICE)
        click.echo(f"{made.title}: saved as the draft plan of {made.year}; open it under Plan to check its items.")
