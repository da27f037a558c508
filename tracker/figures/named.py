"""The named figures of a period: what each one counts, its value, and the records behind it."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import chain

from tracker.errors import NotFound
from tracker.figures.ledgers import ledger_figures, list_entry_records, page_of
from tracker.figures.parts import part_definitions, part_figures
from tracker.figures.records import RecordRow
from tracker.figures.rules import Figure
from tracker.figures.sources import Scope
from tracker.figures.tallying import list_records, tally_work
from tracker.figures.work import WorkFigure, WorkShare, work_of
from tracker.history.unchanged import while_unchanged
from tracker.ledger.periods import Period, year_period
from tracker.ledger.queries import list_indicators
from tracker.ledger.rules import Counts, Indicator

Defined = WorkFigure | WorkShare | Indicator


def figures_of(year: int, today: date) -> Mapping[str, Figure]:
    """Return every named figure of ``year`` as it stands on ``today``, by name; a fixed number of statements."""
    return figures_in(year_period(year), today)


def figures_in(period: Period, today: date) -> Mapping[str, Figure]:
    """Return every named figure of a period as it stands on ``today``, by name; six statements after a change."""
    key = ("figures", period, today)
    return while_unchanged(key, lambda: _by_name(ledger_figures(period), work_figures(period, today)))


def work_figures(period: Period, today: date) -> list[Figure]:
    """Return the figures of tasks, reports, checks, people, requests and complaints; two statements."""
    scope = Scope(period, today)
    wanted = work_of(scope)
    values = tally_work(wanted, scope)
    return [work_figure(one, values[one.name], period) for one in wanted]


def work_figure(one: WorkFigure | WorkShare, value: int | Fraction, period: Period) -> Figure:
    """Return a figure of the registers with its value."""
    unit = one.unit if isinstance(one, WorkFigure) else ""
    return Figure(one.name, value, unit, one.definition, page_of(one.name, period))


def text_figures(period: Period, today: date) -> Mapping[str, Figure]:
    """Return every figure that a text may name: the named ones, and parts of them that pages do not list."""
    key = ("parts of figures", period, today)
    parts = while_unchanged(key, lambda: _by_name(part_figures(Scope(period, today))))
    return {**figures_in(period, today), **parts}


def _by_name(*figures: Iterable[Figure]) -> dict[str, Figure]:
    return {one.name: one for one in chain.from_iterable(figures)}


def definitions(period: Period, today: date) -> dict[str, Defined]:
    """Return what every figure of a text counts, by its name; four statements."""
    of_ledgers = {one.name: one for one in list_indicators()}
    scope = Scope(period, today)
    return {**of_ledgers, **{one.name: one for one in (*work_of(scope), *part_definitions(scope))}}


def parts_of_share(one: Defined) -> tuple[str, ...]:
    """Return the names of the two figures that a share divides, or nothing."""
    if isinstance(one, WorkShare) or (isinstance(one, Indicator) and one.counts is Counts.SHARE):
        return one.part, one.whole
    return ()


def list_behind(one: Defined, period: Period, today: date) -> list[RecordRow]:
    """Return all records behind a figure with what each counts for; a share has none of its own."""
    if parts_of_share(one):
        return []
    if isinstance(one, Indicator):
        return list_entry_records(one, period)
    if isinstance(one, WorkFigure):
        return list_records(one, Scope(period, today))
    raise NotFound
