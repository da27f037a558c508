"""What tests of the round trip share."""

from datetime import date

import pytest

from tests.roundtrip.sheets import YEAR
from tests.support.factory import Factory
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.tasks.models import Task


@pytest.fixture
def unit(make: Factory) -> Unit:
    """A section."""
    return make.unit("规划科")


@pytest.fixture
def officer(make: Factory, unit: Unit) -> Actor:
    """Its officer."""
    return make.actor(Role.SECTION, unit=unit)


@pytest.fixture
def office(make: Factory) -> Actor:
    """Somebody of the office."""
    return make.actor(Role.OFFICE)


@pytest.fixture
def tasks(make: Factory, unit: Unit) -> list[Task]:
    """One task told in percent, one that counts things, one on which the unit co-operates."""
    return [
        make.task(lead=unit, year=YEAR, due_on=date(YEAR, 12, 31)),
        make.task(lead=unit, year=YEAR, target="不少于12期", target_count=12, target_unit="期"),
        make.task(lead=make.unit("法规科"), coop=(unit,), year=YEAR),
    ]
