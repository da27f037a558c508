"""Word and Excel documents (docx, xlsx): what kind they really are, and nothing in them that acts."""

import itertools
import re
from collections.abc import Iterable

from tracker.errors import RuleBroken, Unreadable
from tracker.files.markup import NotXml, Part, Watcher
from tracker.files.office_package import EMBEDS, ContentTypes, Relations, check_words
from tracker.files.office_parts import PartText
from tracker.files.zips import DAMAGED, Archive, check_beginning, part_key

_TYPES_PART = "[Content_Types].xml"
_ROOT_RELATIONS = "_rels/.rels"
_MAIN_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": ("docx", "document"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ("xlsx", "workbook"),
}
_OLE = b"\xd0\xcf\x11\xe0"
_XML_NAMES = (".xml", ".rels", ".vml")
_LOOSE_NAME = ".vml"  # Excel writes HTML into drawings; a DOCTYPE could only stand before their root
_XML_TYPES = ("/xml", "+xml")
_XML_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")


def check_office(archive: Archive) -> str:
    """Look into every part and return ``docx`` or ``xlsx``, or an empty text for some other kind of archive.

    Raises RuleBroken for what acts, fetches or is secret, and Unreadable for what is broken.
    """
    if _TYPES_PART not in archive.names:
        return ""
    types = ContentTypes()
    _read(archive, _TYPES_PART, types)
    for name in archive.names:
        check_words(part_key(name))
        check_words(types.of(name))
    main = _check_relations(archive)
    kind, root = _MAIN_TYPES.get(types.of(main), ("", ""))
    for name in archive.names:
        if name != _TYPES_PART and not _is_relations(name):
            found = _read(archive, name, PartText(), is_xml=types.of(name).endswith(_XML_TYPES))
            if name == main and kind and found != root:
                raise Unreadable(DAMAGED)
    return kind


def _check_relations(archive: Archive) -> str:
    """Check all relations and return the name of the one main part."""
    mains: list[str] = []
    for name in filter(_is_relations, archive.names):
        relations = Relations()
        _read(archive, name, relations)
        if name == _ROOT_RELATIONS:
            mains = relations.main
    if len(mains) != 1:
        raise Unreadable(DAMAGED)
    main = mains[0].removeprefix("/").removeprefix("./")
    if main not in archive.names:
        raise Unreadable(DAMAGED)
    return main


def _is_relations(name: str) -> bool:
    return part_key(name).endswith(".rels")


def _read(archive: Archive, name: str, watcher: Watcher, *, is_xml: bool = True) -> str:
    """Unpack a part to its end, showing ``watcher`` what stands in it if it is XML; return the name of its root."""
    pieces = archive.pieces(name)
    first = next(pieces, b"")
    _check_first(first)
    is_declared = is_xml or part_key(name).endswith(_XML_NAMES)
    root = ""
    if is_declared or _XML_BEGINNING.match(first):
        part = Part(watcher)
        try:
            _feed(part, itertools.chain((first,), pieces))
        except NotXml:
            if is_declared and not (part.root and part_key(name).endswith(_LOOSE_NAME)):
                raise
        finally:
            part.release()
        root = part.root
    for _ in pieces:  # to the end in any case, so that all is counted and compared with its checksum
        pass
    return root


def _feed(part: Part, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        part.feed(piece)
    part.close()


def _check_first(piece: bytes) -> None:
    check_beginning(piece)
    if piece.startswith(_OLE):
        raise RuleBroken(EMBEDS)
