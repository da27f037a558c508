"""All tests of checks happen on Tuesday 13 October 2026, in the forenoon in China."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.checks.lists import Clients
from tests.support.factory import Factory
from tracker.organisation.models import Unit
from tracker.permissions import Role


@pytest.fixture(autouse=True)
def on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 10, 13, 2, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def units(make: Factory) -> tuple[Unit, Unit]:
    """Two sections."""
    return make.unit("信息科"), make.unit("财务科")


@pytest.fixture
def checker(make: Factory, client_of: Clients, units: tuple[Unit, Unit]) -> FlaskClient:
    """The browser of the supervision group."""
    return client_of(make.account(Role.SUPERVISION, unit=make.unit("机关纪委")))
