"""Where in a document a character stands, told by the heading above it and the words around it."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from tracker.documents.cleaning import clean
from tracker.documents.model import Attachment, Heading, Table

AROUND = 6  # characters shown on either side
MOST = 10  # characters told with their places; the others by themselves


def places_of(characters: Iterable[str], document: Any) -> str:
    """Return characters in a row, each with the first place it stands at: 😀（工作成效：“…群众很满意😀，反映…”）.

    ``document`` may be any paper made of dataclasses and texts.
    """
    told = []
    for number, character in enumerate(characters):
        found = next(((above, text) for above, text in _texts(document) if character in text), None)
        told.append(character + (_quoted(character, *found) if found and number < MOST else ""))
    return "、".join(told)


def _quoted(character: str, above: str, text: str) -> str:
    at = text.index(character)
    start, end = max(0, at - AROUND), at + len(character) + AROUND
    words = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}".replace("\n", " ")
    return f"（{above}：“{words}”）" if above else f"（“{words}”）"


def _texts(part: Any, above: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of a part with the heading, caption or title it stands under."""
    if isinstance(part, str):
        yield above, clean(part)
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one, above)
            if isinstance(one, Heading):
                above = clean(one.text)
    elif is_dataclass(part):
        above = _name_of(part) or above
        for field in fields(part):
            yield from _texts(getattr(part, field.name), above)


def _name_of(part: Any) -> str:
    """Return what is written above all texts of a part, if it has such a line."""
    if isinstance(part, Attachment):
        return clean(part.title)
    if isinstance(part, Table):
        return clean(part.caption)
    head = getattr(part, "head", "")  # of a block of a sheet
    return clean(head) if isinstance(head, str) else ""
