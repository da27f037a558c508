"""Papers as answers: sent at once where that takes a moment, else a page says so and looks until they are there."""

import json
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from tracker.documents import print_docx, print_pdf
from tracker.documents.exchange import to_json
from tracker.documents.model import Document
from tracker.web.jobs import Job, waiting_page

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def send_pdf(document: Document, name: str = "") -> ResponseReturnValue:
    """Answer with a document as PDF, to be looked at; ``name`` is that of the file, its title when not given."""
    return _send(document, name or document.title, "pdf", print_pdf)


def send_docx(document: Document, name: str = "") -> ResponseReturnValue:
    """Answer with a document as a Word file, to be saved."""
    return _send(document, name or document.title, "docx", print_docx)


def _send(document: Document, name: str, kind: str, printer: Callable[[Document], bytes]) -> ResponseReturnValue:
    """Print a document once for everybody who asks for it soon."""
    plain = json.dumps(to_json(document), sort_keys=True, ensure_ascii=False, default=str)
    job = Job(f"{sha256(plain.encode()).hexdigest()}.{kind}")
    job.begin(lambda: printer(document))
    if not job.wait():
        return waiting_page(job, document.title)
    answer = send_file(
        BytesIO(job.content()), CONTENT_TYPES[kind], as_attachment=kind == "docx", download_name=f"{name}.{kind}"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
