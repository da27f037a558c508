"""What a circular is drafted from: figures, the state of every unit, good work and problems, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.bulletins.rules import UnitState
from tracker.figures.rules import Figure
from tracker.ledger.periods import Period

Page = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Item:
    """A record a sentence comes from: kind ("task", "finding"), number, unit, and what it says."""

    kind: str
    id: int
    unit: str
    text: str


@dataclass(frozen=True)
class Material:
    """Everything a circular may say, and nothing else."""

    period: Period
    name: str  # of the period: 2025年第3季度
    as_of: date
    agency: str
    figures: dict[str, Figure]
    units: tuple[UnitState, ...]
    scoring: tuple[int, str] | None  # the issued scoring of the period: its number and the name of its rules
    practices: tuple[Item, ...]
    problems: tuple[Item, ...]
    open_tasks: tuple[Item, ...]


def own_figures(
    units: tuple[UnitState, ...], totals: tuple[int, int, int], period: Period, scoring_id: int | None
) -> Iterator[Figure]:  # fmt: skip
    """Yield the figures that only a circular has: what was due in the period, and of each unit state, score, place.

    ``totals`` are tasks and turns that were due, done, and done late, each counted once however many units lead it.
    """
    due, done, late = totals
    rows: Page = ("tasks.index", {"year": period.first.year})
    yield Figure("到期事项数", due, "项", "时限在期内的任务和期次，每项计一次", rows)
    yield Figure("到期办结数", done, "项", "其中截至统计日已办结的", rows)
    yield Figure("到期未办结数", due - done, "项", "其中截至统计日未办结的", rows)
    yield Figure("逾期办结数", late, "项", "其中办结日期晚于时限的", rows)
    scored = [unit for unit in units if unit.score is not None]
    listed: Page | None = ("scores.show", {"scoring_id": scoring_id}) if scoring_id else None
    if scored:
        total = sum((unit.score or Decimal(0) for unit in scored), Decimal(0))
        mean = (total / len(scored)).quantize(Decimal("0.01"))
        yield Figure("考核平均分", mean, "分", "本期考核各科室得分的平均数", listed)
    entered: Page = ("ledger.entries", {"kind": "published", "year": period.last.year})
    for unit in units:
        found: Page = ("checks.findings", {"year": period.last.year, "view": "all", "unit": unit.unit_id})
        own: Page = ("tasks.index", {"year": period.first.year, "unit": unit.unit_id})
        yield Figure(f"{unit.name}到期数", unit.due, "项", f"{unit.name}牵头、时限在期内的任务和期次", own)
        yield Figure(f"{unit.name}办结数", unit.done, "项", "其中截至统计日已办结的", own)
        yield Figure(f"{unit.name}未办结数", unit.open, "项", "其中截至统计日未办结的", own)
        yield Figure(f"{unit.name}未销号数", unit.unclosed, "个", f"{unit.name}期内发现、截至统计日未销号的问题", found)
        yield Figure(f"{unit.name}公开数", unit.published, "条", f"{unit.name}期内登记的公开信息", entered)
        if unit.score is not None and unit.place is not None:
            yield Figure(f"{unit.name}得分", unit.score, "分", "本期考核得分", listed)
            yield Figure(f"{unit.name}名次", unit.place, "名", "本期考核名次", listed)
