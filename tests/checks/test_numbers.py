"""Findings are numbered through the year without gaps or doubles, also when many hands open them at once."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select

from tests.support.factory import Factory
from tracker.checks import services
from tracker.checks.models import Finding
from tracker.checks.services import Demand
from tracker.db import db
from tracker.history.services import first_broken_entry
from tracker.permissions import Role

HANDS = 20


def test_twenty_hands_at_once_get_twenty_numbers_in_a_row(app: Flask, make: Factory) -> None:
    unit = make.unit()
    checkers = [make.actor(Role.SUPERVISION, name=f"督查{number}") for number in range(HANDS)]

    def find(number: int) -> int:
        with app.app_context():
            return services.add_finding(unit.id, f"第{number}个问题", Demand(), by=checkers[number]).number

    with ThreadPoolExecutor(HANDS) as hands:
        numbers = list(hands.map(find, range(HANDS)))

    assert sorted(numbers) == list(range(1, HANDS + 1))
    with app.app_context():
        kept = {finding.number: finding.found_by for finding in db.session.scalars(select(Finding))}
        assert kept == {number: f"督查{hand}" for hand, number in enumerate(numbers)}
        assert first_broken_entry() is None


def test_a_refused_finding_leaves_no_gap(app: Flask, make: Factory) -> None:
    unit = make.unit()
    checker = make.actor(Role.SUPERVISION)

    def find(days: int) -> int | None:
        with app.app_context():
            try:
                return services.add_finding(unit.id, "缺说明", Demand(days=days), by=checker).number
            except services.RuleBroken:
                return None

    assert [find(10), find(0), find(100), find(10)] == [1, None, None, 2]
