"""What is done at the end of a year: deciding what is left, confirming figures, closing, opening again."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotAllowed, NotFound, RuleBroken
from tracker.figures.named import figures_of
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.models import Plan, PlanItem
from tracker.plans.queries import find_plan_of
from tracker.plans.rules import PlanState
from tracker.years.carrying import carry_task, next_plan
from tracker.years.guard import lifted
from tracker.years.listing import counted_as_of, list_decisions, list_unit_figures
from tracker.years.models import YearClosing, YearConfirmation
from tracker.years.queries import find_closing, get_gate, is_closed
from tracker.years.rules import Fate, check_is_closed, check_nothing_missing, check_reason


def confirm_figures(
    year: int, seen: dict[str, int], *, unit_id: int | None = None, note: str = "", by: Actor
) -> YearConfirmation:  # fmt: skip
    """Stand by the figures of one's unit as they were shown; the office may do it for a unit, with the reason.

    Refused when the figures have changed since they were shown.
    """
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        wanted = by.unit_id if unit_id is None else unit_id
        is_on_behalf = wanted != by.unit_id
        if is_on_behalf:
            if not by.may(Permission.ACCEPT_REPORTS):
                raise NotAllowed(N_("Only the office confirms figures for another unit."))
            check_reason(note)
        figures = next((one for one in list_unit_figures(year, clock.today()) if one.unit_id == wanted), None)
        if figures is None:
            raise NotFound
        if dict(figures.figures) != seen:
            raise RuleBroken(N_("The figures have changed since they were shown. Look at them again, then confirm."))
        confirmation = figures.confirmation or YearConfirmation(year=year, unit_id=figures.unit_id)
        before = {"figures": json.dumps(confirmation.figures or {}, ensure_ascii=False)}
        confirmation.figures, confirmation.note, confirmation.is_on_behalf = dict(seen), note.strip(), is_on_behalf
        confirmation.confirmed_by, confirmation.confirmed_at = by.name, clock.now()
        db.session.add(confirmation)
        db.session.flush()
        after = {"figures": json.dumps(seen, ensure_ascii=False), "note": note.strip()}
        record(by, "year.confirmed", confirmation, before=before, after=after)
    return confirmation


def close_year(year: int, *, by: Actor) -> YearClosing:
    """Close a year: what is carried over becomes items of the next plan, then nothing of the year can be changed.

    Refused as long as anything of the list is missing, and before the year's last month.
    """
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = _plan_of(year)
        if plan.state == PlanState.CLOSED:
            raise RuleBroken(N_("%(year)d is closed already."), year=year)
        today = clock.today()
        if (today.year, today.month) < (year, 12):
            raise RuleBroken(N_("%(year)d is still running; it can be closed from December on."), year=year)
        check_nothing_missing(get_gate(year, today).open, year)
        carried = _carry_over(year, by=by)
        figures = frozen_figures(year)
        closing = YearClosing(
            year=year, closed_at=clock.now(), closed_by=by.name, figures=figures, sha256=hash_of(figures)
        )
        db.session.add(closing)
        db.session.flush()
        after = {"state": PlanState.CLOSED, "carried": carried, "sha256": closing.sha256}
        record(by, "year.closed", plan, before={"state": plan.state}, after=after)
        with lifted():
            plan.state = PlanState.CLOSED
            plan.version += 1
            db.session.flush()
    return closing


def reopen_year(year: int, reason: str, *, by: Actor) -> YearClosing:
    """Open a closed year again: a decision of the leadership, with its reason."""
    by.must(Permission.DECIDE)
    with lifted(), transaction():
        plan, closing = _plan_of(year), find_closing(year)
        check_is_closed(year, is_closed=plan.state == PlanState.CLOSED)
        check_reason(reason)
        if closing is None:  # closed by an older program
            closing = YearClosing(year=year, closed_at=clock.now(), closed_by="", figures={}, sha256=hash_of({}))
            db.session.add(closing)
        closing.reopened_at, closing.reopened_by, closing.reason = clock.now(), by.name, reason.strip()
        record(
            by, "year.reopened", plan, before={"state": plan.state},
            after={"state": PlanState.PUBLISHED, "reason": reason.strip()},
        )  # fmt: skip
        plan.state = PlanState.PUBLISHED
        plan.version += 1
        db.session.flush()
    return closing


def carry_again(year: int, *, by: Actor) -> int:
    """Make items of the next plan anew for carried tasks whose items are no longer there; return how many."""
    by.must(Permission.EDIT_PLAN)
    with lifted(), transaction():
        check_is_closed(year, is_closed=is_closed(year))
        return _carry_over(year, by=by)


def _plan_of(year: int) -> Plan:
    plan = find_plan_of(year)
    if plan is None:
        raise NotFound
    return plan


def _carry_over(year: int, *, by: Actor) -> int:
    """Make an item of each carried task that has none, and let merged tasks follow the one they went into."""
    decisions = [one for one in list_decisions(year) if one.fate in (Fate.CARRIED, Fate.MERGED)]
    known: Collection[int] = set(
        db.session.scalars(select(PlanItem.id).where(PlanItem.id.in_([one.item_id for one in decisions])))
    )
    lost = [one for one in decisions if one.fate is Fate.CARRIED and one.item_id not in known]
    plan = next_plan(year, by=by) if lost else None
    for decision in lost:
        assert plan is not None  # noqa: S101 - made in the line above where it is needed
        decision.item_id = carry_task(decision.task, plan, by=by).id
    items = {one.task_id: one.item_id for one in decisions if one.fate is Fate.CARRIED}
    for decision in decisions:
        if decision.fate is Fate.MERGED:
            decision.item_id = items.get(decision.into_id or 0)
    db.session.flush()
    return len(lost)


def frozen_figures(year: int) -> dict[str, Any]:
    """Return the figures of a year as its closing keeps them: name, value, words."""
    today = counted_as_of(year, clock.today())
    units = {one.name: dict(one.figures) for one in list_unit_figures(year, today)}
    named = {
        name: {"value": str(one.value), "shown": one.shown, "unit": one.unit, "about": one.about}
        for name, one in figures_of(year, today).items()
    }
    return {"figures": named, "units": units}


def hash_of(figures: dict[str, Any]) -> str:
    """Return the SHA-256 of frozen figures."""
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
