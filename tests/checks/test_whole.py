"""All or nothing: broken off at any statement, a use case of checks leaves everything as it was before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from tests.checks.files import picture
from tests.support.factory import Factory
from tracker.checks import checking, services
from tracker.checks.rules import FindingState, Verdict
from tracker.checks.services import Demand
from tracker.db import Base, db
from tracker.permissions import Role

pytestmark = pytest.mark.usefixtures("context")
Work = Callable[[], Any]


class PowerCut(Exception):
    """What breaks the work off."""


@contextmanager
def power_cut_at(number: int) -> Iterator[list[str]]:
    """Break off before the statement with this number; yields the statements executed so far."""
    executed: list[str] = []

    def before(_: Any, __: Any, statement: str, *___: Any) -> None:
        executed.append(statement)
        if len(executed) == number:
            raise PowerCut

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield executed
    finally:
        event.remove(Engine, "before_cursor_execute", before)


def everything() -> dict[str, list[Any]]:
    """Every row of every table."""
    db.session.rollback()
    tables = [table.name for table in Base.metadata.sorted_tables]
    return {
        name: [tuple(row) for row in db.session.execute(text(f"SELECT * FROM {name} ORDER BY 1"))] for name in tables
    }


def record_a_problem(make: Factory) -> Work:
    task = make.task()
    opened = make.round(task)
    numbers, photos = (opened.id, task.id), [picture()]
    by = make.actor(Role.SUPERVISION)
    return lambda: checking.record_result(*numbers, Verdict.PROBLEM, "缺说明", by=by, photos=photos, demand=Demand())


def answer(make: Factory) -> Work:
    unit = make.unit()
    number, proofs, by = make.finding(unit).id, [picture()], make.actor(Role.SECTION, unit=unit)
    return lambda: services.answer_finding(number, "已修复", by=by, received=proofs, urls=["https://example.cn/a"])


def recheck(make: Factory) -> Work:
    finding = make.finding(make.unit(), state=FindingState.RECTIFIED)
    make.rectification(finding)
    number, by = finding.id, make.actor(Role.SUPERVISION)
    return lambda: services.recheck(number, True, "到位", by=by)


def reopen(make: Factory) -> Work:
    number = make.finding(make.unit(), state=FindingState.CLOSED).id
    by = make.actor(Role.SUPERVISION)
    return lambda: services.reopen_finding(number, "又坏了", by=by)


@pytest.mark.parametrize("prepare", [record_a_problem, answer, recheck, reopen])
def test_r8_broken_off_at_any_statement_nothing_is_left_half_done(
    make: Factory, prepare: Callable[[Factory], Work]
) -> None:
    work = prepare(make)
    before = everything()

    for number in range(1, 100):
        with power_cut_at(number) as executed:
            try:
                work()
            except PowerCut:
                pass
            else:
                break
        assert everything() == before, executed[-1]

    assert 5 < number < 99
    assert everything() != before
