"""Deciding what becomes of unfinished tasks, one or many at once, and of what the summary proposes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.models import PlanItem
from tracker.tasks.models import Task
from tracker.tasks.queries import is_year_closed
from tracker.tasks.rules import DONE_STATES, OPEN_STATES, TaskState, check_year_is_open
from tracker.tasks.services import cancel_task
from tracker.years.carrying import next_plan, propose
from tracker.years.models import PlanProposal, YearDecision
from tracker.years.queries import list_proposals
from tracker.years.rules import Decision, Fate, ProposalState, check_chosen, check_decision, check_reason


def decide_tasks(year: int, task_ids: Sequence[int], decision: Decision, *, by: Actor) -> int:
    """Decide what becomes of unfinished tasks of a year: all of them or none. Return how many.

    Cancelling and finishing late change the tasks at once; carrying over and merging take effect with the closing.
    """
    by.must(Permission.ASSIGN_TASKS)
    with transaction():
        check_year_is_open(year, is_closed=is_year_closed(year))
        check_chosen(len(task_ids))
        check_decision(decision, today=clock.today(), year=year)
        tasks = _open_tasks(year, task_ids)
        if decision.fate is Fate.MERGED:
            _check_target(year, decision.into_id or 0, task_ids)
        for task in tasks:
            _decide(task, decision, by)
    return len(tasks)


def _open_tasks(year: int, task_ids: Sequence[int]) -> list[Task]:
    found = select(Task).where(Task.year == year, Task.id.in_(task_ids)).options(selectinload(Task.occurrences))
    tasks = list(db.session.scalars(found.order_by(Task.number)))
    settled = [task for task in tasks if task.state not in OPEN_STATES]
    if settled or len(tasks) != len(set(task_ids)):
        raise RuleBroken(
            N_("Some of these tasks are no longer unfinished: %(numbers)s. Look at the list again."),
            field="tasks", numbers="、".join(str(task.number) for task in settled) or "?",
        )  # fmt: skip
    return tasks


def _check_target(year: int, into_id: int, task_ids: Sequence[int]) -> None:
    into = db.session.get(Task, into_id)
    above = db.session.scalar(select(YearDecision).where(YearDecision.task_id == into_id))
    is_carried = above is not None and above.fate is Fate.CARRIED
    if into is None or into.year != year or into_id in task_ids or not (is_carried or into.state in DONE_STATES):
        raise RuleBroken(
            N_("A task is merged into another one of the year that is carried over or finished."), field="into"
        )


def _decide(task: Task, decision: Decision, by: Actor) -> None:
    row = db.session.scalar(select(YearDecision).where(YearDecision.task_id == task.id))
    before = {"fate": row.fate, "reason": row.reason} if row else {}
    if row is not None and row.item_id is not None and decision.fate is not Fate.CARRIED:
        _check_item_gone(task, row.item_id)
    row = row or YearDecision(year=task.year, task_id=task.id, version=0)
    if decision.fate is Fate.CANCELLED:
        cancel_task(task.id, decision.reason, by=by)
    elif decision.fate is Fate.DONE_LATE:
        _finish_late(task, decision, by)
    row.fate, row.reason, row.into_id, row.done_on = (
        decision.fate, decision.reason.strip(), decision.into_id if decision.fate is Fate.MERGED else None,
        decision.done_on,
    )  # fmt: skip
    if decision.fate is not Fate.CARRIED:
        row.item_id = None
    row.decided_by, row.decided_at = by.name, clock.now()
    row.version = (row.version or 0) + 1
    db.session.add(row)
    db.session.flush()
    after = {"fate": decision.fate, "reason": row.reason, "done_on": decision.done_on}
    record(by, "year.task_decided", task, before=before, after=after)


def _check_item_gone(task: Task, item_id: int) -> None:
    item = db.session.get(PlanItem, item_id)
    if item is not None and not item.is_dropped:
        raise RuleBroken(
            N_("Task %(number)d stands in the next plan already; take it out there first."),
            field="tasks", number=task.number,
        )  # fmt: skip


def _finish_late(task: Task, decision: Decision, by: Actor) -> None:
    """Close a task whose work was done after its limit, by the office's word and reason."""
    before = {"state": task.state, "done_on": task.done_on, "percent": task.percent}
    task.state, task.done_on, task.percent, task.reason = (
        TaskState.DONE, decision.done_on, 100, decision.reason.strip()
    )  # fmt: skip
    for turn in task.occurrences:
        turn.done_on = turn.done_on or decision.done_on
    task.version += 1
    after = {"state": task.state, "done_on": task.done_on, "percent": 100, "reason": task.reason}
    record(by, "task.finished_late", task, before=before, after=after)


def take_proposals(year: int, keys: Sequence[str], *, by: Actor) -> int:
    """Make items of the next plan out of points of a year's summary; return how many."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = next_plan(year, by=by)
        for proposal, row in _undecided(year, keys):
            row.state, row.item_id = ProposalState.TAKEN, propose(proposal, year, plan, by=by).id
            _save(row, by, "year.proposal_taken")
    return len(keys)


def dismiss_proposals(year: int, keys: Sequence[str], reason: str, *, by: Actor) -> int:
    """Leave points of a year's summary out of the next plan, with the reason; return how many."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        check_reason(reason)
        for _, row in _undecided(year, keys):
            row.state, row.reason = ProposalState.DISMISSED, reason.strip()
            _save(row, by, "year.proposal_dismissed")
    return len(keys)


def _undecided(year: int, keys: Sequence[str]) -> list[tuple[str, PlanProposal]]:
    if not keys:
        raise RuleBroken(N_("Tick the points that the decision is about."), field="keys")
    known = {one.key: one for one in list_proposals(year)}
    if any(key not in known or known[key].state is not None for key in keys):
        raise RuleBroken(N_("Some of these points are decided already or no longer in the summary. Look again."))
    return [
        (known[key].text, PlanProposal(from_year=year, key=key, kind=known[key].kind, text=known[key].text, reason=""))
        for key in keys
    ]


def _save(row: PlanProposal, by: Actor, event: str) -> None:
    row.decided_by, row.decided_at = by.name, clock.now()
    db.session.add(row)
    db.session.flush()
    record(by, event, row, after={"text": row.text, "reason": row.reason})
