"""The headings of sheets in the reader's words."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from tracker.roundtrip.rules import SheetKind, SheetRow
from tracker.tasks.rules import TaskState
from tracker.tasks.words import TASK_STATES

NAMES = {SheetKind.WORK: _l("Reports to fill in"), SheetKind.PLAN: _l("Division of tasks")}
HEADINGS = {
    "number": _l("No."),
    "title": _l("Task"),
    "limit": _l("Limit"),
    "due": _l("Due on"),
    "turn": _l("Turn"),
    "state": _l("State"),
    "done": _l("What was done"),
    "difficulty": _l("What is difficult"),
    "next_step": _l("Next step"),
    "percent": _l("Progress in percent"),
    "count": _l("Number done"),
    "lead": _l("Lead"),
    "coop": _l("Co-operating"),
    "limit_phrase": _l("Limit as the plan words it"),
    "due_on": _l("Due on"),
    "target": _l("Target"),
}


def worded(row: SheetRow) -> SheetRow:
    """Return a row with the state of its task, where it shows one, in words."""
    cells = [str(TASK_STATES[cell]) if isinstance(cell, TaskState) else cell for cell in row.shown]
    return replace(row, shown=tuple(cells))
