"""Reading the register of requests; a section sees those it handles."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.holidays.queries import current_calendar
from tracker.organisation.models import Unit
from tracker.organisation.queries import find_agency, in_force
from tracker.organisation.rules import OWN_KINDS
from tracker.permissions import Actor, Permission
from tracker.requests.clock import clock
from tracker.requests.counting import RequestRecord
from tracker.requests.deeds import Deed
from tracker.requests.events import Calendar, Event, EventKind
from tracker.requests.letters import NAMES, Letter
from tracker.requests.lighting import read_clock
from tracker.requests.models import DisclosureRequest, Dispute, RequestEvent, RequestFile, RequestUnit
from tracker.requests.offers import deeds_for, open_extension
from tracker.requests.outcomes import BY_CODE
from tracker.requests.rows import ClockPage, Counts, RequestPage, RequestRow, View, Wanted
from tracker.workdays.calendar import YearMissing

_EVERYTHING = (
    selectinload(DisclosureRequest.events),
    selectinload(DisclosureRequest.units).joinedload(RequestUnit.unit),
)


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may know of a request."""
    if by.may(Permission.VIEW_ALL_UNITS):
        return true()
    return exists().where(RequestUnit.request_id == DisclosureRequest.id, RequestUnit.unit_id == by.unit_id)


def get_request(request_id: int, by: Actor) -> DisclosureRequest:
    """Return a request with its events, units and papers; raise NotFound where ``by`` may not know of it."""
    papers = selectinload(DisclosureRequest.files).joinedload(RequestFile.file)
    found = select(DisclosureRequest).where(DisclosureRequest.id == request_id, visible_to(by))
    request = db.session.scalar(found.options(*_EVERYTHING, papers))
    if request is None:
        raise NotFound
    return request


def get_request_page(request_id: int, by: Actor, today: date) -> RequestPage:
    """Return a request with its clock, and what the reader may do with it."""
    request = get_request(request_id, by)
    disputes = [] if not by.may(Permission.VIEW_ALL_UNITS) else _disputes_of(request_id)
    clock = read_clock(request, current_calendar(), today)
    return RequestPage(request, clock, deeds_for(request, by), disputes, open_extension(request))


def _disputes_of(request_id: int) -> list[tuple[int, str]]:
    found = select(Dispute).where(Dispute.request_id == request_id).order_by(Dispute.id)
    return [(one.id, one.label) for one in db.session.scalars(found)]


def get_file(request_id: int, file_id: int, by: Actor) -> RequestFile:
    """Return a paper of a request; raise NotFound."""
    found = select(RequestFile).join(DisclosureRequest).where(RequestFile.id == file_id, visible_to(by))
    file = db.session.scalar(found.where(RequestFile.request_id == request_id).options(joinedload(RequestFile.file)))
    if file is None:
        raise NotFound
    return file


def get_letter(request_id: int, event_id: int, by: Actor) -> Letter:
    """Return what the letter of a deed is made of; raise NotFound for a deed that has none."""
    request = get_request(request_id, by)
    event = next((one for one in request.events if one.id == event_id and one.deed in NAMES), None)
    if event is None:
        raise NotFound
    agency = find_agency()
    name, code = (agency.name, agency.document_code or agency.short_name) if agency else ("", "")
    return Letter(request, event, name, code, _due_after(request, event))


def _due_after(request: DisclosureRequest, event: RequestEvent) -> date | None:
    """Return the day of the answer as it stood after ``event``; an extension counts from its consent on."""
    facts = [one.fact for one in request.events if one.id <= event.id and one.deed.moves_clock]
    if event.deed is Deed.EXTENSION_AGREED:
        facts.append(Event(EventKind.EXTENDED, event.day, days=event.days))
    try:
        return clock(facts, current_calendar(), event.day).due_on
    except YearMissing:
        return None


def list_open(by: Actor, wanted: Wanted, today: date) -> list[RequestRow]:
    """Return the requests that are not answered, the soonest first; three statements, however many there are.

    Their days are counted out now: they follow from the events and the calendar, and are kept nowhere.
    """
    found = select(DisclosureRequest).where(
        visible_to(by), DisclosureRequest.answered_on.is_(None), *_conditions(wanted)
    )
    rows = _rows(db.session.scalars(found.options(*_EVERYTHING)), current_calendar(), today)
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.received_on, row.id))


def count_open_by_light(by: Actor, today: date) -> Counter[str]:
    """Return how many of the requests that are not answered have which light, in one statement."""
    found = select(DisclosureRequest).where(visible_to(by), DisclosureRequest.answered_on.is_(None))
    requests = db.session.scalars(found.options(joinedload(DisclosureRequest.events))).unique()
    return Counter(read_clock(one, current_calendar(), today).kind for one in requests)


def rows_in(rows: Iterable[RequestRow], view: View) -> list[RequestRow]:
    """Return those of the open requests that a view shows."""
    kinds = {View.LATE: ("stop",), View.SOON: ("wait",), View.WAITING: ("none",)}.get(view)
    return [row for row in rows if kinds is None or row.kind in kinds]


def list_all(by: Actor, wanted: Wanted, today: date, *, limit: int | None, offset: int = 0) -> list[RequestRow]:
    """Return one page of the register, the newest first, answered ones alone where the view asks for them."""
    found = _registered(select(DisclosureRequest), by, wanted)
    newest = found.order_by(DisclosureRequest.year.desc(), DisclosureRequest.number.desc())
    page = newest.options(*_EVERYTHING).limit(limit).offset(offset)
    return _rows(db.session.scalars(page), current_calendar(), today)


