"""Views of the list that a person keeps."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.support.factory import Factory
from tests.support.pages import fill, find_form
from tracker import clock
from tracker.accounts.models import Account
from tracker.permissions import Role

ClientOf = Callable[[Account], FlaskClient]
YEAR = clock.today().year


@pytest.fixture
def office(make: Factory, client_of: ClientOf) -> FlaskClient:
    """The browser of the office, in English."""
    return client_of(make.account(Role.OFFICE, language="en"))


def test_the_filters_in_force_are_kept_under_a_name(make: Factory, office: FlaskClient, client_of: ClientOf) -> None:
    make.task(year=YEAR)

    kept = fill(office, "/tasks?state=open&limit=q4&odd=1", action="/tasks/views", name="四季度要盯的")

    assert kept.headers["Location"] == "/tasks?state=open&limit=q4"
    page = office.get("/tasks").get_data(as_text=True)
    assert '<a href="/tasks?state=open&amp;limit=q4">四季度要盯的</a>' in page
    other = client_of(make.account(Role.OFFICE, language="en"))
    assert "四季度要盯的" not in other.get("/tasks").get_data(as_text=True)


def test_a_view_is_removed_by_its_owner_alone(make: Factory, office: FlaskClient, client_of: ClientOf) -> None:
    fill(office, "/tasks?state=open", action="/tasks/views", name="我的")
    form = find_form(office.get("/tasks").get_data(as_text=True), action="/tasks/views/")
    other = client_of(make.account(Role.OFFICE, language="en"))
    fields = dict(find_form(other.get("/account").get_data(as_text=True))["fields"])

    assert other.post(form["action"], data={"csrf_token": fields["csrf_token"]}).status_code == 404
    office.post(form["action"], data=dict(form["fields"]))

    assert "我的</a>" not in office.get("/tasks").get_data(as_text=True)


def test_the_same_name_means_the_newer_filters_and_twelve_are_enough(office: FlaskClient) -> None:
    for number in range(12):
        fill(office, "/tasks?state=open", action="/tasks/views", name=f"视图{number}")
    fill(office, "/tasks?state=late", action="/tasks/views", name="视图0")

    answer = fill(office, "/tasks?state=open", action="/tasks/views", name="再一个")

    page = office.get(answer.headers["Location"]).get_data(as_text=True)
    assert "You keep 12 views already" in page
    assert '<a href="/tasks?state=late">视图0</a>' in page


@pytest.mark.parametrize("name", ["", " ", "长" * 31])
def test_a_view_has_a_short_name(office: FlaskClient, name: str) -> None:
    answer = fill(office, "/tasks?state=open", action="/tasks/views", name=name)

    assert "at most 30 characters" in office.get(answer.headers["Location"]).get_data(as_text=True)


@pytest.mark.parametrize("state", ["open", "late", "done"])
def test_status_is_another_name_of_state(make: Factory, office: FlaskClient, state: str) -> None:
    make.task(year=YEAR)

    by_status, by_state = (
        office.get(f"/tasks.csv?{name}={state}").get_data(as_text=True) for name in ("status", "state")
    )

    assert by_status == by_state
