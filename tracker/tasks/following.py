"""Tasks follow an adjustment of their plan: new items become tasks, changed ones are re-worded, dropped ones cancelled.

Progress, states and signatures stay as they are.
"""

from collections.abc import Sequence

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.history.services import record
from tracker.permissions import Actor
from tracker.plans.adjusting import Adjusted
from tracker.plans.models import PlanItem
from tracker.plans.rules import PlanState
from tracker.tasks.breakdown import read_target, title_of
from tracker.tasks.dividing import Share, divide
from tracker.tasks.models import Task
from tracker.tasks.queries import get_plan_with_items
from tracker.tasks.rules import OPEN_STATES, TaskState, check_has_units
from tracker.tasks.schedule import opening_day
from tracker.tasks.services import make_tasks, place_units, texts_of
from tracker.tasks.timing import set_limit


def follow_adjustment(adjusted: Adjusted, by: Actor) -> None:
    """Bring the tasks of a published plan in line with its adjustment, inside the adjustment's transaction."""
    plan = get_plan_with_items(adjusted.adjustment.plan_id)
    if plan.state != PlanState.PUBLISHED:
        return
    shares = divide([*adjusted.added, *adjusted.changed], opening_day(plan.year, clock.today()))
    check_has_units([item.label for item in adjusted.added if not shares[item.id]])
    make_tasks(adjusted.added, plan.year, shares, by=by)
    for item in adjusted.changed:
        _change(item, shares[item.id], by)
    for item in adjusted.dropped:
        _cancel(item, adjusted.adjustment.reason, by)


def _task_of(item: PlanItem) -> Task | None:
    return db.session.scalar(select(Task).where(Task.item_id == item.id, Task.state.in_(OPEN_STATES)))


def _change(item: PlanItem, shares: Sequence[Share], by: Actor) -> None:
    """Give an open task the new words, limit and units of its item; the first date stays."""
    task = _task_of(item)
    if task is None:
        return
    before = texts_of(task)
    first_due_on = task.first_due_on
    target = read_target(item.target)
    task.title, task.requirement, task.deliverable = title_of(item.text), item.text, item.deliverable
    task.target, task.target_count, task.target_unit = item.target, target.count, target.unit
    if task.limit != item.limit:
        set_limit(task, item.limit)
        task.first_due_on = first_due_on or task.due_on
    if shares:
        place_units(task, shares)
    task.version += 1
    record(by, "task.adjusted", task, before=before, after=texts_of(task))


def _cancel(item: PlanItem, reason: str, by: Actor) -> None:
    task = _task_of(item)
    if task is None:
        return
    before = {"state": task.state, "reason": task.reason}
    task.state, task.reason = TaskState.CANCELLED, reason
    task.version += 1
    record(by, "task.cancelled", task, before=before, after={"state": task.state, "reason": reason})
