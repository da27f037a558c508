"""Which duty of a section stands open on its page."""

from tracker.permissions import Actor
from tracker.progress.rows import Work, WorkGroup
from tracker.progress.writing import Writing, get_writing
from tracker.tasks.lights import LightRules

FOLDED = "none"


def open_duty(work: Work, asked: str, *, by: Actor, rules: LightRules) -> Writing | None:
    """Return the report to be written that stands open: the task ``asked`` for, else the most urgent one.

    Nothing is open when everything was folded ("none"), or nothing urgent is left to report.
    """
    if asked == FOLDED:
        return None
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        chosen = work.find(int(asked))
    else:
        chosen = next((row for row in work.now if row.group != WorkGroup.TO_SIGN), None)
    return get_writing(chosen.task.id, by=by, rules=rules) if chosen else None
