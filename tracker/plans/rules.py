"""States of a plan and what may be done in each."""

from enum import StrEnum

from tracker.errors import N_, RuleBroken


class PlanState(StrEnum):
    """draft -> published -> closed; a published plan is never deleted."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Duty(StrEnum):
    """What a unit owes to an item or a task."""

    LEAD = "lead"  # 牵头
    COOP = "coop"  # 配合


def check_is_draft(state: PlanState) -> None:
    """Raise RuleBroken unless the plan may still be edited."""
    if state != PlanState.DRAFT:
        raise RuleBroken(N_("The plan is published and can no longer be edited; record an adjustment instead."))
