"""Entering a superior plan, saying item by item what carries it out, and taking it away again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker import clock
from tracker.coverage.models import Cover, SuperiorItem, SuperiorPlan
from tracker.coverage.queries import get_superior_item, get_superior_plan, list_items
from tracker.coverage.rules import CoverView, check_decision
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.files.services import keep
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.models import Plan, PlanItem
from tracker.plans.receiving import PlanDocument


@dataclass(frozen=True)
class Front:
    """What a superior plan is: where title or year is left out, the document's own is taken."""

    title: str = ""
    year: int | None = None
    code: str = ""
    issuer: str = ""


def enter_superior_plan(document: PlanDocument, front: Front, *, by: Actor) -> SuperiorPlan:
    """Enter a superior plan with the items that were read; a title is there once a year."""
    by.must(Permission.EDIT_PLAN)
    title, year = front.title.strip() or document.reading.title, front.year or document.reading.year
    if not document.reading.items:
        raise RuleBroken(N_("No items were found in this document; look whether it is the plan itself."), field="files")
    if year is None:
        raise RuleBroken(N_("The document does not say which year it is for; enter the year."), field="year")
    with transaction():
        if db.session.scalar(select(SuperiorPlan.id).where(SuperiorPlan.year == year, SuperiorPlan.title == title)):
            raise RuleBroken(N_("“%(title)s” of %(year)d was entered already."), field="title", title=title, year=year)
        plan = SuperiorPlan(
            year=year, title=title[:200], code=front.code.strip(), issuer=front.issuer.strip(),
            file=keep(document.received), file_name=document.name, entered_by=by.name, entered_at=clock.now(),
        )  # fmt: skip
        plan.items = [
            SuperiorItem(
                position=position, number=read.number or "", heading="／".join(read.heading_path)[:300], text=read.text,
                limit_phrase="；".join(read.phrases)[:300], place=read.place.phrase,
            )
            for position, read in enumerate(document.reading.items)
        ]  # fmt: skip
        db.session.add(plan)
        db.session.flush()
        record(by, "superior_plan.entered", plan, after={"title": plan.title, "items": len(plan.items)})
    return plan


def decide_item(
    item_id: int, covers: Sequence[int], reason: str, *, by: Actor, seen: int | None = None
) -> SuperiorItem:  # fmt: skip
    """Say which items of ours carry out an item of a superior plan, or why it is not ours; neither: open again."""
    by.must(Permission.EDIT_PLAN)
    check_decision(covers, reason)
    with transaction():
        item = get_superior_item(item_id)
        if item.is_stale(seen):
            raise Stale({"reason": item.reason}, version=item.version, saved_by=item.decided_by)
        _check_ours(covers, item.plan.year)
        _decide(item, covers, reason.strip(), by)
    return item


def take_over_clear_proposals(plan_id: int, *, by: Actor) -> int:
    """Take over the proposals of a superior plan that are clear, and return for how many of its items."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan, taken = get_superior_plan(plan_id), 0
        for row in list_items(plan, CoverView.OPEN):
            if clear := [ours.id for ours, proposal in row.proposals if proposal.is_clear]:
                _decide(row.item, clear[:1], "", by)
                taken += 1
    return taken


def remove_superior_plan(plan_id: int, *, by: Actor) -> None:
    """Take away a superior plan that was entered wrongly; the history keeps that it was there."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_superior_plan(plan_id)
        record(by, "superior_plan.removed", plan, before={"title": plan.title, "items": len(plan.items)})
        db.session.delete(plan)


def _check_ours(covers: Sequence[int], year: int) -> None:
    ours = select(PlanItem.id).join(Plan).where(PlanItem.id.in_(covers), Plan.year == year)
    if len(set(db.session.scalars(ours))) < len(set(covers)):
        raise NotFound


def _decide(item: SuperiorItem, covers: Sequence[int], reason: str, by: Actor) -> None:
    before = {"covers": _told(item), "reason": item.reason}
    wanted = set(covers)
    item.covers = [cover for cover in item.covers if cover.plan_item_id in wanted] + [
        Cover(plan_item_id=one) for one in sorted(wanted - {cover.plan_item_id for cover in item.covers})
    ]
    item.reason, item.decided_by, item.decided_at = reason, by.name, clock.now()
    item.version += 1
    db.session.flush()
    record(by, "superior_item.decided", item, before=before, after={"covers": _told(item), "reason": reason})


def _told(item: SuperiorItem) -> str:
    return "; ".join(str(cover.plan_item_id) for cover in item.covers)
