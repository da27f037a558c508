"""How people write about a figure without naming it: what stands before its number, or around it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.figures.rules import Figure


@dataclass(frozen=True)
class Wording:
    """A wording of the figure ``name``; the patterns are ready to be searched in what stands before the number."""

    name: str
    before: re.Pattern[str]
    units: str = ""
    verb: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    is_common: bool = False

    def start_in(self, before: str, after: str) -> int | None:
        """Return where in ``before`` the wording begins that a number between both texts completes, or None."""
        found = self.before.search(before)
        if found is None and self.verb and self.after and self.after.match(after):
            found = self.verb.search(before)
        return found.start() if found else None


@dataclass(frozen=True)
class Spoken:
    """A figure that a number may be: what stands before its wording, and whether that is said of parts as well."""

    figure: Figure
    prefix: str
    is_common: bool


def _read() -> tuple[tuple[Wording, ...], tuple[tuple[str, re.Pattern[str], str], ...]]:
    book = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8"))

    def whole(pattern: str) -> str:
        return re.sub(r"<(\w+)>", lambda match: str(book["parts"][match[1]]), pattern)

    def ends(row: Mapping[str, Any], name: str) -> re.Pattern[str] | None:
        return re.compile(f"(?:{whole(row[name])})$") if name in row else None

    wordings = tuple(
        Wording(
            row["name"], re.compile(f"(?:{whole(row['before'])})$"), whole(row.get("units", "")), ends(row, "verb"),
            re.compile(whole(row["after"])) if "after" in row else None, row.get("is_common", False),
        )
        for row in book["figure"]
    )  # fmt: skip
    return wordings, tuple((row["name"], re.compile(whole(row["before"])), row["words"]) for row in book["none"])


WORDINGS, NONE = _read()
COMMON = {one.name for one in WORDINGS if one.is_common}


def spoken_of(before: str, after: str, unit: str, figures: Mapping[str, Figure]) -> Iterator[Spoken]:
    """Give the figures that a number in ``unit`` between two texts may be."""
    for one in WORDINGS:
        figure = figures.get(one.name)
        if figure is not None and unit and (unit == figure.unit or unit in one.units):
            start = one.start_in(before, after)
            if start is not None:
                yield Spoken(figure, before[:start], one.is_common)
