"""How the summary answers the chain of sign-off: what it says, what stands in its way, how it is issued."""

from collections.abc import Container, Sequence
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.documents.model import Document
from tracker.errors import NotFound
from tracker.figures.named import text_figures
from tracker.figures.rules import TOKEN
from tracker.figures.services import freeze_figures
from tracker.issuing.content import UNISSUED, Drafted, Front, Obstacle, Titles, content_hash, fronted
from tracker.ledger.periods import year_period
from tracker.organisation.queries import find_agency
from tracker.permissions import Actor
from tracker.summary.document import summary_document
from tracker.summary.gate import find_obstacles
from tracker.summary.models import Summary
from tracker.summary.queries import material_of


class SummarySource:
    """The year-end summaries."""

    kind = Summary.__tablename__

    def get(self, document_id: int) -> Drafted:
        """Return a summary as the chain sees it."""
        summary, today = _get(document_id), clock.today()
        return drafted_of(summary, summary_document(summary, material_of(summary, today), today))

    def titles(self) -> Titles:
        """Return the statement that reads numbers and titles."""
        return select(Summary.id, Summary.title)

    def obstacles(self, document_id: int) -> Sequence[Obstacle]:
        """Return what stands in its way."""
        summary = _get(document_id)
        return find_obstacles(summary, material_of(summary, clock.today()))

    def series(self, document_id: int) -> str:
        """Return the agency's code (机关代字) for a paper with a red head, unless its number was typed by hand."""
        paper, agency = _get(document_id).paper, find_agency()
        return agency.document_code if agency and paper and paper.has_red_head and not paper.number else ""

    def document(self, document_id: int, front: Front) -> Document:
        """Return the summary as it is issued."""
        summary, today = _get(document_id), clock.today()
        paper = summary_document(summary, material_of(summary, today), today)
        return fronted(paper, front, is_dated=summary.signed_on is not None)

    def figures(self, document_id: int) -> dict[str, Any]:
        """Return the figures that its text names, as they are printed."""
        summary = _get(document_id)
        known = material_of(summary, clock.today()).figures
        return {name: {"value": known[name].shown, "definition": known[name].about} for name in _named(summary, known)}

    def issued(self, document_id: int, paper_id: int, by: Actor) -> None:
        """Freeze the figures that its text names, with the records behind them."""
        summary = _get(document_id)
        known = text_figures(year_period(summary.year), clock.today())
        names, period = _named(summary, known), year_period(summary.year)
        freeze_figures(self.kind, document_id, summary.title, names, period, by=by)


SOURCE = SummarySource()


def drafted_of(summary: Summary, paper: Document) -> Drafted:
    """Return a summary that is at hand, with its ``paper``, as the chain sees it."""
    content = content_hash(fronted(paper, UNISSUED, is_dated=summary.signed_on is not None))
    page = ("summary.show", {"year": summary.year})
    return Drafted(SOURCE.kind, summary.id, summary.year, summary.title, content, page, is_for_everybody=True)


def _named(summary: Summary, known: Container[str]) -> list[str]:
    names = (name.partition("|")[0].strip() for one in summary.sections for name in TOKEN.findall(one.text))
    return [name for name in dict.fromkeys(names) if name in known]


def _get(document_id: int) -> Summary:
    summary = db.session.get(Summary, document_id)
    if summary is None:
        raise NotFound
    return summary
