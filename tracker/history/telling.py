"""An entry of the history as its page tells it: every event, field and value in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.features import modules
from tracker.history.queries import HistoryRow
from tracker.history.words import EVENTS, FIELDS, RESULTS

Words = Mapping[str, Any]
NOTHING = "—"


@dataclass(frozen=True)
class Told:
    """One entry in words; ``changes`` holds field, old and new of what really differs."""

    entry: HistoryRow
    event: str
    refusal: str
    changes: tuple[tuple[str, str, str], ...]


def tell(entries: Iterable[HistoryRow]) -> list[Told]:
    """Return the entries in words; a feature names more events, fields and values in its words module."""
    events, fields, values = event_words(), {**_of_features("FIELDS"), **FIELDS}, _of_features("VALUES")

    def change(name: str, old: object, new: object) -> tuple[str, str, str]:
        words = values.get(name, {})
        return str(fields.get(name, name)), _told(old, words), _told(new, words)

    return [
        Told(
            entry,
            event=str(events.get(entry.event, entry.event)),
            refusal=str(RESULTS.get(entry.result, "")),
            changes=tuple(
                change(name, old, new)
                for name, (old, new) in entry.changes.items()
                if old or new or isinstance(new, bool)
            ),
        )
        for entry in entries
    ]


def event_words() -> Words:
    """Return the events of all features in words."""
    return {**_of_features("EVENTS"), **EVENTS}


def _of_features(kind: str) -> dict[str, Any]:
    """Return the words called ``kind`` (EVENTS, FIELDS or VALUES) of every feature that has some."""
    merged: dict[str, Any] = {}
    for module in modules("words"):
        for name, words in getattr(module, kind, {}).items():
            merged[name] = {**merged.get(name, {}), **words} if kind == "VALUES" else words
    return merged


def _told(value: object, words: Words) -> str:
    if isinstance(value, list):
        return "、".join(_told(part, words) for part in value) or NOTHING
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return str(RESULTS["yes" if value else "no"])
    return str(words.get(str(value), value))
