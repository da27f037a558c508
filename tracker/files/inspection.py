"""Looks into an uploaded file before anything else opens it: size, name, content and inner structure must agree."""

import hashlib
from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from tracker.errors import N_, Refusal, RuleBroken, Unreadable
from tracker.files.limits import CHUNK, DEFAULT, MB, Limits
from tracker.files.names import clean_name, ending_of
from tracker.files.office import check_office
from tracker.files.old_office import is_old_office, refuse_old_office
from tracker.files.pdfs import check_pdf
from tracker.files.pictures import check_jpeg, check_png
from tracker.files.plain_text import is_plain_text
from tracker.files.zips import HOLDS_ARCHIVE, Archive, is_zip_behind

FIELD = "files"

EMPTY = N_("“%(name)s” was not read: the file is empty. Save it again and upload that copy.")
TOO_LARGE = N_(
    "“%(name)s” was not accepted: it is larger than %(limit)d MB. Make its pictures smaller or split it, "
    "then upload it again."
)
NOT_TAKEN = N_(
    "“%(name)s” was not accepted: only files of these kinds are: %(kinds)s. "
    "Save or print it as one of them and upload that."
)
OTHER_CONTENT = N_(
    "“%(name)s” was not read: its content is not what the ending of its name says. "
    "Open it in the program it was made with, save it as .%(ending)s and upload that copy."
)
MISNAMED = N_(
    "“%(name)s” was not read: by its content it is a .%(real)s file. Let its name end in .%(real)s and upload it again."
)


class Kind(StrEnum):
    """A kind of file that can be taken; the value is the ending of its name."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    TXT = "txt"
    CSV = "csv"
    TSV = "tsv"


EVIDENCE = frozenset((Kind.DOCX, Kind.XLSX, Kind.PDF, Kind.PNG, Kind.JPG))
TEXTS = frozenset((Kind.TXT, Kind.CSV, Kind.TSV))
CONTENT_TYPES = {
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPG: "image/jpeg",
    Kind.TXT: "text/plain",
    Kind.CSV: "text/csv",
    Kind.TSV: "text/tab-separated-values",
}
_ENDINGS = {kind.value: kind for kind in Kind} | {"jpeg": Kind.JPG}
_OLD_ENDINGS = frozenset(("doc", "dot", "wps", "wpt", "xls", "xlt", "et", "ett"))
_BEGINNINGS = {b"%PDF-": Kind.PDF, b"\x89PNG\r\n\x1a\n": Kind.PNG, b"\xff\xd8\xff": Kind.JPG}
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept: what it is, its size in bytes, the SHA-256 of its content, its name for people."""

    kind: Kind
    content_type: str
    size: int
    sha256: str
    clean_name: str


def inspect(
    source: Path | BinaryIO, name: str, *, limits: Limits = DEFAULT, allowed: Set[Kind] = EVIDENCE
) -> Inspected:
    """Look into a file that somebody calls ``name`` and return what it is; a stream is left at its beginning.

    ``source`` is a path or a stream that can seek. Raises RuleBroken or Unreadable (field ``files``) with what is
    wrong and what to do.
    """
    cleaned = clean_name(name)
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                return _inspect(stream, cleaned, limits, allowed)
        return _inspect(source, cleaned, limits, allowed)
    except Refusal as refusal:
        refusal.field = FIELD
        refusal.values["name"] = cleaned
        raise


def _inspect(stream: BinaryIO, name: str, limits: Limits, allowed: Set[Kind]) -> Inspected:
    size = stream.seek(0, 2)
    _check_size(size, limits.packed)
    stream.seek(0)
    if is_old_office(stream) or ending_of(name) in _OLD_ENDINGS:
        refuse_old_office(stream, ending_of(name))
    kind = _ENDINGS.get(ending_of(name))
    if kind is None or kind not in allowed:
        raise RuleBroken(NOT_TAKEN, kinds=tuple(f".{one}" for one in Kind if one in allowed))
    real = _kind_by_content(stream, size, limits, kind)
    if real is None:
        raise Unreadable(OTHER_CONTENT, ending=kind)
    if real is not kind:
        raise Unreadable(MISNAMED, real=real)
    return Inspected(kind, CONTENT_TYPES[kind], size, _sha256(stream), name)


def _check_size(size: int, limit: int) -> None:
    if size == 0:
        raise Unreadable(EMPTY)
    if size > limit:
        raise RuleBroken(TOO_LARGE, limit=limit // MB)


def _kind_by_content(stream: BinaryIO, size: int, limits: Limits, named: Kind) -> Kind | None:
    """Return the kind that the content proves to be, looked into from beginning to end; None for any other."""
    stream.seek(0)
    beginning = stream.read(8)
    if beginning.startswith(_ZIP):
        found = check_office(Archive(stream, size, limits))
        return Kind(found) if found else None
    kind = next((kind for start, kind in _BEGINNINGS.items() if beginning.startswith(start)), None)
    if kind is None:
        return _kind_of_text(stream, size, limits, named)
    if is_zip_behind(stream, size):
        raise RuleBroken(HOLDS_ARCHIVE)
    stream.seek(0)
    content = stream.read()
    if kind is Kind.PDF:
        check_pdf(content, limits)
    elif kind is Kind.PNG:
        check_png(content, limits)
    else:
        check_jpeg(content, limits)
    return kind


def _kind_of_text(stream: BinaryIO, size: int, limits: Limits, named: Kind) -> Kind | None:
    if named not in TEXTS:
        return None
    _check_size(size, limits.text)
    stream.seek(0)
    return named if is_plain_text(stream.read()) else None


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while piece := stream.read(CHUNK):
        digest.update(piece)
    stream.seek(0)
    return digest.hexdigest()
