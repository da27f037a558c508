"""Turns a plan document into items, without a database: `read_plan` for files, `read_text` for pasted text."""

from tracker.errors import N_, Unreadable
from tracker.plans.reading.assembling import assemble
from tracker.plans.reading.blocks import Document
from tracker.plans.reading.delimited import read_delimited
from tracker.plans.reading.kinds import FileKind, recognise
from tracker.plans.reading.model import PlanReading
from tracker.plans.reading.pasted import read_pasted, read_text_file
from tracker.plans.reading.pdf import read_pdf
from tracker.plans.reading.serial import deserialise, serialise, to_json
from tracker.plans.reading.spreadsheet import read_spreadsheet
from tracker.plans.reading.word import read_word

__all__ = ["PlanReading", "deserialise", "read_plan", "read_text", "serialise", "to_json"]

NO_TEXT = N_("There is no text. Paste the plan, or choose its file.")

_READERS = {
    FileKind.WORD: read_word,
    FileKind.SPREADSHEET: read_spreadsheet,
    FileKind.PDF: read_pdf,
    FileKind.DELIMITED: read_delimited,
    FileKind.TEXT: read_text_file,
}


def read_plan(content: bytes, name: str, *, year: int | None = None) -> PlanReading:
    """Read the plan in a file called ``name``.

    ``year`` is the plan's year where it is known; without it the file's own is taken. Raises Unreadable with what is
    wrong and what to do; whatever the bytes, no other error leaves this function.
    """
    return assemble(_document(content, name), year)


def read_text(text: str, *, year: int | None = None) -> PlanReading:
    """Read the plan in pasted text; Unreadable when there is none, or far too much of it."""
    if not text.strip():
        raise Unreadable(NO_TEXT)
    return assemble(read_pasted(text), year)


def _document(content: bytes, name: str) -> Document:
    return _READERS[recognise(content, name)](content)
