"""The names of units as a plan prints them, and the units they mean: certain ones are taken, near ones suggested."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.organisation.collectives import read_collective
from tracker.organisation.matching import Match, UnitIndex
from tracker.organisation.models import Unit
from tracker.organisation.queries import get_unit_index, in_force
from tracker.plans.models import ItemUnit, PlanItem
from tracker.plans.reading.unit_names import split_names
from tracker.plans.rules import Duty

LONGEST_NAME = 200


@dataclass(frozen=True)
class UnitChoice:
    """What a person decided about a printed name: a unit of ours, or a new one outside; remembered or not."""

    unit_id: int | None = None
    is_new: bool = False
    is_remembered: bool = False


@dataclass(frozen=True)
class UnknownName:
    """A printed name that nobody has decided, with the likeliest unit, and where it stands.

    ``is_certain``: the name has become known since the plan was read, and only has to be taken over.
    """

    name: str
    suggestion_id: int | None
    suggestion: str
    items: tuple[str, ...]
    is_certain: bool = False


def names_of(text: str) -> tuple[str, ...]:
    """Return the names in what a person typed into one line: 办公室、法规科."""
    return tuple(dict.fromkeys(name[:LONGEST_NAME] for name in split_names(text)))


class PrintedNames:
    """Looks printed names up, each once."""

    def __init__(self, index: UnitIndex, units: Mapping[int, str]) -> None:
        """Look up in ``index`` of ``units`` (number and name, in their order)."""
        self._index = index
        self.choices = units
        self._found: dict[str, Match] = {}

    @classmethod
    def on(cls, day: date) -> "PrintedNames":
        """Return the lookup among the units in force on ``day``."""
        units = select(Unit.id, Unit.name).where(in_force(Unit, day)).order_by(Unit.position, Unit.id)
        return cls(get_unit_index(day), {row.id: row.name for row in db.session.execute(units)})

    def match(self, name: str) -> Match:
        """Return what ``name`` means."""
        if name not in self._found:
            self._found[name] = self._index.match(name)
        return self._found[name]

    def is_open(self, name: str) -> bool:
        """Whether ``name`` means no unit for certain and stands for no group either."""
        return read_collective(name) is None and self.match(name).unit_id is None

    def units(self, lead: Iterable[str], coop: Iterable[str], collective: Collection[str] = ()) -> list[ItemUnit]:
        """Return the rows of an item's units in their order; ``collective`` are names known to stand for many."""
        pairs = dict.fromkeys(
            (name[:LONGEST_NAME], duty) for names, duty in ((lead, Duty.LEAD), (coop, Duty.COOP)) for name in names
        )
        rows = []
        for position, (name, duty) in enumerate(pairs):
            is_collective = name in collective or read_collective(name) is not None
            unit_id = None if is_collective else self.match(name).unit_id
            rows.append(ItemUnit(name=name, duty=duty, unit_id=unit_id, is_collective=is_collective, position=position))
        return rows

    def unknown(self, items: Sequence[PlanItem]) -> list[UnknownName]:
        """Return the names in ``items`` that nobody has decided yet, in their order, each once with its places."""
        return self.unknown_among((unit.name, item.label) for item in items for unit in item.units if is_unknown(unit))

    def unknown_among(self, named: Iterable[tuple[str, str]]) -> list[UnknownName]:
        """Return unknown names out of (name, label of its item), each once with all its items."""
        places: dict[str, list[str]] = {}
        for name, label in named:
            places.setdefault(name, []).append(label)
        return [self._unknown(name, tuple(dict.fromkeys(labels))) for name, labels in places.items()]

    def _unknown(self, name: str, items: tuple[str, ...]) -> UnknownName:
        match = self.match(name)
        if match.unit_id is not None:
            return UnknownName(name, match.unit_id, self.choices.get(match.unit_id, ""), items, is_certain=True)
        near = match.suggestion
        return UnknownName(name, near.id if near else None, near.name if near else "", items)


def is_unknown(unit: ItemUnit) -> bool:
    """Whether a printed name means no unit yet and stands for no group either."""
    return unit.unit_id is None and not unit.is_collective


def unknown_names(item: PlanItem) -> set[str]:
    """Return the names of an item that mean no unit yet."""
    return {unit.name for unit in item.units if is_unknown(unit)}


def printed(item: PlanItem, duty: Duty) -> str:
    """Return the names with one duty as the form shows them: 办公室、法规科."""
    return "、".join(unit.name for unit in item.units if unit.duty == duty)


def decided_before(units: Sequence[ItemUnit], present: Iterable[ItemUnit]) -> Sequence[ItemUnit]:
    """Return new rows of an item's units; what was decided about a name in its ``present`` rows stays."""
    decided = {unit.name: unit for unit in present if not is_unknown(unit)}
    for unit in units:
        known = decided.get(unit.name)
        if known is not None:
            unit.unit_id, unit.is_collective = known.unit_id, known.is_collective
    return units
