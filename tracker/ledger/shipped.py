"""The ledgers and indicators that ship with the program, read once from their two files."""

import tomllib
from pathlib import Path
from typing import Any

from tracker.ledger.rules import Counts, Indicator, Ledger, Span

MONTHLY = "monthly"
_FOLDER = Path(__file__).parent
_LISTS = ("category", "channel", "tags", "less")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _indicator(row: dict[str, Any]) -> Indicator:
    lists = {name: tuple(row.get(name, ())) for name in _LISTS}
    span = Span(row.get("period", "within"))
    return Indicator(**{**row, **lists, "counts": Counts(row["counts"]), "period": span})


LEDGERS: dict[str, Ledger] = {kind: Ledger(kind=kind, **row) for kind, row in _read("ledgers.toml").items()}
RESERVED: tuple[str, ...] = tuple(_read("indicators.toml")["reserved"])
INDICATORS: tuple[Indicator, ...] = tuple(_indicator(row) for row in _read("indicators.toml")["indicators"])
