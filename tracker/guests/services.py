"""Inviting external supervisors to read a round, and ending that."""

from sqlalchemy import select

from tracker import clock
from tracker.checks.models import CheckRound, RoundGuest
from tracker.checks.rules import RoundState
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.guests.queries import list_external_supervisors
from tracker.history.services import record
from tracker.permissions import Actor, Permission


def invite_guest(round_id: int, person_id: int, *, by: Actor) -> RoundGuest:
    """Let an external supervisor read an open round with its findings; they can change nothing in it."""
    by.must(Permission.RUN_CHECKS)
    with transaction():
        opened = db.session.get(CheckRound, round_id)
        if opened is None:
            raise NotFound
        if opened.state is RoundState.CLOSED:
            raise RuleBroken(N_("This round is closed, and the invitations to it with it."), field="person_id")
        person = next((one for one in list_external_supervisors(clock.today()) if one.id == person_id), None)
        if person is None:
            raise RuleBroken(N_("Choose somebody who sits in the supervision group from outside."), field="person_id")
        same = (RoundGuest.round_id == round_id, RoundGuest.person_id == person_id)
        if db.session.scalar(select(RoundGuest.id).where(*same)) is not None:
            raise RuleBroken(N_("%(name)s can read this round already."), field="person_id", name=person.name)
        guest = RoundGuest(round_id=round_id, person=person, invited_by=by.name, invited_at=clock.now())
        db.session.add(guest)
        db.session.flush()
        record(by, "round.guest_invited", opened, after={"guest": person.name})
    return guest


def remove_guest(round_id: int, guest_id: int, *, by: Actor) -> None:
    """End that a guest may read a round."""
    by.must(Permission.RUN_CHECKS)
    with transaction():
        guest = db.session.get(RoundGuest, guest_id)
        opened = db.session.get(CheckRound, round_id)
        if guest is None or opened is None or guest.round_id != round_id:
            raise NotFound
        record(by, "round.guest_removed", opened, before={"guest": guest.person.name})
        db.session.delete(guest)
