"""A document as it will be printed, page by page: printed once for each text, drawn when it is looked at."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from tracker.confined import run_job
from tracker.documents import print_pdf
from tracker.documents.model import Document
from tracker.documents.pictures import DOTS
from tracker.errors import NotFound

MOST_KEPT = 8  # documents
AT_ONCE = 4  # pages drawn together


@dataclass
class Preview:
    """A printed document and the pages of it that were drawn so far."""

    pdf: bytes
    pages: int
    pictures: dict[int, bytes] = field(default_factory=dict)


_kept: OrderedDict[str, Preview] = OrderedDict()
_lock = Lock()


def preview(key: str, document: Document) -> Preview:
    """Return the preview of a document whose content ``key`` names; raise RuleBroken where it cannot be printed."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    pdf = print_pdf(document)
    drawn = run_job("draw_pages", {"pdf": pdf, "first": 0, "count": AT_ONCE, "dots": DOTS})
    made = Preview(pdf, drawn["pages"], dict(enumerate(drawn["pictures"])))
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def picture(shown: Preview, number: int) -> bytes:
    """Return a page, counted from 1, as PNG; raise NotFound for one that is not there."""
    if not 1 <= number <= shown.pages:
        raise NotFound
    if number - 1 not in shown.pictures:
        asked = {"pdf": shown.pdf, "first": number - 1, "count": AT_ONCE, "dots": DOTS}
        shown.pictures.update(enumerate(run_job("draw_pages", asked)["pictures"], number - 1))
    return shown.pictures[number - 1]
