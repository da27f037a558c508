"""Who has which post of a unit and which seat in a group: a new holder ends the one before, with dates for both."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.history.services import record
from tracker.organisation.models import GroupSeat, Person, Unit, UnitPost
from tracker.organisation.queries import get_person, get_seat, get_unit
from tracker.organisation.rules import ONE_DAY, Group, Post, Seat, check_dates, check_holder, check_seat, check_turn
from tracker.permissions import Actor, Permission


def set_post(unit_id: int, person_id: int | None, post: Post, from_on: date, *, by: Actor) -> Unit:
    """Give a post of a unit to a person (None: to nobody) from a day on; who had it has it to the day before.

    Given anew from the very day on which the present holder began, the post is corrected: nobody had it for no day.
    """
    by.must(Permission.EDIT_ORGANISATION)
    with transaction():
        unit = get_unit(unit_id)
        person = None if person_id is None else _who_is_here(person_id, from_on)
        present = _posts(UnitPost.unit_id == unit.id, UnitPost.post == post)
        if person is not None and any(old.person_id == person.id and old.to_on is None for old in present):
            raise RuleBroken(N_("%(name)s has this post already."), field="person_id", name=person.name)
        before = {post.value: _make_room(present, from_on)}
        if person is not None:
            db.session.add(UnitPost(unit_id=unit.id, person_id=person.id, post=post, from_on=from_on))
        after = {post.value: [_held(person.name, from_on)] if person else []}
        record(by, "unit.post_set", unit, before=before, after=after)
    return unit


def seat_member(group: Group, person_id: int, seat: Seat, *, from_on: date, position: int = 0, by: Actor) -> GroupSeat:
    """Seat a person in a group from a day on; their seat in it, and the chair before them, end the day before."""
    by.must(Permission.EDIT_ORGANISATION)
    check_seat(group, seat)
    with transaction():
        person = _who_is_here(person_id, from_on)
        own = GroupSeat.person_id == person.id
        ending = or_(own, GroupSeat.seat == Seat.CHAIR) if seat is Seat.CHAIR else own
        ended = _make_room(_seats(GroupSeat.group == group, ending), from_on)
        taken = GroupSeat(group=group, seat=seat, person=person, position=position, from_on=from_on)
        db.session.add(taken)
        after = {"group": group, "seat": seat, "from_on": from_on, "instead_of": ended or None}
        record(by, "group.seated", taken, after=after)
    return taken


def unseat_member(seat_id: int, to_on: date, *, by: Actor) -> GroupSeat:
    """End a seat in a group with the day ``to_on``."""
    by.must(Permission.EDIT_ORGANISATION)
    with transaction():
        seat = get_seat(seat_id)
        check_dates(seat.from_on, to_on)
        record(by, "group.unseated", seat, before={"to_on": seat.to_on}, after={"to_on": to_on})
        seat.to_on = to_on
    return seat


def end_duties_in(unit: Unit, to_on: date) -> None:
    """End, inside the open transaction, the posts of a unit that closes."""
    _end(_posts(UnitPost.unit_id == unit.id), to_on)


def end_duties_of(person: Person, to_on: date) -> None:
    """End, inside the open transaction, the posts and seats of a person who leaves."""
    _end([*_posts(UnitPost.person_id == person.id), *_seats(GroupSeat.person_id == person.id)], to_on)


def _who_is_here(person_id: int, on: date) -> Person:
    person = get_person(person_id)
    check_holder(person.name, person.from_on, person.to_on, on)
    return person


def _posts(*conditions: ColumnElement[bool]) -> list[UnitPost]:
    return list(db.session.scalars(select(UnitPost).where(*conditions).order_by(UnitPost.id)))


def _seats(*conditions: ColumnElement[bool]) -> list[GroupSeat]:
    return list(db.session.scalars(select(GroupSeat).where(*conditions).order_by(GroupSeat.id)))


def _make_room(held: Iterable[UnitPost | GroupSeat], day: date) -> list[str]:
    """End what is held on ``day`` or later with the day before, and return it in words.

    What began on that very day was entered wrongly and goes; what begins later forbids it.
    """
    ended = []
    for old in held:
        if old.to_on is not None and old.to_on < day:
            continue
        check_turn(old.from_on, day)
        ended.append(_held(old.person.name, old.from_on))
        _end([old], day - ONE_DAY)
    return ended


def _end(held: Iterable[UnitPost | GroupSeat], to_on: date) -> None:
    for row in held:
        if row.from_on is not None and row.from_on > to_on:
            db.session.delete(row)
        elif row.to_on is None or row.to_on > to_on:
            row.to_on = to_on


def _held(name: str, from_on: date | None) -> str:
    """Return a holder as the history keeps it: the name and the first day."""
    return f"{name} {from_on.isoformat()}" if from_on else name
