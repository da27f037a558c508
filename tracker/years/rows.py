"""What the pages about the end of a year show, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.plans.rules import PlanState
from tracker.years.models import YearClosing, YearConfirmation
from tracker.years.rules import Fate, Missing, ProposalKind, ProposalState

FIGURES = ("任务", "办结", "按期办结", "未办结", "逾期", "发现问题", "已销号", "台账记录")


@dataclass(frozen=True)
class YearRow:
    """A year in the list: its plan, how many tasks it has and leaves open, and when it was closed."""

    year: int
    plan_id: int | None
    state: PlanState | None
    tasks: int
    open: int
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it can be changed any more."""
        return self.state == PlanState.CLOSED


@dataclass(frozen=True)
class LeftTask:
    """A task that a year leaves unfinished, and what was decided about it."""

    id: int
    number: int
    title: str
    category: str
    lead: str
    limit_phrase: str
    due_on: date | None
    percent: int
    is_late: bool
    words: str
    fate: Fate | None = None
    reason: str = ""
    into_number: int | None = None
    item_id: int | None = None
    is_decided: bool = False


@dataclass(frozen=True)
class UnitFigures:
    """The figures of a unit in a year, and what the unit said of them."""

    unit_id: int
    name: str
    figures: Mapping[str, int]
    confirmation: YearConfirmation | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether the unit stands by these very figures."""
        return self.confirmation is not None and dict(self.confirmation.figures) == dict(self.figures)

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of figures that are no longer those that were confirmed."""
        if self.confirmation is None:
            return ()
        return tuple(name for name, value in self.figures.items() if self.confirmation.figures.get(name) != value)


@dataclass(frozen=True)
class Gate:
    """What stands before the closing of a year: how many of each, 0 where nothing is missing."""

    counts: Mapping[Missing, int]

    @property
    def open(self) -> list[Missing]:
        """What is still missing."""
        return [name for name, count in self.counts.items() if count]


@dataclass(frozen=True)
class GoingOn:
    """What goes on after the closing because it has a pace of its own."""

    findings: int
    matters: int
    complaints: int
    requests: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.findings + self.matters + self.complaints + self.requests


@dataclass(frozen=True)
class YearPage:
    """Everything the page of a year's end shows."""

    year: int
    plan_id: int | None
    is_closed: bool
    tasks: int
    done: int
    left: Sequence[LeftTask]
    units: Sequence[UnitFigures]
    gate: Gate
    going_on: GoingOn
    closings: Sequence[YearClosing]
    proposals_open: int
    has_next_plan: bool
    lost_items: int = 0

    @property
    def decided(self) -> int:
        """How many of the unfinished tasks have a decision."""
        return sum(task.is_decided for task in self.left)

    @property
    def confirmed(self) -> int:
        """How many units stand by their figures."""
        return sum(unit.is_confirmed for unit in self.units)


@dataclass(frozen=True)
class Proposal:
    """A point of a year's summary that can become an item of the next plan."""

    key: str
    kind: ProposalKind
    text: str
    state: ProposalState | None = None
    reason: str = ""
    item_id: int | None = None


@dataclass(frozen=True)
class Lineage:
    """Where a task or item comes from, or what it became: ``year`` and number, and the way there."""

    year: int
    title: str
    fate: Fate | None
    task_id: int | None = None
    number: int | None = None
    plan_id: int | None = None
    item_id: int | None = None


@dataclass(frozen=True)
class TaskLineage:
    """What a task comes from, and what became of it."""

    ancestors: Sequence[Lineage]
    descendants: Sequence[Lineage]


@dataclass(frozen=True)
class Promise:
    """Something the year before promised, and what became of it in this year's plan."""

    text: str
    source: str  # carried, merged, problem, next_step
    from_task_id: int | None = None
    from_number: int | None = None
    item_id: int | None = None
    is_dismissed: bool = False
    reason: str = ""
    tasks: Sequence["KeptTask"] = field(default_factory=tuple)


@dataclass(frozen=True)
class KeptTask:
    """The task of this year that a promise became."""

    id: int
    number: int
    title: str
    percent: int
    is_done: bool
    is_cancelled: bool
    is_late: bool
    done_on: date | None
