"""Values of the ledgers in the reader's words."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from tracker.history.queries import list_history_of
from tracker.history.telling import Told, tell
from tracker.ledger.lists import UNIT
from tracker.ledger.models import LedgerEntry
from tracker.ledger.rows import EntryRow
from tracker.ledger.rules import Counts, Ledger, Span
from tracker.ledger.services import plain_number, texts_of
from tracker.web.words import day

DAY = re.compile(r"\d{4}-\d\d-\d\d")

WAYS = {
    Counts.ENTRIES: _l("number of entries"),
    Counts.QUANTITY: _l("sum of the quantity"),
    Counts.PEOPLE: _l("sum of the people"),
    Counts.AMOUNT: _l("sum of the amount"),
    Counts.LAST_QUANTITY: _l("newest quantity"),
    Counts.LAST_AMOUNT: _l("newest amount"),
}
SPANS = {Span.WITHIN: _l("what lies in the period"), Span.STOCK: _l("everything up to the end of the period")}
VALUES = {"indicator.counts": WAYS}
PARTS = {
    "unit": _l("By unit"),
    "category": _l("By category"),
    "channel": _l("By channel"),
    "series": _l("By series"),
    "month": _l("By month"),
    "tags": _l("By tag"),
}


def heads(ledger: Ledger) -> list[str]:
    """Return the head of an exported ledger, which is also read in again: the unit, then its columns."""
    return [UNIT, *ledger.columns.values()]


def cells(ledger: Ledger, row: EntryRow) -> Sequence[object]:
    """Return an entry as an exported row."""
    texts = texts_of(row.entry)
    return [row.unit, *(texts[name] for name in ledger.columns)]


def said_in(entry: LedgerEntry) -> dict[str, str]:
    """Return an entry as a page shows it: like its form, but with days as people write them."""
    return {
        name: day(date.fromisoformat(text)) if DAY.fullmatch(text) else text for name, text in texts_of(entry).items()
    }


def changes_of(entry: LedgerEntry) -> Iterator[Told]:
    """Give what the history tells of an entry, newest first."""
    return tell(list_history_of(LedgerEntry.__tablename__, entry.id))


def second_line(ledger: Ledger, row: EntryRow) -> str:
    """Return what an entry says beside its title, in the order of its columns."""
    entry, texts, said = row.entry, texts_of(row.entry), said_in(row.entry)
    shown = [name for name in ledger.columns if name not in ("day", "title", "quantity", "people", "amount", "url")]
    parts = [
        said[name] if said[name] == texts[name] else f"{ledger.columns[name]}{said[name]}"  # a day alone says nothing
        for name in shown
        if texts[name] and name != "issue"
    ]
    if entry.issue is not None:
        parts.append(f"第{entry.issue}期")
    return " · ".join(parts)


def quantity(entry: LedgerEntry) -> str:
    """Return how many an entry stands for, as a lower bound where it is one."""
    return f"{plain_number(entry.quantity)}{'余' if entry.is_approximate else ''}"


def amount(entry: LedgerEntry) -> str:
    """Return the money or points of an entry, or nothing."""
    return plain_number(entry.amount) if entry.amount else ""
