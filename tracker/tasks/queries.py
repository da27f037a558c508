"""Reading tasks: lists, counts, and one with everything on it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, bindparam, case, false, func, nulls_last, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.history.unchanged import while_unchanged
from tracker.holidays.queries import current_calendar
from tracker.organisation.models import Agency, Person, Unit
from tracker.organisation.queries import in_force
from tracker.permissions import Actor, Permission
from tracker.plans.models import Plan, PlanItem
from tracker.plans.rules import PlanState
from tracker.tasks.filters import TaskFilter, conditions, in_open_year, order, visible_to, whose, with_unit
from tracker.tasks.lights import LightKind, LightRules, has_passed, is_near, light_column, light_of
from tracker.tasks.models import Occurrence, Task, TaskTag, TaskUnit
from tracker.tasks.rows import LightCounts, TallyRow, TaskPage, TaskRow, Turns, UnitOnTask, YearTally
from tracker.tasks.rules import OPEN_STATES
from tracker.workdays.rule_sets import DEFAULT, RULE_SETS

LONGEST_EXPORT = 5_000
_PLAIN = (
    "id", "year", "number", "title", "category", "field", "state", "limit_kind", "limit_phrase", "opens_on",
    "first_due_on", "due_on", "done_on", "reported_at", "behind_since", "times_urged", "percent", "count",
    "target_count", "target_unit",
)  # fmt: skip
_plain_of = attrgetter(*_PLAIN)
# what every list asks is put together once
_PRESET = select(Agency.light_preset)
_LISTED = select(*(getattr(Task, name) for name in _PLAIN))
_UNITS = (
    select(
        TaskUnit.task_id, TaskUnit.unit_id, Unit.name, TaskUnit.duty, TaskUnit.own_duty, TaskUnit.named_as,
        TaskUnit.signed_for_at,
    )
    .join(Unit)
    .where(TaskUnit.task_id.in_(bindparam("task_ids", expanding=True)))
    .order_by(TaskUnit.task_id, TaskUnit.position, TaskUnit.id)
)  # fmt: skip
_TAGS = (
    select(TaskTag.task_id, TaskTag.name)
    .where(TaskTag.task_id.in_(bindparam("task_ids", expanding=True)))
    .order_by(TaskTag.name)
)
_COUNTED_TURNS = (
    select(
        Occurrence.task_id, func.count().label("all"), func.count(Occurrence.done_on).label("done"),
        func.min(case((Occurrence.done_on.is_(None), Occurrence.due_on))).label("next_due_on"),
    )
    .where(Occurrence.task_id.in_(bindparam("task_ids", expanding=True)))
    .group_by(Occurrence.task_id)
    .subquery()
)  # fmt: skip
_TURNS = select(
    _COUNTED_TURNS.c.task_id, _COUNTED_TURNS.c.all, _COUNTED_TURNS.c.done, Occurrence.name, Occurrence.due_on
).outerjoin(
    Occurrence,
    and_(Occurrence.task_id == _COUNTED_TURNS.c.task_id, Occurrence.due_on == _COUNTED_TURNS.c.next_due_on),
)


def get_light_rules(today: date) -> LightRules:
    """Return what decides the lights on ``today`` in this agency."""
    return light_rules_of(while_unchanged("light preset", lambda: db.session.scalar(_PRESET)), today)


def light_rules_of(preset: str | None, today: date) -> LightRules:
    """Return what decides the lights under the rule set named ``preset``."""
    return LightRules(RULE_SETS.get(preset or "", DEFAULT), today, current_calendar())


def list_years(by: Actor) -> Sequence[int]:
    """Return the years in which ``by`` may see tasks, newest first."""
    return while_unchanged(("years", *whose(by)), lambda: _years(by))


def _years(by: Actor) -> list[int]:
    return sorted(db.session.scalars(select(Task.year).where(visible_to(by)).distinct()), reverse=True)


def list_tasks(
    wanted: TaskFilter, *, by: Actor, rules: LightRules, sort: str = "due", is_descending: bool = False,
    limit: int = LONGEST_EXPORT, offset: int = 0,
) -> list[TaskRow]:  # fmt: skip
    """Return the tasks that ``by`` may see and the filter finds, in the order ``sort`` (one of filters.SORTS)."""
    found = _LISTED.where(*conditions(wanted, by=by, rules=rules))
    ordered = found.order_by(*order(sort, is_descending=is_descending)).limit(limit).offset(offset)
    return _rows(db.session.execute(ordered).all(), rules)


def list_open_tasks_of(unit_id: int, *, rules: LightRules, limit: int = 500) -> list[TaskRow]:
    """Return the open tasks of all years that are not closed that a unit is on, soonest first."""
    mine = _LISTED.where(with_unit(unit_id), Task.state.in_(OPEN_STATES), in_open_year())
    ordered = mine.order_by(*order("due", is_descending=False)).limit(limit)
    return _rows(db.session.execute(ordered).all(), rules)


def list_tasks_by_id(task_ids: Collection[int], *, rules: LightRules) -> list[TaskRow]:
    """Return the tasks with these numbers; the caller has seen to it that the reader may see them."""
    return _rows(db.session.execute(_LISTED.where(Task.id.in_(task_ids))).all(), rules)


def count_by_light(
    wanted: TaskFilter, found: Sequence[TaskRow] | None = None, *, by: Actor, rules: LightRules
) -> LightCounts:
    """Return how many of the tasks that the filter finds have which light; from ``found`` where that is all of them."""
    if found is not None:
        return LightCounts(**Counter(row.light.kind.value for row in found))
    key = ("lights", wanted, *whose(by), rules.rule_set.key, rules.days)
    return while_unchanged(key, lambda: _count_by_light(wanted, by, rules))


def _count_by_light(wanted: TaskFilter, by: Actor, rules: LightRules) -> LightCounts:
    kind = light_column(rules).label("kind")
    found = select(kind, func.count()).where(*conditions(wanted, by=by, rules=rules)).group_by(kind)
    return LightCounts(**{str(name): int(number) for name, number in db.session.execute(found)})


def tally_year(year: int, *, by: Actor, rules: LightRules) -> YearTally:
    """Count the tasks of a year once, for every tab and light; counted again only after something was written."""
    key = ("tally", year, *whose(by), rules.rule_set.key, rules.days)
    return while_unchanged(key, lambda: _tally_year(year, by, rules))


def _tally_year(year: int, by: Actor, rules: LightRules) -> YearTally:
    passed, soon = func.coalesce(has_passed(rules.today), false()), func.coalesce(is_near(rules.days), false())
    columns = (Task.state, light_column(rules), passed, soon, Task.reported_at.is_(None))
    counted = select(*columns, func.count()).where(Task.year == year, visible_to(by)).group_by(*columns)
    return YearTally(
        [
            TallyRow(state, LightKind(light), bool(is_late), bool(is_soon), bool(is_silent), int(number))
            for state, light, is_late, is_soon, is_silent, number in db.session.execute(counted)
        ]
    )


def get_task(task_id: int, by: Actor) -> Task:
    """Return a task that ``by`` may know of, with its units; raise NotFound."""
    units = selectinload(Task.units).joinedload(TaskUnit.unit)
    task = db.session.scalar(select(Task).where(Task.id == task_id, visible_to(by)).options(units))
    if task is None:
        raise NotFound
    return task


def get_task_with_turns(task_id: int, by: Actor) -> Task:
    """Return a task that ``by`` may know of, with its turns; raise NotFound."""
    seen = select(Task).where(Task.id == task_id, visible_to(by)).options(selectinload(Task.occurrences))
    task = db.session.scalar(seen)
    if task is None:
        raise NotFound
    return task


def get_task_row(task_id: int, *, by: Actor, rules: LightRules) -> TaskRow:
    """Return a task as a list shows it; raise NotFound when ``by`` may not know of it."""
    found = _rows([get_task(task_id, by)], rules)
    return found[0]


def get_task_page(task_id: int, *, by: Actor, rules: LightRules) -> TaskPage:
    """Return a task with all that its page needs, and its neighbours in the year; raise NotFound."""
    everything = (joinedload(Task.item), joinedload(Task.leader), joinedload(Task.officer))
    seen = select(Task).where(Task.id == task_id, visible_to(by))
    task = db.session.scalar(seen.options(*everything, selectinload(Task.occurrences)))
    if task is None:
        raise NotFound
    numbers = select(Task.id).where(Task.year == task.year, visible_to(by)).limit(1)
    before = numbers.where(Task.number < task.number).order_by(Task.number.desc()).scalar_subquery()
    after = numbers.where(Task.number > task.number).order_by(Task.number).scalar_subquery()
    previous_id, next_id = db.session.execute(select(before, after)).one()
    return TaskPage(_rows([task], rules)[0], task, previous_id, next_id)


def is_year_closed(year: int) -> bool:
    """Whether the plan of a year is closed."""
    return db.session.scalar(select(Plan.state).where(Plan.year == year)) == PlanState.CLOSED


def get_plan_with_items(plan_id: int) -> Plan:
    """Return a plan with its items and the units they name; raise NotFound."""
    everything = selectinload(Plan.items).selectinload(PlanItem.units)
    plan = db.session.scalar(select(Plan).where(Plan.id == plan_id).options(everything))
    if plan is None:
        raise NotFound
    return plan


def next_number(year: int) -> int:
    """Return the number of the next task of a year."""
    return (db.session.scalar(select(func.max(Task.number)).where(Task.year == year)) or 0) + 1


def list_tags(year: int, by: Actor) -> Sequence[str]:
    """Return the tags on tasks of a year that ``by`` may see, in order."""
    return while_unchanged(("tags", year, *whose(by)), lambda: _tags(year, by))


def _tags(year: int, by: Actor) -> list[str]:
    named = select(TaskTag.name).join(Task, Task.id == TaskTag.task_id).where(Task.year == year, visible_to(by))
    return sorted(db.session.scalars(named.distinct()))


def list_tags_on(task_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the tags of tasks that have some; the caller has seen to it that the reader may see the tasks."""
    tags: dict[int, list[str]] = defaultdict(list)
    for task_id, name in db.session.execute(_TAGS, {"task_ids": list(task_ids)}):
        tags[task_id].append(name)
    return tags


