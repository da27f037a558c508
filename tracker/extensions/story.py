"""Requests for more time as entries of a task's line of time."""

from collections.abc import Iterable, Iterator

from tracker.errors import N_
from tracker.extensions.rows import ExtensionRow
from tracker.tasks.story import Happening, Kind, Mark
from tracker.workdays.extensions import ExtensionState
from tracker.workdays.messages import Message


def happenings(rows: Iterable[ExtensionRow]) -> list[Happening]:
    """Return each request, and each answer to it."""
    return [entry for row in rows for entry in _entries(row)]


def _entries(row: ExtensionRow) -> Iterator[Happening]:
    days = {"old": row.due_on, "new": row.granted_due_on or row.asked_due_on}
    tags = {
        ExtensionState.ASKED: (Message(N_("waits for the head of the section")),),
        ExtensionState.SEEN: (Message(N_("waits for the leadership")),),
        ExtensionState.WITHDRAWN: (Message(N_("withdrawn")),),
    }
    yield Happening(
        row.asked_at, row.asked_by, row.unit_name, Kind.CHANGE,
        Message(N_("Asked for more time: %(old)s to %(new)s"), {"old": row.due_on, "new": row.asked_due_on}),
        mark=Mark.NOW if row.is_open else Mark.PLAIN, tags=tags.get(row.state, ()), text=row.reason,
        lines=(Message(N_("So far: %(text)s"), {"text": row.progress}),),
    )  # fmt: skip
    if row.decided_at is None:
        return
    if row.state == ExtensionState.GRANTED:
        title = Message(N_("More time given: %(old)s to %(new)s"), days)
    else:
        title = Message(N_("More time refused; %(old)s stays"), days)
    yield Happening(
        row.decided_at, row.decided_by, "", Kind.CHANGE, title, text=row.answer, is_quote=bool(row.answer)
    )  # fmt: skip
