"""An official document as PDF by GB/T 9704—2012: tagged, with outline and fonts, equal bytes for equal input."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tracker.documents.engine import engine
from tracker.documents.exchange import from_json, to_json
from tracker.documents.html import document_html
from tracker.documents.model import Document


def print_job(document: Mapping[str, Any]) -> dict[str, Any]:
    """Print in the confined process: a document as plain values in, its PDF out."""
    return {"pdf": write_pdf(from_json(document))}


def write_pdf(document: Document) -> bytes:
    """Return a document as PDF; one made to be kept is PDF/A-3u and carries its figures as a JSON file.

    Raises RuleBroken when a character has no typeface.
    """
    kept: dict[str, Any] = {}
    if document.is_archival:
        content = json.dumps(to_json(document), ensure_ascii=False, sort_keys=True)
        kept = {"pdf_variant": "pdf/a-3u", "pdf_identifier": hashlib.sha256(content.encode()).digest()[:16]}
    if document.is_archival and document.figures:
        kept["attachments"] = [
            engine().weasyprint.Attachment(
                string=document.figures, name="figures.json", description="本文件所用数据", relationship="Data",
                created=document.created, modified=document.created, url_fetcher=engine().fetcher,
            )
        ]  # fmt: skip
    return engine().render(document_html(document), pdf_tags=True, **kept)
