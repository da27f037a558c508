"""States of a task, the moves between them, and what is checked when it is made or changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import N_, RuleBroken

LONGEST_TITLE = 200
MOST_NAMED = 12  # items that a refusal lists


class ProofRule(StrEnum):
    """What must prove a task before it is closed."""

    ANY = "any"
    FILE = "file"
    ADDRESS = "address"
    PICTURE = "picture"
    FILE_ADDRESS = "file_address"
    PICTURE_ADDRESS = "picture_address"
    NONE = "none"


@dataclass(frozen=True)
class TaskWording:
    """What a task says, as a person types it.

    ``due_on`` is the last day as the person sees it; ``event_on`` the day of the event, or of the newest update, that
    the limit is counted from. ``proofs`` None leaves what must prove the task as it is.
    """

    title: str
    requirement: str = ""
    deliverable: str = ""
    target: str = ""
    limit_phrase: str = ""
    due_on: date | None = None
    event_on: date | None = None
    proofs: ProofRule | None = None


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
DONE_STATES = frozenset({S.DONE, S.ARCHIVED})


def check_move(old: TaskState, new: TaskState) -> None:
    """Raise RuleBroken when a task may not go from ``old`` to ``new``."""
    if new not in MOVES[old]:
        raise RuleBroken(N_("The task has moved on meanwhile; look at it again before you go on."))


def check_is_open(state: TaskState) -> None:
    """Raise RuleBroken when a task in ``state`` can no longer be changed."""
    if state not in OPEN_STATES:
        raise RuleBroken(N_("This task is finished or cancelled and can no longer be changed."))


def check_year_is_open(year: int, *, is_closed: bool) -> None:
    """Raise RuleBroken when the plan of ``year`` is closed."""
    if is_closed:
        raise RuleBroken(N_("The year %(year)d is closed; its tasks can no longer be changed."), year=year)


def check_units(lead: Sequence[int], coop: Sequence[int]) -> None:
    """Raise RuleBroken unless there is a lead unit and no unit stands in both places."""
    if not lead:
        raise RuleBroken(N_("Choose at least one lead unit."), field="lead")
    if set(lead) & set(coop):
        raise RuleBroken(N_("A unit cannot lead and co-operate on the same task."), field="coop")


def check_title(title: str) -> None:
    """Raise RuleBroken for a title that is blank or longer than 200 characters."""
    if not title.strip():
        raise RuleBroken(N_("Write what is to be done."), field="title")
    if len(title) > LONGEST_TITLE:
        raise RuleBroken(
            N_("A title has at most %(limit)d characters; put the rest into the requirement."),
            field="title", limit=LONGEST_TITLE,
        )  # fmt: skip


def check_reason(reason: str) -> None:
    """Raise RuleBroken when a cancellation gives no reason."""
    if not reason.strip():
        raise RuleBroken(N_("Write the reason; it stays with the task."), field="reason")


def check_has_items(number: int) -> None:
    """Raise RuleBroken when a plan has no item to make a task of."""
    if number == 0:
        raise RuleBroken(N_("This plan has no item yet. Add the items first, then publish it."))


def check_has_units(items: Sequence[str]) -> None:
    """Raise RuleBroken naming the ``items`` of a plan for which no unit is known."""
    if items:
        raise RuleBroken(
            N_("%(count)d items have no unit that is known, so nobody would do them: %(items)s"),
            count=len(items), items="；".join(items[:MOST_NAMED]) + ("…" if len(items) > MOST_NAMED else ""),
        )  # fmt: skip


def check_may_delegate(*, is_lead: bool, is_colleague: bool) -> None:
    """Raise RuleBroken unless a lead unit names one of its own people as responsible."""
    if not is_lead:
        raise RuleBroken(N_("Only a lead unit names who is responsible for the task."))
    if not is_colleague:
        raise RuleBroken(N_("Choose a colleague of your own unit."), field="person")


def check_may_sign(*, is_on_task: bool, is_signed: bool) -> None:
    """Raise RuleBroken when a unit is not on the task, or has signed for it already."""
    if not is_on_task:
        raise RuleBroken(N_("Your unit is not on this task."))
    if is_signed:
        raise RuleBroken(N_("Your unit has signed for this task already."))
