"""Correcting the items of a draft: each of these is one step, kept in the history and possible to take back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.kept_reading import blocks_in, kept_doubts
from tracker.plans.limit_choices import LimitWish, settle_limit
from tracker.plans.models import ItemUnit, Plan, PlanItem
from tracker.plans.printed_names import PrintedNames, UnitChoice, decided_before, printed, unknown_names
from tracker.plans.queries import get_item, get_plan, list_items
from tracker.plans.reading.model import Doubt
from tracker.plans.rows import where_is
from tracker.plans.rules import Duty, Side, check_is_draft, check_text
from tracker.plans.services import name_units
from tracker.plans.steps import Step, as_kept, put_back, set_units
from tracker.workdays.limits import LimitKind, TimeLimit

SPLIT = Doubt("split", N_("Split from the item above it: are units, limit and target right for this part?"))
OTHER_LIMIT = N_("The item that was joined to it had the limit “%(phrase)s”: does it still hold?")


@dataclass(frozen=True)
class ItemChanges:
    """What a person wants an item to say; ``choices`` are decisions about printed names, for the whole plan."""

    text: str
    number: str = ""
    headings: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    coop: tuple[str, ...] = ()
    limit: LimitWish = field(default_factory=LimitWish)
    deliverable: str = ""
    target: str = ""
    leader: str = ""
    person: str = ""
    basis: str = ""
    choices: Mapping[str, UnitChoice] = field(default_factory=dict)


def edit_item(item_id: int, changes: ItemChanges, *, by: Actor, seen: int | None = None) -> PlanItem:
    """Change what an item says; its doubts stay."""
    with transaction():
        item, step = _begin(item_id, by, seen)
        _apply(item, changes, step, by)
        step.save("plan.item_edited", by)
    return item


def confirm_item(item_id: int, changes: ItemChanges | None = None, *, by: Actor, seen: int | None = None) -> PlanItem:
    """Settle an item as it stands, or as changed; a name typed only now that nobody knows leaves it in doubt."""
    with transaction():
        item, step = _begin(item_id, by, seen)
        asked, was_settled = unknown_names(item), item.is_settled
        if changes is not None:
            _apply(item, changes, step, by)
        item.is_settled = unknown_names(item) <= asked
        item.version += 1
        step.save("plan.item_confirmed", by)
        record(by, "plan.item_confirmed", item, before={"settled": was_settled}, after={"settled": item.is_settled})
    return item


def split_item(
    item_id: int, first: str, second: str, *, by: Actor, seen: int | None = None
) -> tuple[PlanItem, PlanItem]:  # fmt: skip
    """Make two items of one; the second has the same units and limit and is to be looked at."""
    with transaction():
        item, step = _begin(item_id, by, seen)
        check_text(first, field="first")
        check_text(second, field="second")
        items = list_items(item.plan_id)
        step.keep_places(items)
        before = {"text": item.text}
        other = PlanItem(plan_id=item.plan_id, version=0)
        put_back(other, {**as_kept(item), "number": None, "text": second.strip()})
        other.doubts, other.is_settled = kept_doubts([SPLIT]), False
        item.text = first.strip()
        item.version += 1
        at = items.index(item) + 1
        _save_new(other, [*items[:at], other, *items[at:]], step)
        step.save("plan.item_split", by)
        record(by, "plan.item_split", item, before=before, after={"text": item.text, "second": other.text})
    return item, other


def join_to_previous(
    item_id: int, changes: ItemChanges | None = None, *, by: Actor, seen: int | None = None
) -> PlanItem:  # fmt: skip
    """Add an item to the one before it, with its units; two different limits are said as a doubt."""
    with transaction():
        item, step = _begin(item_id, by, seen)
        if changes is not None:
            _apply(item, changes, step, by)
        items = list_items(item.plan_id)
        at = items.index(item)
        if at == 0:
            raise RuleBroken(N_("This is the first item: there is none before it to join it to."))
        previous = items[at - 1]
        step.keep(previous)
        before = {"text": previous.text}
        _join(previous, item)
        previous.version += 1
        db.session.delete(item)
        step.save("plan.item_joined", by)
        record(by, "plan.item_joined", previous, before=before, after={"text": previous.text})
    return previous


def _join(item: PlanItem, other: PlanItem) -> None:
    doubts = list(other.doubts)
    if item.limit_kind == LimitKind.NONE:
        item.limit = other.limit
    elif other.limit_phrase and other.limit_phrase != item.limit_phrase:
        doubts += kept_doubts([Doubt("other_limit", OTHER_LIMIT, {"phrase": other.limit_phrase})])
        other.is_settled = False
    item.text = f"{item.text}\n{other.text}"
    for name in ("deliverable", "target", "leader", "person", "basis"):
        setattr(item, name, getattr(item, name) or getattr(other, name))
    item.anchors = list(dict.fromkeys([*item.anchors, *other.anchors]))
    item.doubts = [*item.doubts, *(doubt for doubt in doubts if doubt not in item.doubts)]
    item.is_settled = item.is_settled and other.is_settled
    present = {(unit.name, unit.duty) for unit in item.units}
    added = [_copy(unit) for unit in other.units if (unit.name, unit.duty) not in present]
    set_units(item, _numbered([*item.units, *added]))


def _copy(unit: ItemUnit) -> ItemUnit:
    return ItemUnit(name=unit.name, duty=unit.duty, unit_id=unit.unit_id, is_collective=unit.is_collective)


def _numbered(units: Sequence[ItemUnit]) -> Sequence[ItemUnit]:
    for position, unit in enumerate(units):
        unit.position = position
    return units


def move_item(item_id: int, other_id: int, side: Side, *, by: Actor, seen: int | None = None) -> PlanItem:
    """Put an item before or after another of the same plan, under the headings of that one."""
    with transaction():
        item, step = _begin(item_id, by, seen)
        other = get_item(other_id, plan_id=item.plan_id)
        if other is item:
            raise RuleBroken(N_("Choose another item, before or after which this one is put."))
        items = list_items(item.plan_id)
        step.keep_places(items)
        before = {"place": items.index(item) + 1, "headings": item.heading_path}
        items.remove(item)
        items.insert(items.index(other) + (side == Side.AFTER), item)
        _renumber(items)
        item.heading_path = list(other.heading_path)
        item.version += 1
        step.save("plan.item_moved", by)
        record(
            by, "plan.item_moved", item, before=before,
            after={"place": items.index(item) + 1, "headings": item.heading_path},
        )  # fmt: skip
    return item


def remove_item(item_id: int, changes: ItemChanges | None = None, *, by: Actor, seen: int | None = None) -> Plan:
    """Take an item out of a draft because it is no task; ``changes`` are of no more interest then."""
    del changes
    with transaction():
        item, step = _begin(item_id, by, seen)
        record(by, "plan.item_removed", item, before=texts_of(item))
        db.session.delete(item)
        step.save("plan.item_removed", by)
    return step.plan


def add_item(
    plan_id: int, changes: ItemChanges, *, after_id: int | None = None, anchor: str = "", by: Actor
) -> PlanItem:  # fmt: skip
    """Add an item by hand after another or at the end; ``anchor`` is the place of the source that it stands for."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_plan(plan_id)
        check_is_draft(plan.state)
        items = list_items(plan_id)
        at = next((place for place, item in enumerate(items, 1) if item.id == after_id), len(items))
        step = Step(plan)
        step.keep_places(items)
        item = PlanItem(plan_id=plan_id, heading_path=[], units=[], version=1, anchors=[anchor] if anchor else [])
        item.place = where_is(anchor, blocks_in(plan.source))[:100] if anchor else ""
        item.limit = TimeLimit(LimitKind.NONE)
        _set_texts(item, changes, plan.year)
        item.units = PrintedNames.on(clock.today()).units(changes.lead, changes.coop)
        item.is_settled = not unknown_names(item)
        _save_new(item, [*items[:at], item, *items[at:]], step)
        step.save("plan.item_added", by)
        record(by, "plan.item_added", item, after=texts_of(item))
    return item


