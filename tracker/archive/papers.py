"""The papers of a year: the issued ones as they were issued; what never was, printed as it stands."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.annual_report.document import report_document
from tracker.annual_report.models import AnnualReport
from tracker.annual_report.queries import find_report, get_content
from tracker.bulletins.models import Bulletin
from tracker.db import db
from tracker.documents import print_docx, print_pdf
from tracker.documents.model import Document
from tracker.issuing.models import IssuedPaper
from tracker.summary.document import summary_document
from tracker.summary.models import Summary
from tracker.summary.queries import find_summary, gather
from tracker.years.listing import last_day

KINDS = (Summary, Bulletin, AnnualReport)


def list_issued(year: int) -> Sequence[IssuedPaper]:
    """Return what was issued of the documents about a year, every edition, whenever it was issued."""
    about = (
        and_(
            IssuedPaper.kind == kind.__tablename__,
            IssuedPaper.document_id.in_(select(kind.id).where(kind.year == year)),
        )
        for kind in KINDS
    )
    files = joinedload(IssuedPaper.pdf), joinedload(IssuedPaper.docx)
    return db.session.scalars(select(IssuedPaper).where(or_(*about)).order_by(IssuedPaper.id).options(*files)).all()


def print_unissued(year: int, work: Path) -> list[tuple[str, str]]:
    """Print what was never issued as a paper into the folder ``work``, and return (path, name) of each file."""
    (work / "papers").mkdir()
    made: list[tuple[str, str]] = []
    for kind, document in _unissued(year):
        for ending, printed in (("pdf", print_pdf), ("docx", print_docx)):
            path = f"papers/{kind}.{ending}"
            (work / path).write_bytes(printed(document))
            made.append((path, f"{document.title}.{ending}"))
    return made


def _unissued(year: int) -> Iterator[tuple[str, Document]]:
    today, issued = last_day(year, clock.today()), {paper.kind for paper in list_issued(year)}
    summary = find_summary(year)
    if summary is not None and Summary.__tablename__ not in issued:
        yield "summary", summary_document(summary, gather(year, today), today)
    report = find_report(year)
    if report is not None and report.issued_on is not None and AnnualReport.__tablename__ not in issued:
        content = get_content(year, clock.today())
        yield "annual-report", report_document(content.figures, content.texts, content.dated, frozen=content.frozen)
