"""What the queries of the organisation answer: plain values, as a page or another feature reads them."""

from dataclasses import dataclass
from datetime import date

from tracker.organisation.rules import Group, Post, Seat, UnitKind, is_in_force, missing_posts


@dataclass(frozen=True)
class Holder:
    """Somebody in a post of a unit, and from when to when."""

    post: Post
    person_id: int
    name: str
    title: str
    phone: str
    from_on: date | None
    to_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether they have the post on ``day``."""
        return is_in_force(self.from_on, self.to_on, day)


@dataclass(frozen=True)
class UnitRow:
    """A unit as it stands on the day that was asked for; ``people`` counts who works in it."""

    id: int
    name: str
    kind: UnitKind
    position: int
    from_on: date | None
    to_on: date | None
    aliases: tuple[str, ...]
    head: Holder | None
    officer: Holder | None
    people: int

    @property
    def missing(self) -> tuple[Post, ...]:
        """The posts that nobody fills, of those the unit must fill."""
        return missing_posts(self.kind, has_head=self.head is not None, has_officer=self.officer is not None)


@dataclass(frozen=True)
class PersonRow:
    """A person, with the posts and seats they have on the day that was asked for."""

    id: int
    name: str
    title: str
    phone: str
    mail: str
    unit_id: int | None
    unit_name: str
    from_on: date | None
    to_on: date | None
    posts: tuple[tuple[Post, str], ...]  # with the name of the unit
    seats: tuple[tuple[Group, Seat], ...]


@dataclass(frozen=True)
class SeatRow:
    """A seat in a group, and who has or had it."""

    id: int
    group: Group
    seat: Seat
    person_id: int
    name: str
    title: str
    unit_name: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class UnitPage:
    """A unit with everybody who ever had a post in it (newest first) and who works in it now."""

    unit: UnitRow
    holders: tuple[Holder, ...]
    people: tuple[PersonRow, ...]


@dataclass(frozen=True)
class StaffingGap:
    """A unit of our own in which a post is not filled."""

    unit_id: int
    unit_name: str
    missing: tuple[Post, ...]
