"""Reading a filled sheet that was uploaded: looked into, then read in the limited process; it is not kept."""

from typing import BinaryIO

from tracker.confined import run_job
from tracker.errors import RuleBroken
from tracker.files.inspection import Kind, inspect
from tracker.files.services import upload_limits
from tracker.roundtrip.rules import EDITABLE, FilledRow, SheetKind


def read_filled(kind: SheetKind, content: BinaryIO, name: str) -> list[FilledRow]:
    """Return the rows of a filled sheet; raise Unreadable or RuleBroken (field ``files``)."""
    inspect(content, name, limits=upload_limits(), allowed=frozenset({Kind.XLSX}))
    content.seek(0)
    try:
        rows = run_job("read_sheet", {"content": content.read(), "kind": str(kind)})["rows"]
    except RuleBroken as refusal:
        refusal.field = refusal.field or "files"
        raise
    return [
        FilledRow(row["line"], row["key"].strip(), row["sum"].strip(), {field: row[field] for field in EDITABLE[kind]})
        for row in rows
    ]
