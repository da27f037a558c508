"""Which unit a printed name means: never a guess, at most a suggestion."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from rapidfuzz import fuzz

from tracker.organisation.collectives import is_collective, read_collective
from tracker.organisation.rules import UnitKind, is_in_force
from tracker.organisation.unit_names import Home, Reading, folded, has_level, home_of, readings, short_form

CERTAIN = 100.0
LEAST_SCORE = 60.0
PART_SCORE = 75.0
_SECTION_ENDINGS = ("科", "处", "股", "室", "部", "办", "站", "所", "队", "中心")


class NamedUnit(Protocol):
    """What matching needs to know of a unit."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def kind(self) -> UnitKind:
        """What it is."""

    @property
    def aliases(self) -> Sequence[str]:
        """Its other names."""

    @property
    def from_on(self) -> date | None:
        """Its first day."""

    @property
    def to_on(self) -> date | None:
        """Its last day."""


Named = TypeVar("Named", bound=NamedUnit)


class How(StrEnum):
    """By what a name was recognised."""

    EXACT = "exact"
    ALIAS = "alias"
    ABBREVIATION = "abbreviation"
    NEAR = "near"  # only a suggestion
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Match:
    """Which unit a name means, or which it might mean: ``suggestion`` is for a person to accept; score 0 to 100."""

    unit_id: int | None
    how: How
    suggestion: NamedUnit | None = None
    score: float = 0.0


UNKNOWN = Match(None, How.UNKNOWN)


@dataclass(frozen=True)
class _Spelling:
    """One name of a unit, ready to be compared."""

    unit: NamedUnit
    text: str
    core: str
    readings: frozenset[Reading]


class UnitIndex:
    """The units of an agency by all their names."""

    def __init__(self, spellings: Sequence[_Spelling], home: Home) -> None:
        """Use ``of``."""
        self._spellings = spellings
        self._home = home
        self._names = {folded(one.unit.name): one.unit.id for one in spellings}
        self._all_names = {one.text: one.unit.id for one in spellings}
        self._by_core: dict[str, list[tuple[Reading, int]]] = defaultdict(list)
        for one in spellings:
            for reading in one.readings:
                self._by_core[reading.core].append((reading, one.unit.id))

    @classmethod
    def of(cls, units: Iterable[NamedUnit], *, agency_names: Iterable[str] = ()) -> "UnitIndex":
        """Return the index of ``units``; with the agency's own names, 市档案局办公室 is found as its 办公室."""
        home = home_of(agency_names)
        spellings = [
            _Spelling(unit, folded(name), short_form(folded(name)), readings(name, home))
            for unit in units
            for name in (unit.name, *unit.aliases)
        ]
        return cls(spellings, home)

    def match(self, name: str) -> Match:
        """Return what ``name`` means: the unit where that is certain, else at most a suggestion."""
        text = folded(name)
        if not text or is_collective(text):
            return UNKNOWN
        if text in self._names:
            return Match(self._names[text], How.EXACT, score=CERTAIN)
        if text in self._all_names:
            return Match(self._all_names[text], How.ALIAS, score=CERTAIN)
        asked = readings(name, self._home)
        meant = self._with_agreeing_reading(asked)
        if not meant and not has_level(text):
            meant = self._with_part(asked)
        if len(meant) == 1:
            return Match(meant.pop(), How.ABBREVIATION, score=CERTAIN)
        return self._nearest(text, meant)

    def _with_agreeing_reading(self, asked: Iterable[Reading]) -> set[int]:
        return {unit_id for one in asked for known, unit_id in self._by_core.get(one.core, ()) if one.agrees(known)}

    def _with_part(self, asked: Iterable[Reading]) -> set[int]:
        """Return the units whose name begins or ends as a section is called for short: 法规科 for 政策法规科."""
        cores = {one.core for one in asked if one.core.endswith(_SECTION_ENDINGS) and len(one.core) > 2}
        return {
            one.unit.id
            for one in self._spellings
            for core in cores
            if one.unit.kind is not UnitKind.OUTSIDE
            and core[-1] == one.core[-1:]
            and (one.core.endswith(core) or one.core.startswith(core[:-1]))
        }

    def _nearest(self, text: str, among: set[int]) -> Match:
        """Return the most alike unit as a suggestion; of several that the name may mean, the most alike of those."""
        core = short_form(text)
        scored = [
            (max(_likeness(text, one.text), _likeness(core, one.core)), -index, one.unit)
            for index, one in enumerate(self._spellings)
            if not among or one.unit.id in among
        ]
        score, _, unit = max(scored, default=(0.0, 0, None), key=lambda row: row[:2])
        if unit is None or (score < LEAST_SCORE and not among):
            return UNKNOWN
        return Match(None, How.NEAR, unit, round(score, 1))


def _likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 100; the ending that all sections share (科) counts only half."""
    score = fuzz.ratio(one, other)
    if one[-1:] != other[-1:]:
        return max(score, _stems(one, other))
    return max((score + fuzz.ratio(one[:-1], other[:-1])) / 2, _stems(one, other))


def _stems(one: str, other: str) -> float:
    shorter, longer = sorted((one[:-1], other[:-1]), key=len)
    return PART_SCORE if len(shorter) > 1 and shorter in longer else 0.0


def expand_collective(name: str, units: Iterable[Named], on: date) -> list[Named] | None:
    """Return the units in force on a day that a phrase such as 各科室（办公室除外） stands for, in their order.

    None: the phrase names a single unit. An empty list: it names several that our list of units cannot tell
    (各文件起草部门). The unit that leads a piece of work is among 各科室; who divides the work takes it out.
    """
    collective = read_collective(name)
    if collective is None:
        return None
    taken = [unit for unit in units if is_in_force(unit.from_on, unit.to_on, on)]
    taken = [unit for unit in taken if collective.includes(unit.kind, unit.name)]
    index = UnitIndex.of(taken if collective.without else ())
    left_out = {index.match(excluded).unit_id for excluded in collective.without}
    return [unit for unit in taken if unit.id not in left_out]
