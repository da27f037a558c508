"""Reading superior plans: how far they are covered, and item by item by what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, not_, select, true
from sqlalchemy.orm import selectinload

from tracker.coverage.likeness import Proposal, propose
from tracker.coverage.models import Cover, SuperiorItem, SuperiorPlan
from tracker.coverage.rules import CoverView, Standing
from tracker.db import db
from tracker.errors import NotFound
from tracker.plans.models import Plan, PlanItem
from tracker.tasks.models import Task


@dataclass(frozen=True)
class SuperiorRow:
    """A superior plan and how far it is covered."""

    id: int
    title: str
    code: str
    issuer: str
    counts: Mapping[CoverView, int]


@dataclass(frozen=True)
class OurItem:
    """An item of our plan, with the task it became; ``task_id`` is None before the plan is published."""

    id: int
    number: str
    text: str
    task_id: int | None


@dataclass(frozen=True)
class ItemRow:
    """An item of a superior plan, what carries it out, and what probably does while nobody has said."""

    item: SuperiorItem
    covers: Sequence[OurItem]
    proposals: Sequence[tuple[OurItem, Proposal]]

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.item.standing


_covered = exists().where(Cover.item_id == SuperiorItem.id)
_VIEWS: dict[CoverView, ColumnElement[bool]] = {
    CoverView.ALL: true(),
    CoverView.OPEN: and_(not_(_covered), SuperiorItem.reason == ""),
    CoverView.COVERED: _covered,
    CoverView.NOT_OURS: and_(not_(_covered), SuperiorItem.reason != ""),
}


def list_years() -> list[int]:
    """Return the years that have superior plans, newest first."""
    return list(db.session.scalars(select(SuperiorPlan.year).distinct().order_by(SuperiorPlan.year.desc())))


def list_superior_plans(year: int) -> list[SuperiorRow]:
    """Return the superior plans of a year with their counts, in the order they were entered; one statement."""
    found = (
        select(*row_columns())
        .join(SuperiorItem, SuperiorItem.plan_id == SuperiorPlan.id)
        .where(SuperiorPlan.year == year)
        .group_by(SuperiorPlan.id)
        .order_by(SuperiorPlan.id)
    )
    return [row_of(row) for row in db.session.execute(found)]


def row_columns() -> list[Any]:
    """Return what a statement asks of plans joined with their items, grouped by plan, for ``row_of`` to read."""
    counts = [func.coalesce(func.sum(case((held, 1), else_=0)), 0) for held in _VIEWS.values()]
    return [SuperiorPlan.id, SuperiorPlan.title, SuperiorPlan.code, SuperiorPlan.issuer, *counts]


def row_of(values: Sequence[Any]) -> SuperiorRow:
    """Return the values of ``row_columns`` as a row."""
    number, title, code, issuer, *counts = values
    return SuperiorRow(number, title, code, issuer, dict(zip(_VIEWS, map(int, counts), strict=True)))


def get_superior_plan(plan_id: int) -> SuperiorPlan:
    """Return a superior plan; raise NotFound."""
    plan = db.session.get(SuperiorPlan, plan_id)
    if plan is None:
        raise NotFound
    return plan


def get_superior_row(plan: SuperiorPlan) -> SuperiorRow:
    """Return one superior plan as the list shows it."""
    return next(row for row in list_superior_plans(plan.year) if row.id == plan.id)


def get_superior_item(item_id: int) -> SuperiorItem:
    """Return an item of a superior plan with what carries it out; raise NotFound."""
    found = select(SuperiorItem).where(SuperiorItem.id == item_id).options(selectinload(SuperiorItem.covers))
    item = db.session.scalar(found)
    if item is None:
        raise NotFound
    return item


def list_items(
    plan: SuperiorPlan, view: CoverView = CoverView.ALL, *, limit: int | None = None, offset: int = 0
) -> list[ItemRow]:
    """Return items of a superior plan in one view, with proposals where nobody has said; four statements."""
    found = select(SuperiorItem).where(SuperiorItem.plan_id == plan.id, _VIEWS[view]).order_by(SuperiorItem.position)
    items = db.session.scalars(found.options(selectinload(SuperiorItem.covers)).limit(limit).offset(offset)).all()
    ours = {one.id: one for one in list_our_items(plan.year)}
    return _with_covers(items, ours)


def get_item_row(item_id: int) -> ItemRow:
    """Return one item of a superior plan with its covers and proposals; raise NotFound."""
    item = get_superior_item(item_id)
    return _with_covers([item], {one.id: one for one in list_our_items(item.plan.year)})[0]


def _with_covers(items: Sequence[SuperiorItem], ours: Mapping[int, OurItem]) -> list[ItemRow]:
    undecided = [item for item in items if item.standing is Standing.OPEN]
    texts = {one.id: one.text for one in ours.values()}
    proposed = dict(
        zip(
            (item.id for item in undecided),
            propose([item.text for item in undecided], texts),
            strict=True,
        )
    )
    dropped = _texts_of({cover.plan_item_id for item in items for cover in item.covers} - ours.keys())
    known = {**dropped, **ours}
    return [
        ItemRow(
            item,
            [known[cover.plan_item_id] for cover in item.covers],
            [(ours[one.plan_item_id], one) for one in proposed.get(item.id, ())],
        )
        for item in items
    ]


def list_our_items(year: int) -> list[OurItem]:
    """Return the items of our plan of a year that stand, in their order, with the tasks they became; one statement."""
    return list(_our_items(and_(Plan.year == year, not_(PlanItem.is_dropped))).values())


def _texts_of(ids: Collection[int]) -> dict[int, OurItem]:
    return _our_items(PlanItem.id.in_(ids)) if ids else {}


def _our_items(asked: ColumnElement[bool]) -> dict[int, OurItem]:
    found = (
        select(PlanItem.id, PlanItem.number, PlanItem.text, func.min(Task.id))
        .join(Plan, Plan.id == PlanItem.plan_id)
        .outerjoin(Task, Task.item_id == PlanItem.id)
        .where(asked)
        .group_by(PlanItem.id)
        .order_by(PlanItem.plan_id, PlanItem.position)
    )
    return {row[0]: OurItem(row[0], row[1] or "", row[2], row[3]) for row in db.session.execute(found)}


def list_carried_out_by(plan_item_id: int | None) -> list[tuple[SuperiorItem, SuperiorPlan]]:
    """Return the items of superior plans that an item of ours carries out, with their plans; one statement."""
    of_item = Cover.plan_item_id == plan_item_id if plan_item_id is not None else false()
    found = select(SuperiorItem, SuperiorPlan).join(SuperiorPlan).join(Cover, Cover.item_id == SuperiorItem.id)
    rows = db.session.execute(found.where(of_item).order_by(SuperiorPlan.id, SuperiorItem.position))
    return [(item, plan) for item, plan in rows]
