"""Facts out of the ledgers, the organisation and earlier scores: months, quotas, adoption, praise, officers."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, extract, func, select

from tracker.db import db
from tracker.ledger.models import LedgerEntry
from tracker.ledger.queries import contains
from tracker.organisation.models import Unit, UnitPost
from tracker.organisation.queries import in_force
from tracker.organisation.rules import Post
from tracker.rulesets.quotas import missing_percent, quota_steps
from tracker.rulesets.rules import CENT, FULL, plain
from tracker.scores.facts import Asked, Fact
from tracker.scores.models import ScoredUnit, Scoring
from tracker.scores.rules import ScoringState
from tracker.scores.work_facts import end_of

Published = dict[int, dict[tuple[int, int], Decimal]]


def _counted(asked: Asked, ledger: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of entries of a ledger that were there, and not struck out, on the day of the scoring."""
    days = LedgerEntry.day.between(asked.period.first, min(asked.period.last, asked.as_of))
    there = (LedgerEntry.struck_because == "", LedgerEntry.entered_at < end_of(asked.as_of))
    return (LedgerEntry.ledger == ledger, LedgerEntry.unit_id.in_(asked.units), days, *there)


def _published(asked: Asked) -> Published:
    """Return how many items each unit published in each month; one statement."""
    year, month = (extract(part, LedgerEntry.day).cast(Integer) for part in ("year", "month"))
    columns: tuple[Any, ...] = (LedgerEntry.unit_id, year, month, func.sum(LedgerEntry.quantity))
    statement = select(*columns).where(*_counted(asked, "published")).group_by(LedgerEntry.unit_id, year, month)
    found: Published = defaultdict(dict)
    for unit_id, of_year, of_month, number in db.session.execute(statement):
        found[unit_id][of_year, of_month] = Decimal(number)
    return found


def _months(asked: Asked) -> list[tuple[int, int]]:
    """Return the months of the period that had ended by the day of the scoring."""
    first, last = asked.period.first, min(asked.period.last, asked.as_of)
    months = [divmod(number, 12) for number in range(12 * first.year + first.month - 1, 12 * last.year + last.month)]
    ends = [(year, month + 1, monthrange(year, month + 1)[1]) for year, month in months]
    return [(year, month) for year, month, day in ends if date(year, month, day) <= last]


def months_below(asked: Asked, least: int | None) -> Iterator[Fact]:
    """Yield the months without any published item (``least`` None), or those with some, but fewer than ``least``."""
    published = _published(asked)
    for unit_id in sorted(asked.units):
        for year, month in _months(asked):
            number = published.get(unit_id, {}).get((year, month), Decimal(0))
            if (number == 0) if least is None else (0 < number < least):
                name = f"{year}年{month}月公开信息{plain(number)}条" + (f"，少于{least}条" if least else "")
                yield Fact(unit_id, "month", 100 * year + month, name)


def quota_gap(asked: Asked, usual: int) -> Iterator[Fact]:
    """Yield for each unit below its quota how many percent it lacks."""
    for unit_id, number, quota in _quotas(asked, usual):
        missing = missing_percent(number, quota)
        if missing:
            yield Fact(unit_id, "quota", None, _of_quota(number, quota), missing)


def quota_over(asked: Asked, usual: int) -> Iterator[Fact]:
    """Yield for each unit beyond its quota by how many steps it is."""
    for unit_id, number, quota in _quotas(asked, usual):
        steps = quota_steps(number, quota)
        if steps:
            yield Fact(unit_id, "quota", None, _of_quota(number, quota), Decimal(steps))


def _quotas(asked: Asked, usual: int) -> Iterator[tuple[int, Decimal, Decimal]]:
    published, months = _published(asked), len(_months(asked))
    for unit_id in sorted(asked.units):
        number = sum(published.get(unit_id, {}).values(), Decimal(0))
        yield unit_id, number, Decimal(asked.quotas.get(unit_id, usual) * months)


def _of_quota(number: Decimal, quota: Decimal) -> str:
    share = (number * FULL / quota).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"目标任务{plain(quota)}条，公开信息{plain(number)}条，完成{plain(share)}%"


def entries(asked: Asked, ledger: str, *, tag: str = "", category: str = "") -> Iterator[Fact]:
    """Yield the entries of a ledger, all or those with a tag and of a category."""
    conditions = list(_counted(asked, ledger))
    if tag:
        conditions.append(contains(LedgerEntry.tags, tag))
    if category:
        conditions.append(LedgerEntry.category == category)
    statement = select(LedgerEntry).where(*conditions).order_by(LedgerEntry.day, LedgerEntry.id)
    for one in db.session.scalars(statement):
        yield Fact(one.unit_id, "entry", one.id, f"{one.day.month}月{one.day.day}日《{one.title.strip('《》')}》")


def without_officer(asked: Asked) -> Iterator[Fact]:
    """Yield the units that had no information officer on the day of the scoring."""
    officers = select(UnitPost.unit_id).where(UnitPost.post == Post.OFFICER, in_force(UnitPost, asked.as_of))
    statement = select(Unit.id, Unit.name).where(Unit.id.in_(asked.units), Unit.id.not_in(officers))
    for unit_id, name in db.session.execute(statement.order_by(Unit.id)):
        yield Fact(unit_id, "unit", unit_id, f"{name}没有明确信息员")


def periods(asked: Asked) -> Iterator[Fact]:
    """Yield for each unit by how many percent the mean of its issued monthly and quarterly scores lies below 100."""
    statement = (
        select(ScoredUnit.unit_id, ScoredUnit.value, Scoring.id, Scoring.first, Scoring.last)
        .join(Scoring)
        .where(Scoring.state == ScoringState.ISSUED, Scoring.first >= asked.period.first)
        .where(Scoring.last <= asked.period.last, ScoredUnit.unit_id.in_(asked.units), ScoredUnit.value.is_not(None))
        .order_by(Scoring.last, Scoring.id)
    )
    found: defaultdict[int, list[tuple[Decimal, int]]] = defaultdict(list)
    for unit_id, value, scoring_id, first, last in db.session.execute(statement):
        if value is not None and (first, last) != (asked.period.first, asked.period.last):
            found[unit_id].append((value, scoring_id))
    for unit_id, scores in sorted(found.items()):
        mean = (sum((value for value, _ in scores), Decimal(0)) / len(scores)).quantize(CENT, ROUND_HALF_UP)
        if mean < FULL:
            name = f"平时得分{len(scores)}次，平均{plain(mean)}分"
            yield Fact(unit_id, "scoring", scores[-1][1], name, FULL - mean)
