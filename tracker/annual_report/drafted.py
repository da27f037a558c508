"""How the annual report answers the chain of sign-off: what it says, what stands in its way, how it is issued."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import String, cast, select

from tracker import clock
from tracker.annual_report.document import report_document
from tracker.annual_report.models import AnnualReport
from tracker.annual_report.queries import get_content, get_page
from tracker.annual_report.rows import CHECK, ReportPage, Shown, section_of
from tracker.annual_report.services import frozen_text, issue_report
from tracker.annual_report.tables import SECTIONS
from tracker.db import db
from tracker.documents.model import Document
from tracker.errors import N_, NotFound
from tracker.issuing.content import UNISSUED, Drafted, Front, Obstacle, Titles, content_hash
from tracker.issuing.queries import find_paper
from tracker.permissions import Actor
from tracker.workdays.messages import Message

PARTS = ("", *SECTIONS)


class ReportSource:
    """The statutory reports."""

    kind = AnnualReport.__tablename__

    def get(self, document_id: int) -> Drafted:
        """Return a report as the chain sees it: what counts is what is printed, not its day."""
        return self.of_page(get_page(_get(document_id).year))

    def of_page(self, page: ReportPage) -> Drafted:
        """Return a report that is at hand with its cells."""
        report = page.report
        paper = report_document(page.filled.now, report.texts, UNISSUED.issued_on)
        shown = ("annual_report.show", {"year": report.year})
        content = content_hash(paper)
        return Drafted(self.kind, report.id, report.year, paper.title, content, shown, is_for_everybody=True)

    def titles(self) -> Titles:
        """Return the statement that reads numbers and titles; a report is called by its year."""
        return select(AnnualReport.id, cast(AnnualReport.year, String) + "年政府信息公开工作年度报告")

    def obstacles(self, document_id: int) -> Sequence[Obstacle]:
        """Return the hard checks that fail, and the year while it is not over."""
        return list(self._obstacles(_get(document_id)))

    def _obstacles(self, report: AnnualReport) -> Iterator[Obstacle]:
        page = get_page(report.year)
        if report.issued_on and find_paper(self.kind, report.id) is None:
            what = Message(
                N_("It was issued before there was a chain of sign-off. To issue it anew, take it back first.")
            )
            yield Obstacle("issued", (report.issued_on,), Message(N_("Issued already")), what, may_be_waived=False)
        if clock.today() <= date(report.year, 12, 31):
            what = Message(N_("The year of the report is not over; it counts up to 31 December."))
            yield Obstacle("year", (report.year,), Message(N_("Too early")), what, may_be_waived=False)
        for shown in page.shown:
            if shown.failure.is_hard:
                yield self._failure(report.year, shown)

    def _failure(self, year: int, shown: Shown) -> Obstacle:
        failure = shown.failure
        title = Message("%(identity)s %(where)s", {"identity": failure.identity, "where": failure.where})
        what = Message(failure.says.message, dict(failure.says.values))
        part = PARTS.index(section_of(failure))
        see = ("annual_report.show", {"year": year, "part": part})
        return Obstacle(CHECK, (shown.key,), title, what, see=see, see_words=Message(N_("See it in the report")))

    def series(self, document_id: int) -> str:
        """A statutory report has no number."""
        return ""

    def document(self, document_id: int, front: Front) -> Document:
        """Return the report as it is issued, its figures, changes and waivers attached as JSON."""
        report = _get(document_id)
        content = get_content(report.year, front.issued_on)
        if front is UNISSUED:
            return report_document(content.figures, content.texts, front.issued_on)
        frozen = frozen_text(get_page(report.year), front.issued_on)
        return report_document(content.figures, content.texts, front.issued_on, frozen=frozen)

    def figures(self, document_id: int) -> dict[str, Any]:
        """Return what is frozen with it."""
        frozen: dict[str, Any] = json.loads(frozen_text(get_page(_get(document_id).year), clock.today()))
        return frozen

    def issued(self, document_id: int, paper_id: int, by: Actor) -> None:
        """Freeze figures, text and waivers with the paper."""
        issue_report(_get(document_id).year, clock.today(), by=by)


SOURCE = ReportSource()


def _get(document_id: int) -> AnnualReport:
    report = db.session.get(AnnualReport, document_id)
    if report is None:
        raise NotFound
    return report
