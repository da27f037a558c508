"""Entries for tests: made through the services."""

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.ledger.models import LedgerEntry
from tracker.ledger.rules import EntryFacts, tags_of
from tracker.ledger.services import enter_entry
from tracker.permissions import Actor


def facts(title: str = "关于开展自查的通知", day: date = date(2026, 3, 5), **values: Any) -> EntryFacts:
    """What is entered; tags as people type them, numbers as they are."""
    if "tags" in values:
        values["tags"] = tags_of(values["tags"])
    for name in ("quantity", "amount"):
        if name in values:
            values[name] = Decimal(str(values[name]))
    return EntryFacts(day, title, **values)


def entered(
    kind: str, by: Actor, title: str = "关于开展自查的通知", day: date = date(2026, 3, 5), **values: Any
) -> LedgerEntry:
    """An entry in a ledger."""
    return enter_entry(kind, facts(title, day, **values), by=by)
