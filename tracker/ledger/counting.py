"""Counting: entries summed in groups by the database, and groups counted by the rule of each indicator."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, extract, func, or_, select

from tracker.db import db
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import Period
from tracker.ledger.queries import contains, entry_rows, within
from tracker.ledger.rows import EntryRow
from tracker.ledger.rules import NEWEST, SUMS, Counts, Indicator, Span
from tracker.ledger.shipped import LEDGERS
from tracker.organisation.models import Unit
from tracker.permissions import Actor

_KEY = (LedgerEntry.ledger, LedgerEntry.category, LedgerEntry.channel, LedgerEntry.tags)
_COUNTED = LedgerEntry.struck_because == ""


@dataclass(frozen=True)
class Tally:
    """The value of an indicator; ``is_least``: entries say "more than so many", so the true number may be higher."""

    value: Decimal | Fraction
    is_least: bool = False


@dataclass(frozen=True)
class Part:
    """One line of a breakdown: a unit, category, channel, series, month or tag, and its value."""

    name: str
    value: Decimal


@dataclass(frozen=True)
class _Group:
    """Entries that are alike for every indicator, summed up."""

    ledger: str
    category: str
    channel: str
    tags: str
    entries: int
    quantity: Decimal
    people: int
    amount: Decimal
    is_approximate: bool


def count_indicators(indicators: Sequence[Indicator], period: Period) -> dict[str, Tally]:
    """Return the value of each indicator for ``period`` by its name; three statements, however many there are."""
    inside = _groups(within(period))
    stocks = {one.ledger for one in indicators if one.period is Span.STOCK}
    until = _groups(LedgerEntry.day <= period.last, LedgerEntry.ledger.in_(stocks))
    newest = _newest(indicators, period)
    found = {
        one.name: newest.get(one.name, Tally(Decimal(0)))
        if one.counts in NEWEST
        else _summed(one, until if one.period is Span.STOCK else inside)
        for one in indicators
        if one.counts is not Counts.SHARE
    }
    shares = {one.name: _share(one, found) for one in indicators if one.counts is Counts.SHARE}
    return found | shares


def _groups(*conditions: ColumnElement[bool]) -> list[_Group]:
    sums = (
        func.count(LedgerEntry.id), func.sum(LedgerEntry.quantity), func.sum(LedgerEntry.people),
        func.sum(LedgerEntry.amount), func.max(LedgerEntry.is_approximate.cast(Integer)),
    )  # fmt: skip
    statement = select(*_KEY, *sums).where(_COUNTED, *conditions).group_by(*_KEY)
    return [
        _Group(row[0], row[1], row[2], row[3], int(row[4]), Decimal(row[5]), int(row[6]), Decimal(row[7]), bool(row[8]))
        for row in db.session.execute(statement)
    ]


def _summed(indicator: Indicator, groups: Iterable[_Group]) -> Tally:
    value, is_least = Decimal(0), False
    for group in groups:
        if indicator.takes(group.ledger, group.category, group.channel, group.tags):
            value += indicator.sign(group.category, group.channel) * Decimal(getattr(group, indicator.counts.value))
            is_least = is_least or (group.is_approximate and indicator.counts is Counts.QUANTITY)
    return Tally(value, is_least)


def _newest(indicators: Sequence[Indicator], period: Period) -> dict[str, Tally]:
    """Return the newest value inside the period of each indicator that asks for one."""
    wanted = [one for one in indicators if one.counts in NEWEST]
    where = or_(*(LedgerEntry.ledger == one.ledger for one in wanted)) if wanted else LedgerEntry.id.is_(None)
    categories = {name for one in wanted for name in one.category}
    if categories and all(one.category for one in wanted):
        where &= LedgerEntry.category.in_(categories)
    columns = (*_KEY, LedgerEntry.quantity, LedgerEntry.amount, LedgerEntry.is_approximate)
    statement = select(*columns).where(_COUNTED, within(period), where).order_by(LedgerEntry.day, LedgerEntry.id)
    found = {}
    for row in db.session.execute(statement):
        for one in wanted:
            if one.takes(*row[:4]):
                is_quantity = one.counts is Counts.LAST_QUANTITY
                found[one.name] = Tally(row[4] if is_quantity else row[5], bool(row[6]) and is_quantity)
    return found


def _share(indicator: Indicator, found: Mapping[str, Tally]) -> Tally:
    none = Tally(Decimal(0))
    part, whole = found.get(indicator.part, none).value, found.get(indicator.whole, none).value
    return Tally(Fraction(part) / Fraction(whole) if whole else Fraction(0))


def condition_of(indicator: Indicator, period: Period) -> list[ColumnElement[bool]]:
    """Return the conditions on entries that an indicator counts in ``period``: the same as its rule."""
    days = within(period) if indicator.period is Span.WITHIN else LedgerEntry.day <= period.last
    found = [_COUNTED, days, LedgerEntry.ledger == indicator.ledger]
    if indicator.category:
        found.append(LedgerEntry.category.in_(indicator.category))
    if indicator.channel:
        found.append(LedgerEntry.channel.in_(indicator.channel))
    return found + [contains(LedgerEntry.tags, tag) for tag in indicator.tags]


def list_counted(
    indicator: Indicator, period: Period, by: Actor, *, limit: int | None = None, offset: int = 0
) -> list[EntryRow]:
    """Return the entries behind a figure, newest first."""
    statement = select(LedgerEntry, Unit.name).join(Unit).where(*condition_of(indicator, period))
    newest = statement.order_by(LedgerEntry.day.desc(), LedgerEntry.id.desc())
    return entry_rows(newest.limit(limit).offset(offset), by)


def count_counted(indicator: Indicator, period: Period) -> int:
    """Return how many entries stand behind a figure."""
    return db.session.scalar(select(func.count(LedgerEntry.id)).where(*condition_of(indicator, period))) or 0


def break_down(indicator: Indicator, period: Period) -> dict[str, list[Part]]:
    """Return a summed figure by unit, category, channel, series, month and tag; one statement.

    Categories and tags that are usual in the ledger appear with 0, too: what is missing should be seen.
    """
    if indicator.counts not in SUMS:
        return {}
    ledger = LEDGERS[indicator.ledger]
    parts: dict[str, defaultdict[str, Decimal]] = {name: defaultdict(Decimal) for name in _DIMENSIONS}
    if not indicator.category and indicator.period is Span.WITHIN:
        parts["category"].update(dict.fromkeys(ledger.choices.get("category", ()), Decimal(0)))
        parts["tags"].update(dict.fromkeys(ledger.choices.get("tags", ()), Decimal(0)))
    for row in db.session.execute(_detail(indicator, period)):
        value = indicator.sign(row.category, row.channel) * Decimal(row.value)
        names = (row.unit, row.category, row.channel, row.series, f"{row.year}-{row.month:02d}")
        for dimension, name in zip(_DIMENSIONS, names, strict=False):
            if name:
                parts[dimension][name] += value
        for tag in row.tags.strip("|").split("|"):
            if tag:
                parts["tags"][tag] += value
    parts["month"] = defaultdict(Decimal, sorted(parts["month"].items()))
    return {name: [Part(*pair) for pair in values.items()] for name, values in parts.items() if values}


_DIMENSIONS = ("unit", "category", "channel", "series", "month", "tags")


def _detail(indicator: Indicator, period: Period) -> Select[Any]:
    is_count = indicator.counts is Counts.ENTRIES
    value: Any = func.count(LedgerEntry.id) if is_count else func.sum(getattr(LedgerEntry, indicator.counts.value))
    year, month = extract("year", LedgerEntry.day), extract("month", LedgerEntry.day)
    keys = (LedgerEntry.category, LedgerEntry.channel, LedgerEntry.series, LedgerEntry.tags)
    return (
        select(
            Unit.name.label("unit"), *keys, year.cast(Integer).label("year"), month.cast(Integer).label("month"),
            value.label("value"),
        )
        .select_from(LedgerEntry)
        .join(Unit)
        .where(*condition_of(indicator, period))
        .group_by(Unit.id, Unit.name, Unit.position, *keys, year, month)
        .order_by(Unit.position, Unit.id)
    )  # fmt: skip
