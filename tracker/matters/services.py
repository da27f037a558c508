"""What is done with a supervised matter: registering, signing for, reporting, accepting or returning, closing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select

from tracker import clock
from tracker.checks.rules import check_text
from tracker.checks.services import check_unit
from tracker.db import db, transaction
from tracker.errors import N_, NotAllowed, RuleBroken, Stale
from tracker.files.services import Received, keep
from tracker.history.services import record
from tracker.matters.models import Matter, MatterEvidence, MatterFeedback
from tracker.matters.queries import get_matter
from tracker.matters.rules import MatterState, Source, check_due, check_judge, check_move, is_unit_of, may_close
from tracker.permissions import Actor, Permission
from tracker.progress.rules import check_addresses, check_number_of_files


@dataclass(frozen=True)
class MatterContent:
    """What a matter says: its source, what it is about, what is demanded, of whom and until when."""

    source: Source
    source_note: str
    content: str
    requirement: str
    unit_id: int
    due_on: date
    coop: str = ""


def register_matter(content: MatterContent, *, by: Actor) -> Matter:
    """Register a matter under the next number of the year."""
    by.must(Permission.RUN_CHECKS)
    today = clock.today()
    with transaction():
        _check(content, today)
        newest = db.session.scalar(select(func.max(Matter.number)).where(Matter.year == today.year))
        matter = Matter(
            year=today.year, number=(newest or 0) + 1, registered_on=today, registered_by=by.name, **asdict(content)
        )
        db.session.add(matter)
        db.session.flush()
        record(by, "matter.registered", matter, after=asdict(content))
    return matter


def change_matter(matter_id: int, content: MatterContent, *, by: Actor, seen: int | None = None) -> Matter:
    """Change what a matter says as long as its unit has not signed for it."""
    by.must(Permission.RUN_CHECKS)
    with transaction():
        matter = get_matter(matter_id, by)
        before = {name: getattr(matter, name) for name in asdict(content)}
        if matter.is_stale(seen):
            raise Stale({name: str(value) for name, value in before.items()}, version=matter.version)
        if matter.state != MatterState.ASSIGNED:
            raise RuleBroken(N_("The unit has signed for this matter; what it says can no longer be changed."))
        _check(content, matter.registered_on)
        for name, value in asdict(content).items():
            setattr(matter, name, value)
        matter.version += 1
        record(by, "matter.changed", matter, before=before, after=asdict(content))
    return matter


def sign_for(matter_id: int, *, by: Actor) -> Matter:
    """Sign for a matter in the name of its unit (签收)."""
    by.must(Permission.RECTIFY)
    with transaction():
        matter = _get_own(matter_id, by)
        _move(matter, MatterState.SIGNED)
        matter.signed_for_by, matter.signed_for_at = by.name, clock.now()
        record(by, "matter.signed_for", matter, after={"signed_for_by": by.name})
    return matter


def report_result(
    matter_id: int, result: str, *, by: Actor, received: Sequence[Received] = (), urls: Sequence[str] = (),
    seen: int | None = None,
) -> Matter:  # fmt: skip
    """Report what came of a matter (反馈), with proofs; only people of its unit do that, after they signed for it."""
    by.must(Permission.RECTIFY)
    check_text(result, field="result")
    check_addresses(urls)
    check_number_of_files(len(received))
    with transaction():
        matter = _get_own(matter_id, by)
        _check_seen(matter, seen, "result", matter.feedback[-1].result if matter.feedback else "")
        _move(matter, MatterState.ANSWERED)
        feedback = MatterFeedback(result=result, reported_by=by.name, reporter_id=by.account_id)
        feedback.reported_at = moment = clock.now()
        files = [(one.inspected.clean_name, "", keep(one)) for one in received]
        for name, url, file in [*files, *((url[:200], url, None) for url in urls)]:
            proof = MatterEvidence(name=name, url=url, file=file, added_at=moment, added_by=by.name)
            feedback.evidence.append(proof)
        matter.feedback.append(feedback)
        evidence = [one.name for one in feedback.evidence]
        record(by, "matter.reported", matter, after={"result": result, "evidence": evidence})
    return matter


def judge_result(matter_id: int, accepted: bool, opinion: str, *, by: Actor, seen: int | None = None) -> Matter:
    """Accept the result of a matter (办结), or return it to be done again with the reason (退回重办)."""
    check_text(opinion, field="opinion", is_needed=not accepted)
    with transaction():
        matter = get_matter(matter_id, by)
        check_judge(by, matter, matter.feedback)
        _check_seen(matter, seen, "opinion", matter.feedback[-1].opinion if matter.feedback else "")
        _move(matter, MatterState.DONE if accepted else MatterState.RETURNED)
        last = matter.feedback[-1]
        last.is_accepted, last.opinion, last.judged_by, last.judged_at = accepted, opinion, by.name, clock.now()
        matter.done_on = clock.local(last.reported_at).date() if accepted else None
        event = "matter.accepted" if accepted else "matter.returned"
        record(by, event, matter, after={"opinion": opinion, "done_on": matter.done_on})
    return matter


def close_matter(matter_id: int, *, by: Actor) -> Matter:
    """Close a matter whose result was accepted and about which nothing more is demanded (销号)."""
    with transaction():
        matter = get_matter(matter_id, by)
        if not may_close(by, matter, matter.feedback):
            raise NotAllowed(N_("Your role does not allow this."))
        _move(matter, MatterState.CLOSED)
        matter.closed_on, matter.closed_by = clock.today(), by.name
        record(by, "matter.closed", matter, after={"closed_on": matter.closed_on})
    return matter


def _check(content: MatterContent, registered_on: date) -> None:
    check_text(content.content, field="content")
    check_text(content.requirement, field="requirement")
    for field in ("source_note", "coop"):
        check_text(getattr(content, field), field=field, is_needed=False)
    check_unit(content.unit_id)
    check_due(registered_on, content.due_on)


def _get_own(matter_id: int, by: Actor) -> Matter:
    matter = get_matter(matter_id, by)
    if not is_unit_of(by, matter):
        raise NotAllowed(N_("Only the unit that does this matter can sign for it and report on it."))
    return matter


def _move(matter: Matter, new: MatterState) -> None:
    check_move(matter.state, new)
    matter.state = new
    matter.version += 1


def _check_seen(matter: Matter, seen: int | None, field: str, current: str) -> None:
    """Raise Stale when the matter moved on after the form was shown; ``current`` is the newest text of ``field``."""
    if not matter.is_stale(seen):
        return
    last = matter.feedback[-1] if matter.feedback else None
    saved_by = (last.judged_by or last.reported_by) if last else matter.signed_for_by
    saved_at = (last.judged_at or last.reported_at) if last else matter.signed_for_at
    raise Stale({field: current}, version=matter.version, saved_by=saved_by, saved_at=saved_at)
