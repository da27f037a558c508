"""What a summary is drafted from: figures, accepted reports, findings, people, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.figures.queries import Completion, Unfinished
from tracker.figures.rules import Figure
from tracker.outlines.rules import Variant
from tracker.summary.handed import Told
from tracker.summary.phrasing import Listed
from tracker.summary.prose import Source


def day_shown(day: date | None) -> str:
    """Return the day of a limit as tables have it."""
    return f"{day.month}月{day.day}日" if day else "长期"


@dataclass(frozen=True)
class Achievement:
    """A finished task with what its unit did about it, in the words of the accepted report."""

    task_id: int
    number: int
    title: str
    category: str
    unit: str
    done: str
    weight: int = 1
    turns: int = 0  # how many turns of a recurring task are done


@dataclass(frozen=True)
class Problem:
    """A finding of a check: its printed number, the unit, what was found, what was done, and whether it is closed."""

    id: int
    label: str
    unit: str
    description: str
    is_closed: bool
    measures: str = ""


@dataclass(frozen=True)
class Planned:
    """An item of next year's plan."""

    id: int
    category: str
    text: str
    lead: str
    limit_phrase: str


@dataclass(frozen=True)
class UnitNumbers:
    """The main figures of one unit, for the table of units."""

    name: str
    published: int
    interpreted: int
    requests: int
    tasks: int
    done: int
    findings: int


@dataclass(frozen=True)
class TaskLine:
    """A task as the attachment of all tasks lists it."""

    number: int
    category: str
    title: str
    lead: str
    limit: str
    percent: int
    done_on: date | None
    is_late: bool


@dataclass(frozen=True)
class YearPair:
    """A figure of this year beside that of last year."""

    name: str
    now: Figure
    before: Figure


@dataclass(frozen=True)
class Material:
    """Everything a draft may say, and nothing else."""

    year: int
    agency: str
    plan_title: str
    chair: str
    deputies: tuple[str, ...]
    figures: Mapping[str, Figure]
    units: tuple[Completion, ...]
    categories: tuple[Completion, ...]
    months: tuple[tuple[int, ...], tuple[int, ...]]
    achievements: tuple[Achievement, ...]
    unfinished: tuple[Unfinished, ...]
    problems: tuple[Problem, ...]
    variant: Variant = Variant.AGENCY
    unit: str = ""  # of a section's own summary
    people: tuple[Source, ...] = ()  # the seats of the leading group
    changed_people: tuple[Source, ...] = ()  # those that changed in the year
    lists: Mapping[str, Listed] = field(default_factory=dict)
    late_finished: tuple[Source, ...] = ()  # tasks that were finished after their first limit
    next_plan: str = ""
    planned: tuple[Planned, ...] = ()
    unit_numbers: tuple[UnitNumbers, ...] = ()
    pairs: tuple[YearPair, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    handed: tuple[Told, ...] = ()  # what sections wrote into the summaries they handed in
    is_over: bool = True  # the year is looked at from its end, or later

    @property
    def author(self) -> str:
        """Who signs the document."""
        return self.unit or self.agency

    @property
    def units_word(self) -> str:
        """What the units are called."""
        return "部门和单位" if self.variant is Variant.GOVERNMENT else "科室和单位"

    def has(self, name: str) -> bool:
        """Whether a figure counts anything."""
        figure = self.figures.get(name)
        return figure is not None and figure.value > 0
