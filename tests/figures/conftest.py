"""The people of the figures: an office and a section; today is 20 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role


@pytest.fixture
def november() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 11, 20, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def office(make: Factory) -> Actor:
    return make.actor(Role.OFFICE, unit=make.unit("办公室", kind=UnitKind.OFFICE))


@pytest.fixture
def section(make: Factory) -> Actor:
    return make.actor(Role.SECTION, unit=make.unit("法规科"), name="王芳")
