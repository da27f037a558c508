"""What tests of reminders share."""

from collections.abc import Iterator

import pytest

from tests.reminders.bureau import Bureau, found
from tests.reminders.calling import START
from tests.support.factory import Factory
from tracker import clock


@pytest.fixture
def january() -> Iterator[None]:
    """The time stands at the first working day of January."""
    with clock.pinned_at(START):
        yield


@pytest.fixture
def bureau(make: Factory) -> Bureau:
    """The posts of an agency."""
    return found(make)
