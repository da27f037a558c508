"""What happened to a task, on one line of time: changes, reports and the answers to them, checks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Protocol

from tracker.clock import CHINA
from tracker.errors import N_
from tracker.history.queries import HistoryRow
from tracker.workdays.messages import Message


class Kind(StrEnum):
    """What a happening belongs to; the reader can ask for one kind alone."""

    REPORT = "report"
    CHECK = "check"
    CHANGE = "change"
    TALK = "talk"


class Mark(StrEnum):
    """How a happening stands out; the values are the style classes of the ``timeline`` component."""

    PLAIN = ""
    NOW = "is-now"  # waits for somebody
    STOP = "is-stop"  # a problem


@dataclass(frozen=True)
class Happening:
    """One entry: when, who, what; ``tags`` its state in a word, ``text`` what somebody wrote, ``lines`` the rest."""

    at: datetime
    who: str
    unit_name: str
    kind: Kind
    title: Message
    mark: Mark = Mark.PLAIN
    tags: tuple[Message, ...] = ()
    text: str = ""
    is_quote: bool = False
    lines: tuple[Message, ...] = ()
    is_timed: bool = True  # False where only the day is known


class FoundProblem(Protocol):
    """What the line of time needs to know of a finding."""

    @property
    def code(self) -> str:
        """Its number through the year."""

    @property
    def description(self) -> str:
        """What was found."""

    @property
    def found_on(self) -> date:
        """When it was found."""

    @property
    def found_by(self) -> str:
        """Who found it."""

    @property
    def unit_name(self) -> str:
        """Who must mend it."""

    @property
    def closed_on(self) -> date | None:
        """When it was closed."""


EVENTS = {
    "task.made": N_("Task made"),
    "task.assigned": N_("Assigned"),
    "task.delegated": N_("Given to a colleague"),
    "task.edited": N_("Changed"),
    "task.signed_for": N_("Signed for"),
    "task.cancelled": N_("Cancelled"),
    "task.reopened": N_("Taken up again"),
    "task.tagged": N_("Tags changed"),
    "task.change_undone": N_("A change of many tasks was undone"),
    "task.moved_by_calendar": N_("Moved by a change of the working calendar"),
}
FIELDS = {
    "lead": N_("Lead: %(old)s → %(new)s"),
    "coop": N_("Co-operating: %(old)s → %(new)s"),
    "duties": N_("Who does what: %(new)s"),
    "leader": N_("Leader: %(old)s → %(new)s"),
    "officer": N_("Responsible: %(old)s → %(new)s"),
    "title": N_("Title: %(old)s → %(new)s"),
    "deliverable": N_("Deliverable: %(old)s → %(new)s"),
    "target": N_("Target: %(old)s → %(new)s"),
    "limit_phrase": N_("Limit: %(old)s → %(new)s"),
    "due_on": N_("Due: %(old)s → %(new)s"),
    "event_on": N_("Counted from: %(old)s → %(new)s"),
    "proofs": N_("What must prove it was changed."),
    "tags": N_("Tags: %(old)s → %(new)s"),
    "requirement": N_("The requirement was changed."),
    "reason": N_("Reason: %(new)s"),
}
QUIET = {"task.made"}  # its fields stand on the page


def changes(rows: Sequence[HistoryRow]) -> list[Happening]:
    """Return the entries of a task's history (newest first) that the page words, oldest first."""
    return [
        Happening(
            row.at, row.actor_name, row.unit_name, Kind.CHANGE, Message(EVENTS[row.event]),
            lines=() if row.event in QUIET else tuple(_lines(row.changes)),
        )
        for row in reversed(rows)
        if row.event in EVENTS
    ]  # fmt: skip


def _lines(changed: Mapping[str, Any]) -> Iterable[Message]:
    for field, (old, new) in changed.items():
        if field in FIELDS:
            yield Message(FIELDS[field], {"old": _readable(old), "new": _readable(new)})


def _readable(value: object) -> object:
    """Return a value of the history as it can be shown: days as days, nothing as a dash."""
    try:
        return date.fromisoformat(str(value)) if value else "—"
    except ValueError:
        return value


def findings(rows: Iterable[FoundProblem]) -> list[Happening]:
    """Return what checks found wrong with a task."""
    return [
        Happening(
            datetime.combine(row.found_on, time(12), CHINA), row.found_by, "", Kind.CHECK,
            Message(N_("Problem found: %(code)s"), {"code": row.code}),
            mark=Mark.STOP if row.closed_on is None else Mark.PLAIN,
            tags=(Message(N_("closed") if row.closed_on else N_("not closed")),),
            text=row.description, lines=(Message(N_("To be mended by %(unit)s"), {"unit": row.unit_name}),),
            is_timed=False,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Story:
    """The part of the line of time that is shown: all entries of the chosen kind, or the newest ones first."""

    entries: tuple[Happening, ...]
    counts: Mapping[Kind, int]
    chosen: Kind | None
    hidden: int

    @property
    def total(self) -> int:
        """All entries of every kind."""
        return sum(self.counts.values())


NEWEST = 10


def story_of(entries: Iterable[Happening], *, chosen: Kind | None, is_whole: bool) -> Story:
    """Return the newest entries of the chosen kind (None: of all), or with ``is_whole`` every one of them.

    Of entries at the same moment the later one in ``entries`` is the newer one.
    """
    ordered = sorted(entries, key=lambda entry: entry.at)[::-1]
    counts = {kind: sum(entry.kind == kind for entry in ordered) for kind in Kind}
    asked = [entry for entry in ordered if chosen is None or entry.kind == chosen]
    shown = asked if is_whole else asked[:NEWEST]
    return Story(tuple(shown), counts, chosen, len(asked) - len(shown))
