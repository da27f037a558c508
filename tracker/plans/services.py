"""What is done with a whole plan: bringing it in, correcting its front, naming its units, throwing a draft away."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from sqlalchemy import delete, select

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken, Stale
from tracker.files.services import keep
from tracker.history.queries import list_history_of
from tracker.history.services import record
from tracker.organisation.queries import get_unit
from tracker.organisation.rules import UnitKind
from tracker.organisation.services import add_unit, remember_alias
from tracker.permissions import Actor, Permission
from tracker.plans.kept_reading import kept_doubts, kept_items, kept_source
from tracker.plans.limit_choices import LONGEST_PHRASE, moved_to_year
from tracker.plans.models import ItemUnit, Plan, PlanAdjustment, PlanItem, PlanStep
from tracker.plans.printed_names import PrintedNames, UnitChoice, unknown_names
from tracker.plans.queries import find_plan_of, get_plan, list_items
from tracker.plans.reading.model import Doubt, ReadItem
from tracker.plans.receiving import PASTED, PlanDocument
from tracker.plans.rules import PlanState, check_has_items, check_is_draft, check_is_not_closed, check_text, check_year
from tracker.plans.steps import Step

SHORTENED = N_("The document says more here than fits; look at it: %(text)s")


def import_plan(document: PlanDocument, *, by: Actor) -> Plan:
    """Save a document that was read as the draft plan of its year; the file itself is kept with it.

    Where the document does not say its year, it must have been given when it was read.
    """
    by.must(Permission.EDIT_PLAN)
    reading = document.reading
    with transaction():
        plan_year = check_year(reading.year)
        check_year_is_free(plan_year)
        check_has_items(len(reading.items))
        plan = Plan(
            year=plan_year, title=title_of(document, plan_year), source_name=document.name,
            source_file=keep(document.received), source=kept_source(reading), read_items=kept_items(reading),
            warnings=kept_doubts(reading.warnings), created_at=clock.now(),
        )  # fmt: skip
        db.session.add(plan)
        db.session.flush()
        names = PrintedNames.on(clock.today())
        for position, read in enumerate(reading.items):
            item = PlanItem(plan_id=plan.id, position=position, read_index=position)
            fill_item(item, read, names)
            db.session.add(item)
        record(by, "plan.imported", plan, after={"file": document.name, "items": len(reading.items)})
    return plan


def check_year_is_free(year: int) -> None:
    """Raise RuleBroken when there is a plan of that year already."""
    other = find_plan_of(year)
    if other is not None:
        raise RuleBroken(
            N_("There is a plan of %(year)d already: “%(title)s”. Open it and read the newer version in there."),
            field="year", year=year, title=other.title,
        )  # fmt: skip


def title_of(document: PlanDocument, year: int) -> str:
    """Return the title of a document as a plan's; where it has none, the name of the file or of the year."""
    name = f"{year}年工作要点" if document.name == PASTED else PurePath(document.name).stem
    return (document.reading.title.strip() or name)[:200]


def fill_item(item: PlanItem, read: ReadItem, names: PrintedNames) -> None:
    """Let an item say what was read; what does not fit a field is cut there and said as a doubt."""
    item.number = (read.number or "")[:30] or None
    item.heading_path, item.text = list(read.heading_path), read.text
    item.deliverable, item.target = read.deliverable[:500], read.target[:300]
    item.leader, item.person = read.leader[:100], read.person[:100]
    item.limit = read.limit
    item.limit_phrase = read.limit.phrase[:LONGEST_PHRASE]
    item.place, item.anchors = read.place.phrase[:100], list(read.place.anchors)
    item.units = names.units(read.lead, read.coop, read.collective)
    item.doubts = kept_doubts([*read.doubts, *_cut(read)])
    item.is_settled = not item.doubts and not unknown_names(item)


def _cut(read: ReadItem) -> Iterable[Doubt]:
    limits = ((read.number or "", 30), (read.deliverable, 500), (read.target, 300), (read.leader, 100))
    names = ((name, 200) for name in (*read.lead, *read.coop))
    for text, longest in (*limits, (read.person, 100), (read.limit.phrase, LONGEST_PHRASE), *names):
        if len(text) > longest:
            yield Doubt("shortened", SHORTENED, {"text": text})


