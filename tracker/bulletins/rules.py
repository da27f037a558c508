"""The outline of a circular, who is advanced and who lags behind, and numbers typed by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.figures.rules import TOKEN
from tracker.ledger.periods import Period

MOST_NAMED = 3
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:余|多)?(?:项|个|件|条|分|名|期|次|%)")
MONTHS = (1, 3, 6, 12)


class Key(StrEnum):
    """The parts of a circular; each is drafted from its own part of the data."""

    OPENING = "opening"
    STATE = "state"
    RANKING = "ranking"
    PRACTICE = "practice"
    PROBLEMS = "problems"
    DEMANDS = "demands"


HEADINGS = {
    Key.OPENING: "",
    Key.STATE: "总体情况",
    Key.RANKING: "考核排名",
    Key.PRACTICE: "好的做法",
    Key.PROBLEMS: "存在的问题",
    Key.DEMANDS: "工作要求",
}


@dataclass(frozen=True)
class UnitState:
    """Where a unit stands in a period: what was due, done, done late, found and not closed, published; its score."""

    unit_id: int
    name: str
    due: int
    done: int
    late: int
    findings: int
    unclosed: int
    published: int
    score: Decimal | None = None
    place: int | None = None
    grade: str = ""

    @property
    def open(self) -> int:
        """What was due and is not done."""
        return self.due - self.done


def advanced(units: Sequence[UnitState]) -> list[UnitState]:
    """Return up to three units to be praised: the first places; without scores those that did all in time."""
    if any(unit.place for unit in units):
        first = [unit for unit in units if unit.place and unit.place <= MOST_NAMED and not unit.open]
        return sorted(first, key=lambda unit: (unit.place or 0, -unit.published))[:MOST_NAMED]
    clean = [unit for unit in units if unit.due and not unit.open and not unit.late and not unit.unclosed]
    return sorted(clean, key=lambda unit: (-unit.done, -unit.published))[:MOST_NAMED]


def lagging(units: Sequence[UnitState]) -> list[UnitState]:
    """Return up to three units that lag behind: with work open or problems unclosed, the lowest score first."""
    behind = [unit for unit in units if unit.open or unit.unclosed]
    lowest = sorted(behind, key=lambda unit: (unit.score if unit.score is not None else 100, -unit.open, unit.name))
    return lowest[:MOST_NAMED]


def check_period(period: Period) -> None:
    """Raise RuleBroken for a period that no circular is written for."""
    months = 12 * (period.last.year - period.first.year) + period.last.month - period.first.month + 1
    if months not in MONTHS:
        raise RuleBroken(N_("A circular is of a month, a quarter, half a year or a year."), field="period")


def typed_numbers(text: str, drafted: str) -> list[str]:
    """Return the counts in a text that were typed by hand: neither a figure's name nor words of the draft."""
    return [number for number in _NUMBER.findall(TOKEN.sub("", text)) if number not in drafted]


def check_text(text: str) -> None:
    """Raise RuleBroken for a text in which a brace is opened and not closed, which would lose a figure."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.count("{") != line.count("}"):
            message = N_("Line %(number)d opens a brace that it does not close; figures are written {name}.")
            raise RuleBroken(message, field="text", number=number)
