"""What is done with a section's summary: the section hands it in, the office sends it back with a reason."""

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotFound, Stale
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.section_summary.queries import get_own_unit, get_unit, text_to_hand_in
from tracker.section_summary.rules import check_return, check_text
from tracker.summary.handed import HandedState
from tracker.summary.models import HandedSummary
from tracker.summary.queries import find_handed


def hand_in(year: int, unit_id: int, text: str, *, by: Actor, seen: int | None = None) -> HandedSummary:
    """Hand the summary of the own section in to the office; handed in again, the newer text counts."""
    by.must(Permission.REPORT_PROGRESS)
    check_text(text)
    with transaction():
        unit = get_own_unit(unit_id, by)
        handed = find_handed(year, unit.id)
        if seen is not None and seen != (handed.version if handed else 0):
            raise Stale({"text": handed.text if handed else ""}, version=handed.version if handed else 0)
        before, drafted = {"text": handed.text} if handed else {}, text_to_hand_in(year, unit, clock.today())
        if handed is None:
            handed = HandedSummary(unit=unit, year=year, version=0)
            db.session.add(handed)
        handed.text, handed.state, handed.reason, handed.returned_by = text, HandedState.HANDED_IN, "", ""
        handed.drafted = drafted
        handed.handed_by, handed.handed_at = by.name, clock.now()
        handed.version += 1
        db.session.flush()
        record(by, "section_summary.handed_in", handed, before=before, after={"text": text})
    return handed


def send_back(year: int, unit_id: int, reason: str, *, by: Actor, seen: int | None = None) -> HandedSummary:
    """Send a section's summary back with what is to be mended."""
    by.must(Permission.WRITE_SUMMARY)
    with transaction():
        handed = find_handed(year, get_unit(unit_id, by).id)
        if handed is None:
            raise NotFound
        if handed.is_stale(seen):
            raise Stale({"reason": handed.reason}, version=handed.version, saved_by=handed.handed_by)
        check_return(handed.state, reason)
        handed.state, handed.reason, handed.returned_by = HandedState.RETURNED, reason.strip(), by.name
        handed.version += 1
        record(by, "section_summary.sent_back", handed, after={"reason": handed.reason})
    return handed
