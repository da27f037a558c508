"""Reading who is invited to a round, and who can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.checks.models import RoundGuest
from tracker.checks.queries import sits_outside
from tracker.checks.rounds import RoundRow, get_round
from tracker.checks.rules import RoundState
from tracker.db import db
from tracker.organisation.models import GroupSeat, Person
from tracker.permissions import Actor


@dataclass(frozen=True)
class GuestPage:
    """A round, its guests, those of them whose seat has ended, and who could be invited besides."""

    round: RoundRow
    guests: Sequence[RoundGuest]
    left: frozenset[int]  # people
    others: Sequence[Person]

    @property
    def is_over(self) -> bool:
        """Whether the round is closed, and every invitation with it."""
        return self.round.state is RoundState.CLOSED


def list_external_supervisors(on: date) -> list[Person]:
    """Return the people who sit in the supervision group from outside (特邀监督员) on a day."""
    seated = select(GroupSeat.person_id).where(sits_outside(on))
    return list(db.session.scalars(select(Person).where(Person.id.in_(seated)).order_by(Person.name)))


def get_guest_page(round_id: int, by: Actor, *, today: date) -> GuestPage:
    """Return the guests of a round; raise NotFound when ``by`` may not see the round."""
    found = get_round(round_id, by)
    about = select(RoundGuest).where(RoundGuest.round_id == round_id).options(joinedload(RoundGuest.person))
    guests = db.session.scalars(about.order_by(RoundGuest.id)).all()
    seated = list_external_supervisors(today)
    invited = frozenset(guest.person_id for guest in guests)
    others = [person for person in seated if person.id not in invited]
    return GuestPage(found, guests, invited - {person.id for person in seated}, others)
