"""The first page of a section: what waits for it, open in its place."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.progress.browsing import YEAR, html, state_of
from tests.support.factory import Factory
from tests.support.pages import fill, find_form
from tracker.organisation.models import Unit
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState


def test_the_most_urgent_duty_is_open_already(make: Factory, officer: FlaskClient, task: Task, section: Unit) -> None:
    make.task(year=YEAR, title="待签收的", lead=section)

    page = html(officer, "/work")

    assert find_form(page, action=f"/tasks/{task.id}/report", field="done")
    assert page.index("规划批后公布") < page.index("待签收的")
    assert "2 things to do now" in page


def test_another_duty_opens_in_its_place_or_none(
    make: Factory, officer: FlaskClient, task: Task, section: Unit
) -> None:
    other = make.task(year=YEAR, lead=section)

    assert find_form(html(officer, f"/work?open={other.id}"), action=f"/tasks/{other.id}/report")
    for query in ("none", "99999999", "x", "②"):
        with pytest.raises(AssertionError):
            find_form(html(officer, f"/work?open={query}"), action=f"/tasks/{other.id}/report")


def test_a_task_is_signed_for_from_the_list(make: Factory, officer: FlaskClient, section: Unit, app: Flask) -> None:
    made = make.task(year=YEAR, lead=section)

    answer = fill(officer, "/work", action=f"/tasks/{made.id}/sign")

    assert answer.headers["Location"] == "/work"
    assert state_of(app, made) == TaskState.SIGNED_FOR


def test_nothing_to_do_is_said(officer: FlaskClient) -> None:
    assert "Nothing waits for your section" in html(officer, "/work")
