"""What a section should look at first: returned, late, due soon, to sign for; then this month; then the rest."""

from collections.abc import Iterable
from datetime import date

from tracker.progress.rows import NOW, DutyRow, ReportRow, Work, WorkGroup
from tracker.progress.rules import WAITING, ReportState
from tracker.tasks.lights import LightRules
from tracker.tasks.rows import TaskRow, UnitOnTask


def group_of(
    task: TaskRow, unit: UnitOnTask, last: ReportRow | None, rules: LightRules
) -> tuple[WorkGroup, date | None]:  # fmt: skip
    """Return where a task stands for one of its units, and the day that is next for it.

    Standing work has no limit, but its next report has a day. What waits for head or office asks nothing of the unit.
    """
    due_on = task.due_on or task.turns.next_due_on
    if last is not None and last.state == ReportState.RETURNED:
        return WorkGroup.RETURNED, due_on
    if last is not None and last.state in WAITING:
        return WorkGroup.REST, due_on
    if task.due_on is not None and task.due_on < rules.today:
        return WorkGroup.LATE, due_on
    near_until = rules.days.near_until
    if due_on is not None and near_until is not None and due_on <= near_until:
        return WorkGroup.SOON, due_on
    if unit.signed_for_at is None:
        return WorkGroup.TO_SIGN, due_on
    month = (rules.today.year, rules.today.month)
    is_this_month = due_on is not None and (due_on.year, due_on.month) <= month
    return (WorkGroup.MONTH if is_this_month else WorkGroup.REST), due_on


def sorted_work(rows: Iterable[DutyRow]) -> Work:
    """Return the duties in their three parts, each with the most urgent first."""
    order = list(WorkGroup)
    placed = sorted(rows, key=lambda row: (order.index(row.group), row.due_on or date.max, row.task.number))
    return Work(
        now=[row for row in placed if row.group in NOW],
        month=[row for row in placed if row.group == WorkGroup.MONTH],
        rest=[row for row in placed if row.group == WorkGroup.REST],
    )
