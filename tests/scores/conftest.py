"""The people of the scores: an office, two sections, a leader, a supervisor; today is 20 October 2026."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.ledger.periods import Period, months_period
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.rulesets.models import ScoreRules
from tracker.rulesets.services import take_preset
from tracker.scores.models import Scoring
from tracker.scores.services import ScoringOrder, make_scoring

QUARTER = months_period(2026, 7, 9)


def on(month: int, day: int, year: int = 2026) -> object:
    """The clock of a day."""
    return clock.pinned_at(datetime(year, month, day, 4, tzinfo=UTC))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 10, 20, 4, tzinfo=UTC)):
        yield


@dataclass(frozen=True)
class Bureau:
    """Who takes part."""

    law: Unit
    plan: Unit
    office: Actor
    section: Actor
    other: Actor
    leader: Actor
    supervisor: Actor


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    make.agency()
    office = make.unit("办公室", kind=UnitKind.OFFICE, position=0)
    law, plan = make.unit("法规科", position=1), make.unit("规划科", position=2)
    return Bureau(
        law, plan, make.actor(Role.OFFICE, unit=office), make.actor(Role.SECTION, unit=law, name="王芳"),
        make.actor(Role.SECTION, unit=plan, name="赵强"), make.actor(Role.LEADERSHIP, name="刘局长"),
        make.actor(Role.SUPERVISION, name="钱进"),
    )  # fmt: skip


@pytest.fixture
def rules(bureau: Bureau) -> ScoreRules:
    return take_preset("hundred", by=bureau.office)


def scored(
    rules: ScoreRules, by: Actor, *, period: Period = QUARTER, as_of: date = date(2026, 10, 12), **values: object
) -> Scoring:
    """A scoring of all units for the third quarter."""
    return make_scoring(ScoringOrder(rules.id, period, as_of, **values), by=by)  # type: ignore[arg-type]
