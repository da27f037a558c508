"""XML parts of a document, read piece by piece: no document type, no entity, and nothing that only fills memory."""

from xml.parsers import expat

from tracker.errors import N_, RuleBroken, Unreadable
from tracker.files.limits import MB
from tracker.files.zips import DAMAGED

DECLARES_TYPE = N_(
    "“%(name)s” was not accepted: it contains a document type declaration (DOCTYPE), which no Office program writes. "
    "Open it in Word, WPS or Excel, save it under a new name and upload that copy."
)

_ENCODINGS = ("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii")  # a part is UTF-8 or UTF-16
_FED_AT_ONCE = 256 * 1024  # expat looks again at an unfinished tag with every piece
_LONGEST_TAG = 4 * MB  # drawings carry pictures in attributes
_DEEPEST = 256
_MOST_NAMES = 20_000


class Watcher:
    """Sees what stands in a part, and by itself minds nothing; names come without their prefix."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin."""

    def end(self, name: str) -> None:
        """See an element end."""

    def text(self, text: str) -> None:
        """See a piece of text."""

    def close(self) -> None:
        """See the end of the part."""


class NotXml(Unreadable):
    """A part is not XML as it is written for documents."""


class Part:
    """One XML part: feed it, close it, and in any case release it.

    Raises RuleBroken for a DOCTYPE and NotXml for what is none.
    """

    def __init__(self, watcher: Watcher) -> None:
        """Show elements and text to ``watcher``."""
        # Without namespaces every declared prefix counts among the names, so that these, too, are limited.
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate(None, None, self._names)
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = _check_encoding
        self._parser.StartDoctypeDeclHandler = _refuse_document_type
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = watcher.text
        self._watcher = watcher
        self._waiting = bytearray()
        self._fed = 0
        self._depth = 0
        self.root = ""

    def feed(self, piece: bytes) -> None:
        """Read on."""
        self._waiting += piece
        if len(self._waiting) >= _FED_AT_ONCE:
            self._parse(is_last=False)

    def close(self) -> None:
        """Read what is left and check that the part is whole."""
        self._parse(is_last=True)
        self._watcher.close()

    def release(self) -> None:
        """Free the parser's memory now: it and this object hold each other, and would wait to be found as garbage."""
        del self._parser

    def _parse(self, *, is_last: bool) -> None:
        piece = bytes(self._waiting)
        self._waiting.clear()
        try:
            self._parser.Parse(piece, is_last)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise NotXml(DAMAGED) from error
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_TAG or len(self._names) > _MOST_NAMES:
            raise NotXml(DAMAGED)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotXml(DAMAGED)
        local = name.rpartition(":")[2]
        self.root = self.root or local
        self._watcher.begin(local, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._watcher.end(name.rpartition(":")[2])


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.casefold() not in _ENCODINGS:
        raise NotXml(DAMAGED)


def _refuse_document_type(*_declared: object) -> None:
    raise RuleBroken(DECLARES_TYPE)


def value_of(attributes: dict[str, str], name: str) -> str:
    """Return an attribute by its name without prefix, or an empty text."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")
