"""The summary of one section: the same words, from its own tasks, findings and ledgers alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.documents.model import Document
from tracker.errors import NotFound
from tracker.figures.parts import DOT, part_figures
from tracker.figures.queries import Completion, completion_by_unit, list_unfinished
from tracker.figures.rules import Figure, filled, share_of
from tracker.figures.sources import Scope
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import year_period
from tracker.ledger.queries import list_indicators
from tracker.ledger.rules import NEWEST, SUMS, Indicator, Span, definition
from tracker.ledger.shipped import LEDGERS
from tracker.organisation.models import Agency, Unit
from tracker.organisation.rules import OWN_KINDS
from tracker.outlines.queries import get_outline
from tracker.outlines.rules import Variant
from tracker.permissions import Actor
from tracker.plans.rules import Duty
from tracker.summary.document import compose
from tracker.summary.drafting import Draft, document_title, draft_all
from tracker.summary.gathering import list_achievements, list_problems
from tracker.summary.handed import chapters_of, text_of
from tracker.summary.lists import ledger_lists
from tracker.summary.material import Material, Problem
from tracker.summary.models import HandedSummary
from tracker.summary.queries import find_handed, list_handed
from tracker.tasks.models import Task, TaskUnit


@dataclass(frozen=True)
class SectionRow:
    """A section in the list: its name, how far its tasks are, and the summary that it handed in."""

    id: int
    name: str
    total: int
    done: int
    handed: HandedSummary | None = None


def list_sections(year: int, today: date, by: Actor) -> list[SectionRow]:
    """Return the units with tasks of ``year`` whose work ``by`` may see."""
    units = [one for one in completion_by_unit(year, today) if one.id and by.sees_unit(one.id)]
    handed = {one.unit_id: one for one in list_handed(year)}
    return [SectionRow(one.id or 0, one.name, one.total, one.done, handed.get(one.id or 0)) for one in units]


NO_TASKS = Completion("", 0, 0, 0, 0, 0)


def get_unit(unit_id: int, by: Actor) -> Unit:
    """Return a unit whose work ``by`` may see; raise NotFound."""
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.kind not in OWN_KINDS or not by.sees_unit(unit_id):
        raise NotFound
    return unit


def get_own_unit(unit_id: int, by: Actor) -> Unit:
    """Return the unit of ``by``, who works for it; raise NotFound for every other one."""
    if unit_id != by.unit_id:
        raise NotFound
    return get_unit(unit_id, by)


def draft_of(year: int, unit: Unit, today: date) -> tuple[Material, list[Draft]]:
    """Return what a section's summary of ``year`` says, and what it is drafted from."""
    material = gather_section(year, unit, today)
    return material, draft_all(material, get_outline(Variant.SECTION).chapters)


def text_to_hand_in(year: int, unit: Unit, today: date) -> str:
    """Return the draft of a section's summary as it would be handed in, its numbers written out."""
    material, drafts = draft_of(year, unit, today)
    return text_of([(one.heading, filled(one.text, material.figures)) for one in drafts if one.text])


def section_document(year: int, unit: Unit, today: date) -> Document:
    """Return a section's summary as a document: what was handed in, else the draft as of today."""
    handed = find_handed(year, unit.id)
    if handed is None:
        material, drafts = draft_of(year, unit, today)
        return compose(document_title(material), drafts, material, today, today)
    material = gather_section(year, unit, today)
    day = clock.local(handed.handed_at).date()
    return compose(document_title(material), chapters_of(handed.text), material, day, today)


def gather_section(year: int, unit: Unit, today: date) -> Material:
    """Return everything the summary of one section may say; a fixed number of statements."""
    led = _led(year, unit.id)
    completion = next((one for one in completion_by_unit(year, today) if one.id == unit.id), NO_TASKS)
    problems = list_problems(year, unit.id)
    figures = {one.name: one for one in _figures(year, unit, completion, problems, led, today)}
    return Material(
        year=year,
        agency=db.session.scalar(select(Agency.name)) or "",
        plan_title="",
        chair="",
        deputies=(),
        figures=figures,
        units=(),
        categories=(),
        months=((), ()),
        achievements=tuple(list_achievements(year, unit.id)),
        unfinished=tuple(one for one in list_unfinished(year, today) if one.id in {task.id for task in led}),
        problems=tuple(problems),
        variant=Variant.SECTION,
        unit=unit.name,
        lists=ledger_lists(year, figures, LedgerEntry.unit_id == unit.id),
        is_over=today >= date(year, 12, 15),
    )


def _led(year: int, unit_id: int) -> list[Task]:
    lead = (TaskUnit.task_id == Task.id) & (TaskUnit.duty == Duty.LEAD) & (TaskUnit.unit_id == unit_id)
    return list(db.session.scalars(select(Task).join(TaskUnit, lead).where(Task.year == year)))


def _figures(
    year: int, unit: Unit, done: Completion, problems: Sequence[Problem], led: Sequence[Task], today: date
) -> Iterator[Figure]:  # fmt: skip
    closed = sum(one.is_closed for one in problems)
    late = sum(
        one.done_on is not None and one.first_due_on is not None and one.done_on > one.first_due_on for one in led
    )
    counted = {
        "任务总数": done.total, "办结数": done.done, "未办结数": done.open, "逾期数": done.late,
        "按期办结数": done.in_time, "逾期办结数": late,
    }  # fmt: skip
    for name, value in counted.items():
        yield Figure(name, value, "项", f"{unit.name}牵头的任务：{name}")
    yield Figure("办结率", share_of(done.done, done.total), "", "办结数除以任务总数")
    found = {"发现问题数": len(problems), "销号数": closed, "未销号数": len(problems) - closed}
    for name, value in found.items():
        yield Figure(name, value, "个", f"{unit.name}的{name}")
    turns = part_figures(Scope(year_period(year), today))
    yield from (one for one in turns if one.name.startswith(f"完成期数{DOT}"))
    yield from _of_ledgers(year, unit)


def _of_ledgers(year: int, unit: Unit) -> Iterator[Figure]:
    """Give the figure of every indicator out of the entries of one unit."""
    last = date(year, 12, 31)
    mine = (LedgerEntry.unit_id == unit.id, LedgerEntry.struck_because == "", LedgerEntry.day <= last)
    entries = list(db.session.scalars(select(LedgerEntry).where(*mine).order_by(LedgerEntry.day, LedgerEntry.id)))
    for one in list_indicators():
        if one.counts in SUMS or one.counts in NEWEST:
            ours = [
                entry
                for entry in entries
                if one.takes(entry.ledger, entry.category, entry.channel, entry.tags)
                and (one.period is Span.STOCK or entry.day.year == year)
            ]
            yield _figure(one, ours, unit)


def _figure(indicator: Indicator, entries: Sequence[LedgerEntry], unit: Unit) -> Figure:
    about = f"{unit.name}：{definition(indicator, LEDGERS.get(indicator.ledger))}"
    kept = entries[-1:] if indicator.counts in NEWEST else entries
    column = NEWEST.get(indicator.counts, indicator.counts).value
    amounts = (Decimal(1) if column == "entries" else Decimal(getattr(one, column)) for one in kept)
    signs = (indicator.sign(one.category, one.channel) for one in kept)
    value = sum((sign * amount for sign, amount in zip(signs, amounts, strict=True)), Decimal(0))
    is_least = column == "quantity" and any(one.is_approximate for one in kept)
    whole: int | Decimal | Fraction = int(value) if value == value.to_integral_value() else value
    return Figure(indicator.name, whole, indicator.unit, about, is_least=is_least)
