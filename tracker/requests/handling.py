"""Every step of handling a request (Art. 45): each is checked by the law's rule, entered once and never changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotAllowed, RuleBroken, Stale
from tracker.files.services import Received
from tracker.history.services import record
from tracker.holidays.queries import current_calendar
from tracker.permissions import Actor, Permission
from tracker.requests.clock import ClockReading
from tracker.requests.clock import clock as read
from tracker.requests.deeds import LEADER_DEEDS, Deed
from tracker.requests.events import Event, EventKind
from tracker.requests.fees import FeeStandard, fee
from tracker.requests.models import DisclosureRequest, RequestEvent, RequestUnit
from tracker.requests.offers import open_extension, undelivered
from tracker.requests.outcomes import BY_CODE
from tracker.requests.papers import add_papers
from tracker.requests.queries import count_before, get_request, list_handlers
from tracker.requests.rules import (
    Step,
    check_answer,
    check_archive,
    check_cause,
    check_charged_in_time,
    check_correction,
    check_event,
    check_extension,
    check_fee,
    check_is_open,
    check_party,
    check_step,
    check_until,
)


@dataclass(frozen=True)
class Entry:
    """What is typed with a deed; each deed looks at its own part."""

    day: date
    note: str = ""
    delivered_on: date | None = None
    until: date | None = None
    days: int = 0
    is_told: bool = False
    party: str = ""
    units: Sequence[int] = ()
    outcome: str = ""
    standard: FeeStandard | None = None
    pages: int | None = None
    papers: Sequence[Received] = ()


def enter_deed(request_id: int, deed: Deed, entry: Entry, *, by: Actor, seen: int | None = None) -> DisclosureRequest:
    """Do one thing with a request and enter it; the office does, the leadership consents, handlers note."""
    by.must(_permission(deed))
    with transaction():
        request = get_request(request_id, by)
        if request.is_stale(seen):
            last = max(request.events, key=lambda one: one.id)
            raise Stale(
                {"note": last.note}, version=request.version, saved_by=last.entered_by, saved_at=last.entered_at
            )
        _check_day(request, entry.day)
        before = _state(request)
        event = RequestEvent(
            request_id=request.id, deed=deed, day=entry.day, delivered_on=entry.delivered_on, party=entry.party.strip(),
            note=entry.note.strip(), entered_by=by.name, entered_at=clock.now(), days=0,
        )  # fmt: skip
        _DOING[deed](request, event, entry)
        db.session.add(event)
        add_papers(request, deed, entry.papers, by)
        request.version += 1
        db.session.flush()
        db.session.expire(request, ["events", "units"])
        after = {**_state(request), "day": entry.day, "note": event.note, "party": event.party}
        record(by, f"request.{deed.value}", request, before=before, after=after)
    return request


def _permission(deed: Deed) -> Permission:
    if deed is Deed.RECEIVED:
        raise NotAllowed(N_("A request is received once."))
    if deed is Deed.NOTED:
        return Permission.REPORT_PROGRESS
    return Permission.DECIDE if deed in LEADER_DEEDS else Permission.KEEP_REQUESTS


def _state(request: DisclosureRequest) -> dict[str, object]:
    units = sorted(one.unit_id for one in request.units)
    return {
        "step": request.step, "outcome": request.outcome, "answered_on": request.answered_on, "units": units,
    }  # fmt: skip


def _check_day(request: DisclosureRequest, day: date) -> None:
    if day > clock.today():
        raise RuleBroken(N_("This day has not come yet."), field="day")
    if day < request.received_on:
        raise RuleBroken(N_("This day is before the request was received."), field="day")


def _reading(request: DisclosureRequest, day: date) -> ClockReading:
    return read(request.facts, current_calendar(), day)


def _review(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    check_step(request.step, Step.REVIEWED)
    request.step = Step.REVIEWED


def _assign(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    if request.step is not Step.HANDLED:
        check_step(request.step, Step.HANDLED)
    offered = {unit.id: unit.name for unit in list_handlers(clock.today())}
    if not entry.units or not set(entry.units) <= set(offered):
        raise RuleBroken(N_("Choose the units that handle the request."), field="units")
    for old in [one for one in request.units if one.unit_id not in entry.units]:
        db.session.delete(old)
    there = {one.unit_id for one in request.units}
    for unit_id in dict.fromkeys(entry.units):
        if unit_id not in there:
            db.session.add(RequestUnit(request_id=request.id, unit_id=unit_id))
    event.party = "、".join(offered[unit_id] for unit_id in dict.fromkeys(entry.units))[:100]
    request.step = Step.HANDLED


def _ask_correction(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    check_correction(request.facts, entry.day, entry.until, current_calendar())
    event.until = entry.until


def _ask(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    check_party(event.party, {one.party for one in request.events if one.deed is event.deed})
    check_event(request.facts, event.fact, clock.today())


def _come(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    check_event(request.facts, event.fact, clock.today())


def _ask_extension(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    check_is_open(request.answered_on)
    if open_extension(request) is not None:
        raise RuleBroken(N_("An extension has been asked for already."))
    check_extension(request.facts, _reading(request, entry.day), entry.day, entry.days, "-", is_told=True)
    if not event.note:
        raise RuleBroken(N_("Write why more time is needed."), field="note")
    event.days = entry.days


def _agree(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    waiting = open_extension(request)
    if waiting is None or waiting.deed is not Deed.EXTENSION_ASKED:
        raise RuleBroken(N_("No extension waits for a decision."))
    if event.deed is Deed.EXTENSION_REFUSED and not event.note:
        raise RuleBroken(N_("Write why it is refused."), field="note")
    event.days, event.party = waiting.days, event.entered_by


def _extend(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    consent = open_extension(request)
    if consent is None or consent.deed is not Deed.EXTENSION_AGREED:
        raise RuleBroken(N_("The head of the disclosure office has not consented yet (Article 33)."))
    event.days, event.party = consent.days, consent.party
    reading = _reading(request, entry.day)
    check_extension(request.facts, reading, entry.day, event.days, consent.party, is_told=entry.is_told)


def _delay(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    event.until = check_until(entry.day, entry.until)
    check_event(request.facts, event.fact, clock.today())


def _charge(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    check_event(request.facts, event.fact, clock.today())
    check_charged_in_time(_reading(request, entry.day).due_on, entry.day)
    is_charged = any(one.deed is Deed.FEE_NOTIFIED for one in request.events)
    by_page = entry.standard is FeeStandard.BY_PAGE
    quantity = (entry.pages or 0) if by_page else 1
    already = 0 if by_page else count_before(request)
    standard = check_fee(entry.standard, quantity, is_charged=is_charged)
    event.standard, event.quantity, event.fee = standard, quantity, fee(standard, quantity, already)
    if not event.fee:
        raise RuleBroken(N_("By the tariff this request is free; no fee notice is sent."))


def _pay(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    check_event(request.facts, event.fact, clock.today())
    event.fee = next(one.fee for one in request.events if one.deed is Deed.FEE_NOTIFIED)


def _deliver(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    letter = next((one for one in undelivered(request) if one.party == event.party), None)
    if letter is None:
        raise RuleBroken(N_("Choose the letter that was delivered."), field="party")
    if entry.day < letter.day:
        raise RuleBroken(N_("The letter left on %(day)s."), field="day", day=letter.day)
    letter.delivered_on = entry.day


def _note(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    if not event.note and not entry.papers:
        raise RuleBroken(N_("Write something, or add a file."), field="note")


def _answer(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    check_event(request.facts, Event(EventKind.ANSWERED, entry.day), clock.today())
    check_answer(request.step, entry.outcome, entry.day, request.facts, _reading(request, entry.day))
    request.step, request.outcome, request.answered_on = Step.ANSWERED, entry.outcome, entry.day


def _amend(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    if request.answered_on is None:
        raise RuleBroken(N_("The request has not been answered."))
    if entry.outcome not in BY_CODE or entry.outcome == request.outcome:
        raise RuleBroken(N_("Choose the outcome that is right."), field="outcome")
    check_cause(entry.outcome, request.facts)
    if not event.note:
        raise RuleBroken(N_("Write what was wrong."), field="note")
    request.outcome = entry.outcome


def _archive(request: DisclosureRequest, event: RequestEvent, entry: Entry) -> None:
    papers = sum(one.deed is Deed.ANSWERED for one in request.files) + len(entry.papers)
    check_archive(request.step, papers)
    request.step = Step.ARCHIVED


_DOING: dict[Deed, Callable[[DisclosureRequest, RequestEvent, Entry], None]] = {
    Deed.REVIEWED: _review,
    Deed.ASSIGNED: _assign,
    Deed.CORRECTION_ASKED: _ask_correction,
    Deed.CORRECTED: _come,
    Deed.THIRD_PARTY_ASKED: _ask,
    Deed.THIRD_PARTY_ANSWERED: _come,
    Deed.AGENCY_ASKED: _ask,
    Deed.AGENCY_ANSWERED: _come,
    Deed.EXTENSION_ASKED: _ask_extension,
    Deed.EXTENSION_AGREED: _agree,
    Deed.EXTENSION_REFUSED: _agree,
    Deed.EXTENDED: _extend,
    Deed.DELAYED: _delay,
    Deed.FEE_NOTIFIED: _charge,
    Deed.FEE_PAID: _pay,
    Deed.DELIVERED: _deliver,
    Deed.NOTED: _note,
    Deed.ANSWERED: _answer,
    Deed.AMENDED: _amend,
    Deed.ARCHIVED: _archive,
}
