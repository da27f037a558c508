"""Why a task is due when it is: its wording in plain words, and the days counted out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.tasks.lights import LightRules
from tracker.tasks.models import Task
from tracker.tasks.rules import OPEN_STATES
from tracker.workdays.calendar import ONE_DAY, YearMissing
from tracker.workdays.counting import Computation, CountedDay, add_workdays, workdays_left
from tracker.workdays.describing import describe
from tracker.workdays.explaining import GridDay, weeks
from tracker.workdays.limits import DayUnit
from tracker.workdays.messages import Message
from tracker.workdays.rules import compute

LONGEST_GRID = 30  # workdays that a grid can show and a person still looks through


@dataclass(frozen=True)
class Stretch:
    """Days in a row that were skipped for one holiday."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Explanation:
    """Why a limit ends when it does.

    ``computation`` is the count from the event, or from today where the limit is a plain day; ``grid`` its weeks.
    ``left`` are the workdays from today to the limit (negative: since it passed), None where that is not known.
    """

    sentence: Sequence[Message]
    left: int | None = None
    computation: Computation | None = None
    grid: Sequence[Sequence[GridDay]] = ()
    missing_year: int | None = None

    @property
    def make_up_days(self) -> list[date]:
        """Weekend days that count because they are worked."""
        return [day.day for day in self.computation.make_up_days] if self.computation else []

    @property
    def holidays(self) -> list[Stretch]:
        """The holidays that were skipped."""
        named = [day for day in self.computation.skipped if day.name] if self.computation else []
        return _stretches(named)

    @property
    def weekend_days(self) -> int:
        """How many plain weekend days were skipped."""
        return sum(not day.name for day in self.computation.skipped) if self.computation else 0


def explain(task: Task, rules: LightRules) -> Explanation:
    """Explain the limit of a task as it stands today."""
    sentence = describe(task.limit)
    if task.due_on is None or task.state not in OPEN_STATES:
        return Explanation(sentence)
    try:
        left = workdays_left(rules.today, task.due_on, rules.calendar)
        computation = _count(task, rules, left)
    except YearMissing as missing:
        return Explanation(sentence, missing_year=missing.year)
    grid = weeks(computation, rules.today) if computation else ()
    return Explanation(sentence, left, computation, grid)


def _count(task: Task, rules: LightRules, left: int) -> Computation | None:
    """Return the count from the event that gave the date, else from today; None where there is nothing to look at."""
    counted = None
    if task.event_on:
        counted = compute(
            task.limit, start=task.event_on, calendar=rules.calendar, event_on=task.event_on,
            last_update_on=task.event_on,
        )  # fmt: skip
    if counted and counted.due_on == task.due_on and counted.unit is DayUnit.WORKDAY:
        return counted if counted.length <= LONGEST_GRID else None
    return add_workdays(rules.today, left, rules.calendar) if 0 < left <= LONGEST_GRID else None


def _stretches(days: Sequence[CountedDay]) -> list[Stretch]:
    found: list[Stretch] = []
    for day in days:
        if found and found[-1].name == day.name and found[-1].last + ONE_DAY == day.day:
            found[-1] = Stretch(day.name, found[-1].first, day.day)
        else:
            found.append(Stretch(day.name, day.day, day.day))
    return found
