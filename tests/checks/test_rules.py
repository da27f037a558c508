"""The rules of checking, as tables of cases."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import pytest

from tracker.checks import rules
from tracker.checks.rules import FindingState, Verdict
from tracker.errors import NotAllowed, RuleBroken
from tracker.permissions import Actor, Role

S = FindingState
DUE = date(2026, 10, 13)


@dataclass(frozen=True)
class Finding:
    unit_id: int = 1
    state: FindingState = S.OPEN
    due_on: date = DUE


@dataclass(frozen=True)
class Rectification:
    submitter_id: int | None = 11
    submitted_by: str = "王芳"


CHECKER = Actor(name="周立", role=Role.SUPERVISION, account_id=12, unit_id=2)


@pytest.mark.parametrize(
    ("old", "allowed"),
    [
        (S.OPEN, {S.RECTIFIED}),
        (S.RECTIFIED, {S.CLOSED, S.RETURNED}),
        (S.RETURNED, {S.RECTIFIED}),
        (S.CLOSED, {S.OPEN}),
    ],
)
def test_a_finding_moves_only_along_the_loop(old: FindingState, allowed: set[FindingState]) -> None:
    for new in S:
        if new in allowed:
            rules.check_move(old, new)
        else:
            with pytest.raises(RuleBroken):
                rules.check_move(old, new)


def test_only_an_answered_finding_can_close_and_from_every_state_closing_is_reachable() -> None:
    assert [old for old in S if S.CLOSED in rules.MOVES[old]] == [S.RECTIFIED]

    for start in S:
        reached = {start}
        while more := {new for old in reached for new in rules.MOVES[old]} - reached:
            reached |= more
        assert S.CLOSED in reached


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        (S.OPEN, DUE, False),
        (S.OPEN, date(2026, 10, 14), True),
        (S.RETURNED, date(2026, 10, 14), True),
        (S.RECTIFIED, date(2026, 10, 14), False),
        (S.CLOSED, date(2026, 10, 14), False),
    ],
)
def test_without_an_answer_in_time_a_finding_counts_as_not_mended(
    state: FindingState, today: date, expected: bool
) -> None:
    assert rules.is_deemed_unmended(Finding(state=state), today) is expected


@pytest.mark.parametrize(
    ("by", "allowed"),
    [
        (CHECKER, True),
        (replace(CHECKER, unit_id=None), True),
        (replace(CHECKER, unit_id=1), False),
        (replace(CHECKER, account_id=11), False),
        (replace(CHECKER, name="王芳"), False),  # the rectifier in a second account
        (replace(CHECKER, account_id=None), False),
        *((replace(CHECKER, role=role), role is Role.SUPERVISION) for role in Role),
        (replace(CHECKER, role=None), False),
    ],
)
def test_a_rectification_is_rechecked_by_another_person_of_another_unit_in_the_supervision_group(
    by: Actor, allowed: bool
) -> None:
    assert (rules.find_recheck_refusal(by, Finding(), [Rectification()]) is None) is allowed

    if not allowed:
        with pytest.raises(NotAllowed):
            rules.check_recheck(by, Finding(), Rectification())


def test_who_rectified_in_an_earlier_round_cannot_recheck_a_later_one() -> None:
    refusal = rules.find_recheck_refusal(CHECKER, Finding(), [Rectification(12), Rectification(11)])

    assert refusal is not None
    assert "Whoever reported" in str(refusal)


@pytest.mark.parametrize(
    ("role", "unit_id", "expected"),
    [
        (Role.SECTION, 1, True),
        (Role.OFFICE, 1, True),
        (Role.SECTION, 2, False),
        (Role.SECTION, None, False),
        (Role.SUPERVISION, 1, False),
        (Role.LEADERSHIP, 1, False),
    ],
)
def test_only_people_of_the_unit_answer_its_finding(role: Role, unit_id: int | None, expected: bool) -> None:
    assert rules.may_answer(Actor(name="王芳", role=role, account_id=5, unit_id=unit_id), Finding()) is expected


def test_a_problem_needs_a_note_and_the_other_verdicts_do_not() -> None:
    for verdict in Verdict:
        if verdict is Verdict.PROBLEM:
            with pytest.raises(RuleBroken) as refused:
                rules.check_note(verdict, " \n ")
            assert refused.value.field == "note"
        else:
            rules.check_note(verdict, "")


@pytest.mark.parametrize(("days", "is_allowed"), [(-1, False), (0, False), (1, True), (120, True), (121, False)])
def test_a_limit_has_1_to_120_working_days(days: int, is_allowed: bool) -> None:
    if is_allowed:
        rules.check_limit(days)
    else:
        with pytest.raises(RuleBroken):
            rules.check_limit(days)


@pytest.mark.parametrize(("count", "is_allowed"), [(None, True), (0, False), (1, True), (100, True), (101, False)])
def test_1_to_100_tasks_of_each_unit_are_drawn(count: int | None, is_allowed: bool) -> None:
    if is_allowed:
        rules.check_count(count)
    else:
        with pytest.raises(RuleBroken):
            rules.check_count(count)


def test_a_text_for_others_is_not_empty_and_carries_no_mark_of_secrecy() -> None:
    rules.check_text("", field="opinion", is_needed=False)
    rules.check_text("商业秘密不予公开", field="opinion")
    for text in (" ", "机密★10年"):
        with pytest.raises(RuleBroken) as refused:
            rules.check_text(text, field="opinion")
        assert refused.value.field == "opinion"


def test_a_draw_can_be_repeated_without_the_program() -> None:
    ids = range(1, 41)
    by_hand = sorted(sorted(ids, key=lambda one: sha256(f"2026:{one}".encode()).hexdigest())[:5])

    assert rules.draw(ids, 5, 2026) == by_hand
    assert rules.draw(reversed(ids), 5, 2026) == by_hand
    assert rules.draw(ids, 5, 2027) != by_hand
    assert rules.draw(ids, 99, 2026) == list(ids)
