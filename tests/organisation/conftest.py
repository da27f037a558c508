"""What tests of the organisation share."""

import pytest

from tests.support.factory import Factory
from tracker.permissions import Actor, Role


@pytest.fixture
def office(make: Factory) -> Actor:
    """Somebody of the office."""
    return make.actor(Role.OFFICE)
