"""How something of a finished year becomes an item of the next plan, with where it comes from."""

from collections.abc import Sequence

from tracker import clock
from tracker.db import db
from tracker.errors import N_, RuleBroken
from tracker.history.services import record
from tracker.permissions import Actor
from tracker.plans.kept_reading import kept_doubts
from tracker.plans.limit_choices import moved_to_year
from tracker.plans.models import ItemUnit, Plan, PlanItem
from tracker.plans.queries import find_plan_of, list_items
from tracker.plans.reading.model import Doubt
from tracker.plans.rules import PlanState
from tracker.tasks.dividing import divide
from tracker.tasks.models import Task
from tracker.tasks.schedule import opening_day
from tracker.tasks.services import make_tasks
from tracker.workdays.limits import LimitKind, TimeLimit

CARRIED = N_("Carried over from %(year)s, no. %(number)s: does its limit hold for this year, and are its units right?")
PROPOSED = N_("Proposed by the summary of %(year)s: give it a unit and a limit.")
HEADING = "上年度总结提出的事项"


def next_plan(year: int, *, by: Actor) -> Plan:
    """Return the plan of the year after ``year``, a new draft where there is none; inside an open transaction."""
    plan = find_plan_of(year + 1)
    if plan is None:
        plan = Plan(
            year=year + 1, title=f"{year + 1}年政务公开工作要点", state=PlanState.DRAFT, created_at=clock.now(),
            source={}, read_items={}, warnings=[], version=1,
        )  # fmt: skip
        db.session.add(plan)
        db.session.flush()
        record(by, "plan.begun", plan, after={"year": plan.year})
    if plan.state == PlanState.CLOSED:
        raise RuleBroken(N_("%(year)d is closed already; nothing can be carried over into it."), year=plan.year)
    return plan


def carry_task(task: Task, plan: Plan, *, by: Actor) -> PlanItem:
    """Make an item of ``plan`` out of an unfinished task: its words, units and target; the limit moves by a year."""
    origin = f"结转自{task.year}年第{task.number}条"
    item = PlanItem(
        plan_id=plan.id, heading_path=[one for one in (task.category, task.field) if one],
        text=task.requirement or task.title, deliverable=task.deliverable, target=task.target, basis=origin,
        doubts=kept_doubts([Doubt("carried", CARRIED, {"year": task.year, "number": task.number})]),
        is_settled=False, place="", anchors=[], version=1,
    )  # fmt: skip
    item.limit = _moved(task.limit, task.year, plan.year)
    item.units = [
        ItemUnit(unit_id=unit.unit_id, name=unit.unit.name, duty=unit.duty, position=place)
        for place, unit in enumerate(task.units)
    ]
    return _add(item, plan, by)


def propose(text: str, from_year: int, plan: Plan, *, by: Actor) -> PlanItem:
    """Make an item of ``plan`` out of a point of a summary; who does it until when is decided on the plan's page."""
    item = PlanItem(
        plan_id=plan.id, heading_path=[HEADING], text=text, basis=f"{from_year}年度总结", units=[], anchors=[],
        doubts=kept_doubts([Doubt("proposed", PROPOSED, {"year": from_year})]), is_settled=False, version=1,
    )  # fmt: skip
    item.limit = TimeLimit(LimitKind.NONE)
    return _add(item, plan, by)


def _moved(limit: TimeLimit, old: int, new: int) -> TimeLimit:
    """Return a limit for the next year; a day that its words do not give again is left to be decided."""
    moved = moved_to_year(limit, old, new)
    if moved.due_on is not None and moved.due_on.year < new:
        return TimeLimit(LimitKind.NONE)
    return moved


def _add(item: PlanItem, plan: Plan, by: Actor) -> PlanItem:
    """Put an item at the end of its heading; a published plan gets the task of it at once."""
    items = list_items(plan.id)
    alike = [place for place, one in enumerate(items, 1) if one.heading_path == item.heading_path]
    at = alike[-1] if alike else len(items)
    ordered: Sequence[PlanItem] = [*items[:at], item, *items[at:]]
    for position, one in enumerate(ordered):
        one.position = position
    db.session.add(item)
    db.session.flush()
    record(by, "plan.item_carried", item, after={"text": item.text, "basis": item.basis})
    if plan.state == PlanState.PUBLISHED and item.units:
        make_tasks([item], plan.year, divide([item], opening_day(plan.year, clock.today())), by=by)
    return item
