"""The lines of the list in the reader's words: put together here, since each call of a template costs a long list."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.tasks.rows import TaskRow
from tracker.tasks.rules import TaskState
from tracker.tasks.words import TASK_STATES, limit_note, limit_of, names_of, progress_of
from tracker.web.tables import addresses
from tracker.web.words import gettext, said

TOLD = (TaskState.SUBMITTED, TaskState.RETURNED)  # what the light does not say by itself


@dataclass(frozen=True)
class Line:
    """A task as a line of the list: where it leads, and what stands in each column."""

    task: TaskRow
    page: str
    pick: str  # what its box to tick is called
    leads: str
    coops: str
    limit: str
    note: str
    progress: str
    light: str
    state: str  # empty where the light says it


def lines_of(tasks: Iterable[TaskRow]) -> list[Line]:
    """Return the lines of tasks, in their order."""
    page_of, pick = addresses("tasks.show", "task_id"), gettext("Choose task %(number)d")
    return [
        Line(
            task, page_of(task.id), pick % {"number": task.number}, names_of(task.leads), names_of(task.coops),
            limit_of(task), limit_note(task), progress_of(task), said(task.light.words),
            str(TASK_STATES[task.state]) if task.state in TOLD else "",
        )
        for task in tasks
    ]  # fmt: skip
