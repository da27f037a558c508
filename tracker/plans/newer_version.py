"""A newer version of a plan's document, read and compared, waiting to be applied or forgotten.

What is compared are the two documents as they were read, so that corrections made at the review are no differences.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from tracker import clock
from tracker.db import db, transaction
from tracker.files.services import keep
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.comparing import Change, ChangeKind, Comparison, compare
from tracker.plans.editing import texts_of
from tracker.plans.kept_reading import items_in, kept_doubts
from tracker.plans.models import Plan, PlanAdjustment, PlanItem
from tracker.plans.printed_names import PrintedNames, UnknownName, names_of
from tracker.plans.queries import get_plan, list_items
from tracker.plans.reading import serialise
from tracker.plans.reading.model import Place, PlanReading, ReadItem
from tracker.plans.receiving import PlanDocument
from tracker.plans.rules import check_has_items, check_is_not_closed, first_sentence


class Known:
    """The items of a plan by what they were read from: each reading may stand in none, one or several items."""

    def __init__(self, plan: Plan) -> None:
        self.items = list_items(plan.id)
        self.reads = list(items_in(plan.read_items))
        self.from_document = len(self.reads)
        self.holders: dict[int, list[PlanItem]] = defaultdict(list)
        for item in self.items:
            if item.is_dropped:
                continue
            if item.read_index is None:
                self.holders[len(self.reads)].append(item)
                self.reads.append(_as_read(item))
            else:
                self.holders[item.read_index].append(item)

    def proposals(self, comparison: Comparison) -> list[tuple[Change, list[PlanItem]]]:
        """Return the differences that concern the plan as it stands, with the items they concern.

        What was entered by hand is not dropped; what was taken out at the review comes back only if it changed.
        """
        found = []
        for change in comparison.changes:
            holders = self.holders[change.old] if change.old is not None else []
            if change.kind == ChangeKind.DROPPED:
                is_ours = bool(holders) and (change.old or 0) < self.from_document
            else:
                is_ours = bool(holders) or change.kind in (ChangeKind.ADDED, ChangeKind.CHANGED)
            if is_ours:
                found.append((change, holders))
        return found


def _as_read(item: PlanItem) -> ReadItem:
    texts = texts_of(item)
    return ReadItem(
        text=item.text, place=Place(tuple(item.anchors), item.place), number=item.number,
        heading_path=tuple(item.heading_path), lead=names_of(texts["lead"]), coop=names_of(texts["coop"]),
        leader=item.leader, person=item.person, deliverable=item.deliverable, target=item.target, limit=item.limit,
    )  # fmt: skip


def compare_with_newer(plan_id: int, document: PlanDocument, *, by: Actor) -> PlanAdjustment:
    """Keep a newer version of a plan's document with its differences, to be looked at; the plan stays as it is."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_plan(plan_id)
        check_is_not_closed(plan.state)
        check_has_items(len(document.reading.items))
        known = Known(plan)
        comparison = compare(known.reads, document.reading.items)
        changes = [_kept(change, holders, document.reading) for change, holders in known.proposals(comparison)]
        _forget_proposals(plan_id)
        adjustment = PlanAdjustment(
            plan_id=plan_id, at=clock.now(), by=by.name, changes=changes, source_name=document.name,
            source_file_id=keep(document.received).id, reading=serialise(document.reading),
        )  # fmt: skip
        db.session.add(adjustment)
        record(by, "plan.compared", plan, after={"file": document.name, "differences": len(changes)})
    return adjustment


def _kept(change: Change, holders: Sequence[PlanItem], reading: PlanReading) -> dict[str, Any]:
    is_back = change.kind == ChangeKind.CHANGED and not holders
    read = reading.items[change.new] if change.new is not None else None
    text, number = (holders[0].text, holders[0].number) if holders else (read.text if read else "", None)
    return {
        "key": key_of(change),
        "kind": ChangeKind.ADDED if is_back else change.kind,
        "items": [item.id for item in holders],
        "number": (read.number if read else number) or "",
        "title": first_sentence(text),
        "text": read.text if read else text,
        "names": _names(change, read) if read else [],
        "fields": {name: list(pair) for name, pair in change.fields.items()},
        "doubts": kept_doubts(read.doubts) if read else [],
        "was_taken_out": is_back,
        "was_split": len(holders) > 1 and "text" in change.fields,
    }


def _names(change: Change, read: ReadItem) -> list[str]:
    """Return the names of units that come with a difference."""
    is_new = change.old is None or bool({"lead", "coop"} & set(change.fields))
    return [*read.lead, *read.coop] if is_new else []


def unknown_names_of(adjustment: PlanAdjustment, names: PrintedNames) -> list[UnknownName]:
    """Return the names in new and changed items of a newer version that mean no unit for certain."""
    named = [(name, one["title"]) for one in adjustment.changes for name in one["names"]]
    return names.unknown_among((name, title) for name, title in named if names.is_open(name))


def key_of(change: Change) -> str:
    """Return the name by which a difference is ticked on the page."""
    return f"{change.kind}-{change.old}-{change.new}"


def drop_comparison(plan_id: int, *, by: Actor) -> None:
    """Forget the newer version that was compared and is not to be applied."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_plan(plan_id)
        check_is_not_closed(plan.state)
        record(by, "plan.comparison_dropped", plan)
        _forget_proposals(plan_id)


def _forget_proposals(plan_id: int) -> None:
    open_ones = (PlanAdjustment.plan_id == plan_id, PlanAdjustment.applied_at.is_(None))
    db.session.execute(delete(PlanAdjustment).where(*open_ones))
