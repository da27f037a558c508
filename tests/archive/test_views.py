"""The page of packages: made beside the pages, with progress, for those who keep the archive only."""

import threading
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.factory import Factory
from tests.support.pages import fill
from tests.years.conftest import YEAR, Bureau
from tracker import clock
from tracker.accounts.models import Account
from tracker.archive.models import ArchiveRun
from tracker.archive.rules import SIGN_OF_LIFE, RunState
from tracker.db import db
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]


@pytest.fixture
def office(client_of: ClientOf, make: Factory, closed: Bureau) -> FlaskClient:
    return client_of(make.account(Role.OFFICE, unit=closed.office_unit))


def wait_for_threads() -> None:
    for thread in threading.enumerate():
        if thread.name.startswith("archive-"):
            thread.join(60)


def test_a_package_is_made_beside_the_page_and_taken_away(app: Flask, office: FlaskClient) -> None:
    answer = fill(office, "/archive", action=f"/archive/{YEAR}")
    assert answer.status_code == 303
    wait_for_threads()

    page = office.get("/archive").get_data(as_text=True)
    assert "完整" in page
    assert 'http-equiv="refresh"' not in page
    with app.app_context():
        run = db.session.scalars(select(ArchiveRun)).one()
        assert (run.state, run.done, run.total, run.asked_by) == (RunState.DONE, 1, 1, run.asked_by)
        assert f"SHA-256 {run.sha256}" in page
        number = run.id
    saved = office.get(f"/archive/{number}.zip")
    assert saved.headers["Cache-Control"] == "no-store"
    assert zipfile.ZipFile(BytesIO(saved.data)).testzip() is None
    saved.close()


def test_while_one_is_made_no_second_is_and_one_that_died_is_said_to_have(
    app: Flask, office: FlaskClient, make: Factory
) -> None:
    page = office.get("/archive").get_data(as_text=True)
    assert f'action="/archive/{YEAR}"' in page
    run = make._save(
        ArchiveRun(year=YEAR, asked_by="李明", asked_at=clock.now(), noted_at=clock.now(), done=3, total=12)
    )

    page = office.get("/archive").get_data(as_text=True)
    assert 'http-equiv="refresh"' in page
    assert '<progress value="3" max="12"' in page
    assert f'action="/archive/{YEAR}"' not in page

    with app.app_context():
        from tracker.db import transaction

        with transaction():
            kept = db.session.get(ArchiveRun, run.id)
            assert kept is not None
            kept.noted_at = clock.now() - SIGN_OF_LIFE
    assert "制作时程序停了" in office.get("/archive").get_data(as_text=True)


def test_a_year_without_anything_has_no_package(office: FlaskClient) -> None:
    assert fill(office, "/archive", action=f"/archive/{YEAR}", to="/archive/1999").status_code == 404


def test_nobody_else_makes_or_takes_packages(client_of: ClientOf, make: Factory, closed: Bureau) -> None:
    for role in (Role.LEADERSHIP, Role.SECTION, Role.SUPERVISION, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN):
        client = client_of(make.account(role, unit=closed.law_unit if role is Role.SECTION else None))
        assert client.get("/archive").status_code == 403
        assert client.get("/archive/1.zip").status_code == 403
