"""What is done with complaints and opinions: registering, giving to a unit, reporting, answering, publishing."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select

from tracker import clock
from tracker.checks.models import Finding
from tracker.checks.rules import check_text
from tracker.checks.services import Demand, check_unit, due_after, open_finding
from tracker.complaints.models import Complaint, ComplaintStep
from tracker.complaints.queries import get_complaint
from tracker.complaints.rules import (
    Channel,
    ComplaintKind,
    ComplaintState,
    StepKind,
    check_move,
    check_published,
    check_received,
    may_handle,
)
from tracker.db import db, transaction
from tracker.errors import N_, NotAllowed, RuleBroken, Stale
from tracker.history.services import record
from tracker.permissions import Actor, Permission


@dataclass(frozen=True)
class ComplaintContent:
    """What came in: its kind, by which channel, when, what it says, and from whom (both may be unknown)."""

    kind: ComplaintKind
    channel: Channel
    received_on: date
    content: str
    person: str = ""
    contact: str = ""


def register_complaint(content: ComplaintContent, *, by: Actor) -> Complaint:
    """Register what somebody said under the next number of the year; the history keeps nothing of who it was."""
    by.must(Permission.RUN_CHECKS)
    check_text(content.content, field="content")
    check_received(content.received_on, clock.today())
    with transaction():
        year = clock.today().year
        newest = db.session.scalar(select(func.max(Complaint.number)).where(Complaint.year == year))
        complaint = Complaint(
            year=year, number=(newest or 0) + 1, registered_by=by.name, registered_at=clock.now(), **asdict(content)
        )
        db.session.add(complaint)
        db.session.flush()
        after = {"kind": content.kind, "channel": content.channel, "received_on": content.received_on}
        record(by, "complaint.registered", complaint, after=after)
    return complaint


def assign_complaint(
    complaint_id: int, unit_id: int, days: int, text: str, *, by: Actor, seen: int | None = None
) -> Complaint:  # fmt: skip
    """Give a complaint to a unit that reports within ``days`` working days, or give it back to be handled again."""
    by.must(Permission.RUN_CHECKS)
    check_text(text, field="text", is_needed=False)
    with transaction():
        complaint = _open(complaint_id, seen, by)
        check_unit(unit_id)
        _move(complaint, ComplaintState.ASSIGNED)
        before = {"unit_id": complaint.unit_id, "due_on": complaint.due_on}
        complaint.unit_id, complaint.due_on = unit_id, due_after(clock.today(), days)
        _step(complaint, StepKind.ASSIGNED, text, by)
        after = {"unit_id": unit_id, "due_on": complaint.due_on}
        record(by, "complaint.assigned", complaint, before=before, after=after)
    return complaint


def handle_complaint(complaint_id: int, text: str, *, by: Actor, seen: int | None = None) -> Complaint:
    """Report what the unit found out and did about a complaint; only people of that unit do so."""
    by.must(Permission.RECTIFY)
    check_text(text, field="text")
    with transaction():
        complaint = _open(complaint_id, seen, by)
        if not may_handle(by, complaint):
            raise NotAllowed(N_("Only the unit it was given to reports on it."))
        _move(complaint, ComplaintState.HANDLED)
        _step(complaint, StepKind.HANDLED, text, by)
        record(by, "complaint.handled", complaint, after={"state": complaint.state})
    return complaint


def answer_complaint(
    complaint_id: int, text: str, *, by: Actor, answered_on: date | None = None, seen: int | None = None
) -> Complaint:  # fmt: skip
    """Keep what the person was answered, and when (today if nothing else is said)."""
    by.must(Permission.RUN_CHECKS)
    check_text(text, field="text")
    with transaction():
        complaint = _open(complaint_id, seen, by)
        day = answered_on or clock.today()
        if not complaint.received_on <= day <= clock.today():
            message = N_("The answer cannot lie before the day on which it came in, or in the future.")
            raise RuleBroken(message, field="answered_on")
        _move(complaint, ComplaintState.ANSWERED)
        complaint.answered_on = day
        _step(complaint, StepKind.ANSWERED, text, by)
        record(by, "complaint.answered", complaint, after={"answered_on": day})
    return complaint


def publish_result(complaint_id: int, text: str, *, by: Actor, seen: int | None = None) -> Complaint:
    """Keep the result that was published; it must not name the person. What was published before stays as a step."""
    by.must(Permission.RUN_CHECKS)
    check_text(text, field="text")
    with transaction():
        complaint = _open(complaint_id, seen, by)
        if complaint.state != ComplaintState.ANSWERED:
            raise RuleBroken(N_("Answer the person first; then the result is published."))
        check_published(text, complaint.person, complaint.contact)
        before = {"published": complaint.published}
        complaint.published, complaint.published_on = text, clock.today()
        complaint.version += 1
        _step(complaint, StepKind.PUBLISHED, text, by)
        record(by, "complaint.published", complaint, before=before, after={"published": text})
    return complaint


def make_finding(
    complaint_id: int, unit_id: int, description: str, demand: Demand, *, by: Actor, seen: int | None = None
) -> Finding:  # fmt: skip
    """Open a finding out of a complaint, once; it is rectified and re-checked like any other."""
    by.must(Permission.RUN_CHECKS)
    with transaction():
        complaint = _open(complaint_id, seen, by)
        if complaint.finding_id is not None:
            raise RuleBroken(N_("A finding was opened from this already."))
        check_published(description, complaint.person, complaint.contact)
        finding = open_finding(Finding(year=clock.today().year, unit_id=unit_id), description, demand, by=by)
        complaint.finding = finding
        complaint.version += 1
        _step(complaint, StepKind.FOUND, finding.code, by)
        record(by, "complaint.found", complaint, after={"finding": finding.code})
    return finding


def _open(complaint_id: int, seen: int | None, by: Actor) -> Complaint:
    """Return a complaint to be changed; raise Stale when something was done about it after the form was shown."""
    complaint = get_complaint(complaint_id, by)
    if complaint.is_stale(seen):
        last = complaint.steps[-1] if complaint.steps else None
        raise Stale(
            {"text": _text_of(last, complaint) if last else ""},
            version=complaint.version,
            saved_by=last.done_by if last else complaint.registered_by,
            saved_at=last.done_at if last else complaint.registered_at,
        )
    return complaint


def _text_of(step: ComplaintStep, complaint: Complaint) -> str:
    found = complaint.finding if step.kind is StepKind.FOUND else None
    return f"{step.text} {found.description}" if found else step.text


def _move(complaint: Complaint, new: ComplaintState) -> None:
    check_move(complaint.state, new)
    complaint.state = new
    complaint.version += 1


def _step(complaint: Complaint, kind: StepKind, text: str, by: Actor) -> None:
    complaint.steps.append(ComplaintStep(kind=kind, text=text, done_by=by.name, done_at=clock.now()))
