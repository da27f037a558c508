"""An entry of the history as its page tells it: every event, field and value in the reader's words."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.features import modules
from tracker.history.fields import FIELDS
from tracker.history.models import HistoryEntry
from tracker.history.queries import HistoryRow
from tracker.history.words import EVENTS, RESULTS
from tracker.web.templating import moment
from tracker.web.words import day, said
from tracker.workdays.messages import Message

Words = Mapping[str, Any]
Days = Callable[[date], str]
NOTHING = "—"
DAY = re.compile(r"(?P<before>(?:\S+ )?)(?P<day>\d{4}-\d\d-\d\d)")  # a day, or the name of a person and a day
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True)
class Told:
    """One entry in words; ``changes`` holds field, old and new of what really differs."""

    entry: HistoryRow | HistoryEntry
    event: str
    refusal: str
    changes: tuple[tuple[str, str, str], ...]


def tell(
    entries: Iterable[HistoryRow | HistoryEntry], *, units: Mapping[int, str] | None = None, days: Days = day
) -> Iterator[Told]:
    """Give the entries in words; a feature names more events, fields and values in its words module.

    ``units`` gives the names of units by their numbers, which is how many entries keep them; ``days`` writes a day.
    """
    teller = _Teller(units or {}, days)
    for entry in entries:
        yield Told(
            entry,
            event=str(teller.events.get(entry.event, entry.event)),
            refusal=str(RESULTS.get(entry.result, "")),
            changes=tuple(
                teller.change(entry.event, name, old, new)
                for name, (old, new) in entry.changes.items()
                if old or new or isinstance(new, bool)
            ),
        )


def event_words() -> Words:
    """Return the events of all features in words."""
    return {**_of_features("EVENTS"), **EVENTS}


def untold(event: str, changes: Mapping[str, Iterable[object]], codes: Mapping[str, Iterable[str]]) -> list[str]:
    """Return what an entry would show in the program's own words: fields, and ``codes`` among its values."""
    teller = _Teller({}, day)
    nameless = [name for name in changes if CODE.fullmatch(name) and not teller.names(event, name)]
    coded = [f"{name}={code}" for name in codes for code in codes[name] if code not in teller.words(event, name)]
    return [f"{event}: {one}" for one in (*nameless, *coded)]


class _Teller:
    """The words of all features, found once for a page."""

    def __init__(self, units: Mapping[int, str], days: Days) -> None:
        self._days = days
        self.events = event_words()
        self._fields = {**_of_features("FIELDS"), **FIELDS}
        self._places = [module.field_of for module in modules("words") if hasattr(module, "field_of")]
        named = {str(number): name for number, name in units.items()}
        self._values = {**_of_features("VALUES"), "unit_id": named, "units": named, "talk.to": named}

    def names(self, event: str, name: str) -> bool:
        """Whether a field has words, for the events of this kind or for all."""
        return f"{event.partition('.')[0]}.{name}" in self._fields or name in self._fields

    def field(self, event: str, name: str) -> str:
        """Return what a field is called: as the events of this kind mean it, as all do, or by the place it names."""
        if self.names(event, name):
            return str(self._fields.get(f"{event.partition('.')[0]}.{name}", self._fields.get(name)))
        return next((said for place in self._places if (said := place(name))), name)

    def words(self, event: str, name: str) -> Words:
        kind = event.partition(".")[0]
        found: Words = self._values.get(f"{kind}.{name}", self._values.get(name, {}))
        return found

    def change(self, event: str, name: str, old: object, new: object) -> tuple[str, str, str]:
        """Return a change as field, old and new."""
        words = self.words(event, name)
        return self.field(event, name), self._told(old, words), self._told(new, words)

    def _told(self, value: object, words: Words) -> str:
        if isinstance(value, list):
            return "、".join(self._told(part, words) for part in value) or NOTHING
        if isinstance(value, dict):  # a message, kept with its values
            values = {
                name: self._told(one, {}) if isinstance(one, str) else one for name, one in value["values"].items()
            }
            return said(Message(value["text"], values))
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return str(RESULTS["yes" if value else "no"])
        text = str(value)
        if text in words:
            return str(words[text])
        if MOMENT.fullmatch(text):
            return moment(datetime.fromisoformat(text))
        if found := DAY.fullmatch(text):
            return f"{found['before']}{self._days(date.fromisoformat(found['day']))}"
        return CODE.sub(lambda code: str(words.get(code[0], code[0])), text) if words else text


def _of_features(kind: str) -> dict[str, Any]:
    """Return the words called ``kind`` (EVENTS, FIELDS or VALUES) of every feature that has some."""
    merged: dict[str, Any] = {}
    for module in modules("words"):
        for name, words in getattr(module, kind, {}).items():
            merged[name] = {**merged.get(name, {}), **words} if kind == "VALUES" else words
    return merged
