"""What tests of extensions share."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role


@pytest.fixture
def august() -> Iterator[None]:
    """The time stands at 20 August."""
    with clock.pinned_at(datetime(2026, 8, 20, 1, tzinfo=UTC)):
        yield


@pytest.fixture
def unit(make: Factory) -> Unit:
    """The section whose task it is."""
    return make.unit("开发利用科")


@pytest.fixture
def officer(make: Factory, unit: Unit) -> Actor:
    """The officer of that section."""
    return make.actor(Role.SECTION, unit=unit, name="秦芳")


@pytest.fixture
def leader(make: Factory) -> Actor:
    """Somebody of the leading group."""
    return make.actor(Role.LEADERSHIP, name="王建国")
