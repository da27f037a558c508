"""Reading who is invited to a round, and who can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.checks.models import RoundGuest
from tracker.checks.rounds import RoundRow, get_round
from tracker.db import db
from tracker.organisation.models import GroupSeat, Person
from tracker.organisation.queries import in_force
from tracker.organisation.rules import Group, Seat
from tracker.permissions import Actor


@dataclass(frozen=True)
class GuestPage:
    """A round, its guests, and the external supervisors who are not among them yet."""

    round: RoundRow
    guests: Sequence[RoundGuest]
    others: Sequence[Person]


def list_external_supervisors(on: date) -> list[Person]:
    """Return the people who sit in the supervision group from outside (特邀监督员) on a day."""
    outside = (GroupSeat.group == Group.SUPERVISION, GroupSeat.seat == Seat.OUTSIDE, in_force(GroupSeat, on))
    seated = select(GroupSeat.person_id).where(*outside)
    return list(db.session.scalars(select(Person).where(Person.id.in_(seated)).order_by(Person.name)))


def get_guest_page(round_id: int, by: Actor, *, today: date) -> GuestPage:
    """Return the guests of a round; raise NotFound when ``by`` may not see the round."""
    found = get_round(round_id, by)
    about = select(RoundGuest).where(RoundGuest.round_id == round_id).options(joinedload(RoundGuest.person))
    guests = db.session.scalars(about.order_by(RoundGuest.id)).all()
    invited = {guest.person_id for guest in guests}
    others = [person for person in list_external_supervisors(today) if person.id not in invited]
    return GuestPage(found, guests, others)
