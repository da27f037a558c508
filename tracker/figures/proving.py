"""Where the numbers of a text come from: for each figure how many records stand behind it, and their hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.figures.comparing import hash_of, keep_rows, text_of
from tracker.figures.named import definitions, list_behind, parts_of_share, text_figures
from tracker.figures.rules import Figure
from tracker.ledger.periods import Period


@dataclass(frozen=True)
class Proof:
    """A figure with the number of its records and the hash that it has, too, when it is frozen at an issue."""

    figure: Figure
    records: int
    sha256: str


def prove_figures(names: Iterable[str], period: Period, today: date) -> list[Proof]:
    """Return the proof of each figure that a text names, in their order; unknown names are left out.

    Behind a share stand the records of the two figures it divides: they are named by its definition.
    """
    figures, defined = text_figures(period, today), definitions(period, today)
    found = []
    for name in names:
        if name in figures:
            parts = parts_of_share(defined[name]) or (name,)
            kept = [keep_rows(list_behind(defined[part], period, today)) for part in parts]
            rows = kept[0] if len(kept) == 1 else []
            found.append(Proof(figures[name], len(kept[-1]), hash_of(_content(figures[name], rows, period))))
    return found


def _content(figure: Figure, rows: list[list[str]], period: Period) -> dict[str, object]:
    """Return what the hash stands for: the same as of a frozen figure."""
    return {
        "name": figure.name, "about": figure.about, "value": text_of(figure.value), "unit": figure.unit,
        "is_least": figure.is_least, "rows": rows, "first": period.first.isoformat(), "last": period.last.isoformat(),
    }  # fmt: skip
