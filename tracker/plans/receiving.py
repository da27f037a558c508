"""Taking in a plan's document: looked into, read in the limited process, and only then stored.

All of it happens before a transaction: reading may take its time, and nobody else waits for it.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from tracker.confined import run_job
from tracker.errors import N_, RuleBroken
from tracker.files.inspection import TEXTS, Inspected, Kind, inspect
from tracker.files.limits import DEFAULT, Limits
from tracker.files.services import Received, put, upload_limits
from tracker.permissions import Actor, Permission
from tracker.plans.reading import deserialise
from tracker.plans.reading.model import PlanReading
from tracker.texts import without_unprintable

ACCEPTED = TEXTS | {Kind.DOCX, Kind.XLSX, Kind.PDF}
PASTED = "粘贴的文字.txt"
_FIELD_OF_TEXT = "text"


@dataclass(frozen=True)
class PlanDocument:
    """A document that was read and lies in the store, not yet in the database."""

    name: str
    reading: PlanReading
    received: Received


def read_document(
    content: BinaryIO, name: str, *, year: int | None = None, limits: Limits = DEFAULT
) -> tuple[Inspected, PlanReading]:  # fmt: skip
    """Look into a document and read it, for the plan of ``year`` if that is given; nothing is kept.

    Raises Unreadable or RuleBroken (field ``files``) with what is wrong and what to do.
    """
    inspected = inspect(content, name, limits=limits, allowed=ACCEPTED)
    content.seek(0)
    try:
        result = run_job("read_plan", {"content": content.read(), "name": inspected.clean_name, "year": year})
    except RuleBroken as refusal:
        refusal.field = refusal.field or "files"
        raise
    content.seek(0)
    return inspected, deserialise(result)


def take_document(content: BinaryIO, name: str, *, year: int | None = None, by: Actor) -> PlanDocument:
    """Read an uploaded document and store it, ready for ``import_plan`` or ``compare_with_newer``."""
    by.must(Permission.EDIT_PLAN)
    inspected, reading = read_document(content, name, year=year, limits=upload_limits())
    return PlanDocument(inspected.clean_name, reading, put(content, inspected, by.account_id))


def check_one(text: str) -> None:
    """Raise RuleBroken when text was pasted beside a chosen file: nobody knows which of them is the plan."""
    if text.strip():
        raise RuleBroken(
            N_("You chose a file and pasted text as well. Empty this field, or choose no file."), field=_FIELD_OF_TEXT
        )


def take_text(text: str, *, year: int | None = None, by: Actor) -> PlanDocument:
    """Read pasted text and store it as a file of its own, as ``take_document`` does."""
    by.must(Permission.EDIT_PLAN)
    lines = text.replace("\x0b", "\n").replace("\x0c", "\n")  # soft line and page breaks of word processors
    if not lines.strip():
        raise RuleBroken(N_("Choose a file, or paste the text of the plan."), field="files")
    try:
        return take_document(BytesIO(without_unprintable(lines).encode()), PASTED, year=year, by=by)
    except RuleBroken as refusal:
        refusal.field = _FIELD_OF_TEXT
        raise