def list_task_ids(wanted: TaskFilter, *, by: Actor, rules: LightRules, limit: int) -> list[int]:
    """Return the numbers of the first ``limit`` tasks that the filter finds."""
    found = select(Task.id).where(*conditions(wanted, by=by, rules=rules)).order_by(Task.number).limit(limit)
    return list(db.session.scalars(found))


def list_unit_names(by: Actor) -> Sequence[tuple[int, str]]:
    """Return number and name of the units that ``by`` may ask a list about, in their order."""
    return while_unchanged(("unit names", *whose(by)), lambda: _unit_names(by))


def _unit_names(by: Actor) -> list[tuple[int, str]]:
    named = select(Unit.id, Unit.name).order_by(Unit.position, Unit.id)
    if not by.may(Permission.VIEW_ALL_UNITS):
        named = named.where(Unit.id.in_(select(TaskUnit.unit_id).join(Task).where(visible_to(by))))
    return [(unit_id, name) for unit_id, name in db.session.execute(named)]


def list_unit_choices(on: date) -> dict[str, int]:
    """Return the units in force on a day that a task can be given to, by name, in their order."""
    units = select(Unit.name, Unit.id).where(in_force(Unit, on)).order_by(Unit.position, Unit.id)
    return {name: unit_id for name, unit_id in db.session.execute(units)}  # noqa: C416 - rows are no pairs to mypy


