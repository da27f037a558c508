"""The package around an Office document: content types, and relations that lead to other parts or outside."""

import re

from tracker.errors import N_, RuleBroken, Unreadable
from tracker.files.markup import Watcher, value_of
from tracker.files.zips import DAMAGED, part_key

HAS_MACROS = N_(
    "“%(name)s” was not accepted: it contains macros or controls. Save it as an ordinary .docx or .xlsx "
    "(without macros) and upload that copy."
)
EMBEDS = N_(
    "“%(name)s” was not accepted: another file is embedded in it (for example the table behind a chart). "
    "Paste charts and objects as pictures, and upload the other file on its own."
)
FETCHES = N_(
    "“%(name)s” was not accepted: it fetches something from outside the file (a linked picture, table or document, or "
    "a data connection). Break the links or embed what is linked, save it and upload that copy."
)
HAS_TEMPLATE = N_(
    "“%(name)s” was not accepted: it is tied to a template outside the file. Copy all of its text into a new, blank "
    "document, save that and upload it."
)

_REFUSED_RELATIONS = {  # by the last word of a relation's type, in lower case
    "vbaproject": HAS_MACROS,
    "wordvbadata": HAS_MACROS,
    "control": HAS_MACROS,
    "activexcontrolbinary": HAS_MACROS,
    "xlmacrosheet": HAS_MACROS,
    "xlintlmacrosheet": HAS_MACROS,
    "dialogsheet": HAS_MACROS,
    "attachedtoolbars": HAS_MACROS,
    "oleobject": EMBEDS,
    "package": EMBEDS,
    "afchunk": EMBEDS,
    "externallink": FETCHES,
    "externallinkpath": FETCHES,
    "connections": FETCHES,
    "attachedtemplate": HAS_TEMPLATE,
    "subdocument": FETCHES,
    "frame": FETCHES,
}
_REFUSED_WORDS = (
    (re.compile(r"macroenabled|vbaproject|vbadata|activex|macrosheet|dialogsheet|attachedtoolbars"), HAS_MACROS),
    (re.compile(r"oleobject|(^|/)embeddings/"), EMBEDS),
    (re.compile(r"externallink|(^|/)xl/connections|spreadsheetml\.connections"), FETCHES),
)
_HAS_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_OWN_TEMPLATE = re.compile(r"normal\.(dotm|dotx|dot|wpt)", re.IGNORECASE)  # everybody has one; Word sometimes names it
_MOST_TYPES = 10_000


class ContentTypes(Watcher):
    """The content type of each part, by its name or else by its ending; all in lower case."""

    def __init__(self) -> None:
        """Begin with no types."""
        self._by_name: dict[str, str] = {}
        self._by_ending: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return the content type of the part ``name``, or an empty text."""
        key = part_key(name)
        return self._by_name.get(key) or self._by_ending.get(key.rpartition(".")[2], "")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """See a type declared."""
        if len(self._by_name) + len(self._by_ending) > _MOST_TYPES:
            raise Unreadable(DAMAGED)
        content_type = value_of(attributes, "ContentType").strip().casefold()
        if name == "Override":
            self._by_name[part_key(value_of(attributes, "PartName")).lstrip("/")] = content_type
        elif name == "Default":
            self._by_ending[part_key(value_of(attributes, "Extension"))] = content_type


class Relations(Watcher):
    """Watches a part of relations: only hyperlinks may lead outside. Keeps the targets that name a main part."""

    def __init__(self) -> None:
        """Begin with no relations."""
        self.main: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """See a relation."""
        if name != "Relationship":
            return
        kind = value_of(attributes, "Type").rpartition("/")[2].strip().casefold()
        target = value_of(attributes, "Target")
        if kind == "attachedtemplate" and _OWN_TEMPLATE.fullmatch(target):
            return
        if kind in _REFUSED_RELATIONS:
            raise RuleBroken(_REFUSED_RELATIONS[kind])
        is_outside = value_of(attributes, "TargetMode").strip().casefold() == "external" or _HAS_SCHEME.match(target)
        if is_outside and kind != "hyperlink":
            raise RuleBroken(FETCHES)
        if kind == "officedocument":
            self.main.append(target)


def check_words(text: str) -> None:
    """Refuse a part by what its name or content type (in lower case) says of it."""
    for words, message in _REFUSED_WORDS:
        if words.search(text):
            raise RuleBroken(message)
