"""All tests of issuing happen on Friday 15 January 2027, with a summary of 2026 that is drafted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from tests.support.factory import Factory
from tracker.db import db
from tracker.issuing.content import source_of
from tracker.issuing.rules import Step
from tracker.issuing.services import take_step
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.summary.drafted import SummarySource
from tracker.summary.models import Summary
from tracker.summary.paper import edit_paper
from tracker.summary.paper_rules import Paper
from tracker.summary.services import draft_summary

KIND = "summary"


@pytest.fixture(autouse=True)
def on_a_friday() -> Iterator[None]:
    with time_machine.travel(datetime(2027, 1, 15, 2, 0, tzinfo=UTC), tick=False):
        yield


@dataclass
class People:
    """Who takes part."""

    writer: Actor
    checker: Actor
    section: Actor
    leader: Actor
    unit: Unit


@pytest.fixture
def people(make: Factory, app: Flask) -> People:
    make.agency(document_code="清档发")
    office, law = make.unit("办公室", kind=UnitKind.OFFICE), make.unit("政策法规科")
    return People(
        make.actor(Role.OFFICE, unit=office, name="李明"),
        make.actor(Role.OFFICE, unit=office, name="周红"),
        make.actor(Role.SECTION, unit=law, name="王芳"),
        make.actor(Role.LEADERSHIP, name="陈局"),
        law,
    )


@pytest.fixture
def draft(context: None, make: Factory, people: People) -> Summary:
    """A summary that nobody has sent on its way yet."""
    make.task(lead=people.unit)
    drafted = draft_summary(2026, by=people.writer)
    edit_paper(2026, Paper(has_red_head=True), by=people.writer)
    return drafted


@pytest.fixture(autouse=True)
def without_obstacles(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """What the summary's own gate finds is tested with the summary."""
    if "obstacles" not in request.fixturenames:
        monkeypatch.setattr(SummarySource, "obstacles", lambda *_: ())


def content_of(document_id: int) -> str:
    db.session.expire_all()  # as in a request of its own
    return source_of(KIND).get(document_id).content


Sign = Callable[..., object]


@pytest.fixture
def sign(draft: Summary) -> Sign:
    """Takes a step about the text as it is now."""

    def take(step: Step, by: Actor, **values: object) -> object:
        seen = str(values.pop("seen", "")) or content_of(draft.id)
        return take_step(KIND, draft.id, step, seen=seen, by=by, **values)  # type: ignore[arg-type]

    return take


def again(actor: Actor) -> Actor:
    """The same person through a second account."""
    return replace(actor, account_id=(actor.account_id or 0) + 1000)
