"""Reading what packages were made."""

from sqlalchemy import select

from tracker import clock
from tracker.archive.models import ArchiveRun
from tracker.archive.rules import RunState, is_alive
from tracker.db import db
from tracker.errors import NotFound

MOST_SHOWN = 20


def list_runs() -> list[ArchiveRun]:
    """Return the newest makings of packages, the last first."""
    return list(db.session.scalars(select(ArchiveRun).order_by(ArchiveRun.id.desc()).limit(MOST_SHOWN)))


def get_run(run_id: int) -> ArchiveRun:
    """Return a making of a package; raise NotFound."""
    run = db.session.get(ArchiveRun, run_id)
    if run is None:
        raise NotFound
    return run


def is_running() -> bool:
    """Whether a package is being made just now."""
    running = db.session.scalars(select(ArchiveRun).where(ArchiveRun.state == RunState.RUNNING))
    return any(is_alive(run.state, run.noted_at, clock.now()) for run in running)
