"""Dividing a plan among the units: whom an item names, one by one and together, and who the named people are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.organisation.matching import expand_collective
from tracker.organisation.models import Person
from tracker.organisation.queries import in_force, list_units
from tracker.organisation.rows import UnitRow
from tracker.plans.models import PlanItem
from tracker.plans.rules import Duty


@dataclass(frozen=True)
class Share:
    """A unit's part in a task; ``named_as`` is the collective name it came out of."""

    unit_id: int
    duty: Duty
    named_as: str = ""


def divide(items: Iterable[PlanItem], on: date) -> dict[int, list[Share]]:
    """Return for each item (by its number in the database) the units on it, leads first, as they stand ``on`` a day."""
    units = list_units(on)
    return {item.id: _shares(item, units, on) for item in items}


def _shares(item: PlanItem, units: Sequence[UnitRow], on: date) -> list[Share]:
    """Return the shares of one item: a unit named by itself is not named a second time by 各科室."""
    shares: dict[int, Share] = {}
    leads_first = sorted(item.units, key=lambda printed: printed.duty != Duty.LEAD)
    for printed in leads_first:
        if printed.unit_id is not None:
            shares.setdefault(printed.unit_id, Share(printed.unit_id, printed.duty))
    for printed in leads_first:
        if printed.unit_id is None and printed.is_collective:
            for unit in expand_collective(printed.name, units, on) or ():
                shares.setdefault(unit.id, Share(unit.id, printed.duty, printed.name))
    return sorted(shares.values(), key=lambda share: share.duty != Duty.LEAD)


def known_people(on: date) -> dict[int, str]:
    """Return number and name of the people in force on a day."""
    people = db.session.scalars(select(Person).where(in_force(Person, on)))
    return {person.id: person.name for person in people}


def find_person(printed: str, people: Mapping[int, str]) -> int | None:
    """Return the one person whom a printed name (王建国, 王建国副局长) means; None when it is nobody or several."""
    words = "".join(printed.split())
    exact = [person_id for person_id, name in people.items() if name == words]
    within = [person_id for person_id, name in people.items() if name and name in words]
    for found in (exact, within):
        if len(found) == 1:
            return found[0]
    return None
