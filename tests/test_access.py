"""Who may call what: the one table of routes, and every route tried as every role.

A new route must be entered here, beside the permission that opens it.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.routes import ROUTES
from tests.support.addresses import example_of
from tests.support.factory import Factory
from tracker.permissions import GRANTS, Permission, Role
from tracker.web.access import PUBLIC, access_of


def rules_of(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield (endpoint, method, address) of every route of ours, with 1 for each number."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint.endswith(".static"):
            continue
        values = {name: example_of(rule, name) for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)


def test_c1_every_route_stands_in_the_table_beside_what_opens_it(app: Flask) -> None:
    present = {endpoint: str(access_of(endpoint, app)) for endpoint, _, _ in rules_of(app)}

    assert present == {endpoint: access for access, endpoints in ROUTES.items() for endpoint in endpoints}


@pytest.fixture
def without_tokens(app: Flask) -> Iterator[Flask]:
    """The application asks for no form tokens, so that access alone decides."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.config["WTF_CSRF_ENABLED"] = True


def is_refused(client: FlaskClient, method: str, address: str) -> bool:
    answer = client.open(address, method=method)
    answer.close()
    assert answer.status_code < 500, (method, address)
    return answer.status_code == 403


@pytest.mark.parametrize("role", Role)
def test_c1_a_role_is_refused_exactly_what_the_table_closes_to_it(
    without_tokens: Flask, make: Factory, role: Role
) -> None:
    make.agency()
    client = make.client_of(make.account(role, unit=make.unit()))
    for endpoint, method, address in rules_of(without_tokens):
        access = access_of(endpoint, without_tokens)
        if endpoint == "accounts.logout" or access == PUBLIC:
            continue
        assert isinstance(access, Permission)
        if access not in GRANTS[role]:
            assert is_refused(client, method, address), (endpoint, method)


def test_c1_a_stranger_is_sent_to_the_door(without_tokens: Flask) -> None:
    client = without_tokens.test_client()
    for endpoint, method, address in rules_of(without_tokens):
        if access_of(endpoint, without_tokens) == PUBLIC:
            continue
        answer = client.open(address, method=method)
        at_the_door = answer.status_code == 401 or "/login" in (answer.location or "")
        assert at_the_door, (endpoint, method, answer.status_code)
