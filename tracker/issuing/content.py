"""What the features that draft documents tell about them: each has a module ``drafted`` with its ``SOURCE``."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Protocol

from sqlalchemy import Select

from tracker.documents.exchange import to_json
from tracker.documents.model import Document
from tracker.errors import NotFound
from tracker.features import modules
from tracker.issuing.rules import fingerprint
from tracker.permissions import Actor
from tracker.workdays.messages import Message

Link = tuple[str, Mapping[str, Any]]  # endpoint and its values
Titles = Select[int, str]  # number, title


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of a document: what it is, where, and the ways out.

    ``facts`` are what a waiver is bound to (the words, the numbers, the place); ``kind`` is a word of the feature's
    own. One without ``may_be_waived`` has to be mended.
    """

    kind: str
    facts: tuple[object, ...]
    title: Message
    what: Message
    place: Message | None = None
    at: Link | None = None  # where it stands
    see: Link | None = None  # where what it is about is mended or read
    see_words: Message | None = None
    mend: Link | None = None  # a POST that puts it right with one press
    mend_words: Message | None = None
    is_grave: bool = True
    may_be_waived: bool = True

    @property
    def mark(self) -> str:
        """Return what a waiver names it by."""
        return fingerprint(self.kind, *self.facts)

    def mended_by(self, endpoint: str, **values: object) -> "Obstacle":
        """Return it with the page that puts it right with one press, which is told its mark."""
        return replace(self, mend=(endpoint, {**values, "mark": self.mark}))


@dataclass(frozen=True)
class Drafted:
    """A document as the chain sees it: which it is, what it is called, the hash of what it says, its page."""

    kind: str
    id: int
    year: int
    label: str
    content: str
    page: Link
    is_for_everybody: bool = False  # once issued, everyone who works here may read it


@dataclass(frozen=True)
class Front:
    """What the issue itself puts on a paper: its number (发文字号, may be empty), its day, who issues it."""

    code: str
    issued_on: date
    signer: str


class Source(Protocol):
    """How a feature answers for its documents of one kind; called inside and outside of transactions."""

    kind: str

    def get(self, document_id: int) -> Drafted:
        """Return a document; raise NotFound."""

    def titles(self) -> Titles:
        """Return the statement that reads the numbers and titles of its documents, without putting them together."""

    def obstacles(self, document_id: int) -> Sequence[Obstacle]:
        """Return what stands in its way, gravest first."""

    def series(self, document_id: int) -> str:
        """Return the series that its number is taken from (机关代字); empty where it has none or was typed by hand."""

    def document(self, document_id: int, front: Front) -> Document:
        """Return the paper as it is issued."""

    def figures(self, document_id: int) -> dict[str, Any]:
        """Return the figures that are frozen with it, as JSON values."""

    def issued(self, document_id: int, paper_id: int, by: Actor) -> None:
        """Do what follows from the issue, inside its transaction."""


def sources() -> Iterator[Source]:
    """Yield the source of every kind of documents."""
    for module in modules("drafted"):
        source: Source = module.SOURCE
        yield source


def source_of(kind: str) -> Source:
    """Return the source of a kind of documents; raise NotFound."""
    found = next((source for source in sources() if source.kind == kind), None)
    if found is None:
        raise NotFound
    return found


def content_hash(document: Document) -> str:
    """Return the hash of what a document says; the day of the file says nothing."""
    timeless = replace(document, created=datetime(2000, 1, 1, tzinfo=UTC))
    text = json.dumps(to_json(timeless), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fronted(document: Document, front: Front, *, is_dated: bool) -> Document:
    """Return a document with what the issue puts on it; one that ``is_dated`` by hand keeps its day."""
    day = document.signature.signed_on if document.signature and is_dated else front.issued_on
    red_head, signature, imprint = document.red_head, document.signature, document.imprint
    return replace(
        document,
        created=datetime(day.year, day.month, day.day, tzinfo=UTC),
        red_head=red_head and replace(red_head, number=red_head.number or front.code),
        signature=signature and replace(signature, signed_on=day),
        imprint=imprint and replace(imprint, printed_on=front.issued_on),
    )


UNISSUED = Front("", date(2000, 1, 1), "")  # what a text is compared and signed as, before it is issued
