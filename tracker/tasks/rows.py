"""What the queries of tasks answer: plain values, as a page, an export or another feature reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.plans.rules import Duty
from tracker.tasks.filters import StateFilter
from tracker.tasks.lights import LightKind, TaskLight
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import DONE_STATES, OPEN_STATES, TaskState
from tracker.workdays.limits import LimitKind


@dataclass(frozen=True)
class UnitOnTask:
    """A unit on a task; ``named_as`` is the collective name (各科室) it came out of, or empty."""

    unit_id: int
    name: str
    duty: Duty
    own_duty: str
    named_as: str
    signed_for_at: datetime | None


@dataclass(frozen=True)
class Turns:
    """How many turns of a recurring task there are and are done, and the next open one."""

    all: int = 0
    done: int = 0
    next_name: str = ""
    next_due_on: date | None = None


@dataclass(frozen=True)
class TaskRow:
    """A task as a list shows it."""

    id: int
    year: int
    number: int
    title: str
    category: str
    field: str
    state: TaskState
    limit_kind: LimitKind
    limit_phrase: str
    opens_on: date | None
    first_due_on: date | None
    due_on: date | None
    done_on: date | None
    reported_at: datetime | None
    behind_since: date | None
    times_urged: int
    percent: int
    count: int
    target_count: int | None
    target_unit: str
    light: TaskLight
    units: tuple[UnitOnTask, ...]
    turns: Turns

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on."""
        return self.state in OPEN_STATES

    @property
    def leads(self) -> tuple[UnitOnTask, ...]:
        """The lead units."""
        return tuple(unit for unit in self.units if unit.duty == Duty.LEAD)

    @property
    def coops(self) -> tuple[UnitOnTask, ...]:
        """The co-operating units."""
        return tuple(unit for unit in self.units if unit.duty == Duty.COOP)

    def unit(self, unit_id: int | None) -> UnitOnTask | None:
        """Return the unit ``unit_id`` as it stands on this task, or None."""
        return next((unit for unit in self.units if unit.unit_id == unit_id), None)


@dataclass(frozen=True)
class CalledUnits:
    """Units under the one name they are called by; ``count`` is None for a unit that is called by its own."""

    name: str
    count: int | None = None


def called(units: Iterable[UnitOnTask]) -> list[CalledUnits]:
    """Return what to call units: those out of one collective name stand together, as 各科室 and their number."""
    counts: dict[tuple[str, bool], int] = {}
    for unit in units:
        key = (unit.named_as or unit.name, bool(unit.named_as))
        counts[key] = counts.get(key, 0) + 1
    return [CalledUnits(name, count if is_collective else None) for (name, is_collective), count in counts.items()]


@dataclass(frozen=True)
class LightCounts:
    """How many tasks of a list have which light."""

    stop: int = 0
    wait: int = 0
    go: int = 0
    none: int = 0
    done: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.stop + self.wait + self.go + self.none + self.done

    def of(self, kind: LightKind) -> int:
        """The tasks with one light."""
        return int(getattr(self, kind.value))


@dataclass(frozen=True)
class TallyRow:
    """Tasks of a year that are alike to every state and light: how many."""

    state: TaskState
    light: LightKind
    is_late: bool
    is_near: bool
    is_silent: bool
    number: int

    def is_in(self, wanted: StateFilter | None) -> bool:
        """Whether they are in a state or group; None is all of them."""
        is_open = self.state in OPEN_STATES
        groups = {
            None: True,
            StateFilter.OPEN: is_open,
            StateFilter.LATE: is_open and self.is_late,
            StateFilter.SOON: is_open and self.is_near,
            StateFilter.SILENT: is_open and self.is_silent,
            StateFilter.DONE: self.state in DONE_STATES,
        }
        return groups.get(wanted, wanted == self.state.value)


@dataclass(frozen=True)
class YearTally:
    """The tasks of a year, counted once for all tabs and lights."""

    rows: Sequence[TallyRow]

    def count(self, state: StateFilter | None) -> int:
        """Return how many tasks are in a state or group."""
        return sum(row.number for row in self.rows if row.is_in(state))

    def lights(self, state: StateFilter | None, light: LightKind | None) -> LightCounts:
        """Return how many tasks in a state, and with one light if it is given, have which light."""
        counts = dict.fromkeys(LightKind, 0)
        for row in self.rows:
            if row.is_in(state) and light in (None, row.light):
                counts[row.light] += row.number
        return LightCounts(**{kind.value: number for kind, number in counts.items()})


@dataclass(frozen=True)
class TaskPage:
    """A task with everything that its own page needs of it."""

    row: TaskRow
    task: Task  # with item, leader, officer and turns loaded
    previous_id: int | None
    next_id: int | None

    @property
    def open_turns(self) -> list[Occurrence]:
        """The turns that are not done, the earliest first."""
        return [turn for turn in self.task.occurrences if turn.done_on is None]
