"""Counting the figures of the registers, and listing and dividing the rows behind each."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, true

from tracker import clock
from tracker.db import db
from tracker.figures.records import RecordRow
from tracker.figures.sources import Scope
from tracker.figures.work import WorkFigure, WorkShare
from tracker.ledger.counting import Part


def tally_work(figures: Sequence[WorkFigure | WorkShare], scope: Scope) -> dict[str, int | Fraction]:
    """Return the value of each figure by its name; one statement for all of them."""
    counted = [one for one in figures if isinstance(one, WorkFigure)]
    subqueries = [_sums(list(found), scope) for _, found in groupby(counted, key=lambda one: one.source)]
    values: list[int] = []
    if subqueries:
        joined: Any = subqueries[0]
        for one in subqueries[1:]:
            joined = joined.join(one, true())
        columns = [column for one in subqueries for column in one.c]
        values = [int(value) for value in db.session.execute(select(*columns).select_from(joined)).one()]
    found: dict[str, int | Fraction] = dict(zip((one.name for one in counted), values, strict=True))
    for one in figures:
        if isinstance(one, WorkShare):
            part, whole = found[one.part], found[one.whole]
            found[one.name] = Fraction(part) / Fraction(whole) if whole else Fraction(0)
    return found


def _sums(figures: Sequence[WorkFigure], scope: Scope) -> Any:
    conditions = [and_(*one.where(scope)) for one in figures]
    sums = [
        func.coalesce(func.sum(case((condition, one.amount), else_=0)), 0).label(f"n{number}")
        for number, (one, condition) in enumerate(zip(figures, conditions, strict=True))
    ]
    return select(*sums).select_from(figures[0].source.table).where(or_(*conditions)).subquery()


def list_records(figure: WorkFigure, scope: Scope, *, limit: int | None = None, offset: int = 0) -> list[RecordRow]:
    """Return the records behind a figure, the newest first; one statement."""
    source = figure.source
    shown = source.id if source.shown is None else source.shown
    columns = (source.id, source.label, figure.amount, source.day, source.unit, source.category, shown)
    statement = _rows(figure, scope, *columns).order_by(source.day.desc().nulls_last(), source.id.desc())
    endpoint, argument = source.page
    return [
        RecordRow(
            source.kind, row[0], str(row[1] or ""), Decimal(row[2]), _day(row[3]), row[4] or "", str(row[5] or ""),
            (endpoint, {argument: row[6]}),
        )
        for row in db.session.execute(statement.limit(limit).offset(offset))
    ]  # fmt: skip


def count_records(figure: WorkFigure, scope: Scope) -> int:
    """Return how many records stand behind a figure."""
    return db.session.scalar(_rows(figure, scope, func.count())) or 0


def _rows(figure: WorkFigure, scope: Scope, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(figure.source.table).where(*figure.where(scope))


def _day(found: date | datetime | None) -> date | None:
    return clock.local(found).date() if isinstance(found, datetime) else found


def divide_records(figure: WorkFigure, scope: Scope) -> dict[str, list[Part]]:
    """Return a figure by unit, category and month of its records; one statement."""
    source, parts = figure.source, {name: defaultdict[str, Decimal](Decimal) for name in ("unit", "category", "month")}
    columns = (source.unit, source.category, source.day, figure.amount)
    for unit, category, found, amount in db.session.execute(_rows(figure, scope, *columns)):
        day = _day(found)
        names = (unit, str(category or ""), f"{day:%Y-%m}" if day else "")
        for dimension, name in zip(parts, names, strict=True):
            if name:
                parts[dimension][name] += Decimal(amount)
    parts["month"] = defaultdict(Decimal, sorted(parts["month"].items()))
    return {name: [Part(*pair) for pair in values.items()] for name, values in parts.items() if values}
