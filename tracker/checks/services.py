"""What is done about findings: opening them, answering, re-checking, re-opening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from sqlalchemy import func, select

from tracker import clock
from tracker.checks.models import Finding, FindingReopening, Rectification, RectificationEvidence
from tracker.checks.queries import get_finding
from tracker.checks.rules import (
    FindingState,
    Severity,
    check_limit,
    check_move,
    check_recheck,
    check_text,
    may_answer,
)
from tracker.db import db, transaction
from tracker.errors import N_, NotAllowed, RuleBroken, Stale
from tracker.files.services import Received, keep
from tracker.history.services import record
from tracker.holidays.queries import current_calendar
from tracker.organisation.models import Unit
from tracker.organisation.rules import OWN_KINDS
from tracker.permissions import Actor, Permission
from tracker.progress.rules import check_addresses, check_number_of_files
from tracker.tasks.models import Task
from tracker.workdays.counting import add_workdays


@dataclass(frozen=True)
class Demand:
    """What a finding demands: how grave it is, on what basis, and within how many working days it must be mended.

    ``due_on``: the last day where the demand names one itself, instead of a number of working days.
    """

    days: int = 10
    severity: Severity = Severity.MINOR
    basis: str = ""
    due_on: date | None = None


def due_after(start: date, days: int) -> date:
    """Return the last day of a limit of 1 to 120 working days that begins after ``start``."""
    check_limit(days)
    return add_workdays(start, days, current_calendar()).due_on


def add_finding(
    unit_id: int, description: str, demand: Demand, *, by: Actor, task_id: int | None = None
) -> Finding:  # fmt: skip
    """Open a finding by hand against a unit, about a task or none."""
    by.must(Permission.RUN_CHECKS)
    with transaction():
        task = db.session.get(Task, task_id) if task_id is not None else None
        if task_id is not None and task is None:
            raise RuleBroken(N_("There is no such task."), field="task_id")
        year = task.year if task else clock.today().year
        return open_finding(Finding(year=year, task_id=task_id, unit_id=unit_id), description, demand, by=by)


def open_finding(finding: Finding, description: str, demand: Demand, *, by: Actor) -> Finding:
    """Number a finding that knows its year, unit and origin, and give it its limit; inside an open transaction.

    The numbers of a year run on without gaps: they are given under the lock of the transaction.
    """
    _check_content(description, demand)
    check_unit(finding.unit_id)
    newest = db.session.scalar(select(func.max(Finding.number)).where(Finding.year == finding.year))
    finding.number = (newest or 0) + 1
    finding.found_on, finding.found_by, finding.finder_id = clock.today(), by.name, by.account_id
    finding.description, finding.basis, finding.severity = description, demand.basis, demand.severity
    finding.due_on = demand.due_on or due_after(finding.found_on, demand.days)
    db.session.add(finding)
    db.session.flush()
    record(by, "finding.opened", finding, after=content_of(finding))
    return finding


def content_of(finding: Finding) -> dict[str, object]:
    """Return what the history keeps of a finding."""
    names = ("unit_id", "task_id", "round_id", "description", "basis", "severity", "due_on", "state")
    return {name: getattr(finding, name) for name in names}


def answer_finding(
    finding_id: int, measures: str, *, by: Actor, received: Sequence[Received] = (), urls: Sequence[str] = (),
    seen: int | None = None,
) -> Rectification:  # fmt: skip
    """Report what was done about a finding, with proofs; only people of its own unit do that."""
    by.must(Permission.RECTIFY)
    check_text(measures, field="measures")
    check_addresses(urls)
    check_number_of_files(len(received))
    with transaction():
        finding = get_finding(finding_id, by)
        if not may_answer(by, finding):
            raise NotAllowed(N_("Only the unit that has to rectify can answer this finding."))
        _check_seen(finding, seen, "measures", finding.rectifications[-1].measures if finding.rectifications else "")
        _move(finding, FindingState.RECTIFIED)
        moment = clock.now()
        rectification = Rectification(
            finding=finding, measures=measures, submitted_by=by.name, submitter_id=by.account_id, submitted_at=moment
        )
        db.session.add(rectification)
        files = [(one.inspected.clean_name, "", keep(one)) for one in received]
        for name, url, file in [*files, *((url[:200], url, None) for url in urls)]:
            proof = RectificationEvidence(name=name, url=url, file=file, added_at=moment, added_by=by.name)
            rectification.evidence.append(proof)
        evidence = [one.name for one in rectification.evidence]
        record(by, "finding.answered", finding, after={"measures": measures, "evidence": evidence})
    return rectification


def recheck(
    finding_id: int, passed: bool, opinion: str, *, by: Actor, days: int | None = None, seen: int | None = None
) -> Finding:
    """Close a finding after its answer was looked at (销号), or return it, with a new limit if ``days`` are given.

    Whoever reported the rectification in any round, and anybody of the finding's unit, is refused.
    """
    by.must(Permission.RECHECK)
    check_text(opinion, field="opinion", is_needed=not passed)
    with transaction():
        finding = get_finding(finding_id, by)
        for one in finding.rectifications:
            check_recheck(by, finding, one)
        _check_seen(finding, seen, "opinion", finding.rectifications[-1].opinion if finding.rectifications else "")
        before = content_of(finding)
        _move(finding, FindingState.CLOSED if passed else FindingState.RETURNED)
        last = finding.rectifications[-1]
        last.is_passed, last.opinion = passed, opinion
        last.rechecked_by, last.rechecker_id, last.rechecked_at = by.name, by.account_id, clock.now()
        if passed:
            finding.closed_on, finding.closed_by = clock.today(), by.name
        elif days is not None:
            finding.due_on = last.next_due_on = due_after(clock.today(), days)
        event = "finding.closed" if passed else "finding.returned"
        record(by, event, finding, before=before, after={**content_of(finding), "opinion": opinion})
    return finding


def reopen_finding(
    finding_id: int, reason: str, *, by: Actor, days: int = Demand.days, seen: int | None = None
) -> Finding:
    """Open a closed finding again, with a new limit in working days; all its rounds are kept."""
    by.must(Permission.RECHECK)
    check_text(reason, field="reason")
    with transaction():
        finding = get_finding(finding_id, by)
        _check_seen(finding, seen, "reason", finding.reopenings[-1].reason if finding.reopenings else "")
        before = {**content_of(finding), "closed_on": finding.closed_on}
        _move(finding, FindingState.OPEN)
        finding.due_on = due_after(clock.today(), days)
        finding.closed_on, finding.closed_by = None, ""
        again = FindingReopening(
            finding=finding, reason=reason, due_on=finding.due_on,
            reopened_by=by.name, reopener_id=by.account_id, reopened_at=clock.now(),
        )  # fmt: skip
        db.session.add(again)
        after = {**content_of(finding), "closed_on": None, "reason": reason}
        record(by, "finding.reopened", finding, before=before, after=after)
    return finding


def change_finding(finding: Finding, description: str, demand: Demand, unit_id: int, *, by: Actor) -> None:
    """Change what a finding says as long as the unit has not answered; inside an open transaction."""
    _check_content(description, demand)
    check_unit(unit_id)
    before = content_of(finding)
    finding.unit_id, finding.description = unit_id, description
    finding.basis, finding.severity = demand.basis, demand.severity
    finding.due_on = due_after(finding.found_on, demand.days)
    if content_of(finding) == before:
        return
    if finding.state != FindingState.OPEN or finding.rectifications or finding.reopenings:
        message = N_("The unit has already answered this finding; what it says can no longer be changed.")
        raise RuleBroken(message, field="note")
    finding.version += 1
    record(by, "finding.changed", finding, before=before, after=content_of(finding))


def _check_content(description: str, demand: Demand) -> None:
    check_text(description, field="description")
    check_text(demand.basis, field="basis", is_needed=False)


def check_unit(unit_id: int) -> None:
    """Raise RuleBroken unless it is a unit of this agency that is in force today."""
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.kind not in OWN_KINDS or not unit.holds_on(clock.today()):
        message = N_("Choose a unit of this agency; it is the one that has to mend the problem.")
        raise RuleBroken(message, field="unit_id")


def _move(finding: Finding, new: FindingState) -> None:
    check_move(finding.state, new)
    finding.state = new
    finding.version += 1


def _check_seen(finding: Finding, seen: int | None, field: str, current: str) -> None:
    """Raise Stale when the finding moved on after the form was shown; ``current`` is the newest text of ``field``."""
    if not finding.is_stale(seen):
        return
    steps = [(one.reopened_at, one.reopened_by) for one in finding.reopenings]
    steps += [(one.rechecked_at, one.rechecked_by) for one in finding.rectifications if one.rechecked_at]
    steps += [(one.submitted_at, one.submitted_by) for one in finding.rectifications]
    saved_at, saved_by = max(steps, key=itemgetter(0), default=(None, ""))
    raise Stale({field: current}, version=finding.version, saved_by=saved_by, saved_at=saved_at)
