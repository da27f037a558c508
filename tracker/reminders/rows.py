"""What the queries of reminders answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.permissions import Role
from tracker.plans.rules import Duty
from tracker.reminders.rules import SubjectKind


@dataclass(frozen=True)
class Recipient:
    """A person who can be told; ``role`` is None for one who cannot sign in."""

    id: int
    name: str
    mail: str
    phone: str
    unit_id: int | None
    unit_name: str
    role: Role | None
    can_sign_in: bool

    @property
    def called(self) -> str:
        """Unit and name."""
        return f"{self.unit_name} {self.name}".strip()


@dataclass(frozen=True)
class UnitOn:
    """A unit on a task; ``reports`` when it co-operates with a duty of its own to report."""

    id: int
    name: str
    duty: Duty
    reports: bool = False


@dataclass(frozen=True)
class Subject:
    """What has a limit: ``name`` as messages write it, ``part`` the word for what its units do (牵头, 整改)."""

    kind: SubjectKind
    id: int
    name: str
    part: str

    @property
    def key(self) -> str:
        """What its reasons begin with: task:12."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class WatchedLimit:
    """Something open with a day to watch, and the units that have to do with it."""

    subject: Subject
    due_on: date
    assigned_on: date
    leader_id: int | None
    officer_id: int | None
    units: Sequence[UnitOn]
    is_told_at_once: bool = False  # on the day it begins, too, since its days are few

    @property
    def leads(self) -> Sequence[UnitOn]:
        """The lead units; where there is none, all of them."""
        return [unit for unit in self.units if unit.duty == Duty.LEAD] or self.units

    @property
    def lead_names(self) -> str:
        """The lead units by name."""
        return "、".join(unit.name for unit in self.leads)


@dataclass(frozen=True)
class Directory:
    """Who holds which post today: people by number, officers and heads by unit, the leading group, the office."""

    people: Mapping[int, Recipient] = field(default_factory=dict)
    officers: Mapping[int, Sequence[int]] = field(default_factory=dict)
    heads: Mapping[int, Sequence[int]] = field(default_factory=dict)
    group: Sequence[int] = ()


@dataclass(frozen=True)
class ReminderRow:
    """A reminder as its reader sees it; ``number`` is that of a task, ``code`` of anything else."""

    id: int
    kind: SubjectKind
    subject_id: int
    number: int | None
    code: str
    title: str
    due_on: date | None
    words: str  # of the urge, or empty
    urged_by: str
    made_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True)
class Receipt:
    """One person whom an urge went to, and when they saw it."""

    name: str
    unit_name: str
    tasks: int
    seen_at: datetime | None


@dataclass(frozen=True)
class UrgeRow:
    """An urge with the tasks it was about and the receipts of those it went to."""

    id: int
    words: str
    urged_by: str
    urged_at: datetime
    tasks: Sequence[tuple[int, str]]
    receipts: Sequence[Receipt]

    @property
    def seen(self) -> int:
        """How many have seen it."""
        return sum(receipt.seen_at is not None for receipt in self.receipts)
