"""PDF files: whole, without a password, and nothing in them that acts."""

import re

from tracker.errors import N_, RuleBroken, Unreadable
from tracker.files.limits import Limits
from tracker.files.pdf_objects import Objects
from tracker.files.zips import DAMAGED, HAS_PASSWORD

HAS_SCRIPT = N_(
    "“%(name)s” was not accepted: this PDF runs a script or starts a program when it is opened or clicked. "
    "Print it to a new PDF and upload that."
)
HAS_ATTACHMENT = N_(
    "“%(name)s” was not accepted: another file is attached inside this PDF. "
    "Print it to a new PDF and upload the attached file on its own."
)
HAS_DYNAMIC_FORM = N_(
    "“%(name)s” was not accepted: this PDF is a dynamic form (XFA). Print it to a new PDF and upload that."
)

_REFUSED_NAMES = {
    b"JavaScript": HAS_SCRIPT,
    b"JS": HAS_SCRIPT,
    b"Launch": HAS_SCRIPT,
    b"EmbeddedFile": HAS_ATTACHMENT,
    b"EmbeddedFiles": HAS_ATTACHMENT,
    b"EF": HAS_ATTACHMENT,
    b"FileAttachment": HAS_ATTACHMENT,
    b"RichMedia": HAS_ATTACHMENT,
    b"XFA": HAS_DYNAMIC_FORM,
}
_CARRIED = {b"EmbeddedFile", b"EmbeddedFiles", b"EF"}  # as PDF/A-3 carries its data: nothing acts
_NEEDED_NAMES = {b"Root", b"Catalog", b"Pages"}
_ENCRYPTED = re.compile(rb"/Encrypt[\0\s]*(?:<<|\d+[\0\s]+\d+[\0\s]+R)")
_END = re.compile(rb"startxref[\0\s]+(\d{1,10})[\0\s]+%%EOF")
_TABLE = re.compile(rb"xref|\d+[\0\s]+\d+[\0\s]+obj")
_TAIL = 2048  # viewers look for the end in the last kilobyte or two
_OFF_BY = 64  # hand-made files point a little beside their table, and viewers find it


def check_pdf(content: bytes, limits: Limits) -> None:
    """Raise Unreadable when the PDF is broken or protected, RuleBroken when it acts or carries other files."""
    if _ENCRYPTED.search(content):
        raise Unreadable(HAS_PASSWORD)
    _check_end(content)
    names = set(Objects(content, limits).names())
    if b"Encrypt" in names:
        raise Unreadable(HAS_PASSWORD)
    for name, message in _REFUSED_NAMES.items():
        if name in names and not (limits.attachments and name in _CARRIED):
            raise RuleBroken(message)
    if not names >= _NEEDED_NAMES:
        raise Unreadable(DAMAGED)


def _check_end(content: bytes) -> None:
    """Refuse a file that was cut off, or whose end does not lead to its table of objects."""
    ends = _END.findall(content, max(0, len(content) - _TAIL))
    for at in map(int, ends[-1:]):
        if _TABLE.search(content[max(0, at - _OFF_BY) : at + _OFF_BY]):
            return
    raise Unreadable(DAMAGED)
