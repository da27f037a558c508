"""Word's automatic numbers, counted as they are seen: the text of such a paragraph holds no number of its own.

Counters belong to the abstract list, so that lists which share it run on; a start given by a list counts once for each
of its levels; a number of one level ends the deeper ones.
"""

import re
from dataclasses import dataclass, field

from tracker.plans.reading.numerals import numeral
from tracker.plans.reading.packages import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how a number looks, and what stands around it (第%1条)."""

    start: int = 1
    form: str = "decimal"
    custom: str = ""
    pattern: str = ""
    is_legal: bool = False
    restart_after: int | None = None
    style: str = ""


@dataclass
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]
    started: set[int] = field(default_factory=set)


def value_of(element: Element | None, name: str) -> str | None:
    """Return ``w:val`` of the child called ``name``, None without the child or the value."""
    child = element.find(W + name) if element is not None else None
    return child.get(W + "val") if child is not None else None


def whole(text: str | None, otherwise: int = 0) -> int:
    """Return ``text`` as a whole number, ``otherwise`` when it is none or far out of range."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: Element | None, list_of_style: dict[str, str]) -> None:
        """Read ``root`` (numbering.xml); ``list_of_style`` names the list a numbering style stands for."""
        abstracts: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        for abstract in root.findall(W + "abstractNum") if root is not None else ():
            id_ = abstract.get(W + "abstractNumId") or ""
            abstracts[id_] = dict(map(_level, abstract.findall(W + "lvl")))
            links[id_] = list_of_style.get(value_of(abstract, "numStyleLink") or "", "")
        named = {num.get(W + "numId") or "": num for num in (root.findall(W + "num") if root is not None else ())}
        self._lists: dict[str, _List] = {}
        for id_, num in named.items():
            abstract_id = value_of(num, "abstractNumId") or ""
            linked = named.get(links.get(abstract_id, ""))
            if linked is not None:
                abstract_id = value_of(linked, "abstractNumId") or abstract_id
            self._lists[id_] = _list(num, abstract_id, abstracts.get(abstract_id, {}))
        self._counts: dict[str, list[int | None]] = {}

    def level_of_style(self, list_id: str, style: str) -> int:
        """Return the level of a list that is tied to a paragraph style, the first when none is."""
        known = self._lists.get(list_id)
        tied = [at for at, level in known.levels.items() if level.style == style] if known else []
        return tied[0] if tied else 0

    def next(self, list_id: str, at: int) -> str:
        """Count one paragraph of a list at level ``at`` and return the number as seen; nothing for bullets."""
        known = self._lists.get(list_id)
        if known is None or not 0 <= at < _LEVELS or at not in known.levels:
            return ""
        counts = self._counts.setdefault(known.abstract, [None] * _LEVELS)
        level = known.levels[at]
        if at in known.starts and at not in known.started:
            known.started.add(at)
            counts[at] = known.starts[at]
        else:
            count = counts[at]
            counts[at] = level.start if count is None else count + 1
        for deeper in range(at + 1, _LEVELS):
            after = known.levels[deeper].restart_after if deeper in known.levels else None
            if after is None or at < after:
                counts[deeper] = None
        return _seen(known, counts, level)


def _level(element: Element) -> tuple[int, Level]:
    form = next(iter(element.iter(W + "numFmt")), None)
    restart = value_of(element, "lvlRestart")
    legal = element.find(W + "isLgl")
    return whole(element.get(W + "ilvl")), Level(
        start=whole(value_of(element, "start"), 1),
        form=(form.get(W + "val") if form is not None else "") or "decimal",
        custom=(form.get(W + "format") if form is not None else "") or "",
        pattern=value_of(element, "lvlText") or "",
        is_legal=legal is not None and legal.get(W + "val") not in ("0", "false"),
        restart_after=whole(restart) if restart is not None else None,
        style=value_of(element, "pStyle") or "",
    )


def _list(num: Element, abstract_id: str, levels: dict[int, Level]) -> _List:
    levels = dict(levels)
    starts = {}
    for override in num.findall(W + "lvlOverride"):
        at = whole(override.get(W + "ilvl"))
        own = override.find(W + "lvl")
        if own is not None:
            levels[at] = _level(own)[1]
        start = value_of(override, "startOverride")
        if start is not None:
            starts[at] = whole(start, 1)
    return _List(abstract_id, levels, starts)


def _seen(known: _List, counts: list[int | None], level: Level) -> str:
    if level.form == "bullet":
        return ""

    def filled(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        shown = known.levels.get(at, Level())
        value = counts[at] if counts[at] is not None else shown.start
        return numeral(value or 0, "decimal" if level.is_legal else shown.form, shown.custom)

    return re.sub(r"%([1-9])", filled, level.pattern)
