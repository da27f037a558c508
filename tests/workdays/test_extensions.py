from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.workdays.extensions import (
    DueChange,
    Extension,
    ExtensionState,
    check_extension_asked,
    check_extension_decided,
    check_extension_seen,
    check_extension_withdrawn,
    decided_due,
    due_changes,
)

FIRST = date(2026, 8, 28)


def granted(decided_on: date, due_on: date) -> Extension:
    return Extension(ExtensionState.GRANTED, decided_on, due_on, decided_on, due_on)


def ask(
    *,
    due_on: date | None = FIRST,
    extensions: tuple[Extension, ...] = (),
    asked_on: date = date(2026, 8, 20),
    asked_due_on: date = date(2026, 9, 8),
    reason: str = "发布平台升级",
    progress: str = "已完成八成",
) -> None:
    check_extension_asked(
        due_on, extensions, asked_on=asked_on, asked_due_on=asked_due_on, reason=reason, progress=progress
    )


def test_the_date_granted_last_counts() -> None:
    first, second = granted(date(2026, 8, 20), date(2026, 9, 8)), granted(date(2026, 9, 1), date(2026, 9, 30))

    assert decided_due(FIRST, []) == FIRST
    assert decided_due(FIRST, [first]) == date(2026, 9, 8)
    assert decided_due(FIRST, [second, first]) == date(2026, 9, 30)


@pytest.mark.parametrize(
    "state", [ExtensionState.ASKED, ExtensionState.SEEN, ExtensionState.REFUSED, ExtensionState.WITHDRAWN]
)
def test_what_is_not_granted_moves_nothing(state: ExtensionState) -> None:
    extension = Extension(state, date(2026, 8, 20), date(2026, 9, 8), date(2026, 8, 21))

    assert decided_due(FIRST, [extension]) == FIRST


def test_the_leadership_may_grant_another_day_than_the_one_asked_for() -> None:
    extension = Extension(
        ExtensionState.GRANTED, date(2026, 8, 20), date(2026, 9, 30), date(2026, 8, 21), date(2026, 9, 8)
    )

    assert decided_due(FIRST, [extension]) == date(2026, 9, 8)


@given(
    st.dates(date(2019, 1, 1), date(2030, 1, 1)),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400), st.sampled_from(ExtensionState)), max_size=6),
)
def test_no_extension_moves_the_first_date_and_every_granted_one_stays_visible(
    first: date, decisions: list[tuple[int, int, ExtensionState]]
) -> None:
    extensions = [
        Extension(state, first, first, first + timedelta(days=when), first + timedelta(days=longer))
        for when, longer, state in decisions
    ]

    changes = due_changes(first, extensions)

    assert changes[0] == DueChange(first)
    assert len(changes) == 1 + sum(state is ExtensionState.GRANTED for _, _, state in decisions)
    assert decided_due(first, extensions) == changes[-1].due_on
    assert all(change.due_on > first for change in changes[1:])


@pytest.mark.parametrize("asked_on", [date(2026, 8, 20), FIRST])
def test_an_extension_can_be_asked_for_to_the_last_day_of_the_limit(asked_on: date) -> None:
    ask(asked_on=asked_on)


def test_an_extension_is_refused_once_the_limit_has_passed() -> None:
    with pytest.raises(RuleBroken, match="passed on 2026-08-28"):
        ask(asked_on=date(2026, 8, 29))


def test_work_without_a_limit_has_nothing_to_extend() -> None:
    with pytest.raises(RuleBroken, match="no time limit"):
        ask(due_on=None)


@pytest.mark.parametrize("state", [ExtensionState.ASKED, ExtensionState.SEEN])
def test_a_second_request_waits_for_the_decision_on_the_first(state: ExtensionState) -> None:
    with pytest.raises(RuleBroken, match="not decided yet"):
        ask(extensions=(Extension(state, date(2026, 8, 1), date(2026, 9, 1)),))


@pytest.mark.parametrize(
    ("given_wrong", "field"),
    [
        ({"asked_due_on": FIRST}, "asked_due_on"),
        ({"reason": "  "}, "reason"),
        ({"progress": ""}, "progress"),
    ],
)
def test_a_request_needs_a_later_day_a_reason_and_the_progress(given_wrong: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        ask(**given_wrong)  # type: ignore[arg-type]

    assert refusal.value.field == field


def test_the_head_sees_it_once_and_then_it_is_decided_once() -> None:
    check_extension_seen(ExtensionState.ASKED)
    check_extension_decided(ExtensionState.SEEN, FIRST, date(2026, 9, 8))
    check_extension_decided(ExtensionState.SEEN, FIRST, None)
    check_extension_withdrawn(ExtensionState.SEEN)

    with pytest.raises(RuleBroken, match="not waiting for the head"):
        check_extension_seen(ExtensionState.SEEN)
    with pytest.raises(RuleBroken, match="has not seen"):
        check_extension_decided(ExtensionState.ASKED, FIRST, date(2026, 9, 8))
    with pytest.raises(RuleBroken, match="decided already"):
        check_extension_decided(ExtensionState.GRANTED, FIRST, date(2026, 9, 8))
    with pytest.raises(RuleBroken, match="decided already"):
        check_extension_withdrawn(ExtensionState.REFUSED)
    with pytest.raises(RuleBroken, match="later than 2026-08-28"):
        check_extension_decided(ExtensionState.SEEN, FIRST, FIRST)
