"""What tests of reminders share."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests.reminders.bureau import Bureau, found
from tests.reminders.calling import START
from tests.reminders.sending import Letters, Robot, free_port
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


@pytest.fixture
def letters() -> Iterator[tuple[Letters, int]]:
    """A real SMTP server: what it took, and its port."""
    kept, port = Letters(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture
def robot() -> Iterator[Robot]:
    """A robot of a group, over HTTP."""
    made = Robot()
    yield made
    made.stop()
