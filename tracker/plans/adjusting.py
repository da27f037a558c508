"""Bringing a plan to a newer version of its document (要点调整), with a reason.

Corrections made at the review stay, and progress is not touched: items keep their numbers and their tasks.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import delete

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.files.models import StoredFile
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.comparing import Change, ChangeKind, compare
from tracker.plans.editing import texts_of
from tracker.plans.kept_reading import kept_doubts, kept_items, kept_source
from tracker.plans.models import Plan, PlanAdjustment, PlanItem, PlanStep
from tracker.plans.newer_version import Known, key_of
from tracker.plans.printed_names import PrintedNames, UnitChoice, decided_before, unknown_names
from tracker.plans.queries import get_adjustment, get_plan
from tracker.plans.reading import deserialise
from tracker.plans.reading.model import PlanReading, ReadItem
from tracker.plans.rules import PlanState, check_is_not_closed, check_reason
from tracker.plans.services import fill_item, name_units
from tracker.plans.steps import Step, set_units


@dataclass(frozen=True)
class Adjusted:
    """What an adjustment did to a plan."""

    adjustment: PlanAdjustment
    added: tuple[PlanItem, ...]
    changed: tuple[PlanItem, ...]
    dropped: tuple[PlanItem, ...]


Follower = Callable[[Adjusted, Actor], None]
AFTER_ADJUSTING: list[Follower] = []  # what later features do about an adjustment, inside its transaction


def apply_adjustment(
    adjustment_id: int, *, reason: str, by: Actor, taken: Collection[str] | None = None,
    choices: Mapping[str, UnitChoice] | None = None,
) -> Adjusted:  # fmt: skip
    """Bring a plan to the newer version: the differences ``taken`` (all but what a review took out), with the reason.

    Items that only moved follow in any case. In a published plan dropped items stay, marked; nothing else of them
    changes, and neither does any progress.
    """
    by.must(Permission.EDIT_PLAN)
    with transaction():
        adjustment = get_adjustment(adjustment_id)
        plan = get_plan(adjustment.plan_id)
        check_is_not_closed(plan.state)
        check_reason(reason)
        if adjustment.applied_at is not None:
            raise RuleBroken(N_("This newer version was applied already."))
        work = _Adjustment(plan, deserialise(adjustment.reading), by)
        offered = {one["key"] for one in adjustment.changes if not one["was_taken_out"]}
        work.take(offered if taken is None else taken)
        name_units(plan, choices or {}, Step(plan), by=by)
        adjusted = work.finish(adjustment, reason)
        for follow in AFTER_ADJUSTING:
            follow(adjusted, by)
    return adjusted


class _Adjustment:
    """An adjustment at work."""

    def __init__(self, plan: Plan, reading: PlanReading, by: Actor) -> None:
        self.plan, self.reading, self.by = plan, reading, by
        self.known = Known(plan)
        self.comparison = compare(self.known.reads, reading.items)
        self.names = PrintedNames.on(clock.today())
        self.is_draft = plan.state == PlanState.DRAFT
        self.added: dict[int, PlanItem] = {}
        self.changed: dict[int, PlanItem] = {}
        self.dropped: dict[int, PlanItem] = {}
        self.moved: dict[int, PlanItem] = {}  # under other headings

    def take(self, keys: Collection[str]) -> None:
        """Do the differences named by ``keys``, and those that only move items."""
        for change, holders in self.known.proposals(self.comparison):
            if key_of(change) not in keys and change.kind != ChangeKind.MOVED:
                continue
            if change.kind == ChangeKind.DROPPED:
                self._drop(holders)
            elif holders:
                self._change(change, holders)
            else:
                self._add(change)

    def _add(self, change: Change) -> None:
        assert change.new is not None  # noqa: S101 - only what is dropped has no newer place
        item = PlanItem(plan_id=self.plan.id, read_index=change.new, position=0, version=1)
        fill_item(item, self.reading.items[change.new], self.names)
        item.is_settled = item.is_settled or not self.is_draft
        db.session.add(item)
        db.session.flush()
        self.added[item.id] = item
        record(self.by, "plan.item_added", item, after=texts_of(item))

    def _change(self, change: Change, holders: Sequence[PlanItem]) -> None:
        assert change.new is not None  # noqa: S101 - only what is dropped has no newer place
        read = self.reading.items[change.new]
        fields = set(change.fields) - ({"text", "number"} if len(holders) > 1 else set())
        for item in holders:
            before = texts_of(item)
            self._set(item, read, fields)
            item.version += 1
            if change.kind == ChangeKind.CHANGED:
                self.changed[item.id] = item
            record(self.by, "plan.item_adjusted", item, before=before, after=texts_of(item))

    def _set(self, item: PlanItem, read: ReadItem, fields: AbstractSet[str]) -> None:
        """Take over ``fields`` of what was read; all else stays as it was corrected."""
        fresh = PlanItem(units=[])
        fill_item(fresh, read, self.names)
        for name in fields & {"text", "number", "deliverable", "target", "leader", "person"}:
            setattr(item, name, getattr(fresh, name))
        if "headings" in fields:
            item.heading_path = fresh.heading_path
            self.moved[item.id] = item
        if "limit_phrase" in fields:
            item.limit, item.limit_phrase = fresh.limit, fresh.limit_phrase
        if fields & {"lead", "coop"}:
            set_units(item, decided_before(fresh.units, item.units))
        if self.is_draft and fields - {"number", "headings"}:
            item.doubts = fresh.doubts
            item.is_settled = not fresh.doubts and not unknown_names(item)

    def _drop(self, holders: Sequence[PlanItem]) -> None:
        for item in holders:
            record(self.by, "plan.item_dropped", item, before=texts_of(item))
            self.dropped[item.id] = item
            if self.is_draft:
                db.session.delete(item)
            else:
                item.is_dropped = True
                item.version += 1

    def finish(self, adjustment: PlanAdjustment, reason: str) -> Adjusted:
        """Let the plan stand on the newer document and record it all."""
        self._follow_places()
        self._put_in_order()
        plan = self.plan
        adjustment.previous_name, adjustment.previous_file_id = plan.source_name, plan.source_file_id
        plan.source_name = adjustment.source_name
        plan.source_file = db.session.get_one(StoredFile, adjustment.source_file_id)
        plan.source, plan.read_items = kept_source(self.reading), kept_items(self.reading)
        plan.warnings = kept_doubts(self.reading.warnings)
        plan.version += 1
        adjustment.reason, adjustment.by, adjustment.applied_at = reason.strip(), self.by.name, clock.now()
        adjustment.version += 1
        db.session.execute(delete(PlanStep).where(PlanStep.plan_id == plan.id))  # they undo another document
        done = {"added": len(self.added), "changed": len(self.changed), "dropped": len(self.dropped)}
        record(self.by, "plan.adjusted", plan, after={**done, "reason": adjustment.reason})
        return Adjusted(adjustment, *(tuple(rows.values()) for rows in (self.added, self.changed, self.dropped)))

    def _follow_places(self) -> None:
        """Let every item point to its place in the newer document; what is not in it counts as entered by hand."""
        newer = {before: at for at, before in enumerate(self.comparison.older) if before is not None}
        for before, holders in self.known.holders.items():
            at = newer.get(before)
            for item in holders:
                item.read_index = at
                if at is not None:
                    place = self.reading.items[at].place
                    item.anchors, item.place = list(place.anchors), place.phrase[:100]

    def _put_in_order(self) -> None:
        """Put new items, and those under other headings, behind what they follow in the newer document."""
        gone = self.dropped if self.is_draft else {}
        order = [item for item in self.known.items if item.id not in {**gone, **self.moved}]
        for item in sorted([*self.added.values(), *self.moved.values()], key=_index):
            before = [(_index(one), place) for place, one in enumerate(order, 1) if 0 <= _index(one) < _index(item)]
            order.insert(max(before)[1] if before else 0, item)
        for position, item in enumerate(order):
            item.position = position


def _index(item: PlanItem) -> int:
    return -1 if item.read_index is None else item.read_index
