"""What one change of many does to one task, and what is kept of the task so that it can be put back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tracker.bulk.rules import BulkKind, check_day_can_move, check_not_so_already, check_room_for_tag
from tracker.db import db
from tracker.organisation.models import Person
from tracker.plans.rules import Duty
from tracker.tasks.dividing import Share
from tracker.tasks.models import Task, TaskTag
from tracker.tasks.rules import check_is_open
from tracker.tasks.schedule import moves_with_turns
from tracker.tasks.services import people_on, place_units
from tracker.workdays.calendar import Calendar

State = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One change: ``check`` raises RuleBroken before anything is touched, ``make`` does it."""

    kind: BulkKind
    check: Callable[[Task], None]
    make: Callable[[Task], None]


@dataclass(frozen=True)
class Kept:
    """What a kind of change touches: how it is kept and put back, and how the history tells it."""

    event: str
    take: Callable[[Task], State]
    put_back: Callable[[Task, State], None]
    tell: Callable[[Task], Mapping[str, object]]


def giving(unit_id: int) -> Change:
    """Return the change that makes a unit the only lead; an officer whose unit leaves the task leaves with it."""

    def check(task: Task) -> None:
        check_is_open(task.state)
        leads = [unit.unit_id for unit in task.units if unit.duty == Duty.LEAD]
        check_not_so_already(is_so=leads == [unit_id])

    def make(task: Task) -> None:
        coops = [
            Share(unit.unit_id, Duty.COOP, unit.named_as)
            for unit in task.units
            if unit.duty == Duty.COOP and unit.unit_id != unit_id
        ]
        place_units(task, [Share(unit_id, Duty.LEAD), *coops])
        if task.officer is not None and task.officer.unit_id not in {unit.unit_id for unit in task.units}:
            _set_officer(task, None)
        _saved_anew(task)

    return Change(BulkKind.ASSIGN, check, make)


def moving(due_on: date | None, workdays: int | None, calendar: Calendar) -> Change:
    """Return the change that moves a limit to a day, or by a number of working days."""

    def moved(task: Task) -> date | None:
        return calendar.workday_after(task.due_on, workdays) if workdays and task.due_on else due_on

    def check(task: Task) -> None:
        check_is_open(task.state)
        check_day_can_move(moves_with_turns=moves_with_turns(task.limit), has_day=bool(due_on or task.due_on))
        check_not_so_already(is_so=moved(task) == task.due_on)

    def make(task: Task) -> None:
        task.due_on = moved(task)
        task.first_due_on = task.first_due_on or task.due_on
        _saved_anew(task)

    return Change(BulkKind.LIMIT, check, make)


def tagging(name: str) -> Change:
    """Return the change that puts a tag on a task."""

    def check(task: Task) -> None:
        check_not_so_already(is_so=name in _names(task))
        check_room_for_tag(len(task.tags))

    return Change(BulkKind.TAG, check, lambda task: _set_tags(task, [*_names(task), name]))


def untagging(name: str) -> Change:
    """Return the change that takes a tag off a task."""
    return Change(
        BulkKind.UNTAG,
        lambda task: check_not_so_already(is_so=name not in _names(task)),
        lambda task: _set_tags(task, [one for one in _names(task) if one != name]),
    )


def _saved_anew(task: Task) -> None:
    task.version += 1
    db.session.flush()
    db.session.refresh(task, ["units"])


def _set_officer(task: Task, person_id: int | None) -> None:
    task.officer_id = person_id
    task.officer = db.session.get(Person, person_id) if person_id else None


def _names(task: Task) -> list[str]:
    return sorted(tag.name for tag in task.tags)


def _set_tags(task: Task, names: list[str]) -> None:
    present = {tag.name: tag for tag in task.tags}
    task.tags = [present.get(name) or TaskTag(name=name) for name in names]


def _units(task: Task) -> State:
    units = [
        [unit.unit_id, unit.duty.value, unit.named_as, unit.own_duty, _text_of(unit.signed_for_at)]
        for unit in task.units
    ]
    return {"units": units, "officer_id": task.officer_id, "version": task.version}


def _put_units_back(task: Task, state: State) -> None:
    kept = state["units"]
    place_units(task, [Share(unit_id, Duty(duty)) for unit_id, duty, *_ in kept])
    for unit, (_, _, named_as, own_duty, signed) in zip(task.units, kept, strict=True):
        unit.named_as, unit.own_duty = named_as, own_duty
        unit.signed_for_at = datetime.fromisoformat(signed) if signed else None
    _set_officer(task, state["officer_id"])
    _saved_anew(task)


def _limit(task: Task) -> State:
    days = {"due_on": task.due_on, "first_due_on": task.first_due_on}
    return {**{name: day.isoformat() if day else "" for name, day in days.items()}, "version": task.version}


def _put_limit_back(task: Task, state: State) -> None:
    for name in ("due_on", "first_due_on"):
        setattr(task, name, date.fromisoformat(state[name]) if state[name] else None)
    _saved_anew(task)


def _text_of(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _tell_tags(task: Task) -> Mapping[str, object]:
    return {"tags": "、".join(_names(task))}


_TAGS = Kept(
    "task.tagged", lambda task: {"tags": _names(task)}, lambda task, state: _set_tags(task, state["tags"]), _tell_tags
)
KEPT: Mapping[BulkKind, Kept] = {
    BulkKind.ASSIGN: Kept("task.assigned", _units, _put_units_back, people_on),
    BulkKind.LIMIT: Kept("task.edited", _limit, _put_limit_back, lambda task: {"due_on": task.due_on}),
    BulkKind.TAG: _TAGS,
    BulkKind.UNTAG: _TAGS,
}
