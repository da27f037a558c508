"""Where every sentence of a section comes from: the records it was drafted from, the figures that stand in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.figures.rules import TOKEN, Figure, Piece, pieces
from tracker.issuing.content import Link
from tracker.summary.handed import Told
from tracker.summary.models import SummarySection
from tracker.summary.prose import Source, likeness
from tracker.summary.rules import lines

LIKE = 0.7  # share of common pairs of characters from which on a sentence is one of the draft's that was changed
_SENTENCES = re.compile(r"[^。！？；]+[。！？；]?")  # the points of 一是…；二是… one by one
PAGES = {
    "task": ("tasks.show", "task_id"), "finding": ("checks.finding", "finding_id"),
    "entry": ("ledger.show", "entry_id"), "unit": ("organisation.unit", "unit_id"),
}  # fmt: skip
LISTS: dict[str, Link] = {
    "plan": ("plans.index", {}), "plan_item": ("plans.index", {}), "seat": ("organisation.groups", {}),
}  # fmt: skip


@dataclass(frozen=True)
class Origin:
    """A record or a figure behind a sentence, with its page."""

    name: str
    at: Link | None


@dataclass(frozen=True)
class Traced:
    """A sentence with what it comes from; one without ``origins`` was written by hand."""

    words: Sequence[Piece]
    origins: Sequence[Origin]
    is_changed: bool = False  # it is not as it was drafted any more


@dataclass(frozen=True)
class _Kept:
    """A source as the draft kept it; ``text`` is the words it stands behind."""

    kind: str
    id: int
    name: str
    text: str


def trace(section: SummarySection, figures: Mapping[str, Figure]) -> list[Traced]:
    """Return the sentences of a section, headings left out, each with what it comes from."""
    kept = [_kept(one) for one in section.sources]
    return [_traced(one, kept, figures, section.summary.year) for one in sentences(section.text)]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, and the points of 一是…；二是…, one by one, headings left out."""
    paragraphs = (line.text for line in lines(text) if not line.is_heading)
    return [one.strip() for paragraph in paragraphs for one in _SENTENCES.findall(paragraph) if one.strip()]


def written_by_hand(section: SummarySection, drafted: str) -> list[str]:
    """Return the paragraphs of what somebody wrote into a drafted section, without what ``drafted`` says anyway."""
    kept = [one for one in map(_kept, section.sources) if one.kind != "handed" or one.text in drafted]
    known = f"{section.drafted}\n{drafted}"
    found = []
    for line in lines(section.text):
        own = [one for one in sentences(line.text) if not line.is_heading and _is_by_hand(one, kept, known)]
        found += ["".join(own).rstrip("；") + ("。" if own[-1].endswith("；") else "")] if own else []
    return found


def taken_up(section: SummarySection, handed: Sequence[Told]) -> list[Source]:
    """Return what sections wrote that was put into the text by hand, as sources that it has not yet."""
    kept = {str(one.get("text") or "") for one in section.sources}
    return [
        replace(one.source, text=one.words) for one in handed if one.words in section.text and one.words not in kept
    ]


def _is_by_hand(sentence: str, kept: Sequence["_Kept"], known: str) -> bool:
    bare = sentence.rstrip("。！？；")
    return bare not in known and not _behind(sentence, kept) and not _alike(bare, kept)


def _traced(sentence: str, kept: Sequence[_Kept], figures: Mapping[str, Figure], year: int) -> Traced:
    found = _behind(sentence, kept)
    is_changed = not found
    if is_changed:
        found = _alike(sentence.rstrip("。！？；"), kept)
    names = [match[1].partition("|")[0].strip() for match in TOKEN.finditer(sentence)]
    origins = [Origin(one.name, _link(one, year)) for one in found if one.kind != "figure"]
    counted = [*names, *(one.name for one in found if one.kind == "figure")]
    origins += [Origin(name, figures[name].rows) for name in dict.fromkeys(counted) if name in figures]
    unique = {(one.name, str(one.at)): one for one in origins}
    return Traced(list(pieces(sentence, figures)), list(unique.values()), is_changed and bool(found))


def _behind(sentence: str, kept: Sequence[_Kept]) -> list[_Kept]:
    bare = sentence.rstrip("。！？；")
    return [one for one in kept if bare in one.text or (one.text and one.text in sentence)]


def _alike(sentence: str, kept: Sequence[_Kept]) -> list[_Kept]:
    """Return the sources of the drafted words that a changed sentence is most like, if it is like any."""
    alike = {text: likeness(sentence, text) for text in {one.text for one in kept}}
    best = max(alike, key=lambda text: alike[text], default="")
    return [one for one in kept if one.text == best and alike[best] >= LIKE]


def _kept(source: Mapping[str, object]) -> _Kept:
    number, text = source.get("id"), str(source.get("text") or "").rstrip("。！？；")
    return _Kept(str(source["kind"]), number if isinstance(number, int) else 0, str(source["name"]), text)


def _link(source: _Kept, year: int) -> Link | None:
    if source.kind == "handed":
        return "section_summary.show", {"year": year, "unit_id": source.id}
    if source.kind in PAGES and source.id:
        endpoint, name = PAGES[source.kind]
        return endpoint, {name: source.id}
    return LISTS.get(source.kind)
