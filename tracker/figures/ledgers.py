"""Figures that come from the ledgers: their values for any period, and the rows behind each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tracker.errors import NotFound
from tracker.figures.rules import Figure
from tracker.ledger.counting import Part, break_down, count_counted, count_indicators, list_counted
from tracker.ledger.periods import Period
from tracker.ledger.queries import list_indicators
from tracker.ledger.rows import EntryRow
from tracker.ledger.rules import Counts, Indicator, definition
from tracker.ledger.shipped import LEDGERS
from tracker.permissions import Actor


@dataclass(frozen=True)
class Compared:
    """A figure of a period beside the same of a year earlier."""

    figure: Figure
    before: Figure | None


@dataclass(frozen=True)
class FigureRows:
    """A figure of a period with the entries behind it, and its parts by unit, category, channel, series, month, tag."""

    figure: Figure
    before: Figure
    rows: Sequence[EntryRow] = ()
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
    query: dict[str, object] = {"year": period.first.year, "name": indicator.name}
    if not period.is_year:
        query["period"] = f"{period.first}..{period.last}"
    return Figure(indicator.name, shown, indicator.unit, about, ("figures.rows", query), is_least)


def compare_figures(period: Period) -> list[Compared]:
    """Return the figure of every indicator beside that of a year earlier; seven statements."""
    indicators = list_indicators()
    now = _figures(indicators, indicators, period)
    return [Compared(*pair) for pair in zip(now, _figures(indicators, indicators, period.before), strict=True)]


def figure_rows(name: str, period: Period, *, by: Actor, limit: int | None = None, offset: int = 0) -> FigureRows:
    """Return a ledger figure with its value, its rows and its parts for ``period``; raise NotFound."""
    indicators = list_indicators()
    indicator = next((one for one in indicators if one.name == name), None)
    if indicator is None:
        raise NotFound
    if indicator.counts is Counts.SHARE:
        parts = [one for one in indicators if one.name in (indicator.part, indicator.whole)]
        figure, *of = _figures([indicator, *parts], [indicator, *parts], period)
        (before,) = _figures([indicator], [indicator, *parts], period.before)
        return FigureRows(figure, before, of=tuple(of))
    (figure,) = _figures([indicator], [indicator], period)
    (before,) = _figures([indicator], [indicator], period.before)
    rows = list_counted(indicator, period, by, limit=limit, offset=offset)
    return FigureRows(figure, before, rows, count_counted(indicator, period), break_down(indicator, period))
