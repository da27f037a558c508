"""The people of the ledgers: an office, two sections, a leader; today is 20 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 11, 20, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def law_unit(make: Factory) -> Unit:
    return make.unit("法规科")


@pytest.fixture
def office_unit(make: Factory) -> Unit:
    return make.unit("办公室", kind=UnitKind.OFFICE)


@pytest.fixture
def office(make: Factory, office_unit: Unit) -> Actor:
    return make.actor(Role.OFFICE, unit=office_unit)


@pytest.fixture
def section(make: Factory, law_unit: Unit) -> Actor:
    return make.actor(Role.SECTION, unit=law_unit, name="王芳")


@pytest.fixture
def other(make: Factory) -> Actor:
    return make.actor(Role.SECTION, unit=make.unit("规划科"), name="赵强")


@pytest.fixture
def leader(make: Factory) -> Actor:
    return make.actor(Role.LEADERSHIP, name="刘局长")
