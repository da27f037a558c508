"""What may be done with many tasks at once, and until when it may be undone."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.errors import N_, RuleBroken

MOST_PICKED = 200
LONGEST_TAG = 20
MOST_TAGS = 10  # on one task
FARTHEST_MOVE = 250  # working days
UNDONE_WITHIN = timedelta(hours=1)


class BulkKind(StrEnum):
    """What is done with many tasks at once."""

    ASSIGN = "assign"  # 改派
    LIMIT = "limit"  # 改时限
    TAG = "tag"
    UNTAG = "untag"
    ACCEPT = "accept"  # 审核通过


def check_number_picked(number: int) -> None:
    """Raise RuleBroken unless 1 to 200 tasks are picked."""
    if number == 0:
        raise RuleBroken(N_("Tick the tasks that are meant."))
    if number > MOST_PICKED:
        raise RuleBroken(
            N_("At most %(limit)d tasks at once; these are %(number)d. Narrow the list by a filter."),
            limit=MOST_PICKED, number=number,
        )  # fmt: skip


def check_day_or_days(due_on: date | None, workdays: int | None) -> None:
    """Raise RuleBroken unless limits are moved either to a day or by a number of working days."""
    if (due_on is None) == (workdays is None):
        raise RuleBroken(
            N_("Enter the new day, or by how many working days the limits move: one of them."), field="due_on"
        )
    if workdays is not None and not 1 <= workdays <= FARTHEST_MOVE:
        raise RuleBroken(N_("Limits move by 1 to %(most)d working days."), field="workdays", most=FARTHEST_MOVE)


def check_tag(name: str) -> None:
    """Raise RuleBroken unless ``name`` can be a tag: 1 to 20 characters without a comma."""
    if not name or len(name) > LONGEST_TAG or re.search("[,，、;；]", name):
        raise RuleBroken(
            N_("A tag is one word of at most %(limit)d characters, without commas."), field="tag", limit=LONGEST_TAG
        )


def check_room_for_tag(number: int) -> None:
    """Raise RuleBroken when a task has so many tags already that one more tells nothing."""
    if number >= MOST_TAGS:
        raise RuleBroken(N_("It has %(number)d tags already; take one off first."), number=number)


def check_not_so_already(*, is_so: bool) -> None:
    """Raise RuleBroken when nothing of a task would change."""
    if is_so:
        raise RuleBroken(N_("Nothing would change: it is so already."))


def check_day_can_move(*, moves_with_turns: bool, has_day: bool) -> None:
    """Raise RuleBroken when the day of a task follows from its turns, or there is no day to count from."""
    if moves_with_turns:
        raise RuleBroken(N_("Its days follow from its turns; change the wording of its limit."))
    if not has_day:
        raise RuleBroken(N_("It has no day yet from which working days could be counted."))


def check_not_changed_since(*, is_changed: bool) -> None:
    """Raise RuleBroken when somebody changed a task after it was picked, or after the change that is undone."""
    if is_changed:
        raise RuleBroken(N_("It was changed meanwhile; look at it first."))


def check_may_undo(done_at: datetime, now: datetime, *, is_undone: bool) -> None:
    """Raise RuleBroken when a change of many tasks was undone before, or more than an hour ago."""
    if is_undone:
        raise RuleBroken(N_("This was undone already."))
    if now - done_at > UNDONE_WITHIN:
        raise RuleBroken(N_("It can only be undone within an hour; change the tasks again instead."))
