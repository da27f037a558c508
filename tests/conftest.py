"""One application for the whole run; every test starts with a fresh database made by the migrations.

`pytest` runs on SQLite; `pytest -m database --database postgresql` runs the tests that touch the database on a real
PostgreSQL as well.
"""

from collections.abc import Callable, Iterator

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.databases import Database, PostgreSQL, SQLite
from tests.support.factory import Factory
from tests.support.told import everything_told
from tracker import config, keys
from tracker.accounts.models import Account
from tracker.app import create_app
from tracker.db import db
from tracker.history.unchanged import forget
from tracker.setup.translations import compile_catalogues

# A busy machine is no failure, and a failure need not be made small: whoever mends it does that by hand.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    suppress_health_check=(hypothesis.HealthCheck.too_slow,),
)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: touches the database (found by its fixtures)")
    config.addinivalue_line("markers", "browser: drives a real browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "browser" in names:
            item.add_marker(pytest.mark.browser)
        elif "app" in names:
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The database server of this run, with a migrated template."""
    kind = PostgreSQL if request.config.getoption("--database") == "postgresql" else SQLite
    made = kind(tmp_path_factory.mktemp("instance"))
    yield made
    made.stop()


@pytest.fixture(scope="session")
def only_app(database: Database) -> Iterator[Flask]:
    compile_catalogues()
    app = create_app(database.settings)
    app.config["TESTING"] = True
    with everything_told():
        yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(only_app: Flask, database: Database) -> Flask:
    """The application on a fresh, empty database, with nothing noted about the one before."""
    with only_app.app_context():
        db.engine.dispose()
    database.renew()
    (database.settings.instance / keys.ENDS_FILE).unlink(missing_ok=True)
    forget()
    config.use(database.settings)
    return only_app


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An application context for tests of services and queries; page tests must not use it."""
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def make(app: Flask) -> Factory:
    """Makes records: say only what the test is about."""
    return Factory(app)


@pytest.fixture
def client_of(app: Flask, make: Factory) -> Callable[[Account], FlaskClient]:
    """Gives a browser in which the person of an account is signed in."""
    return make.client_of
