"""How reports move a task: its state out of the reports there are, its numbers out of what was accepted."""

from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.progress.rules import WAITING, ReportState
from tracker.tasks.models import Task
from tracker.tasks.rules import OPEN_STATES, TaskState, check_move
from tracker.tasks.schedule import moves_with_turns
from tracker.tasks.timing import day_that_counts, set_event
from tracker.workdays.limits import LimitKind


def leads(task: Task, unit_id: int) -> bool:
    """Whether the numbers that a unit reports are those of the task: a lead unit, or any where there is no lead."""
    duties = {unit.unit_id: unit.duty for unit in task.units}
    return duties.get(unit_id) == Duty.LEAD or (unit_id in duties and Duty.LEAD not in duties.values())


def standing_of(task: Task) -> dict[str, object]:
    """Return where a task stands, as the history writes it."""
    return {
        "task_state": task.state, "task_percent": task.percent, "task_count": task.count, "task_done_on": task.done_on
    }  # fmt: skip


def settle(task: Task) -> None:
    """Bring the state of an open task in line with its reports: one waits, the newest was returned, or work goes on."""
    if task.state not in OPEN_STATES:
        return
    found = db.session.execute(
        select(ProgressReport.state, ProgressReport.reported_at)
        .where(ProgressReport.task_id == task.id, ProgressReport.state != ReportState.WITHDRAWN)
        .order_by(ProgressReport.id.desc())
    ).all()
    task.reported_at = found[0].reported_at if found else None
    state = TaskState.IN_PROGRESS
    if any(report.state in WAITING for report in found):
        state = TaskState.SUBMITTED
    elif found and found[0].state == ReportState.RETURNED:
        state = TaskState.RETURNED
    if state != task.state:
        check_move(task.state, state)
        task.state = state


def advance(task: Task, report: ProgressReport, day: date) -> None:
    """Take over what an accepted report of a lead unit says: count, percent, and the turn it was about."""
    turn = next((turn for turn in task.occurrences if turn.id == report.occurrence_id), None)
    if turn is not None:
        turn.count = report.count or 0
        if turn.count >= (turn.minimum_count or 0):
            turn.done_on = turn.done_on or day
        task.count = sum(one.count for one in task.occurrences)
    elif report.count is not None:
        task.count = report.count
    task.percent, task.times_urged = _percent(task, report), 0
    if task.limit_kind == LimitKind.LONGEST_GAP:
        set_event(task, max(day, task.event_on or day))
    task.due_on = day_that_counts(task, task.due_on)


def _percent(task: Task, report: ProgressReport) -> int:
    """Return how far the task is: by its count and target, by its turns, or as the report says."""
    if task.target_count and task.count:
        return min(100, task.count * 100 // task.target_count)
    if task.occurrences and moves_with_turns(task.limit):
        return sum(turn.done_on is not None for turn in task.occurrences) * 100 // len(task.occurrences)
    return task.percent if report.percent is None else report.percent


def is_finished(task: Task) -> bool:
    """Whether nothing is left to do: the last turn is done, and the target, if there is one, is reached."""
    turns = task.occurrences if moves_with_turns(task.limit) else []
    is_reached = not task.target_count or task.count >= task.target_count
    return bool(turns) and all(turn.done_on is not None for turn in turns) and is_reached


def close(task: Task, day: date) -> None:
    """Close a task that was reported as done on ``day``."""
    check_move(task.state, TaskState.DONE)
    task.state, task.done_on, task.percent = TaskState.DONE, day, 100
