"""An official document as content, and its two writers: PDF and Word.

The document is described with ``tracker.documents.model``; the writers run in a confined process.
"""

from tracker.confined import run_job
from tracker.documents.exchange import to_json
from tracker.documents.model import Document
from tracker.documents.size import check_size


def print_pdf(document: Document) -> bytes:
    """Return a document as PDF. Raises RuleBroken when it is too large or has characters without a typeface."""
    check_size(document)
    pdf: bytes = run_job("print_pdf", {"document": to_json(document)})["pdf"]
    return pdf


def print_docx(document: Document) -> bytes:
    """Return a document as a Word file of the same text and geometry. Raises RuleBroken when it is too large."""
    check_size(document)
    docx: bytes = run_job("print_docx", {"document": to_json(document)})["docx"]
    return docx
