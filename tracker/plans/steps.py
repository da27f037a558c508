"""Steps of editing a draft: each keeps how everything it touches stood before, and the last ones can be taken back."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import delete, inspect, select

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.models import ItemUnit, Plan, PlanItem, PlanStep
from tracker.plans.queries import find_last_step, get_plan, list_items
from tracker.plans.rules import Duty, check_is_draft
from tracker.workdays.limits import Frequency, LimitKind

MOST_STEPS = 100
_COLUMNS = tuple(name for name in PlanItem.__table__.columns.keys() if name not in ("id", "plan_id"))  # noqa: SIM118
_UNIT_COLUMNS = ("unit_id", "position", "name", "duty", "is_collective")


class Step:
    """Collects what one step touches; to be filled before each thing is changed."""

    def __init__(self, plan: Plan) -> None:
        """Begin a step in ``plan``."""
        self.plan = plan
        self._items: dict[int, tuple[PlanItem, dict[str, Any]]] = {}
        self._made: list[PlanItem] = []
        self._places: dict[int, int] = {}
        self._front: dict[str, Any] = {}

    def keep(self, *items: PlanItem) -> None:
        """Keep how ``items`` stand now."""
        for item in items:
            if item.id not in self._items and item not in self._made:
                self._items[item.id] = (item, as_kept(item))

    def keep_places(self, items: Iterable[PlanItem]) -> None:
        """Keep the order of ``items``."""
        self._places = {item.id: item.position for item in items}

    def keep_front(self) -> None:
        """Keep the plan's own title and year."""
        self._front = {"title": self.plan.title, "year": self.plan.year}

    def made(self, item: PlanItem) -> None:
        """Note a new item."""
        self._made.append(item)

    def save(self, event: str, by: Actor) -> None:
        """Save the step as ``event`` if it changed anything; only the last hundred steps of a plan are kept."""
        db.session.flush()
        before = {
            "items": [kept for item, kept in self._items.values() if _is_changed(item, kept)],
            "made": [item.id for item in self._made],
            "places": [[item_id, place] for item_id, place in self._places.items()],
            "front": self._front,
        }
        if not any(before.values()):
            return
        db.session.add(PlanStep(plan_id=self.plan.id, event=event, before=before, by=by.name, at=clock.now()))
        db.session.flush()
        newest = select(PlanStep.id).where(PlanStep.plan_id == self.plan.id).order_by(PlanStep.id.desc())
        oldest = db.session.scalar(newest.offset(MOST_STEPS - 1).limit(1))
        if oldest is not None:
            db.session.execute(delete(PlanStep).where(PlanStep.plan_id == self.plan.id, PlanStep.id < oldest))


def undo(plan_id: int, *, by: Actor, step_id: int | None = None) -> PlanStep:
    """Take back the last step of editing a draft; ``step_id`` is the one that was shown, if one was."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_plan(plan_id)
        check_is_draft(plan.state)
        step = find_last_step(plan_id)
        if step is None:
            raise RuleBroken(N_("There is nothing left to take back."))
        if step_id not in (None, step.id):
            raise RuleBroken(N_("Somebody has done another step meanwhile; look at it before you take it back."))
        _restore(plan, step.before)
        db.session.delete(step)
        record(by, "plan.step_undone", plan, after={"step": step.event, "done_by": step.by})
    return step


def _restore(plan: Plan, before: dict[str, Any]) -> None:
    items = {item.id: item for item in list_items(plan.id)}
    for item_id in before["made"]:
        db.session.delete(items.pop(item_id))
    db.session.flush()
    for kept in before["items"]:
        item = items.get(kept["id"])
        if item is None:
            item = items[kept["id"]] = PlanItem(id=kept["id"], plan_id=plan.id, version=kept["version"])
            db.session.add(item)
        put_back(item, kept)
    for item_id, place in before["places"]:
        items[item_id].position = place
    for name, value in before["front"].items():
        setattr(plan, name, value)
    plan.version += bool(before["front"])
    db.session.flush()


def _is_changed(item: PlanItem, kept: dict[str, Any]) -> bool:
    """Whether an item is gone, or says something else than was kept of it."""
    return not inspect(item).persistent or {**as_kept(item), "version": 0} != {**kept, "version": 0}


def as_kept(item: PlanItem) -> dict[str, Any]:
    """Return an item with its units as JSON can keep it."""
    kept = {name: _plain(getattr(item, name)) for name in _COLUMNS}
    units = [{name: _plain(getattr(unit, name)) for name in _UNIT_COLUMNS} for unit in item.units]
    return {"id": item.id, **kept, "units": units}


def put_back(item: PlanItem, kept: dict[str, Any]) -> None:
    """Make an item what it was when it was kept; only its version goes on, so that open forms notice."""
    for name in _COLUMNS:
        if name != "version":
            setattr(item, name, kept[name])
    item.limit_kind = LimitKind(kept["limit_kind"])
    item.limit_frequency = Frequency(kept["limit_frequency"]) if kept["limit_frequency"] else None
    item.limit_due_on = date.fromisoformat(kept["limit_due_on"]) if kept["limit_due_on"] else None
    item.version += 1
    set_units(item, [ItemUnit(**{**unit, "duty": Duty(unit["duty"])}) for unit in kept["units"]])


def set_units(item: PlanItem, units: Sequence[ItemUnit]) -> None:
    """Give an item other units; rows that stay the same name with the same duty are kept."""
    present = {(unit.name, unit.duty): unit for unit in item.units}
    for unit in units:
        old = present.get((unit.name, unit.duty))
        if old is not None:
            old.unit_id, old.position, old.is_collective = unit.unit_id, unit.position, unit.is_collective
    item.units = [present.get((unit.name, unit.duty), unit) for unit in units]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
