"""Reading changes nothing: no page that is only looked at writes to the database."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import insert, inspect, select, table, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests.support.addresses import example_of
from tests.support.factory import Factory
from tracker.accounts.models import Account
from tracker.db import db
from tracker.organisation.models import Unit
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]
MAY_CHANGE = {"session", "history_entry"}  # that somebody is here, and that somebody was refused


def contents(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        found = {
            name: sorted(map(str, db.session.execute(select(text("*")).select_from(table(name)))))
            for name in inspect(db.engine).get_table_names()
            if name not in MAY_CHANGE
        }
        db.session.remove()
    return found


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADERSHIP, Role.SECTION, Role.SUPERVISION, Role.SYSTEM_ADMIN])
def test_w1_looking_at_every_page_changes_nothing(app: Flask, make: Factory, client_of: ClientOf, role: Role) -> None:
    unit = make.unit("法规科")
    task = make.task(lead=unit, due_on=date(2026, 6, 30))
    make.report(task, unit)
    make.round(task)
    make.finding(unit)
    make.seat(make.person("张伟", unit=unit))
    client = client_of(make.account(role, unit=unit))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    before = contents(app)

    statuses = set()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static"):
            values = {name: example_of(rule, name) for name in rule.arguments}
            with app.test_request_context():
                address = url_for(rule.endpoint, **values)
            statuses.add(client.get(address).status_code)

    app.config["PROPAGATE_EXCEPTIONS"] = None
    assert statuses <= {200, 302, 303, 400, 403, 404}
    assert contents(app) == before


@pytest.mark.usefixtures("context")
def test_r4_a_read_cannot_write(make: Factory) -> None:
    make.unit()
    assert db.session.scalar(select(Unit.id))

    with pytest.raises((DatabaseError, IntegrityError)):
        db.session.execute(insert(Unit).values(name="偷偷加的科", kind="section", position=0, version=1))