def list_people_named(on: date) -> list[tuple[int, str]]:
    """Return the people in force on a day as number and a text that means them, by unit and name."""
    people = select(Person).outerjoin(Unit).where(in_force(Person, on)).options(joinedload(Person.unit))
    ordered = people.order_by(nulls_last(Unit.position.asc()), Person.name, Person.id)
    return [(person.id, text_of_person(person)) for person in db.session.scalars(ordered)]


def list_colleagues(by: Actor, on: date) -> list[tuple[int, str]]:
    """Return the people in force of the unit of ``by``, as number and name."""
    people = select(Person).where(in_force(Person, on), Person.unit_id == by.unit_id).order_by(Person.name, Person.id)
    return [(person.id, f"{person.name} {person.title}".strip()) for person in db.session.scalars(people)]


def text_of_person(person: Person | None) -> str:
    """Return a person as lists to choose from call them: name, title, unit; nobody is an empty text."""
    if person is None:
        return ""
    return "，".join(word for word in (person.name, person.title, person.unit.name if person.unit else "") if word)


def _rows(found: Sequence[Any], rules: LightRules) -> list[TaskRow]:
    """Return rows of tasks (records or Core rows with the columns of ``_PLAIN``) with two more statements in all."""
    if not found:
        return []
    ids = [task.id for task in found]
    units = _units_of(ids)
    turns = _turns_of(ids)
    return [
        TaskRow(
            **dict(zip(_PLAIN, _plain_of(task), strict=True)),
            light=light_of(task, rules, has_turns=task.id in turns),
            units=tuple(units[task.id]),
            turns=turns.get(task.id, Turns()),
        )
        for task in found
    ]


def _units_of(task_ids: list[int]) -> dict[int, list[UnitOnTask]]:
    units: dict[int, list[UnitOnTask]] = defaultdict(list)
    for task_id, unit_id, name, duty, own_duty, named_as, signed_for_at in db.session.execute(
        _UNITS, {"task_ids": task_ids}
    ):
        units[task_id].append(UnitOnTask(unit_id, name, duty, own_duty, named_as, signed_for_at))
    return units


def _turns_of(task_ids: list[int]) -> dict[int, Turns]:
    return {
        task_id: Turns(number, done, name or "", due_on)
        for task_id, number, done, name, due_on in db.session.execute(_TURNS, {"task_ids": task_ids})
    }
