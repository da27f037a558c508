"""Small documents made by hand, so that one thing in them can be wrong."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tracker.errors import Refusal
from tracker.files.inspection import EVIDENCE, TEXTS, Inspected, inspect
from tracker.files.limits import DEFAULT, Limits

CATALOGUE = Path(__file__).parents[2] / "tracker/translations/zh_Hans/LC_MESSAGES/files.po"
with CATALOGUE.open("rb") as _file:
    WORDED = {str(message.id): str(message.string) for message in read_po(_file)}

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Parts = dict[str, bytes | str]


def taken(content: bytes, name: str, *, limits: Limits = DEFAULT) -> Inspected:
    """Inspect a content that should be taken."""
    return inspect(io.BytesIO(content), name, limits=limits, allowed=EVIDENCE | TEXTS)


def refused(content: bytes, name: str, *, limits: Limits = DEFAULT) -> str:
    """Inspect a content that should be refused and return the Chinese sentence that the person reads."""
    with pytest.raises(Refusal) as refusal:
        inspect(io.BytesIO(content), name, limits=limits)
    assert refusal.value.field == "files"
    return WORDED[refusal.value.message] % refusal.value.values


def outcome(content: bytes, name: str) -> str:
    """Return the kind of what is taken or the sentence of what is refused; any other exception is a fault of ours."""
    try:
        return taken(content, name).kind
    except Refusal as refusal:
        return WORDED[refusal.message] % refusal.values


def zipped(parts: Parts, *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of ``parts``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def relations(*triples: tuple[str, str, str]) -> str:
    """Return a part of relations from (last word or whole address of the type, target, mode)."""
    rows = ""
    for number, (kind, target, mode) in enumerate(triples, 1):
        address = kind if ":" in kind else f"{OFFICE}/{kind}"
        outside = f' TargetMode="{mode}"' if mode else ""
        rows += f'<Relationship Id="rId{number}" Type="{address}" Target="{target}"{outside}/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def content_types(main: str, main_type: str, *more: str) -> str:
    """Return the list of content types, with ``more`` entries written out."""
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" '
        f'ContentType="{main_type}"/>{"".join(more)}</Types>'
    )


def docx_parts(body: str = "<w:p><w:r><w:t>政务公开</w:t></w:r></w:p>", *types: str) -> Parts:
    """Return the parts of a Word document."""
    return {
        "[Content_Types].xml": content_types("word/document.xml", WORD, *types),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": f'{HEAD}<w:document xmlns:w="urn:w" xmlns:r="urn:r"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml", "")),
        "word/styles.xml": f'{HEAD}<w:styles xmlns:w="urn:w"/>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="urn:cp"/>',
    }


def xlsx_parts(cells: str = '<c r="A1"><v>1</v></c>', *types: str) -> Parts:
    """Return the parts of an Excel workbook."""
    return {
        "[Content_Types].xml": content_types("xl/workbook.xml", EXCEL, *types),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="urn:s"><sheets/></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml", "")),
        "xl/worksheets/sheet1.xml": (
            f'{HEAD}<worksheet xmlns="urn:s"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
        ),
    }


def docx(body: str | None = None, more: Parts | None = None) -> bytes:
    """Return a Word document with this body and further or changed parts."""
    return zipped((docx_parts() if body is None else docx_parts(body)) | (more or {}))


def xlsx(cells: str | None = None, more: Parts | None = None) -> bytes:
    """Return an Excel workbook with these cells and further or changed parts."""
    return zipped((xlsx_parts() if cells is None else xlsx_parts(cells)) | (more or {}))


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF with a page and further ``objects``, numbered from 4."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    written, table = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"0000000000 65535 f \n"
    for number, body in enumerate(bodies, 1):
        table += b"%010d 00000 n \n" % len(written)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = len(bodies) + 1
    return b"%bxref\n0 %d\n%btrailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        written, size, table, size, trailer, len(written),
    )  # fmt: skip


def object_stream(*objects: bytes, head: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    """Return a stream object that holds ``objects``, packed."""
    pairs, bodies = b"", b""
    for number, body in enumerate(objects, 100):
        pairs += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
    packed = zlib.compress(pairs + bodies)
    return b"<< %b /N %d /First %d /Length %d >>\nstream\n%b\nendstream" % (
        head, len(objects), len(pairs), len(packed), packed,
    )  # fmt: skip


def png(width: int = 2, height: int = 2) -> bytes:
    """Return a PNG that says it has this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))

    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\0\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    """Return the structure of a JPEG that says it has this size."""

    def segment(marker: int, body: bytes) -> bytes:
        return struct.pack(">2BH", 0xFF, marker, len(body) + 2) + body

    thumbnail = b"Exif\0\0\xff\xd8\xff\xd9"
    frame = struct.pack(">B2H4B", 8, height, width, 1, 1, 0x11, 0)
    scan = b"\x01\x01\x00\x00\x3f\x00"
    return (
        b"\xff\xd8" + segment(0xE1, thumbnail) + segment(0xC0, frame) + segment(0xDA, scan)
        + b"\x12\xff\x00\x34\xff\xd0\x56" * 20 + b"\xff\xd9"
    )  # fmt: skip


def old_office(*streams: str) -> bytes:
    """Return the beginning of an old Office file with these streams in it."""
    names = "\0".join(streams).encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names.ljust(512, b"\0")