def _begin(item_id: int, by: Actor, seen: int | None) -> tuple[PlanItem, Step]:
    """Return an item of a draft, and the step that begins with it; raise Stale if the form shown is too old."""
    by.must(Permission.EDIT_PLAN)
    item = get_item(item_id)
    check_is_draft(item.plan.state)
    if item.is_stale(seen):
        newest = next(iter(list_history_of("plan_item", item.id, limit=1)), None)
        raise Stale(
            texts_of(item), version=item.version, saved_by=newest.actor_name if newest else "",
            saved_at=newest.at if newest else None,
        )  # fmt: skip
    step = Step(item.plan)
    step.keep(item)
    return item, step


def _apply(item: PlanItem, changes: ItemChanges, step: Step, by: Actor) -> None:
    before = texts_of(item)
    _set_texts(item, changes, item.plan.year)
    still_printed = {*changes.lead, *changes.coop}
    choices = {name: choice for name, choice in changes.choices.items() if name in still_printed}
    name_units(item.plan, choices, step, by=by)
    units = PrintedNames.on(clock.today()).units(changes.lead, changes.coop)
    set_units(item, decided_before(units, item.units))
    after = texts_of(item)
    if before != after:
        item.version += 1
        record(by, "plan.item_edited", item, before=before, after=after)


def _set_texts(item: PlanItem, changes: ItemChanges, year: int) -> None:
    check_text(changes.text)
    item.limit = settle_limit(changes.limit, item.limit, year)
    item.text, item.number = changes.text.strip(), changes.number or None
    item.heading_path = list(changes.headings)
    item.deliverable, item.target = changes.deliverable, changes.target
    item.leader, item.person, item.basis = changes.leader, changes.person, changes.basis


def _save_new(item: PlanItem, ordered: list[PlanItem], step: Step) -> None:
    step.made(item)
    _renumber(ordered)
    db.session.add(item)
    db.session.flush()


def _renumber(items: Sequence[PlanItem]) -> None:
    for position, item in enumerate(items):
        item.position = position


def texts_of(item: PlanItem) -> dict[str, str]:
    """Return what an item says, as its form and the history write it."""
    return {
        "number": item.number or "",
        "text": item.text,
        "headings": "\n".join(item.heading_path),
        "lead": printed(item, Duty.LEAD),
        "coop": printed(item, Duty.COOP),
        "limit_phrase": item.limit_phrase,
        "due_on": item.limit_due_on.isoformat() if item.limit_due_on else "",
        "deliverable": item.deliverable,
        "target": item.target,
        "leader": item.leader,
        "person": item.person,
        "basis": item.basis,
    }
