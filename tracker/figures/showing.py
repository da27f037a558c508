"""Figures as pages show them: beside those of a year earlier and of issued documents, and with what stands behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.figures.frozen import Differs, list_differences, list_documents
from tracker.figures.ledgers import FigureRows, figure_rows
from tracker.figures.models import FrozenDocument
from tracker.figures.named import figures_in, work_figure
from tracker.figures.parts import part_definitions
from tracker.figures.rules import Figure
from tracker.figures.sources import Scope
from tracker.figures.tallying import count_records, divide_records, list_records, tally_work
from tracker.figures.work import WorkFigure, WorkShare, work_of
from tracker.ledger.periods import Period
from tracker.ledger.queries import list_indicators
from tracker.permissions import Actor


@dataclass(frozen=True)
class Compared:
    """A figure of a period beside the same of a year earlier, and the issued documents that say something else."""

    figure: Figure
    before: Figure | None
    differs: Sequence[Differs] = ()


@dataclass(frozen=True)
class FiguresPage:
    """All figures of a period: those of the ledgers, those of the other registers; and what was issued of it."""

    of_ledgers: Sequence[Compared]
    of_work: Sequence[Compared]
    documents: Sequence[FrozenDocument]


def compare_figures(period: Period, today: date) -> FiguresPage:
    """Return every figure of a period beside a year earlier and beside what was issued; sixteen statements at most."""
    now, before = figures_in(period, today), figures_in(period.before, today)
    documents = list_documents(period)
    differs = list_differences(documents, now)
    compared = [Compared(one, before.get(name), differs.get(name, ())) for name, one in now.items()]
    of_ledgers = {one.name for one in list_indicators()}
    return FiguresPage(
        [one for one in compared if one.figure.name in of_ledgers],
        [one for one in compared if one.figure.name not in of_ledgers],
        documents,
    )


def show_figure(
    name: str, period: Period, today: date, *, by: Actor, limit: int | None = None, offset: int = 0
) -> FigureRows:  # fmt: skip
    """Return a figure with a page of what stands behind it and its parts; raise NotFound."""
    scope = Scope(period, today)
    works = [*work_of(scope), *part_definitions(scope)]
    wanted = next((one for one in works if one.name == name), None)
    if wanted is None:
        return figure_rows(name, period, by=by, limit=limit, offset=offset)
    figure, before, of = _values(wanted, works, scope)
    if isinstance(wanted, WorkShare):
        return FigureRows(figure, before, of=of)
    return FigureRows(
        figure, before, records=list_records(wanted, scope, limit=limit, offset=offset),
        total=count_records(wanted, scope), parts=divide_records(wanted, scope),
    )  # fmt: skip


def _values(
    wanted: WorkFigure | WorkShare, works: Iterable[WorkFigure | WorkShare], scope: Scope
) -> tuple[Figure, Figure, tuple[Figure, ...]]:
    """Return a figure, the same a year earlier, and the two a share divides."""
    names = (wanted.part, wanted.whole) if isinstance(wanted, WorkShare) else ()
    parts = [one for one in works if one.name in names]
    counted = [*parts, wanted]
    now, then = (tally_work(counted, one) for one in (scope, Scope(scope.period.before, scope.today)))
    of = tuple(work_figure(one, now[one.name], scope.period) for one in parts)
    before = work_figure(wanted, then[wanted.name], scope.period.before)
    return work_figure(wanted, now[wanted.name], scope.period), before, of
