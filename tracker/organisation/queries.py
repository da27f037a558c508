"""Reading the organisation, each time as it stands on a given day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from tracker.db import db
from tracker.errors import N_, NotFound
from tracker.organisation.matching import UnitIndex
from tracker.organisation.models import Agency, GroupSeat, Person, Unit, UnitAlias, UnitPost
from tracker.organisation.rows import Holder, PersonRow, SeatRow, StaffingGap, UnitPage, UnitRow
from tracker.organisation.rules import KIND_ORDER, OWN_KINDS, SEAT_ORDER, Group, Post, Seat

Dated = type[Unit] | type[Person] | type[UnitPost] | type[GroupSeat]


def in_force(kind: Dated, on: date) -> ColumnElement[bool]:
    """Return the condition that a dated row holds on a day."""
    begun = or_(kind.from_on.is_(None), kind.from_on <= on)
    return and_(begun, or_(kind.to_on.is_(None), kind.to_on >= on))


def find_agency() -> Agency | None:
    """Return the agency, or None as long as nobody entered it."""
    return db.session.get(Agency, 1)


def get_agency() -> Agency:
    """Return the agency; raise NotFound, saying where to enter it, as long as nobody did."""
    agency = find_agency()
    if agency is None:
        raise NotFound(N_("The name of the agency is not entered yet. Enter it under Organisation, This agency."))
    return agency


def get_unit(unit_id: int) -> Unit:
    """Return a unit; raise NotFound."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit


