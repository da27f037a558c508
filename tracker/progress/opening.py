"""Which duty of a section stands open on its page."""

from collections.abc import Mapping

from tracker.permissions import Actor
from tracker.progress.rows import Work, WorkGroup
from tracker.progress.writing import Writing, writing_of
from tracker.tasks.lights import LightRules
from tracker.texts import number_of

FOLDED = "none"


def number_in(query: Mapping[str, str], name: str) -> int | None:
    """Return the number that an address gives as ``name``, or None."""
    return number_of(query.get(name))


def open_duty(
    work: Work, asked: str, *, by: Actor, rules: LightRules, like: int | None = None
) -> Writing | None:  # fmt: skip
    """Return the report to be written that stands open: the task ``asked`` for, else the most urgent one.

    ``like`` is a report of the unit on it whose words are taken over.

    Nothing is open when everything was folded ("none"), or nothing urgent is left to report.
    """
    if asked == FOLDED:
        return None
    task_id = number_in({"open": asked}, "open")
    if task_id is not None:
        chosen = work.find(task_id)
    else:
        chosen = next((row for row in work.now if row.group != WorkGroup.TO_SIGN), None)
    return writing_of(chosen, by=by, rules=rules, like=like) if chosen else None
