"""What tests of tasks share."""

import pytest
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.tasks.browsing import ClientOf
from tests.tasks.drafting import YEAR
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.plans.models import Plan


@pytest.fixture
def plan(make: Factory) -> Plan:
    """A draft of this year."""
    return make.plan(YEAR)


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    """The browser of the office, in English."""
    return client_of(make.account(Role.OFFICE, unit=make.unit("办公室"), language="en"))


@pytest.fixture
def section(make: Factory) -> Unit:
    """A section."""
    return make.unit("规划科")


@pytest.fixture
def officer(make: Factory, client_of: ClientOf, section: Unit) -> FlaskClient:
    """The browser of that section, in English."""
    return client_of(make.account(Role.SECTION, unit=section, language="en"))
