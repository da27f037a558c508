"""What becomes of each item of a superior plan: covered by items of ours, not ours, or still to be decided."""

from collections.abc import Collection
from enum import StrEnum

from tracker.errors import N_, RuleBroken

MOST_COVERS = 20


class Standing(StrEnum):
    """Where an item of a superior plan stands."""

    OPEN = "open"  # nobody has said yet
    COVERED = "covered"
    NOT_OURS = "not_ours"


class CoverView(StrEnum):
    """The views of a superior plan."""

    ALL = "all"
    OPEN = "open"
    COVERED = "covered"
    NOT_OURS = "not_ours"


def standing_of(*, is_covered: bool, reason: str) -> Standing:
    """Return where an item stands: a reason says that it is not ours."""
    if is_covered:
        return Standing.COVERED
    return Standing.NOT_OURS if reason else Standing.OPEN


def check_decision(covers: Collection[int], reason: str) -> None:
    """Raise RuleBroken when an item would be covered and not ours at once, or covered by half the plan."""
    if covers and reason.strip():
        message = N_("Items of ours are ticked, and there is a reason why it is not ours. Keep one of the two.")
        raise RuleBroken(message, field="reason")
    if len(covers) > MOST_COVERS:
        raise RuleBroken(N_("Tick at most %(most)d items."), field="covers", most=MOST_COVERS)
