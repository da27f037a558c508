"""What the queries of progress answer: plain values, as pages read them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tracker import clock
from tracker.files.models import Disclosure
from tracker.plans.rules import Duty
from tracker.progress.rules import WAITING, ReportState
from tracker.tasks.rows import TaskRow
from tracker.tasks.story import Happening

SHOWN = ("image/png", "image/jpeg", "application/pdf")  # what can do nothing in a browser


@dataclass(frozen=True)
class EvidenceRow:
    """A proof: a file (``size`` in bytes) or a web address."""

    id: int
    report_id: int
    name: str
    url: str
    size: int | None
    content_type: str
    disclosure: Disclosure
    added_at: datetime

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture."""
        return self.content_type.startswith("image/")

    @property
    def can_be_shown(self) -> bool:
        """Whether a browser may open it in place."""
        return self.content_type in SHOWN


@dataclass(frozen=True)
class ReportRow:
    """A report with what is around it."""

    id: int
    task_id: int
    unit_id: int
    unit_name: str
    occurrence_id: int | None
    turn_name: str
    corrects_id: int | None
    state: ReportState
    done: str
    difficulty: str
    next_step: str
    percent: int | None
    count: int | None
    asks_to_close: bool
    reported_by: str
    reported_at: datetime
    passed_by: str
    passed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    return_reason: str
    content_sha256: str
    evidence: tuple[EvidenceRow, ...] = ()

    @property
    def reported_on(self) -> date:
        """The day it was handed in."""
        return clock.local(self.reported_at).date()

    @property
    def decided_on(self) -> date | None:
        """The day the office answered."""
        return clock.local(self.decided_at).date() if self.decided_at else None


@dataclass(frozen=True)
class Share:
    """What a co-operating unit has to do with a task, and the newest report in which it tells of it."""

    unit_name: str
    own_duty: str
    report: ReportRow | None


@dataclass(frozen=True)
class TaskReports:
    """All reports on a task, oldest first, and the entries they make on its line of time."""

    reports: list[ReportRow]
    happenings: list[Happening]

    @property
    def valid(self) -> list[ReportRow]:
        """Those that were not withdrawn, newest first."""
        return [report for report in reversed(self.reports) if report.state != ReportState.WITHDRAWN]

    @property
    def waiting(self) -> list[ReportRow]:
        """Those that wait for the office, oldest first."""
        return [report for report in self.reports if report.state == ReportState.SUBMITTED]

    @property
    def evidence(self) -> list[EvidenceRow]:
        """The proofs, newest first; one that several reports carry stands once."""
        proofs = {(proof.name, proof.url, proof.size): proof for report in self.valid for proof in report.evidence}
        return list(proofs.values())

    def last_of(self, unit_id: int | None) -> ReportRow | None:
        """Return the newest report of a unit, or None."""
        return next((report for report in self.valid if report.unit_id == unit_id), None)


@dataclass(frozen=True)
class WaitingReport:
    """A report that waits for the office, with its task."""

    report: ReportRow
    task: TaskRow


class WorkGroup(StrEnum):
    """Why a task stands where it stands on a section's page, from the most to the least urgent."""

    RETURNED = "returned"
    LATE = "late"
    SOON = "soon"
    TO_SIGN = "to_sign"
    MONTH = "month"
    REST = "rest"


NOW = (WorkGroup.RETURNED, WorkGroup.LATE, WorkGroup.SOON, WorkGroup.TO_SIGN)


@dataclass(frozen=True)
class DutyRow:
    """One thing a unit has to do: the task, its part in it, and what became of its last report."""

    task: TaskRow
    duty: Duty
    own_duty: str
    group: WorkGroup
    due_on: date | None
    last: ReportRow | None

    @property
    def is_waiting(self) -> bool:
        """Whether its last report waits for the head of the unit or the office."""
        return self.last is not None and self.last.state in WAITING


@dataclass(frozen=True)
class Work:
    """A section's work, each part with the most urgent first."""

    now: list[DutyRow] = field(default_factory=list)
    month: list[DutyRow] = field(default_factory=list)
    rest: list[DutyRow] = field(default_factory=list)

    def find(self, task_id: int | None) -> DutyRow | None:
        """Return the duty about a task, or None."""
        return next((row for row in (*self.now, *self.month, *self.rest) if row.task.id == task_id), None)
