"""What tests of tasks share."""

import pytest

from tests.support.factory import Factory
from tests.tasks.drafting import YEAR
from tracker.plans.models import Plan


@pytest.fixture
def plan(make: Factory) -> Plan:
    """A draft of this year."""
    return make.plan(YEAR)
