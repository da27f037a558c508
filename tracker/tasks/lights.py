"""The light of a task, the same for one row in Python and for a whole list in one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Date, Integer, and_, case, exists, false, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from tracker.errors import N_
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import DONE_STATES, OPEN_STATES, TaskState
from tracker.tasks.schedule import MEASURED
from tracker.workdays.calendar import Calendar
from tracker.workdays.lights import (
    LightThresholds,
    Shape,
    WorkFacts,
    behind_before,
    light_for,
    months_behind,
    planned_percent,
    thresholds,
)
from tracker.workdays.messages import Message
from tracker.workdays.rule_sets import Colour, RuleSet


class LightKind(StrEnum):
    """The light as pages name it, from the most to the least urgent."""

    STOP = "stop"
    WAIT = "wait"
    GO = "go"
    NONE = "none"
    DONE = "done"


@dataclass(frozen=True)
class TaskLight:
    """A light and what it says."""

    kind: LightKind
    words: Message


@dataclass(frozen=True)
class LightRules:
    """What decides every light of a page: the agency's rule set, the day, the calendar."""

    rule_set: RuleSet
    today: date
    calendar: Calendar

    @property
    def days(self) -> LightThresholds:
        """The days to compare columns with."""
        return thresholds(self.rule_set, self.today, self.calendar)


class LitTask(Protocol):
    """The columns that a light looks at."""

    state: Any
    limit_kind: Any
    opens_on: Any
    due_on: Any
    done_on: Any
    percent: Any
    reported_at: Any
    behind_since: Any
    times_urged: Any


def light_of(task: LitTask, rules: LightRules, *, has_turns: bool = False) -> TaskLight:
    """Return the light of one task; work ``has_turns`` when it is done turn by turn, not evenly."""
    if task.state == TaskState.CANCELLED:
        return TaskLight(LightKind.NONE, Message(N_("Cancelled")))
    light = light_for(_facts(task, rules.today, has_turns=has_turns), rules.rule_set, rules.today, rules.calendar)
    return TaskLight(_kind(light.shape), light.message)


def _facts(task: LitTask, today: date, *, has_turns: bool) -> WorkFacts:
    """Return what is known of a task. Work nobody has reported on yet is not started; it is not behind plan."""
    has_days = task.opens_on is not None and task.due_on is not None
    is_measured = has_days and task.limit_kind in MEASURED and task.reported_at is not None and not has_turns
    return WorkFacts(
        due_on=task.due_on,
        opens_on=task.opens_on,
        is_started=task.reported_at is not None,
        done_on=(task.done_on or task.due_on or today) if task.state in DONE_STATES else None,
        percent=task.percent if is_measured else None,
        planned_percent=planned_percent(task.opens_on, task.due_on, today) if is_measured else None,
        months_behind=months_behind(task.behind_since, today),
        times_urged=0 if task.state == TaskState.SUBMITTED else task.times_urged,
        is_poor_quality=task.state == TaskState.RETURNED,
    )


def light_column(rules: LightRules) -> ColumnElement[str]:
    """Return the kind of light of each task as a column, by the same rules as ``light_of``."""
    claims = list(_claims(rules))
    rule_set, is_open = rules.rule_set, Task.state.in_(OPEN_STATES)
    started = _kind_of(rule_set.on_plan) or LightKind.NONE
    on_plan = case((Task.reported_at.is_(None), LightKind.NONE.value), else_=started.value)
    done_late = _kind_of(rule_set.done_late)
    asked = [
        (and_(is_open, or_(false(), *(claim for colour, claim in claims if _kind_of(colour) is kind))), kind.value)
        for kind in (LightKind.STOP, LightKind.WAIT, LightKind.GO)
    ]
    return case(
        (Task.state == TaskState.CANCELLED, LightKind.NONE.value),
        (
            and_(Task.state.in_(DONE_STATES), Task.done_on > Task.due_on),
            (done_late if done_late in (LightKind.STOP, LightKind.WAIT) else LightKind.DONE).value,
        ),
        (Task.state.in_(DONE_STATES), LightKind.DONE.value),
        *asked,
        else_=on_plan,
    )


def _claims(rules: LightRules) -> Iterator[tuple[Colour, ColumnElement[bool]]]:
    """Yield every colour that the rule set asks for, with the condition under which it does."""
    rule_set, days = rules.rule_set, rules.days
    yield rule_set.late, has_passed(days.today)
    yield rule_set.near, is_near(days)
    yield rule_set.poor_quality, Task.state == TaskState.RETURNED
    yield rule_set.not_started, and_(Task.reported_at.is_(None), Task.opens_on < days.unstarted_before)
    for step in rule_set.urged:
        yield step.colour, and_(Task.times_urged >= step.at_least, Task.state != TaskState.SUBMITTED)
    for step in rule_set.months_behind:
        yield step.colour, Task.behind_since < behind_before(step.at_least, rules.today)
    elapsed = DaysBetween(literal(rules.today, Date), Task.opens_on)
    length = DaysBetween(Task.due_on, Task.opens_on) + 1
    for step in rule_set.behind:
        yield (
            step.colour,
            and_(
                Task.reported_at.is_not(None),
                Task.limit_kind.in_(MEASURED),
                Task.opens_on < rules.today,
                ~exists().where(Occurrence.task_id == Task.id),
                Task.percent <= 100 - step.at_least,
                elapsed * 100 >= (Task.percent + step.at_least) * case((length < 1, 1), else_=length),
            ),
        )


def has_passed(today: date) -> ColumnElement[bool]:
    """Return the condition that the limit has passed."""
    return Task.due_on < today


def is_near(days: LightThresholds) -> ColumnElement[bool]:
    """Return the condition that the limit is near."""
    return Task.due_on.between(days.today, days.near_until) if days.near_until else false()


def _kind_of(colour: Colour) -> LightKind | None:
    """Return the light of a colour; None when the rule set does not ask for one."""
    if colour is Colour.NONE:
        return None
    if colour.severity >= Colour.ORANGE.severity:
        return LightKind.STOP
    return LightKind.GO if colour is Colour.GREEN else LightKind.WAIT


def _kind(shape: Shape) -> LightKind:
    return LightKind(shape.value.removeprefix("l-"))


class DaysBetween(FunctionElement[int]):
    """The number of days from the second date to the first, in either database."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(DaysBetween, "sqlite")
def _days_on_sqlite(element: DaysBetween, compiler: Any, **kwargs: Any) -> str:
    later, earlier = (compiler.process(one, **kwargs) for one in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(DaysBetween, "postgresql")
def _days_on_postgresql(element: DaysBetween, compiler: Any, **kwargs: Any) -> str:
    later, earlier = (compiler.process(one, **kwargs) for one in element.clauses)
    return f"(CAST({later} AS DATE) - CAST({earlier} AS DATE))"
