"""Reading frozen figures: what an issued document said, and how what stands in the registers now differs from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.figures.comparing import Change, compare_rows, difference, keep_rows
from tracker.figures.models import FrozenDocument, FrozenFigure
from tracker.figures.named import definitions, list_behind, text_figures
from tracker.figures.rules import Figure
from tracker.ledger.periods import Period


@dataclass(frozen=True)
class FrozenLine:
    """A frozen figure beside what it would be now; ``now`` is None where the figure is there no more."""

    frozen: Figure
    now: Figure | None
    sha256: str
    records: int

    @property
    def by(self) -> str:
        """How much it differs now: +3; "" when it does not."""
        return difference(self.frozen.value, self.now.value) if self.now else ""


@dataclass(frozen=True)
class Differs:
    """That a figure of an issued document is another one now."""

    document: FrozenDocument
    figure: Figure
    by: str


def find_frozen(kind: str, document_id: int) -> FrozenDocument | None:
    """Return what was frozen when a document was last issued, with its figures, or None."""
    newest = select(FrozenDocument).where(FrozenDocument.kind == kind, FrozenDocument.document_id == document_id)
    figures = selectinload(FrozenDocument.figures)
    return db.session.scalar(newest.order_by(FrozenDocument.number.desc()).limit(1).options(figures))


def get_frozen(frozen_id: int) -> FrozenDocument:
    """Return what was frozen at one issue, with its figures; raise NotFound."""
    found = db.session.get(FrozenDocument, frozen_id, options=[selectinload(FrozenDocument.figures)])
    if found is None:
        raise NotFound
    return found


def get_frozen_figure(frozen_id: int, name: str) -> FrozenFigure:
    """Return one frozen figure with its document; raise NotFound."""
    one = select(FrozenFigure).where(FrozenFigure.document_id == frozen_id, FrozenFigure.name == name)
    found = db.session.scalar(one.options(joinedload(FrozenFigure.document)))
    if found is None:
        raise NotFound
    return found


def frozen_figures(document: FrozenDocument) -> dict[str, Figure]:
    """Return the figures of an issued document by their names: from them it prints again as it was."""
    return {one.name: one.figure for one in document.figures}


def compare_frozen(document: FrozenDocument) -> list[FrozenLine]:
    """Return every figure of an issued document beside its value now, looked at as of the same day; nine statements."""
    now = text_figures(document.period, document.as_of)
    return [FrozenLine(one.figure, now.get(one.name), one.sha256, len(one.rows)) for one in document.figures]


def list_changes(frozen: FrozenFigure) -> list[Change]:
    """Return the records that came, went or changed since a figure was frozen; three statements."""
    period, day = frozen.document.period, frozen.document.as_of
    defined = definitions(period, day).get(frozen.name)
    if defined is None:
        return []
    return compare_rows(frozen.rows, keep_rows(list_behind(defined, period, day)))


def list_documents(period: Period) -> list[FrozenDocument]:
    """Return the newest issue of every document whose figures are of exactly this period; without their records."""
    newest = select(func.max(FrozenDocument.id)).group_by(FrozenDocument.kind, FrozenDocument.document_id)
    same = (FrozenDocument.first_on == period.first, FrozenDocument.last_on == period.last)
    found = select(FrozenDocument).where(*same, FrozenDocument.id.in_(newest)).order_by(FrozenDocument.id)
    without = selectinload(FrozenDocument.figures).options(defer(FrozenFigure.rows))
    return list(db.session.scalars(found.options(without)))


def list_differences(documents: Sequence[FrozenDocument], now: Mapping[str, Figure]) -> dict[str, list[Differs]]:
    """Return by the name of the figure in which issued documents it stands with another value."""
    found: dict[str, list[Differs]] = {}
    for document in documents:
        for one in document.figures:
            figure, today = one.figure, now.get(one.name)
            by = difference(figure.value, today.value) if today else ""
            if by:
                found.setdefault(one.name, []).append(Differs(document, figure, by))
    return found