def get_person(person_id: int) -> Person:
    """Return a person; raise NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def get_seat(seat_id: int) -> GroupSeat:
    """Return a seat of a group; raise NotFound."""
    seat = db.session.get(GroupSeat, seat_id)
    if seat is None:
        raise NotFound
    return seat


def list_units(on: date) -> list[UnitRow]:
    """Return the units in force on a day: by kind, then by their place in the list."""
    return _unit_rows(select(Unit).where(in_force(Unit, on)), on)


def get_unit_names() -> dict[int, str]:
    """Return the names of all units there are or were, by their numbers."""
    return dict(db.session.execute(select(Unit.id, Unit.name)).all())


def list_other_units(on: date) -> list[UnitRow]:
    """Return the units that are closed or not yet open on a day."""
    return _unit_rows(select(Unit).where(not_(in_force(Unit, on))), on)


def _unit_rows(statement: Select[Unit], on: date) -> list[UnitRow]:
    units = db.session.scalars(statement.order_by(Unit.position, Unit.id)).all()
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit_id, name in db.session.execute(select(UnitAlias.unit_id, UnitAlias.name).order_by(UnitAlias.name)):
        aliases[unit_id].append(name)
    holders = {(unit_id, one.post): one for unit_id, one in _holders(in_force(UnitPost, on))}
    working = select(Person.unit_id, func.count()).where(in_force(Person, on)).group_by(Person.unit_id)
    people = dict(db.session.execute(working).all())
    rows = [
        UnitRow(
            unit.id, unit.name, unit.kind, unit.position, unit.from_on, unit.to_on, tuple(aliases[unit.id]),
            holders.get((unit.id, Post.HEAD)), holders.get((unit.id, Post.OFFICER)), people.get(unit.id, 0),
        )
        for unit in units
    ]  # fmt: skip
    return sorted(rows, key=lambda row: KIND_ORDER.index(row.kind))


def _holders(*conditions: ColumnElement[bool]) -> list[tuple[int, Holder]]:
    """Return unit number and holder of the posts, the newest first."""
    statement = (
        select(UnitPost.unit_id, UnitPost.post, Person, UnitPost.from_on, UnitPost.to_on)
        .join(Person, Person.id == UnitPost.person_id)
        .where(*conditions)
        .order_by(func.coalesce(UnitPost.from_on, date.min).desc(), UnitPost.id.desc())
    )
    return [
        (unit_id, Holder(post, person.id, person.name, person.title, person.phone, from_on, to_on))
        for unit_id, post, person, from_on, to_on in db.session.execute(statement)
    ]


def get_unit_page(unit_id: int, on: date) -> UnitPage:
    """Return a unit with its holders of posts and its people on a day; raise NotFound."""
    rows = _unit_rows(select(Unit).where(Unit.id == unit_id), on)
    if not rows:
        raise NotFound
    holders = tuple(one for _, one in _holders(UnitPost.unit_id == unit_id))
    return UnitPage(rows[0], holders, tuple(list_people(on, unit_id=unit_id)))


def get_unit_index(on: date) -> UnitIndex:
    """Return what printed names of units are compared with: the units in force on a day, and our own names."""
    agency = find_agency()
    return UnitIndex.of(list_units(on), agency_names=(agency.name, agency.short_name) if agency else ())


def _people(on: date, unit_id: int | None, text: str) -> list[ColumnElement[bool]]:
    return [
        in_force(Person, on),
        *([] if unit_id is None else [Person.unit_id == unit_id]),
        *([Person.name.contains(text, autoescape=True)] if text else []),
    ]


def count_people(on: date, *, text: str = "") -> int:
    """Return how many people work here on a day, with ``text`` in their name if given."""
    return db.session.scalar(select(func.count(Person.id)).where(*_people(on, None, text))) or 0


def list_people(
    on: date, *, unit_id: int | None = None, text: str = "", offset: int = 0, limit: int | None = None
) -> list[PersonRow]:
    """Return the people who work here on a day, by unit and name, with their posts and seats."""
    return _person_rows(
        select(Person).where(*_people(on, unit_id, text)).offset(offset).limit(limit), on
    )  # fmt: skip


def list_former_people(on: date) -> list[PersonRow]:
    """Return the people who have left, or have not come yet, on a day."""
    return _person_rows(select(Person).where(not_(in_force(Person, on))), on)


def get_person_row(person_id: int, on: date) -> PersonRow:
    """Return a person with their posts and seats on a day; raise NotFound."""
    rows = _person_rows(select(Person).where(Person.id == person_id), on)
    if not rows:
        raise NotFound
    return rows[0]


def _person_rows(statement: Select[Person], on: date) -> list[PersonRow]:
    ordered = statement.outerjoin(Unit, Unit.id == Person.unit_id).order_by(
        Unit.id.is_(None), Unit.position, Unit.id, Person.name
    )
    found = db.session.execute(ordered.add_columns(func.coalesce(Unit.name, "")).order_by(Person.id)).all()
    wanted = [person.id for person, _ in found]
    posts: dict[int, list[tuple[Post, str]]] = defaultdict(list)
    of_unit = select(UnitPost.person_id, UnitPost.post, Unit.name).join(Unit, Unit.id == UnitPost.unit_id)
    for person_id, post, unit_name in db.session.execute(
        of_unit.where(in_force(UnitPost, on), UnitPost.person_id.in_(wanted)).order_by(Unit.position, Unit.id)
    ):
        posts[person_id].append((post, unit_name))
    seats: dict[int, list[tuple[Group, Seat]]] = defaultdict(list)
    for seat in db.session.scalars(select(GroupSeat).where(in_force(GroupSeat, on), GroupSeat.person_id.in_(wanted))):
        seats[seat.person_id].append((seat.group, seat.seat))
    return [
        PersonRow(
            person.id, person.name, person.title, person.phone, person.mail, person.unit_id, unit_name,
            person.from_on, person.to_on, tuple(posts[person.id]), tuple(seats[person.id]),
        )
        for person, unit_name in found
    ]  # fmt: skip


def list_seats(on: date) -> list[SeatRow]:
    """Return who sits in any of the groups on a day."""
    return _seat_rows(in_force(GroupSeat, on))


def list_former_seats(on: date) -> list[SeatRow]:
    """Return who sat in a group before a day or will do so after it: how the groups changed."""
    return _seat_rows(not_(in_force(GroupSeat, on)))


def _seat_rows(*conditions: ColumnElement[bool]) -> list[SeatRow]:
    statement = (
        select(GroupSeat, Person.name, Person.title, func.coalesce(Unit.name, ""))
        .join(Person, Person.id == GroupSeat.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(*conditions)
        .order_by(GroupSeat.position, func.coalesce(GroupSeat.from_on, date.min), GroupSeat.id)
    )
    rows = [
        SeatRow(seat.id, seat.group, seat.seat, seat.person_id, name, title, unit_name, seat.from_on, seat.to_on)
        for seat, name, title, unit_name in db.session.execute(statement)
    ]
    return sorted(rows, key=lambda row: SEAT_ORDER.index(row.seat))


def staffing_gaps(units: Iterable[UnitRow]) -> list[StaffingGap]:
    """Return which of ``units`` lack a head or an information officer, and which of the two."""
    return [StaffingGap(unit.id, unit.name, unit.missing) for unit in units if unit.missing]


def lacks_post(on: date) -> ColumnElement[bool]:
    """Return the condition that a unit of our own does not fill each of its posts on a day."""
    filled = [select(UnitPost.unit_id).where(UnitPost.post == post, in_force(UnitPost, on)) for post in Post]
    return and_(Unit.kind.in_(OWN_KINDS), in_force(Unit, on), or_(*(Unit.id.not_in(some) for some in filled)))


def taken_names() -> Sequence[tuple[str, int]]:
    """Return every name and alias of every unit, closed ones too, with the number of the unit."""
    names = select(Unit.name, Unit.id).union_all(select(UnitAlias.name, UnitAlias.unit_id))
    return [(name, unit_id) for name, unit_id in db.session.execute(names)]
