"""All or nothing: a use case that breaks off at any of its statements leaves the database as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from tests.files.making import png
from tests.support.factory import Factory
from tracker import clock
from tracker.db import Base, db
from tracker.files.services import receive
from tracker.permissions import Role
from tracker.progress import services
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.tasks.rules import TaskWording
from tracker.tasks.services import add_task, assign_task, publish_plan

pytestmark = pytest.mark.usefixtures("context")
YEAR = clock.today().year


class Broken(Exception):
    """The statement at which the machine gave up."""


@contextmanager
def breaking_at(number: int) -> Iterator[None]:
    """Let the ``number``-th statement fail."""
    sent = 0

    def count(*_: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == number:
            raise Broken

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def everything() -> dict[str, list[Any]]:
    """Return all rows of all tables."""
    db.session.rollback()
    return {
        table.name: [tuple(map(str, row)) for row in db.session.execute(select(table))]
        for table in Base.metadata.sorted_tables
    }


def prove(action: Callable[[], object]) -> int:
    """Break ``action`` at each of its statements and return at how many it could be broken."""
    before = everything()
    number = 0
    while True:
        number += 1
        try:
            with breaking_at(number):
                action()
        except Broken:
            assert everything() == before, f"left in between at statement {number}"
        else:
            assert everything() != before
            return number - 1


def test_r8_each_use_case_happens_whole_or_not_at_all(make: Factory) -> None:
    unit, other = make.unit(), make.unit()
    office, officer = make.actor(Role.OFFICE), make.actor(Role.SECTION, unit=unit)
    plan = make.plan(YEAR)
    make.item(plan, lead=(unit,), coop=(other,))
    task = add_task(YEAR, TaskWording("公开规划", limit_phrase="每半年"), lead=[unit.id], by=office)
    task_id, turn_id = task.id, task.occurrences[0].id
    received = [receive(BytesIO(png()), "截图.png")]
    made: list[int] = []

    def report() -> None:
        made.append(
            services.report_progress(
                task_id,
                ReportContent("已公布", occurrence_id=turn_id),
                Proofs(received=received, urls=["https://a.cn/"]),
                by=officer,
            ).id
        )

    statements = [
        prove(lambda: publish_plan(plan.id, by=office)),
        prove(
            lambda: assign_task(
                task_id, lead=[unit.id], coop=[other.id], leader_id=None, officer_id=None, by=office, seen=1
            )
        ),
        prove(report),
        prove(lambda: services.accept_report(made[-1], by=office)),
    ]

    assert min(statements) > 5
