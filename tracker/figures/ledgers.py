"""Figures that come from the ledgers: their values for any period, and the rows behind each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import literal, select

from tracker.db import db
from tracker.errors import NotFound
from tracker.figures.records import RecordRow
from tracker.figures.rules import Figure
from tracker.ledger.counting import Part, break_down, condition_of, count_counted, count_indicators, list_counted
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import Period
from tracker.ledger.queries import list_indicators
from tracker.ledger.rows import EntryRow
from tracker.ledger.rules import NEWEST, Counts, Indicator, definition
from tracker.ledger.shipped import LEDGERS
from tracker.organisation.models import Unit
from tracker.permissions import Actor


@dataclass(frozen=True)
class FigureRows:
    """A figure of a period with what stands behind it, and its parts by unit, category, channel, series, month, tag.

    ``rows`` are entries of a ledger, ``records`` those of another register.
    """

    figure: Figure
    before: Figure
    rows: Sequence[EntryRow] = ()
    records: Sequence[RecordRow] = ()
    total: int = 0
    parts: dict[str, list[Part]] = field(default_factory=dict)
    of: tuple[Figure, ...] = ()  # what a share is made of

    @property
    def change(self) -> Decimal | None:
        """How much more it is than a year earlier; a share has no such number."""
        now, then = self.figure.value, self.before.value
        return None if isinstance(now, Fraction) or isinstance(then, Fraction) else Decimal(now) - Decimal(then)


def ledger_figures(period: Period) -> list[Figure]:
    """Return the figure of every indicator for ``period``; four statements, however many there are."""
    indicators = list_indicators()
    return _figures(indicators, indicators, period)


def _figures(wanted: Sequence[Indicator], indicators: Sequence[Indicator], period: Period) -> list[Figure]:
    tallies = count_indicators(indicators, period)
    return [_figure(one, tallies[one.name].value, period, is_least=tallies[one.name].is_least) for one in wanted]


def _figure(indicator: Indicator, value: Decimal | Fraction, period: Period, *, is_least: bool) -> Figure:
    about = definition(indicator, LEDGERS.get(indicator.ledger))
    shown = int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
    return Figure(indicator.name, shown, indicator.unit, about, page_of(indicator.name, period), is_least)


def page_of(name: str, period: Period) -> tuple[str, dict[str, object]]:
    """Return the page (endpoint and query) that lists what stands behind a figure of a period."""
    query: dict[str, object] = {"year": period.first.year, "name": name}
    if not period.is_year:
        query["period"] = f"{period.first}..{period.last}"
    return "figures.rows", query


def list_entry_records(indicator: Indicator, period: Period) -> list[RecordRow]:
    """Return the entries behind a figure with what each counts for; of a newest value the newest alone."""
    kept = [LedgerEntry.id, LedgerEntry.title, LedgerEntry.day, Unit.name, LedgerEntry.category, LedgerEntry.channel]
    column = NEWEST.get(indicator.counts, indicator.counts)
    amount: Any = literal(1) if column is Counts.ENTRIES else getattr(LedgerEntry, column.value)
    statement = select(*kept, amount.label("amount")).join(Unit).where(*condition_of(indicator, period))
    newest = statement.order_by(LedgerEntry.day.desc(), LedgerEntry.id.desc())
    sign = indicator.sign
    return [
        RecordRow(
            LedgerEntry.__tablename__, row.id, row.title, sign(row.category, row.channel) * Decimal(row.amount),
            row.day, row.name, row.category, ("ledger.show", {"entry_id": row.id}),
        )
        for row in db.session.execute(newest.limit(1 if indicator.counts in NEWEST else None))
    ]  # fmt: skip


def figure_rows(name: str, period: Period, *, by: Actor, limit: int | None = None, offset: int = 0) -> FigureRows:
    """Return a ledger figure with its value, its rows and its parts for ``period``; raise NotFound."""
    indicators = list_indicators()
    indicator = next((one for one in indicators if one.name == name), None)
    if indicator is None:
        raise NotFound
    if indicator.counts is Counts.SHARE:
        halves = [one for one in indicators if one.name in (indicator.part, indicator.whole)]
        figure, *of = _figures([indicator, *halves], [indicator, *halves], period)
        (before,) = _figures([indicator], [indicator, *halves], period.before)
        return FigureRows(figure, before, of=tuple(of))
    (figure,) = _figures([indicator], [indicator], period)
    (before,) = _figures([indicator], [indicator], period.before)
    rows = list_counted(indicator, period, by, limit=limit, offset=offset)
    total = count_counted(indicator, period)
    return FigureRows(figure, before, rows, total=total, parts=break_down(indicator, period))
