"""What Word's styles say of a paragraph: its outline level, its list, bold and centred letters."""

import re
from dataclasses import dataclass

from tracker.plans.reading.numbering import W, value_of, whole
from tracker.plans.reading.packages import Element

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|标题|文档标题|公文标题|大标题)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc\s*\d|目录\s*\d|table of figures)", re.IGNORECASE)
_DEEPEST_OUTLINE = 9


@dataclass(frozen=True)
class Style:
    """A paragraph or character style with everything it takes over from the styles it is based on."""

    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    own_id: str = ""
    is_bold: bool = False
    is_centred: bool = False
    is_title: bool = False
    is_contents: bool = False


def is_on(element: Element | None, name: str) -> bool | None:
    """Whether the switch called ``name`` is on; None where it is not mentioned."""
    child = element.find(W + name) if element is not None else None
    return None if child is None else child.get(W + "val") not in ("0", "false", "off", "none")


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        """Read ``root`` (styles.xml)."""
        elements = root.findall(W + "style") if root is not None else []
        self._elements = {element.get(W + "styleId") or "": element for element in elements}
        self._known: dict[str, Style] = {}
        defaults = [id_ for id_, style in self._elements.items() if _is_default(style)]
        self._default = defaults[0] if defaults else ""
        self.lists = {id_: _list_id(style.find(W + "pPr")) or "" for id_, style in self._elements.items()}

    def get(self, id_: str | None) -> Style:
        """Return the style, the default paragraph style without an id."""
        return self._style(id_ or self._default, 0)

    def _style(self, id_: str, depth: int) -> Style:
        if id_ not in self._known:
            element = self._elements.get(id_)
            self._known[id_] = Style() if element is None or depth > 20 else self._read(element, id_, depth)
        return self._known[id_]

    def _read(self, element: Element, id_: str, depth: int) -> Style:
        base_id = value_of(element, "basedOn")
        base = self._style(base_id, depth + 1) if base_id else Style()
        name = value_of(element, "name") or ""
        look, letters = element.find(W + "pPr"), element.find(W + "rPr")
        bold, align = is_on(letters, "b"), value_of(look, "jc")
        numbering = look.find(W + "numPr") if look is not None else None
        list_id = _list_id(look)
        return Style(
            level=_level(name, look, base.level),
            list_id=list_id if list_id is not None else base.list_id,
            list_level=_whole_or(value_of(numbering, "ilvl"), base.list_level),
            own_id=id_ if list_id is not None else base.own_id,
            is_bold=base.is_bold if bold is None else bold,
            is_centred=base.is_centred if align is None else align == "center",
            is_title=bool(_TITLE.match(name)),
            is_contents=bool(_CONTENTS.match(name)),
        )


def _is_default(style: Element) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true")


def _list_id(look: Element | None) -> str | None:
    return value_of(look.find(W + "numPr"), "numId") if look is not None else None


def _whole_or(text: str | None, otherwise: int | None) -> int | None:
    return whole(text) if text is not None else otherwise


def _level(name: str, look: Element | None, inherited: int | None) -> int | None:
    named = _HEADING.match(name)
    if named:
        return int(named[1])
    return outline_level(look, inherited)


def outline_level(look: Element | None, inherited: int | None) -> int | None:
    """Return the outline level of a paragraph or style (1 is the highest), None for body text."""
    outline = value_of(look, "outlineLvl")
    if outline is None:
        return inherited
    level = whole(outline, _DEEPEST_OUTLINE) + 1
    return level if level <= _DEEPEST_OUTLINE else None
