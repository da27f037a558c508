"""Whatever statement fails, a plan stands as before or as after, never between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.plans.readings import document, item, reading
from tests.support.factory import Factory
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.organisation.models import Unit, UnitAlias
from tracker.permissions import Actor, Role
from tracker.plans.adjusting import apply_adjustment
from tracker.plans.editing import ItemChanges, confirm_item, join_to_previous, split_item
from tracker.plans.models import ItemUnit, Plan, PlanAdjustment, PlanItem, PlanStep
from tracker.plans.newer_version import compare_with_newer
from tracker.plans.printed_names import UnitChoice
from tracker.plans.queries import list_items
from tracker.plans.services import discard_draft, import_plan
from tracker.plans.steps import undo

pytestmark = pytest.mark.usefixtures("context")
TABLES = (Plan, PlanItem, ItemUnit, PlanStep, PlanAdjustment, Unit, UnitAlias, HistoryEntry)
ROWS = (item("公开规划。", "规划科"), item("公开用地。应公开尽公开。", "用图管制科", at=2))


class Broken(Exception):
    """The statement that was made to fail."""


@contextmanager
def failing_at(number: int) -> Iterator[None]:
    """Let the statement ``number`` that writes fail."""
    written = [0]

    def fail(_: Any, __: Any, text: str, *___: Any) -> None:
        written[0] += text.startswith(("INSERT", "UPDATE", "DELETE"))
        if written[0] == number:
            raise Broken

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", fail)


def everything() -> list[list[tuple[Any, ...]]]:
    db.session.rollback()
    return [[tuple(row) for row in db.session.execute(table.__table__.select())] for table in TABLES]


def acts(plan: Plan, office: Actor, unit: Unit) -> dict[str, Callable[[], object]]:
    second = list_items(plan.id)[1]
    choices = {"用图管制科": UnitChoice(unit.id, is_remembered=True)}
    newer = document(reading(item("公开规划。", "规划科", limit="6月底前"), item("新的一条", "用图管制科", at=2)))
    adjustment = compare_with_newer(plan.id, newer, by=office)
    other = document(reading(item("明年的事", "规划科"), year=2027))
    changes = ItemChanges("公开用地审批。", lead=("用图管制科", "规划科"), choices=choices)
    return {
        "import": lambda: import_plan(other, by=office),
        "confirm": lambda: confirm_item(second.id, changes, by=office),
        "split": lambda: split_item(second.id, "甲", "乙", by=office),
        "join": lambda: join_to_previous(second.id, by=office),
        "undo": lambda: undo(plan.id, by=office),
        "adjust": lambda: apply_adjustment(adjustment.id, reason="修订", choices=choices, by=office),
        "discard": lambda: discard_draft(plan.id, by=office),
    }


@pytest.mark.parametrize("name", ["import", "confirm", "split", "join", "undo", "adjust", "discard"])
def test_r8_a_step_that_fails_anywhere_leaves_no_trace(make: Factory, name: str) -> None:
    office, unit = make.actor(Role.OFFICE), make.unit("用途管制科")
    make.unit("规划科")
    plan = import_plan(document(reading(*ROWS)), by=office)
    confirm_item(list_items(plan.id)[0].id, ItemChanges("改过", lead=("规划科",)), by=office)
    act = acts(plan, office, unit)[name]
    before = everything()

    number = 0
    while everything() == before:
        number += 1
        try:
            with failing_at(number):
                act()
        except Broken:
            continue

    assert number > 3
