"""What tests of the pages of plans share."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.plans.browsing import ROWS, Browser, brought_in
from tests.support.factory import Factory
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role


@pytest.fixture
def office(make: Factory, client_of: Browser) -> FlaskClient:
    """The browser of the office."""
    make.unit("规划科")
    make.unit("用途管制科")
    make.unit("办公室", kind=UnitKind.OFFICE)
    return client_of(make.account(Role.OFFICE))


@pytest.fixture
def plan(app: Flask, office: FlaskClient) -> int:
    """The number of a draft plan with three items, one of which is in doubt."""
    return brought_in(app, *ROWS)
