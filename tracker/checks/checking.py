"""What is done in a round of checking: opening it, recording what was found, closing it."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker import clock
from tracker.checks.models import CheckEvidence, CheckResult, CheckRound, Finding
from tracker.checks.rounds import Candidate, TaskChoice, list_candidates, list_units_to_mend
from tracker.checks.rules import (
    RoundKind,
    RoundState,
    Verdict,
    check_count,
    check_note,
    check_period,
    check_round_open,
    check_text,
    draw,
)
from tracker.checks.services import Demand, change_finding, open_finding
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.files.models import Disclosure
from tracker.files.services import Received, keep
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.progress.rules import check_number_of_files

SEEDS = 1_000_000


@dataclass(frozen=True)
class RoundPlan:
    """What a round is: its year, kind, name, first and last day, the period it looks at, who checks, and a note."""

    year: int
    kind: RoundKind
    name: str
    starts_on: date
    ends_on: date
    note: str = ""
    period: str = ""
    people: str = ""


def open_round(plan: RoundPlan, choice: TaskChoice, *, by: Actor) -> CheckRound:
    """Open a round over the chosen tasks; where only some of each unit are checked, draw them and keep the seed."""
    by.must(Permission.RUN_CHECKS)
    check_text(plan.name, field="name")
    for field in ("note", "period", "people"):
        check_text(getattr(plan, field), field=field, is_needed=False)
    check_period(plan.starts_on, plan.ends_on)
    check_count(choice.per_unit)
    with transaction():
        tasks = list_candidates(plan.year, choice)
        if not tasks or (choice.ids is not None and len(tasks) < len(choice.ids)):
            message = N_("Choose tasks of this year that are not cancelled; a round needs at least one.")
            raise RuleBroken(message, field="task_ids")
        seed = choice.seed
        if choice.per_unit is not None:
            seed = secrets.randbelow(SEEDS) if seed is None else seed
            tasks = _drawn(tasks, choice.per_unit, seed)
        newest = db.session.scalar(select(func.max(CheckRound.number)).where(CheckRound.year == plan.year))
        opened = CheckRound(
            number=(newest or 0) + 1, per_unit=choice.per_unit, seed=seed, created_by=by.name,
            created_at=clock.now(), **vars(plan),
        )  # fmt: skip
        opened.results = [CheckResult(task_id=task.id) for task in tasks]
        db.session.add(opened)
        db.session.flush()
        tasks_taken = [task.number for task in tasks]
        after = {**vars(plan), "per_unit": choice.per_unit, "seed": seed, "tasks": tasks_taken}
        record(by, "round.opened", opened, after=after)
    return opened


def _drawn(tasks: Sequence[Candidate], per_unit: int, seed: int) -> list[Candidate]:
    of_unit: dict[int | None, list[int]] = defaultdict(list)
    for task in tasks:
        of_unit[task.unit_id].append(task.number)
    numbers = {number for own in of_unit.values() for number in draw(own, per_unit, seed)}
    return [task for task in tasks if task.number in numbers]


def record_result(
    round_id: int, task_id: int, verdict: Verdict, note: str, *, by: Actor, demand: Demand | None = None,
    unit_id: int | None = None, photos: Sequence[Received] = (), seen: int | None = None,
) -> CheckResult:  # fmt: skip
    """Record what a check of a task found; a problem opens a finding for ``unit_id`` (else the task's lead unit)."""
    by.must(Permission.RUN_CHECKS)
    check_note(verdict, note)
    check_number_of_files(len(photos))
    with transaction():
        result = _get_result(round_id, task_id)
        check_round_open(result.round.state)
        before = {"verdict": result.verdict, "note": result.note}
        if result.is_stale(seen):
            texts = {name: str(text or "") for name, text in before.items()}
            raise Stale(texts, version=result.version, saved_by=result.checked_by, saved_at=result.checked_at)
        _keep_finding_in_step(result, verdict, note, demand or Demand(), unit_id, by)
        result.verdict, result.note = verdict, note
        result.checked_by, result.checked_at = by.name, clock.now()
        result.version += 1
        for photo in photos:
            result.photos.append(_kept(photo, by))
        taken = [photo.inspected.clean_name for photo in photos]
        record(by, "result.recorded", result, before=before, after={"verdict": verdict, "note": note, "photos": taken})
    return result


def close_round(round_id: int, *, by: Actor, left_elsewhere: Callable[[int], int] = lambda _: 0) -> CheckRound:
    """Close a round in which every task has its verdict, and everything that a feature above counts in it."""
    by.must(Permission.RUN_CHECKS)
    with transaction():
        closed = db.session.get(CheckRound, round_id)
        if closed is None:
            raise NotFound
        check_round_open(closed.state)
        open_ones = select(func.count()).where(CheckResult.round_id == round_id, CheckResult.verdict.is_(None))
        left = db.session.scalar(open_ones)
        if left:
            message = N_("%(count)d tasks have no verdict yet. Check them, or record that they could not be checked.")
            raise RuleBroken(message, count=left)
        if items := left_elsewhere(round_id):
            message = N_(
                "%(count)d items of the check list have no verdict yet. Check them, or record that they could not be "
                "checked."
            )
            raise RuleBroken(message, count=items)
        closed.state = RoundState.CLOSED
        closed.version += 1
        states = {"state": RoundState.OPEN}, {"state": RoundState.CLOSED}
        record(by, "round.closed", closed, before=states[0], after=states[1])
    return closed


def _get_result(round_id: int, task_id: int) -> CheckResult:
    here = (CheckResult.round_id == round_id, CheckResult.task_id == task_id)
    result = db.session.scalar(select(CheckResult).where(*here))
    if result is None:
        raise NotFound
    return result


def _keep_finding_in_step(
    result: CheckResult, verdict: Verdict, note: str, demand: Demand, unit_id: int | None, by: Actor
) -> None:
    """Open the finding of a problem, change it with the result, and refuse to take it back: its number is given."""
    same = (Finding.round_id == result.round_id, Finding.task_id == result.task_id)
    finding = db.session.scalar(select(Finding).where(*same))
    if verdict != Verdict.PROBLEM:
        if finding is not None:
            message = N_(
                "%(label)s was opened from this result and stays. Once the unit answers, close it by a re-check."
            )
            raise RuleBroken(message, field="verdict", label=finding.label)
        return
    unit_id = _unit_to_mend(result, unit_id, finding)
    if finding is not None:
        change_finding(finding, note, demand, unit_id, by=by)
        return
    opened = Finding(year=result.round.year, round_id=result.round_id, task_id=result.task_id, unit_id=unit_id)
    open_finding(opened, note, demand, by=by)


def _unit_to_mend(result: CheckResult, unit_id: int | None, finding: Finding | None) -> int:
    units = [unit.id for unit in list_units_to_mend(result.task, clock.today())]
    chosen = unit_id or (finding.unit_id if finding else next(iter(units), None))
    if chosen not in units:
        raise RuleBroken(N_("Choose a unit that works on this task."), field="unit_id")
    return chosen


def _kept(photo: Received, by: Actor) -> CheckEvidence:
    return CheckEvidence(
        name=photo.inspected.clean_name, url="", file=keep(photo), disclosure=Disclosure.CLOSED,
        added_at=clock.now(), added_by=by.name,
    )  # fmt: skip
