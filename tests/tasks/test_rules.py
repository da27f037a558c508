"""The moves between the states of a task, and what is checked before it is changed."""

import pytest

from tracker.errors import RuleBroken
from tracker.tasks.rules import MOVES, OPEN_STATES, TaskState, check_is_open, check_move, check_reason, check_title


@pytest.mark.parametrize("old", TaskState)
@pytest.mark.parametrize("new", TaskState)
def test_c3_moves_outside_the_table_are_refused(old: TaskState, new: TaskState) -> None:
    if new in MOVES[old]:
        check_move(old, new)
    else:
        with pytest.raises(RuleBroken):
            check_move(old, new)


@pytest.mark.parametrize("state", TaskState)
def test_only_an_open_task_is_changed(state: TaskState) -> None:
    if state in OPEN_STATES:
        check_is_open(state)
    else:
        with pytest.raises(RuleBroken):
            check_is_open(state)


def test_a_title_has_at_most_200_characters() -> None:
    check_title("甲" * 200)

    with pytest.raises(RuleBroken, match="at most 200"):
        check_title("甲" * 201)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_cancellation_needs_a_reason(reason: str) -> None:
    with pytest.raises(RuleBroken):
        check_reason(reason)
