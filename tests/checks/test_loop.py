"""The loop of a finding under any order of moves by anybody: it closes only after a re-check by another person of
another unit, and from every state it can be closed by the people whose duty it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.support.factory import Factory
from tracker.checks import services
from tracker.checks.queries import get_finding
from tracker.checks.rules import MOVES, FindingState
from tracker.checks.services import Demand
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.organisation.models import Unit
from tracker.permissions import GRANTS, Actor, Permission, Role

S = FindingState
MOVE_TO = {
    "answer": (Permission.RECTIFY, S.RECTIFIED),
    "pass": (Permission.RECHECK, S.CLOSED),
    "return": (Permission.RECHECK, S.RETURNED),
    "reopen": (Permission.RECHECK, S.OPEN),
}


def do(finding_id: int, move: str, by: Actor) -> None:
    if move == "answer":
        services.answer_finding(finding_id, "已整改", by=by)
    elif move == "reopen":
        services.reopen_finding(finding_id, "又出现了", by=by)
    else:
        services.recheck(finding_id, move == "pass", "看过", by=by)


class Loop(RuleBasedStateMachine):
    """Keeps beside the finding who answered it, and foretells which move is allowed."""

    make: Factory
    own: Unit
    other: Unit
    people: Sequence[Actor]

    @initialize()
    def found(self) -> None:
        self.finder = self.make.actor(Role.SUPERVISION, unit=self.other)
        self.id = services.add_finding(self.own.id, "三个链接打不开", Demand(), by=self.finder).id
        self.state = S.OPEN
        self.rectifiers: list[Actor] = []
        self.passed_by: Actor | None = None

    @rule(move=st.sampled_from(list(MOVE_TO)), person=st.integers(0, 20), now=st.none() | st.sampled_from(list(Role)))
    def anybody_tries_anything(self, move: str, person: int, now: Role | None) -> None:
        """``now``: the person has got another role meanwhile."""
        by = self.people[person]
        self.try_move(move, replace(by, role=now) if now else by)

    @rule(person=st.integers(0, 20))
    def somebody_of_the_unit_answers(self, person: int) -> None:
        self.try_move("answer", replace(self.people[person], role=Role.SECTION, unit_id=self.own.id))

    @rule(move=st.sampled_from(["pass", "return", "reopen"]), person=st.integers(0, 20))
    def somebody_in_the_supervision_group_acts(self, move: str, person: int) -> None:
        self.try_move(move, replace(self.people[person], role=Role.SUPERVISION))

    @rule(move=st.sampled_from(["pass", "return"]), number=st.integers(1, 10))
    def who_answered_comes_back_with_an_account_in_the_supervision_group(self, move: str, number: int) -> None:
        for who in self.rectifiers[:number]:
            self.try_move(move, replace(who, role=Role.SUPERVISION, account_id=9_000 + number, unit_id=self.other.id))

    def try_move(self, move: str, by: Actor) -> None:
        if not self.is_allowed(move, by):
            with pytest.raises((NotAllowed, NotFound, RuleBroken)):
                do(self.id, move, by)
            return
        do(self.id, move, by)
        self.state = MOVE_TO[move][1]
        if move == "answer":
            self.rectifiers.append(by)
        self.passed_by = by if move == "pass" else None

    def is_allowed(self, move: str, by: Actor) -> bool:
        permission, new = MOVE_TO[move]
        if by.role is None or permission not in GRANTS[by.role] or new not in MOVES[self.state]:
            return False
        if move == "answer":
            return by.unit_id == self.own.id
        is_same = any(by.account_id == who.account_id or by.name == who.name for who in self.rectifiers)
        return move == "reopen" or (by.unit_id != self.own.id and not is_same)

    @invariant()
    def it_stands_where_foretold_and_is_closed_only_after_a_recheck_by_somebody_else(self) -> None:
        finding = get_finding(self.id, self.finder)
        rounds = finding.rectifications
        assert (finding.state, len(rounds)) == (self.state, len(self.rectifiers))
        if finding.state is S.CLOSED:
            assert self.passed_by is not None
            assert rounds[-1].is_passed
            assert rounds[-1].rechecker_id == self.passed_by.account_id
            assert rounds[-1].rechecker_id not in {one.submitter_id for one in rounds}
            assert rounds[-1].rechecked_by not in {one.submitted_by for one in rounds}
            assert self.passed_by.unit_id != finding.unit_id
            assert (finding.closed_by, finding.closed_on) == (self.passed_by.name, date(2026, 10, 13))

    def teardown(self) -> None:
        """No state is a dead end: an officer of the unit and a new checker of another unit can always close it."""
        officer = self.make.actor(Role.SECTION, unit=self.own, name="王芳")
        checker = self.make.actor(Role.SUPERVISION, unit=self.other, name="赵敏")
        if self.state is S.CLOSED:
            do(self.id, "reopen", checker)
        if self.state is not S.RECTIFIED:
            do(self.id, "answer", officer)
        do(self.id, "pass", checker)
        assert get_finding(self.id, checker).state is S.CLOSED


@pytest.mark.usefixtures("context")
def test_no_finding_closes_without_a_recheck_by_somebody_else_and_no_state_is_a_dead_end(make: Factory) -> None:
    own, other = make.unit(), make.unit()
    people = [
        make.actor(role, unit=unit, name=f"{role}{at}") for role in Role for at, unit in enumerate((own, other, None))
    ]
    here = {"make": make, "own": own, "other": other, "people": people}
    usual = settings(
        max_examples=40, stateful_step_count=30, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run_state_machine_as_test(type("ThisLoop", (Loop,), here), settings=usual)
