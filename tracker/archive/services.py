"""What is done with packages: asking for one, noting how far it is, keeping what came of it."""

from sqlalchemy import select

from tracker import clock
from tracker.archive.models import ArchiveRun
from tracker.archive.queries import get_run, is_running
from tracker.archive.rules import RunState, check_nothing_runs
from tracker.db import db, transaction
from tracker.errors import NotFound
from tracker.history.services import record
from tracker.permissions import Actor, Permission
from tracker.plans.models import Plan
from tracker.tasks.models import Task


def ask_for_archive(year: int, *, by: Actor) -> ArchiveRun:
    """Ask for the package of a year; one is made at a time."""
    by.must(Permission.KEEP_ARCHIVE)
    with transaction():
        check_nothing_runs(is_running())
        of_year = (select(Task.id).where(Task.year == year), select(Plan.id).where(Plan.year == year))
        if all(db.session.scalar(found.limit(1)) is None for found in of_year):
            raise NotFound
        for stopped in db.session.scalars(select(ArchiveRun).where(ArchiveRun.state == RunState.RUNNING)):
            stopped.state = RunState.FAILED  # without a word: the program was stopped
        now = clock.now()
        run = ArchiveRun(year=year, state=RunState.RUNNING, asked_by=by.name, asked_at=now, noted_at=now)
        db.session.add(run)
        db.session.flush()
        record(by, "archive.asked_for", run)
    return run


def note_progress(run_id: int, done: int, total: int) -> None:
    """Note how many files of a package are in."""
    with transaction():
        run = get_run(run_id)
        run.done, run.total, run.noted_at = done, total, clock.now()


def keep_archive(run_id: int, octets: int, sha256: str, *, by: Actor) -> None:
    """Note that a package is whole, with its size and hash."""
    with transaction():
        run = get_run(run_id)
        run.state, run.octets, run.sha256, run.noted_at = RunState.DONE, octets, sha256, clock.now()
        run.done = run.total
        record(by, "archive.made", run, after={"octets": octets, "sha256": sha256})


def give_up(run_id: int, why: str, *, by: Actor) -> None:
    """Note that a package could not be made."""
    with transaction():
        run = get_run(run_id)
        run.state, run.error, run.noted_at = RunState.FAILED, why[:500], clock.now()
        record(by, "archive.failed", run, after={"why": why[:500]})