def count_views(by: Actor, wanted: Wanted, rows: Sequence[RequestRow]) -> Counts:
    """Return the number of requests in each view under the same filters; ``rows`` are the open ones."""
    kinds = Counter(row.kind for row in rows)
    answered = func.count(DisclosureRequest.answered_on)
    statement = select(func.count(DisclosureRequest.id), answered).where(visible_to(by), *_conditions(wanted))
    everything, closed = db.session.execute(statement).one()
    return Counts(
        {
            View.OPEN: len(rows), View.LATE: kinds["stop"], View.SOON: kinds["wait"], View.WAITING: kinds["none"],
            View.ANSWERED: closed, View.ALL: everything,
        }
    )  # fmt: skip


def list_years(by: Actor) -> list[int]:
    """Return the years with requests that ``by`` may know of, newest first."""
    found = select(DisclosureRequest.year).where(visible_to(by)).distinct().order_by(DisclosureRequest.year.desc())
    return list(db.session.scalars(found))


def list_handlers(on: date) -> list[Unit]:
    """Return the units that can be given a request."""
    own = select(Unit).where(Unit.kind.in_(OWN_KINDS), in_force(Unit, on))
    return list(db.session.scalars(own.order_by(Unit.position, Unit.name)))


def list_records(year: int) -> list[RequestRecord]:
    """Return what table three of ``year`` needs of every request that counts in it, in one statement."""
    columns = (DisclosureRequest.applicant, DisclosureRequest.received_on, DisclosureRequest.answered_on)
    open_or_later = or_(DisclosureRequest.answered_on.is_(None), DisclosureRequest.answered_on >= date(year, 1, 1))
    found = select(*columns, DisclosureRequest.outcome).where(DisclosureRequest.year <= year, open_or_later)
    return [RequestRecord(row[0], row[1], row[2], row[3] or None) for row in db.session.execute(found)]


def sum_fees(year: int) -> tuple[int, int, int]:
    """Return how many fee notices were sent in ``year``, their sum, and the sum paid in it, in yuan."""
    within = and_(RequestEvent.day >= date(year, 1, 1), RequestEvent.day <= date(year, 12, 31))
    statement = (
        select(RequestEvent.deed, func.count(RequestEvent.id), func.coalesce(func.sum(RequestEvent.fee), 0))
        .where(within, RequestEvent.deed.in_((Deed.FEE_NOTIFIED, Deed.FEE_PAID)))
        .group_by(RequestEvent.deed)
    )
    found = {deed: (count, int(fee or 0)) for deed, count, fee in db.session.execute(statement)}
    count, charged = found.get(Deed.FEE_NOTIFIED, (0, 0))
    return count, charged, found.get(Deed.FEE_PAID, (0, 0))[1]


def count_before(request: DisclosureRequest) -> int:
    """Return how many requests the same applicant made earlier in the same month (the tariff by item)."""
    first = request.received_on.replace(day=1)
    earlier = or_(
        DisclosureRequest.received_on < request.received_on,
        and_(DisclosureRequest.received_on == request.received_on, DisclosureRequest.id < request.id),
    )
    same = (DisclosureRequest.name == request.name, DisclosureRequest.received_on >= first, earlier)
    return db.session.scalar(select(func.count(DisclosureRequest.id)).where(*same)) or 0


def next_number(year: int) -> int:
    """Return the next number of a year; called under the lock of a transaction, so that none is lost or given twice."""
    last = select(func.max(DisclosureRequest.number)).where(DisclosureRequest.year == year)
    return (db.session.scalar(last) or 0) + 1


def _registered(statement: Select[Any], by: Actor, wanted: Wanted) -> Select[Any]:
    found = statement.where(visible_to(by), *_conditions(wanted))
    return found.where(DisclosureRequest.answered_on.is_not(None)) if wanted.view is View.ANSWERED else found


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.year is not None:
        found.append(DisclosureRequest.year == wanted.year)
    if wanted.applicant is not None:
        found.append(DisclosureRequest.applicant == wanted.applicant)
    if wanted.outcome:
        found.append(DisclosureRequest.outcome == wanted.outcome)
    if wanted.unit_id is not None:
        handled = exists().where(RequestUnit.request_id == DisclosureRequest.id, RequestUnit.unit_id == wanted.unit_id)
        found.append(handled)
    if wanted.text:
        named = DisclosureRequest.name.contains(wanted.text, autoescape=True)
        found.append(or_(named, DisclosureRequest.content.contains(wanted.text, autoescape=True)))
    return found


def _rows(requests: Iterable[DisclosureRequest], calendar: Calendar, today: date) -> list[RequestRow]:
    return [_row(request, read_clock(request, calendar, today)) for request in requests]


def _row(request: DisclosureRequest, clock: ClockPage) -> RequestRow:
    return RequestRow(
        request.id, request.code, request.applicant, request.name, request.channel, request.received_on,
        request.content, request.step, BY_CODE.get(request.outcome), request.answered_on,
        "、".join(one.unit.name for one in request.units), clock.reading.due_on if clock.reading else None,
        clock.kind, clock.light,
    )  # fmt: skip
