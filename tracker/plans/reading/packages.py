"""An office file as a zip of XML parts, opened with limits: nothing is fetched, expanded or trusted."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from tracker.errors import N_, Unreadable
from tracker.plans.reading.kinds import DAMAGED, PASSWORD

Element = etree._Element

_MOST_MEMBERS = 2000
_MOST_BYTES = 200 * 1024 * 1024
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError, KeyError)
_STRICT = tuple(
    (
        f"http://purl.oclc.org/ooxml/{kind}/{part}".encode(),
        f"http://schemas.openxmlformats.org/{kind}/2006/{part}".encode(),
    )
    for kind, part in (("wordprocessingml", "main"), ("spreadsheetml", "main"), ("officeDocument", "relationships"))
)

TOO_MUCH_INSIDE = N_(
    "The file unpacks to far more than a plan can hold, so it was not opened. Save it again and retry."
)
DECLARES = N_("The file holds declarations that office programs never write (DOCTYPE), so it was not opened.")


class Package:
    """The parts of an office file by name."""

    def __init__(self, content: bytes) -> None:
        """Open ``content``; Unreadable when it is damaged, locked or unpacks to too much."""
        try:
            self._archive = ZipFile(BytesIO(content))
            members = self._archive.infolist()
        except _BROKEN as error:
            raise Unreadable(DAMAGED) from error
        if any(member.flag_bits & 1 for member in members):
            raise Unreadable(PASSWORD)
        if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_BYTES:
            raise Unreadable(TOO_MUCH_INSIDE)
        self._names = {member.filename.lstrip("/").lower(): member.filename for member in members}
        self._left = _MOST_BYTES

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lstrip("/").lower() in self._names

    def read(self, name: str) -> bytes:
        """Return a part's bytes, counted while unpacking because the zip's own sizes may lie."""
        try:
            with self._archive.open(self._names[name.lstrip("/").lower()]) as part:
                content = part.read(self._left + 1)
        except _BROKEN as error:
            raise Unreadable(DAMAGED) from error
        self._left -= len(content)
        if self._left < 0:
            raise Unreadable(TOO_MUCH_INSIDE)
        return content

    def xml(self, name: str) -> Element | None:
        """Return a part's root element, None when there is no such part."""
        return parse(self.read(name)) if self.has(name) else None


def relations(package: Package, of: str) -> dict[str, tuple[str, str]]:
    """Return the parts a part refers to: id -> (last word of the kind, name of the part)."""
    folder, _, file = of.rpartition("/")
    root = package.xml(f"{folder}/_rels/{file}.rels".lstrip("/"))
    found = {}
    for relation in root if root is not None else ():
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External":
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found[relation.get("Id") or ""] = (kind, _resolved(folder, target))
    return found


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def parse(content: bytes) -> Element:
    """Return the root of an XML part; Unreadable when it is broken or declares a DOCTYPE."""
    if _is_declared(content[:4096]):
        raise Unreadable(DECLARES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(usual_names(content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    if root is None:
        raise Unreadable(DAMAGED)
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Unreadable(DECLARES)
    return root


def usual_names(content: bytes) -> bytes:
    """Return ``content`` with the names that the strict variant of the format uses replaced by the usual ones."""
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    return content


def _is_declared(beginning: bytes) -> bool:
    return b"<!DOCTYPE" in beginning.replace(b"\x00", b"").upper()
