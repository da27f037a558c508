"""Reading plans: the list, one plan as a tree, and what is needed to review and publish it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from tracker.db import db
from tracker.errors import NotFound
from tracker.plans.kept_reading import blocks_in, doubts_in
from tracker.plans.models import Plan, PlanAdjustment, PlanItem, PlanStep
from tracker.plans.printed_names import PrintedNames, UnknownName, is_unknown, printed
from tracker.plans.rows import Asked, ItemRow, Missing, PlanPage, PlanRow, ReviewPage
from tracker.plans.rules import Duty, PlanState, first_sentence


def list_plans(*, with_drafts: bool = True) -> list[PlanRow]:
    """Return the plans of all years, newest first; drafts are for those who edit plans."""
    in_doubt = func.sum((~PlanItem.is_settled).cast(db.Integer))
    there = (PlanItem.plan_id == Plan.id) & ~PlanItem.is_dropped
    columns = (Plan.id, Plan.year, Plan.title, Plan.state, Plan.source_name, Plan.published_at)
    found = select(*columns, func.count(PlanItem.id), func.coalesce(in_doubt, 0)).outerjoin(PlanItem, there)
    if not with_drafts:
        found = found.where(Plan.state != PlanState.DRAFT)
    return [PlanRow(*row) for row in db.session.execute(found.group_by(*columns).order_by(Plan.year.desc()))]


def find_plan_of(year: int) -> Plan | None:
    """Return the plan of a year, or None."""
    return db.session.scalar(select(Plan).where(Plan.year == year))


def get_plan(plan_id: int, *, with_drafts: bool = True) -> Plan:
    """Return a plan; raise NotFound, also for a draft that the reader may not see."""
    plan = db.session.scalar(select(Plan).where(Plan.id == plan_id).options(joinedload(Plan.source_file)))
    if plan is None or (plan.state == PlanState.DRAFT and not with_drafts):
        raise NotFound
    return plan


def list_items(plan_id: int) -> list[PlanItem]:
    """Return all items of a plan in their order, with their units."""
    found = select(PlanItem).where(PlanItem.plan_id == plan_id).order_by(PlanItem.position, PlanItem.id)
    return list(db.session.scalars(found.options(selectinload(PlanItem.units))))


def get_item(item_id: int, *, plan_id: int | None = None) -> PlanItem:
    """Return an item, of the plan ``plan_id`` if that is given; raise NotFound."""
    found = select(PlanItem).where(PlanItem.id == item_id).options(joinedload(PlanItem.plan))
    item = db.session.scalar(found.options(selectinload(PlanItem.units)))
    if item is None or plan_id not in (None, item.plan_id):
        raise NotFound
    return item


def find_last_step(plan_id: int) -> PlanStep | None:
    """Return the newest step of editing that can be taken back, or None."""
    newest = select(PlanStep).where(PlanStep.plan_id == plan_id).order_by(PlanStep.id.desc())
    return db.session.scalar(newest.limit(1))


def find_proposal(plan_id: int) -> PlanAdjustment | None:
    """Return the newer version that was compared with a plan and not yet applied, or None."""
    open_one = select(PlanAdjustment).where(PlanAdjustment.plan_id == plan_id, PlanAdjustment.applied_at.is_(None))
    return db.session.scalar(open_one.order_by(PlanAdjustment.id.desc()).limit(1))


def get_adjustment(adjustment_id: int, *, plan_id: int | None = None) -> PlanAdjustment:
    """Return a newer version of a plan with its reading, of the plan ``plan_id`` if given; raise NotFound."""
    found = select(PlanAdjustment).where(PlanAdjustment.id == adjustment_id).options(undefer(PlanAdjustment.reading))
    adjustment = db.session.scalar(found)
    if adjustment is None or plan_id not in (None, adjustment.plan_id):
        raise NotFound
    return adjustment


def list_adjustments(plan_id: int) -> list[PlanAdjustment]:
    """Return the adjustments that were applied to a plan, newest first."""
    applied = select(PlanAdjustment).where(PlanAdjustment.plan_id == plan_id, PlanAdjustment.applied_at.is_not(None))
    return list(db.session.scalars(applied.order_by(PlanAdjustment.id.desc())))


def get_plan_page(plan_id: int, today: date, *, with_drafts: bool) -> PlanPage:
    """Return a plan with its items as a tree, and what stands before its publishing; raise NotFound."""
    plan = get_plan(plan_id, with_drafts=with_drafts)
    items = list_items(plan_id)
    rows = item_rows(items, PrintedNames.on(today))
    return PlanPage(plan, rows, _missing(items, rows))


def _missing(items: Sequence[PlanItem], rows: Sequence[ItemRow]) -> Missing:
    lost = {item.id for item in items if all(is_unknown(unit) for unit in item.units)}
    return Missing(
        without_unit=tuple(row for row in rows if row.id in lost and not row.is_dropped),
        unknown_names=tuple(dict.fromkeys(one.name for row in rows for one in row.unknown)),
        in_doubt=sum(not row.is_settled for row in rows),
        items=sum(not row.is_dropped for row in rows),
    )


def list_unknown_names(plan_id: int, names: PrintedNames) -> list[UnknownName]:
    """Return the names in a plan that nobody has decided yet, each once, with a suggestion where there is one."""
    return names.unknown(list_items(plan_id))


def item_rows(items: Iterable[PlanItem], names: PrintedNames) -> tuple[ItemRow, ...]:
    """Return items as lists show them."""
    rows: list[ItemRow] = []
    above: list[str] = []
    for item in items:
        rows.append(_item_row(item, above, names))
        above = item.heading_path
    return tuple(rows)


def _item_row(item: PlanItem, above: Sequence[str], names: PrintedNames) -> ItemRow:
    path = item.heading_path
    shared = next((at for at, (one, other) in enumerate(zip(path, above, strict=False)) if one != other), None)
    first_new = min(len(path), len(above)) if shared is None else shared
    return ItemRow(
        id=item.id, number=item.number or "", title=first_sentence(item.text), text=item.text,
        headings=tuple(path), new_headings=tuple(enumerate(path, 1))[first_new:],
        lead=printed(item, Duty.LEAD), coop=printed(item, Duty.COOP), limit_phrase=item.limit_phrase,
        basis=item.basis, place=item.place, anchors=tuple(item.anchors), doubts=doubts_in(item.doubts),
        unknown=tuple(names.unknown([item])), is_settled=item.is_settled, is_dropped=item.is_dropped,
    )  # fmt: skip


def get_review(plan_id: int, asked: Asked, today: date) -> ReviewPage:
    """Return the review of a draft; nothing is open in it when the item asked for is not one of the plan."""
    plan = db.session.scalar(select(Plan).where(Plan.id == plan_id).options(undefer(Plan.source)))
    if plan is None:
        raise NotFound
    items = {item.id: item for item in list_items(plan_id)}
    names = PrintedNames.on(today)
    opened = items.get(asked.open_id or 0)
    rows = item_rows(items.values(), names)
    return ReviewPage(
        plan_id=plan_id, plan=plan, asked=asked, all_items=rows, open=opened,
        open_position=opened.position if opened else -1, blocks=blocks_in(plan.source),
        warnings=doubts_in(plan.warnings), last_step=find_last_step(plan_id),
        missing=_missing(list(items.values()), rows), units=names.choices,
        recognised=_recognised(opened, names.choices),
    )  # fmt: skip


def _recognised(item: PlanItem | None, units: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    known = [(unit.name, units.get(unit.unit_id or 0, "")) for unit in item.units] if item else []
    return tuple((name, official) for name, official in known if official and official != name)


def next_to_decide(plan_id: int, position: int, *, only_doubts: bool) -> int | None:
    """Return the number of the next item after ``position``; of those in doubt the first follows on the last."""
    items = select(PlanItem.id).where(PlanItem.plan_id == plan_id).order_by(PlanItem.position, PlanItem.id)
    if only_doubts:
        items = items.where(~PlanItem.is_settled)
    after = db.session.scalar(items.where(PlanItem.position > position).limit(1))
    return after or (db.session.scalar(items.limit(1)) if only_doubts else None)
