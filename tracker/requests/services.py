"""What is done with the register: entering requests and mending their facts, entering reviews and lawsuits."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.files.services import Received
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.requests.counting import DisputeKind, DisputeResult
from tracker.requests.deeds import Deed
from tracker.requests.models import DisclosureRequest, Dispute, RequestEvent
from tracker.requests.papers import add_papers
from tracker.requests.queries import get_request, next_number
from tracker.requests.rules import Applicant, Arrival, Channel, check_arrival, check_dispute, find_receipt

NO_DAYS = Arrival()


CHANGED = "（已改）"  # stands in the history for a name or an address that was changed


@dataclass(frozen=True)
class Registration:
    """What stands on a request when it comes in."""

    applicant: Applicant
    name: str
    channel: Channel
    content: str
    contact: str = ""
    arrival: Arrival = NO_DAYS

    @property
    def fields(self) -> dict[str, object]:
        """The columns it fills."""
        plain = {"applicant": self.applicant, "name": self.name.strip(), "channel": self.channel}
        return {**plain, "content": self.content.strip(), "contact": self.contact.strip(), **asdict(self.arrival)}


def register_request(registration: Registration, *, by: Actor, papers: Sequence[Received] = ()) -> DisclosureRequest:
    """Enter a request under the next number of the year in which it was received (Art. 31)."""
    by.must(Permission.KEEP_REQUESTS)
    received_on = _receipt(registration)
    with transaction():
        request = DisclosureRequest(
            year=received_on.year, number=next_number(received_on.year), received_on=received_on,
            registered_by=by.name, registered_at=clock.now(), **registration.fields,
        )  # fmt: skip
        db.session.add(request)
        db.session.flush()
        event = RequestEvent(
            request_id=request.id, deed=Deed.RECEIVED, day=received_on, entered_by=by.name, entered_at=clock.now()
        )
        db.session.add(event)
        add_papers(request, Deed.RECEIVED, papers, by)
        record(by, "request.registered", request, after=_kept({**registration.fields, "received_on": received_on}))
    return request


def edit_request(
    request_id: int, registration: Registration, *, by: Actor, seen: int | None = None
) -> DisclosureRequest:
    """Mend what was registered; the day of receipt may move within its year, which its number belongs to."""
    by.must(Permission.KEEP_REQUESTS)
    received_on = _receipt(registration)
    with transaction():
        request = get_request(request_id, by)
        after = {**registration.fields, "received_on": received_on}
        before = {name: getattr(request, name) for name in after}
        if request.is_stale(seen):
            raise Stale({name: _shown(value) for name, value in before.items()}, version=request.version)
        if received_on.year != request.year:
            raise RuleBroken(N_("This request is number %(code)s of its year and stays in it."), code=request.code)
        first_other = min((event.day for event in request.events if event.deed is not Deed.RECEIVED), default=None)
        if first_other is not None and first_other < received_on:
            raise RuleBroken(N_("Something was done with it on %(day)s, before this day."), day=first_other)
        for name, value in after.items():
            setattr(request, name, value)
        next(event for event in request.events if event.deed is Deed.RECEIVED).day = received_on
        request.version += 1
        record(by, "request.edited", request, before=_kept(before), after=_kept(after, before))
    return request


def _kept(fields: Mapping[str, object], before: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return what the history keeps of a request: who asks and how to reach them is for the register alone."""
    hidden = {}
    for key in ("name", "contact"):
        is_changed = before is not None and before[key] != fields[key]
        hidden[key] = f"{'**' if fields[key] else ''}{CHANGED if is_changed else ''}"
    return {**fields, **hidden}


def _receipt(registration: Registration) -> date:
    received_on = find_receipt(registration.channel, registration.arrival)
    check_arrival(registration.arrival, received_on, clock.today())
    for field, text in (("name", registration.name), ("content", registration.content)):
        if not text.strip():
            raise RuleBroken(N_("This has to be filled in."), field=field)
    return received_on


def _shown(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class DisputeEntry:
    """What is known of a review or lawsuit."""

    kind: DisputeKind
    filed_on: date
    decided_on: date | None = None
    result: DisputeResult = DisputeResult.PENDING
    is_as_reviewer: bool = False
    case_number: str = ""
    body: str = ""
    request_code: str = ""
    note: str = ""


def enter_dispute(entry: DisputeEntry, *, by: Actor) -> Dispute:
    """Enter a review or lawsuit under the next number of the year in which it was filed."""
    by.must(Permission.KEEP_REQUESTS)
    with transaction():
        check_dispute(entry.filed_on, entry.decided_on, entry.result is DisputeResult.PENDING, clock.today())
        year = entry.filed_on.year
        last = db.session.scalar(select(func.max(Dispute.number)).where(Dispute.year == year)) or 0
        dispute = Dispute(year=year, number=last + 1, **_columns(entry))
        db.session.add(dispute)
        db.session.flush()
        record(by, "dispute.entered", dispute, after=_columns(entry))
    return dispute


def edit_dispute(dispute_id: int, entry: DisputeEntry, *, by: Actor, seen: int | None = None) -> Dispute:
    """Mend a review or lawsuit, or enter how it was decided."""
    by.must(Permission.KEEP_REQUESTS)
    with transaction():
        dispute = db.session.get(Dispute, dispute_id)
        if dispute is None:
            raise NotFound
        check_dispute(entry.filed_on, entry.decided_on, entry.result is DisputeResult.PENDING, clock.today())
        after = _columns(entry)
        before = {name: getattr(dispute, name) for name in after}
        if dispute.is_stale(seen):
            raise Stale({name: _shown(value) for name, value in before.items()}, version=dispute.version)
        if entry.filed_on.year != dispute.year:
            raise RuleBroken(N_("The year of filing stays."), field="filed_on")
        for name, value in after.items():
            setattr(dispute, name, value)
        dispute.version += 1
        record(by, "dispute.edited", dispute, before=before, after=after)
    return dispute


def _columns(entry: DisputeEntry) -> dict[str, object]:
    plain = {name: value for name, value in asdict(entry).items() if name != "request_code"}
    return {**plain, "request_id": _find_by_code(entry.request_code)}


def _find_by_code(code: str) -> int | None:
    """Return the request with the number ``code`` (2026-012), None where none is given; refuse an unknown one."""
    if not code.strip():
        return None
    year, _, number = code.strip().partition("-")
    if year.isascii() and year.isdigit() and number.isascii() and number.isdigit() and len(code) < 12:
        same = (DisclosureRequest.year == int(year), DisclosureRequest.number == int(number))
        if (found := db.session.scalar(select(DisclosureRequest.id).where(*same))) is not None:
            return found
    raise RuleBroken(N_("There is no request with this number."), field="request_code")
