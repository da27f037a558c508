"""What tests of progress share."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.progress.browsing import TODAY, YEAR, ClientOf
from tests.progress.desk import Desk, desk_of
from tests.support.factory import Factory
from tracker import clock
from tracker.db import db, transaction
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.tasks.models import Task, TaskUnit


@pytest.fixture
def section(make: Factory) -> Unit:
    """A section."""
    return make.unit("规划科")


@pytest.fixture
def officer(make: Factory, client_of: ClientOf, section: Unit) -> FlaskClient:
    """The browser of that section, in English."""
    return client_of(make.account(Role.SECTION, unit=section, language="en"))


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    """The browser of the office, in English."""
    return client_of(make.account(Role.OFFICE, unit=make.unit("办公室"), language="en"))


@pytest.fixture
def task(make: Factory, section: Unit, app: Flask) -> Task:
    """A task of that section, signed for and late."""
    made = make.task(year=YEAR, title="规划批后公布", lead=section, due_on=TODAY - timedelta(days=3))
    with app.app_context(), transaction():
        db.session.query(TaskUnit).filter_by(task_id=made.id).update({"signed_for_at": clock.now()})
    return made


@pytest.fixture
def desk(make: Factory) -> Desk:
    """The people and the task that reports are about."""
    return desk_of(make, make.unit("规划科"), make.unit("信息中心"))
