"""Extensions of a time limit: asked for before it ends, seen by the head, decided by the leadership.

The first date never moves; what moves is the decided date, and every step of the way stays visible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import N_, RuleBroken


class ExtensionState(StrEnum):
    """Where a request for more time stands."""

    ASKED = "asked"
    SEEN = "seen"  # by the head of the section
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = (ExtensionState.ASKED, ExtensionState.SEEN)


@dataclass(frozen=True)
class Extension:
    """One request for more time: the day asked for, and the day granted (which may be another one)."""

    state: ExtensionState
    asked_on: date
    asked_due_on: date
    decided_on: date | None = None
    granted_due_on: date | None = None


@dataclass(frozen=True)
class DueChange:
    """One date a limit has had, and the day it came into force (None: from the beginning)."""

    due_on: date
    since: date | None = None


def decided_due(first_due_on: date, extensions: Sequence[Extension]) -> date:
    """Return the date that counts now: that of the extension granted last, else the first one."""
    return due_changes(first_due_on, extensions)[-1].due_on


def due_changes(first_due_on: date, extensions: Sequence[Extension]) -> list[DueChange]:
    """Return every date the limit has had, the first date first; requests decided on one day in the order given."""
    granted = [
        DueChange(extension.granted_due_on, extension.decided_on)
        for extension in extensions
        if extension.state is ExtensionState.GRANTED and extension.granted_due_on and extension.decided_on
    ]
    return [DueChange(first_due_on), *sorted(granted, key=lambda change: change.since or first_due_on)]


def check_extension_asked(
    due_on: date | None,
    extensions: Sequence[Extension],
    *,
    asked_on: date,
    asked_due_on: date,
    reason: str,
    progress: str,
) -> None:
    """Refuse a request without a limit, after it, while another is open, or without what the leadership must know.

    ``due_on`` is the date decided so far; on that day itself the limit has not passed yet.
    """
    if due_on is None:
        raise RuleBroken(N_("This work has no time limit, so there is nothing to extend."))
    check_extension_asked_before_limit(due_on, asked_on)
    if any(extension.state in OPEN for extension in extensions):
        raise RuleBroken(N_("An extension has already been asked for and is not decided yet. Withdraw it first."))
    _check_later(due_on, asked_due_on, field="asked_due_on")
    if not reason.strip():
        raise RuleBroken(N_("Write why more time is needed."), field="reason")
    if not progress.strip():
        raise RuleBroken(N_("Write how far the work has come."), field="progress")


def check_extension_asked_before_limit(due_on: date, asked_on: date) -> None:
    """Refuse a request made after the limit has passed."""
    if asked_on > due_on:
        raise RuleBroken(
            N_("The time limit passed on %(due)s. An extension must be asked for before it; report what was done."),
            due=due_on,
        )


def check_extension_seen(state: ExtensionState) -> None:
    """Refuse to pass on a request that is not waiting for the head of the section."""
    if state is not ExtensionState.ASKED:
        raise RuleBroken(N_("This extension is not waiting for the head of the section."))


def check_extension_decided(state: ExtensionState, due_on: date, granted_due_on: date | None) -> None:
    """Refuse a decision before the head has seen the request, a second one, or a granted date that is no extension.

    ``granted_due_on`` is None where the request is refused.
    """
    if state is ExtensionState.ASKED:
        raise RuleBroken(N_("The head of the section has not seen this extension yet."))
    if state is not ExtensionState.SEEN:
        raise RuleBroken(N_("This extension has been decided already."))
    if granted_due_on is not None:
        _check_later(due_on, granted_due_on, field="granted_due_on")


def check_extension_withdrawn(state: ExtensionState) -> None:
    """Refuse to withdraw what has been decided."""
    if state not in OPEN:
        raise RuleBroken(N_("This extension has been decided already."))


def _check_later(due_on: date, new_due_on: date, *, field: str) -> None:
    if new_due_on <= due_on:
        raise RuleBroken(N_("The new date must be later than %(due)s."), field=field, due=due_on)
