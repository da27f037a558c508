"""The container of old Office files (doc, xls, wps), which also wraps every docx and xlsx that has a password."""

from typing import BinaryIO, NoReturn

from tracker.errors import N_, Unreadable
from tracker.files.limits import CHUNK
from tracker.files.zips import HAS_PASSWORD

OLD_WORD = N_("“%(name)s” was not read: it is in the old Word or WPS format. Save it as .docx and upload that copy.")
OLD_EXCEL = N_("“%(name)s” was not read: it is in the old Excel or WPS format. Save it as .xlsx and upload that copy.")

_BEGINNING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXCEL_ENDINGS = frozenset(("xls", "xlt", "et", "ett", "xlsx"))
_PASSWORD_STREAM = "EncryptedPackage".encode("utf-16-le")
_EXCEL_STREAM = "Workbook".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")


def is_old_office(stream: BinaryIO) -> bool:
    """Tell whether the stream, read from where it stands, begins like an old Office file."""
    return stream.read(len(_BEGINNING)) == _BEGINNING


def refuse_old_office(stream: BinaryIO, ending: str) -> NoReturn:
    """Raise Unreadable saying how to save the file so that it can be taken."""
    found = _find(stream, (_PASSWORD_STREAM, _EXCEL_STREAM, _WORD_STREAM))
    if _PASSWORD_STREAM in found:
        raise Unreadable(HAS_PASSWORD)
    is_excel = _EXCEL_STREAM in found or (ending in _EXCEL_ENDINGS and _WORD_STREAM not in found)
    raise Unreadable(OLD_EXCEL if is_excel else OLD_WORD)


def _find(stream: BinaryIO, words: tuple[bytes, ...]) -> set[bytes]:
    """Return those of ``words`` that occur in the stream."""
    found: set[bytes] = set()
    longest = max(map(len, words))
    before = b""
    stream.seek(0)
    while piece := stream.read(CHUNK):
        found.update(word for word in words if word in before + piece)
        before = piece[-longest:]
    return found
