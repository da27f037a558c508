"""An official document as PDF by GB/T 9704—2012: tagged, with outline and fonts, equal bytes for equal input."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tracker.documents.engine import NoTypeface, drop_footnotes, engine, has_text, heard
from tracker.documents.exchange import from_json, to_json
from tracker.documents.html import ImprintPlace, document_html
from tracker.documents.model import Document
from tracker.documents.places import places_of


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
    try:
        with heard():
            laid, _ = lay_out(document, pdf_tags=True, pdf_variant=kept.get("pdf_variant"))
            return engine().write(laid, pdf_tags=True, **kept)
    except NoTypeface as missing:
        raise NoTypeface(missing.characters, places_of(missing.characters, document)) from missing


def lay_out(document: Document, **options: Any) -> tuple[Any, ImprintPlace]:
    """Return the pages of a document and where its imprint stands; to be called where complaints are heard.

    The imprint stands on the last side of the last sheet, an even page (第 7.4 条). Where the text ends on an odd one
    it has the page behind for itself; where an even one is full, the end of the text goes over to a further sheet.
    """
    laid = engine().lay_out(document_html(document), **options)
    if document.imprint is None:
        return laid, ImprintPlace.BELOW
    pages = laid.pages if has_text(laid.pages[-1]) else laid.pages[:-1]
    if len(pages) % 2:
        drop_footnotes(pages[-1])
        behind = engine().lay_out(document_html(document, ImprintPlace.ALONE), **options)
        return laid.copy([*pages, *behind.pages]), ImprintPlace.ALONE
    if len(pages) == len(laid.pages):
        return laid, ImprintPlace.BELOW
    return engine().lay_out(document_html(document, ImprintPlace.PULLED), **options), ImprintPlace.PULLED


def imprint_place(document: Document) -> ImprintPlace:
    """Return where the imprint of a document stands when it is printed, for the Word twin."""
    if document.imprint is None:
        return ImprintPlace.BELOW
    with heard():
        return lay_out(document)[1]
