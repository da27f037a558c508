"""What the queries of extensions answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.tasks.explanation import Explanation
from tracker.tasks.models import Task
from tracker.tasks.rows import TaskRow
from tracker.workdays.extensions import OPEN, DueChange, ExtensionState


@dataclass(frozen=True)
class ExtensionRow:
    """A request for more time as lists and the task's page show it."""

    id: int
    task_id: int
    title: str
    unit_id: int
    unit_name: str
    turn_name: str
    state: ExtensionState
    due_on: date
    asked_due_on: date
    reason: str
    progress: str
    asked_by: str
    asked_at: datetime
    seen_by: str
    seen_at: datetime | None
    granted_due_on: date | None
    answer: str
    decided_by: str
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        return self.state in OPEN


@dataclass(frozen=True)
class Powers:
    """What the reader may do with the requests on a task."""

    ask: bool = False
    endorse: bool = False
    withdraw: bool = False
    decide: bool = False


@dataclass(frozen=True)
class ExtensionPage:
    """A task with its requests, newest first, every day its limit has had, and what the reader may do."""

    task: TaskRow
    rows: Sequence[ExtensionRow]
    changes: Sequence[DueChange]
    powers: Powers

    @property
    def open_row(self) -> ExtensionRow | None:
        """The request that is not decided yet."""
        return next((row for row in self.rows if row.is_open), None)


@dataclass(frozen=True)
class EventPage:
    """A task whose limit is counted from an event (``is_counted``), and how it is counted out so far."""

    task: Task
    limit: Explanation
    is_counted: bool


@dataclass(frozen=True)
class Waiting:
    """Requests that are not decided yet: those the reader must act on, and the others they may know of."""

    mine: Sequence[ExtensionRow] = field(default=())
    others: Sequence[ExtensionRow] = field(default=())
    decided: Sequence[ExtensionRow] = field(default=())
