"""What a summary is drafted from: figures, accepted reports, findings, people, as plain values."""

from dataclasses import dataclass

from tracker.figures.queries import Completion, Unfinished
from tracker.figures.rules import Figure


@dataclass(frozen=True)
class Achievement:
    """What a unit did about a task, in the words of its accepted report."""

    task_id: int
    number: int
    title: str
    category: str
    unit: str
    done: str


@dataclass(frozen=True)
class Problem:
    """A finding of a check: its printed number, the unit, what was found, and whether it is closed."""

    id: int
    label: str
    unit: str
    description: str
    is_closed: bool


@dataclass(frozen=True)
class Material:
    """Everything a draft may say, and nothing else."""

    year: int
    agency: str
    plan_title: str
    chair: str
    deputies: tuple[str, ...]
    figures: dict[str, Figure]
    units: tuple[Completion, ...]
    categories: tuple[Completion, ...]
    months: tuple[tuple[int, ...], tuple[int, ...]]
    achievements: tuple[Achievement, ...]
    unfinished: tuple[Unfinished, ...]
    problems: tuple[Problem, ...]
