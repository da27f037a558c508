"""States of a task and the moves between them."""

from enum import StrEnum

from tracker.errors import N_, RuleBroken


class TaskState(StrEnum):
    """Where a task stands (DESIGN section 3)."""

    ASSIGNED = "assigned"  # 待签收
    SIGNED_FOR = "signed_for"  # 已签收
    IN_PROGRESS = "in_progress"  # 办理中
    SUBMITTED = "submitted"  # 待审核
    RETURNED = "returned"  # 已退回
    DONE = "done"  # 办结
    ARCHIVED = "archived"  # 已归档
    CANCELLED = "cancelled"  # 已取消, with a reason


S = TaskState
MOVES: dict[TaskState, frozenset[TaskState]] = {
    S.ASSIGNED: frozenset({S.SIGNED_FOR, S.SUBMITTED, S.CANCELLED}),
    S.SIGNED_FOR: frozenset({S.IN_PROGRESS, S.SUBMITTED, S.CANCELLED}),
    S.IN_PROGRESS: frozenset({S.SUBMITTED, S.DONE, S.CANCELLED}),
    S.SUBMITTED: frozenset({S.IN_PROGRESS, S.RETURNED, S.DONE, S.CANCELLED}),
    S.RETURNED: frozenset({S.SUBMITTED, S.IN_PROGRESS, S.CANCELLED}),
    S.DONE: frozenset({S.IN_PROGRESS, S.ARCHIVED}),
    S.ARCHIVED: frozenset(),
    S.CANCELLED: frozenset(),
}
OPEN_STATES = frozenset({S.ASSIGNED, S.SIGNED_FOR, S.IN_PROGRESS, S.SUBMITTED, S.RETURNED})


def check_move(old: TaskState, new: TaskState) -> None:
    """Raise RuleBroken when a task may not go from ``old`` to ``new``."""
    if new not in MOVES[old]:
        raise RuleBroken(N_("The task has moved on meanwhile; look at it again before you go on."))
