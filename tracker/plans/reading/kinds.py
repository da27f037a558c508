"""Which kind of file it is: its ending and its content must agree; everything else is refused with the way out."""

from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from tracker.errors import N_, Unreadable


class FileKind(StrEnum):
    """The kinds that are read."""

    WORD = "docx"
    SPREADSHEET = "xlsx"
    PDF = "pdf"
    DELIMITED = "csv"
    TEXT = "txt"


_ENDINGS = {
    "docx": FileKind.WORD,
    "xlsx": FileKind.SPREADSHEET,
    "pdf": FileKind.PDF,
    "csv": FileKind.DELIMITED,
    "tsv": FileKind.DELIMITED,
    "txt": FileKind.TEXT,
    "md": FileKind.TEXT,
    "text": FileKind.TEXT,
}
_OLD_WORD = ("doc", "wps", "dot", "wpt", "rtf", "odt", "ofd", "docm", "uot", "pages")
_OLD_SPREADSHEET = ("xls", "et", "ett", "ods", "xlsm", "xlsb", "numbers")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST = 25 * 1024 * 1024

EMPTY = N_("The file is empty. Choose the file with the plan.")
DAMAGED = N_("The file is damaged and cannot be opened. Open it on your computer, save it again, and upload that.")
PASSWORD = N_("The file has a password. Remove it, save the file again, and upload that.")
OLD_WORD = N_("This is an old or foreign text format. Open the file, save it as .docx, and upload that.")
OLD_SPREADSHEET = N_("This is an old or foreign spreadsheet format. Open the file, save it as .xlsx, and upload that.")
OTHER_CONTENT = N_(
    "The file is called .%(ending)s, but its content is something else (%(content)s). "
    "Open it, save it as .docx, .xlsx or .pdf, and upload that."
)
UNKNOWN = N_(
    "Files of this kind (.%(ending)s) are not read. Upload .docx, .xlsx, .pdf, .csv or .txt, or paste the text."
)
TOO_LARGE = N_("The file is larger than %(limit)s MB. Take out pictures, save it again, and upload that.")


def recognise(content: bytes, name: str) -> FileKind:
    """Return the kind of the file called ``name``; Unreadable when it is none, or not what its name says."""
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise Unreadable(EMPTY)
    if len(content) > _LARGEST:
        raise Unreadable(TOO_LARGE, limit=_LARGEST // 1024 // 1024)
    ending = name.rpartition(".")[2].strip().lower() if "." in name else ""
    found = _content_kind(content)
    expected = _ENDINGS.get(ending)
    if expected is None and ending:
        _refuse_ending(ending)
    if expected and not _agree(expected, found):
        raise Unreadable(OTHER_CONTENT, ending=ending, content=found)
    return expected or found


def _agree(expected: FileKind, found: FileKind) -> bool:
    if expected in (FileKind.DELIMITED, FileKind.TEXT):
        return found is FileKind.TEXT
    return expected is found


def _refuse_ending(ending: str) -> None:
    if ending in _OLD_WORD:
        raise Unreadable(OLD_WORD)
    if ending in _OLD_SPREADSHEET:
        raise Unreadable(OLD_SPREADSHEET)
    raise Unreadable(UNKNOWN, ending=ending[:20])


def _content_kind(content: bytes) -> FileKind:
    if content.startswith(_OLE):
        raise Unreadable(_ole_reason(content))
    if content.startswith(b"{\\rtf"):
        raise Unreadable(OLD_WORD)
    if content.startswith(b"PK\x03\x04"):
        return _package_kind(content)
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    return FileKind.TEXT


def _ole_reason(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PASSWORD
    is_spreadsheet = any(word.encode("utf-16-le") in content for word in ("Workbook", "Book\x00"))
    return OLD_SPREADSHEET if is_spreadsheet and "WordDocument".encode("utf-16-le") not in content else OLD_WORD


def _package_kind(content: bytes) -> FileKind:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(DAMAGED) from error
    if any(name.startswith("word/") for name in names):
        return FileKind.WORD
    if any(name.startswith("xl/") for name in names):
        if any(name.endswith("workbook.bin") for name in names):
            raise Unreadable(OLD_SPREADSHEET)
        return FileKind.SPREADSHEET
    raise Unreadable(UNKNOWN, ending="zip")
