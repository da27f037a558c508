"""Matters, complaints and rounds are numbered through the year without gaps or doubles, also under many hands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask

from tests.support.factory import Factory
from tracker.checks import checking
from tracker.checks.checking import RoundPlan
from tracker.checks.rounds import TaskChoice
from tracker.checks.rules import RoundKind
from tracker.complaints import services as complaints
from tracker.complaints.rules import Channel, ComplaintKind
from tracker.complaints.services import ComplaintContent
from tracker.history.services import first_broken_entry
from tracker.matters import services as matters
from tracker.matters.rules import Source
from tracker.matters.services import MatterContent
from tracker.permissions import Actor, Role

HANDS = 20
DAY = date(2026, 10, 12)


def register_matter(unit_id: int, by: Actor) -> int:
    content = MatterContent(Source.LEADER, "", "公布结果", "月底前", unit_id, date(2026, 12, 30))
    return matters.register_matter(content, by=by).number


def register_complaint(_: int, by: Actor) -> int:
    content = ComplaintContent(ComplaintKind.OPINION, Channel.BOX, DAY, "太慢")
    return complaints.register_complaint(content, by=by).number


def open_round(_: int, by: Actor) -> int:
    return checking.open_round(RoundPlan(2026, RoundKind.SPECIAL, "专项检查", DAY, DAY), TaskChoice(), by=by).number


@pytest.mark.parametrize("begin", [register_matter, register_complaint, open_round])
def test_twenty_hands_at_once_get_twenty_numbers_in_a_row(
    app: Flask, make: Factory, begin: Callable[[int, Actor], int]
) -> None:
    unit = make.unit()
    make.task(lead=unit)
    checkers = [make.actor(Role.SUPERVISION, name=f"督查{number}") for number in range(HANDS)]

    def work(by: Actor) -> int:
        with app.app_context():
            return begin(unit.id, by)

    with ThreadPoolExecutor(HANDS) as hands:
        numbers = list(hands.map(work, checkers))

    assert sorted(numbers) == list(range(1, HANDS + 1))
    with app.app_context():
        assert first_broken_entry() is None
