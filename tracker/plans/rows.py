"""What the queries of plans answer: plain values, as a page or another feature reads them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tracker.errors import NotFound
from tracker.plans.models import Plan, PlanItem, PlanStep
from tracker.plans.printed_names import UnknownName
from tracker.plans.reading.model import Doubt, SourceBlock
from tracker.plans.rules import PlanState


@dataclass(frozen=True)
class PlanRow:
    """A plan in the list: how many items it has, and how many of them a person still has to decide."""

    id: int
    year: int
    title: str
    state: PlanState
    source_name: str
    published_at: datetime | None
    items: int
    in_doubt: int


@dataclass(frozen=True)
class ItemRow:
    """An item in a list; ``new_headings`` are those that begin with it (level from 1, heading)."""

    id: int
    number: str
    title: str
    text: str
    headings: tuple[str, ...]
    new_headings: tuple[tuple[int, str], ...]
    lead: str
    coop: str
    limit_phrase: str
    basis: str
    place: str
    anchors: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    unknown: tuple[UnknownName, ...]
    is_settled: bool
    is_dropped: bool


@dataclass(frozen=True)
class Missing:
    """What stands between a draft and its publishing; only items without any known unit stop it."""

    without_unit: tuple[ItemRow, ...] = ()
    unknown_names: tuple[str, ...] = ()
    in_doubt: int = 0
    items: int = 0

    @property
    def stops(self) -> bool:
        """Whether it cannot be published yet."""
        return bool(self.without_unit) or self.items == 0


@dataclass(frozen=True)
class PlanPage:
    """A plan as its page shows it."""

    plan: Plan
    items: tuple[ItemRow, ...]
    missing: Missing


@dataclass(frozen=True)
class Asked:
    """What of the review page is asked for: the open item or place, only doubtful items, what was read as none."""

    open_id: int | None = None
    anchor: str = ""
    only_doubts: bool = False
    is_rest: bool = False


@dataclass(frozen=True)
class ReviewPage:
    """The review of a draft: its items, the one that is open, and the document they were read from."""

    plan_id: int
    plan: Plan
    asked: Asked
    all_items: tuple[ItemRow, ...]
    open: PlanItem | None
    open_position: int
    blocks: tuple[SourceBlock, ...]
    warnings: tuple[Doubt, ...]
    last_step: PlanStep | None
    missing: Missing
    units: Mapping[int, str]
    recognised: tuple[tuple[str, str], ...]  # names in the open item, and the units they were recognised as

    @cached_property
    def items(self) -> tuple[ItemRow, ...]:
        """The items that are listed: all, or those in doubt and the open one."""
        if not self.asked.only_doubts:
            return self.all_items
        return tuple(row for row in self.all_items if not row.is_settled or row.id == self.open_id)

    @property
    def open_id(self) -> int | None:
        """The number of the open item."""
        return self.asked.open_id

    def open_item_id(self) -> int:
        """Return the number of the open item; raise NotFound when it is no longer, or was never, in this plan."""
        if self.open is None or self.open_id is None:
            raise NotFound
        return self.open_id

    @cached_property
    def open_row(self) -> ItemRow | None:
        """The open item as listed."""
        return next((row for row in self.all_items if row.id == self.open_id), None)

    @property
    def in_doubt(self) -> int:
        """How many items a person still has to decide."""
        return sum(not row.is_settled for row in self.all_items)

    @cached_property
    def place_in_list(self) -> int:
        """Which of the listed items is open, from 1; 0 if none is."""
        return next((place for place, row in enumerate(self.items, 1) if row.id == self.open_id), 0)

    def beside(self, distance: int) -> int | None:
        """Return the number of the item ``distance`` further on in the list (the first if none is open), or None."""
        place = self.place_in_list - 1 + distance if self.place_in_list else 0
        return self.items[place].id if 0 <= place < len(self.items) else None

    @cached_property
    def rest(self) -> frozenset[str]:
        """The paragraphs and rows of the document that say something and became no item."""
        taken = {anchor for row in self.all_items for anchor in row.anchors}
        return frozenset(id_ for id_, _, text in places_of(self.blocks) if text and id_ not in taken)

    def row_before(self) -> ItemRow | None:
        """Return the item that stands before the open place of the document, None if there is none."""
        holders = {one: row for row in self.all_items for one in row.anchors}
        last = None
        for id_, _, _ in places_of(self.blocks):
            if id_ == self.asked.anchor:
                return last
            last = holders.get(id_, last)
        return None

    @property
    def unknown_names(self) -> int:
        """How many printed names nobody has decided yet."""
        return len({one.name for row in self.all_items for one in row.unknown})

    @cached_property
    def here(self) -> frozenset[str]:
        """The paragraphs and rows of the document that the open item came from, or is to be made of."""
        return frozenset(self.open_row.anchors if self.open_row else (self.asked.anchor,))

    @cached_property
    def headers(self) -> frozenset[str]:
        """The rows that name the columns: in each table the one above its first item."""
        taken = {anchor for row in self.all_items for anchor in row.anchors}
        found = []
        for block in self.blocks:
            first = next((at for at, row in enumerate(block.rows) if row.id in taken), 0)
            found += [block.rows[first - 1].id] if first else []
        return frozenset(found)

    def marked(self, text: str) -> list[tuple[str, bool]]:
        """Return a text of the document in pieces, each with whether it is in doubt."""
        if not self.marks:
            return [(text, False)]
        pieces = re.split("(" + "|".join(map(re.escape, sorted(self.marks, key=len, reverse=True))) + ")", text)
        return [(piece, piece in self.marks) for piece in pieces if piece]

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """What is marked in the source of the open item: names nobody knows, wordings in doubt."""
        if self.open_row is None or self.open_row.is_settled:
            return ()
        said = [str(doubt.values.get(name, "")) for doubt in self.open_row.doubts for name in ("phrase", "name")]
        return tuple(mark for mark in [*(one.name for one in self.open_row.unknown), *said] if mark)


def places_of(blocks: tuple[SourceBlock, ...]) -> list[tuple[str, str, str]]:
    """Return id, place in words and text of every paragraph and every row of a document."""
    found = []
    for block in blocks:
        if block.rows:
            found += [(row.id, row.where, "\n".join(cell.text for cell in row.cells).strip()) for row in block.rows]
        else:
            found.append((block.id, block.where, block.text.strip()))
    return found


def where_is(anchor: str, blocks: tuple[SourceBlock, ...]) -> str:
    """Return in words where a paragraph or row of a document stands; nothing if there is none."""
    return next((where for id_, where, _ in places_of(blocks) if id_ == anchor), "")


def text_at(anchor: str, blocks: tuple[SourceBlock, ...]) -> str:
    """Return what a paragraph or row of a document says; nothing if there is none."""
    return next((text for id_, _, text in places_of(blocks) if id_ == anchor), "")