def set_plan_front(plan_id: int, *, title: str, year: int | None, by: Actor, seen: int | None = None) -> Plan:
    """Correct title and year of a draft; with another year the limits without a year are counted anew."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_plan(plan_id)
        check_is_draft(plan.state)
        before = {"title": plan.title, "year": plan.year}
        if plan.is_stale(seen):
            raise stale_plan(plan)
        check_text(title, field="title")
        new_year = check_year(year)
        step = Step(plan)
        step.keep_front()
        if new_year != plan.year:
            check_year_is_free(new_year)
            _move_to_year(plan, new_year, step)
        plan.title, plan.year = title.strip(), new_year
        plan.version += 1
        step.save("plan.front_edited", by)
        record(by, "plan.front_edited", plan, before=before, after={"title": plan.title, "year": plan.year})
    return plan


def _move_to_year(plan: Plan, year: int, step: Step) -> None:
    for item in list_items(plan.id):
        limit = moved_to_year(item.limit, plan.year, year)
        if limit != item.limit:
            step.keep(item)
            item.limit = limit
            item.version += 1


def stale_plan(plan: Plan) -> Stale:
    """Return the refusal of a form about a plan that somebody else saved meanwhile."""
    newest = next(iter(list_history_of("plan", plan.id, limit=1)), None)
    return Stale(
        {"title": plan.title, "year": str(plan.year)}, version=plan.version,
        saved_by=newest.actor_name if newest else "", saved_at=newest.at if newest else None,
    )  # fmt: skip


def settle_units(plan_id: int, choices: Mapping[str, UnitChoice], *, by: Actor) -> int:
    """Say once which units the printed names mean, for every item of the plan; return how many places were filled.

    A remembered choice becomes an alias of the unit; a new unit is added as one outside this agency.
    """
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_plan(plan_id)
        check_is_not_closed(plan.state)
        step = Step(plan)
        filled = name_units(plan, choices, step, by=by)
        if plan.state == PlanState.DRAFT:
            step.save("plan.units_settled", by)
    return filled


def name_units(plan: Plan, choices: Mapping[str, UnitChoice], step: Step, *, by: Actor) -> int:
    """Put the chosen units into every item of a plan that prints their names; inside an open transaction."""
    meant = {name: _chosen_unit(name, choice, by) for name, choice in choices.items()}
    if not meant:
        return 0
    places = 0
    for item in list_items(plan.id):
        hits = [unit for unit in item.units if unit.unit_id is None and unit.name in meant]
        if hits:
            step.keep(item)
            _put(hits, meant)
            item.is_settled = item.is_settled or not (item.doubts or unknown_names(item))
            item.version += 1
            places += len(hits)
    record(by, "plan.units_settled", plan, after={name: get_unit(unit_id).name for name, unit_id in meant.items()})
    return places


def _put(units: Iterable[ItemUnit], meant: Mapping[str, int]) -> None:
    for unit in units:
        unit.unit_id, unit.is_collective = meant[unit.name], False


def _chosen_unit(name: str, choice: UnitChoice, by: Actor) -> int:
    if choice.is_new:
        return add_unit(name=name[:100], kind=UnitKind.OUTSIDE, by=by).id
    if choice.unit_id is None:
        raise RuleBroken(N_("Choose the unit that “%(name)s” means."), name=name)
    unit = get_unit(choice.unit_id)
    if choice.is_remembered:
        remember_alias(unit.id, name, by=by)
    return unit.id


def discard_draft(plan_id: int, *, by: Actor) -> None:
    """Throw a draft away with all its items; a published plan is never deleted."""
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_plan(plan_id)
        check_is_draft(plan.state)
        record(by, "plan.discarded", plan, before={"title": plan.title, "year": plan.year})
        items = select(PlanItem.id).where(PlanItem.plan_id == plan_id)
        db.session.execute(delete(ItemUnit).where(ItemUnit.item_id.in_(items)))
        for table in (PlanItem, PlanStep, PlanAdjustment):
            db.session.execute(delete(table).where(table.plan_id == plan_id))
        db.session.execute(delete(Plan).where(Plan.id == plan_id))
