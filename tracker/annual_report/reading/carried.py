"""The figures that an issued report carries inside its PDF: the one attachment that may be taken in with it."""

import zlib
from collections import Counter
from io import BytesIO

import pdfplumber
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1

from tracker.annual_report.report_json import from_json
from tracker.files.limits import DEFAULT
from tracker.files.pdf_objects import Objects

_NAME = b"figures.json"
_LARGEST = 2_000_000  # bytes: hundreds of times what a report needs
_ONCE = (b"EmbeddedFile", b"EmbeddedFiles", b"EF")


def carries_only_figures(content: bytes) -> bool:
    """Whether the only file attached inside a PDF is a report's figures, by its place, size and content."""
    found = Counter(Objects(content, DEFAULT).names())
    if content.count(b"startxref") != 1 or any(found[name] != 1 for name in _ONCE):
        return False  # a second attachment, or a later version of the first
    try:
        from_json(_attached(content))
    except Exception:  # a file by another hand fails in every way there is, and is none of ours
        return False
    return True


def _attached(content: bytes) -> bytes:
    """Return the content of the file attached under our name; raise anything for what is built in another way."""
    with pdfplumber.open(BytesIO(content)) as opened:
        names = dict_value(dict_value(opened.doc.catalog["Names"])["EmbeddedFiles"])
        name, described = list_value(names["Names"])
        places = {place.objid for place in _files(described) if isinstance(place, PDFObjRef)}
        (number,) = places
        stream = opened.doc.getobj(number)
        is_one = content.count(b"\n%d 0 obj" % number) == 1
        if resolve1(name) != _NAME or set(names) != {"Names"} or not is_one or not isinstance(stream, PDFStream):
            raise ValueError("no attachment of ours")
        return _unpacked(stream)


def _files(described: object) -> list[object]:
    """Return the places that a description of an attached file points to, which all must be one."""
    return list(dict_value(dict_value(described)["EF"]).values())


def _unpacked(stream: PDFStream) -> bytes:
    """Return what a stream holds, within the bound."""
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(stream.get_rawdata() or b"", _LARGEST)
    if not unpacking.eof or [str(name) for name, _ in stream.get_filters()] != ["/'FlateDecode'"]:
        raise ValueError("no figures of one report")
    return content
