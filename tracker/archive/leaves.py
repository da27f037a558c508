"""The pages inside a package: plain HTML in Chinese that any browser opens, without the program and without a net."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import IO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker import clock
from tracker.config import ROOT


@dataclass(frozen=True)
class Link:
    """A link to a page or file of the package, or to an address outside."""

    href: str
    name: str
    is_file: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell with links under its text."""

    text: str = ""
    links: Sequence[Link] = ()


Value = str | int | Cell


@dataclass(frozen=True)
class Leaf:
    """One table of a page; its rows are read while the page is written."""

    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    title: str = ""


@dataclass(frozen=True)
class Page:
    """One page of a package."""

    name: str
    title: str
    parts: Sequence[Leaf]
    lines: Sequence[str] = field(default_factory=tuple)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "templates/archive"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def style() -> bytes:
    """Return the style sheet of the pages."""
    return (ROOT / "templates/archive/_style.css").read_bytes()


def write_page(page: Page, out: IO[bytes], *, agency: str, year: int) -> None:
    """Write a page to ``out`` row by row."""
    template = _environment().get_template("_page.html")
    pieces: Iterator[str] = template.generate(
        title=page.title, parts=page.parts, lines=page.lines, agency=agency, year=year, up=page.name != "index.html"
    )
    for piece in pieces:
        out.write(piece.encode())


def day(value: date | None) -> str:
    """Return a day as documents write it."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def moment(value: datetime | None) -> str:
    """Return a moment by the clock in China."""
    return f"{clock.local(value):%Y-%m-%d %H:%M}" if value else ""
