"""The files of a paper: printed once and kept, and printed again from what was kept to prove that they are equal."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tracker.documents import print_docx, print_pdf
from tracker.documents.exchange import from_json, to_json
from tracker.documents.model import Document
from tracker.files.inspection import Kind
from tracker.files.services import Received, store_own
from tracker.issuing.models import IssuedPaper


@dataclass(frozen=True)
class Printed:
    """A document with its PDF and its Word twin, which lie in the store and not yet in the database."""

    document: Document
    pdf: Received
    docx: Received


@dataclass(frozen=True)
class Rebuilt:
    """Whether the files made anew from what was kept are, byte for byte, those that were issued."""

    pdf_is_same: bool
    docx_is_same: bool

    @property
    def is_same(self) -> bool:
        """Whether both are."""
        return self.pdf_is_same and self.docx_is_same


def print_files(document: Document) -> Printed:
    """Print a document as PDF and as Word, and store both; raises RuleBroken where that cannot be done."""
    pdf, docx = _both(document)
    return Printed(
        document,
        store_own(pdf, f"{document.title}.pdf", Kind.PDF),
        store_own(docx, f"{document.title}.docx", Kind.DOCX),
    )


def as_json(document: Document) -> dict[str, Any]:
    """Return a document as it is kept."""
    return to_json(document)


def rebuild(paper: IssuedPaper) -> Rebuilt:
    """Make both files of an issued paper anew from the document that was kept, and compare."""
    pdf, docx = _both(from_json(paper.document))
    return Rebuilt(_sha256(pdf) == paper.pdf.sha256, _sha256(docx) == paper.docx.sha256)


def _both(document: Document) -> tuple[bytes, bytes]:
    """Print a document as PDF and, in another process meanwhile, as Word."""
    with ThreadPoolExecutor(1, thread_name_prefix="printing") as beside:
        docx = beside.submit(print_docx, document)
        return print_pdf(document), docx.result()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
