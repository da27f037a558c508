"""Finding a person's draft, and telling whether a form is theirs to fill."""

from collections.abc import Callable

from sqlalchemy import func, select

from tracker.checks.models import Finding
from tracker.checks.queries import visible_to
from tracker.db import db
from tracker.drafts.models import Draft
from tracker.drafts.rules import Place
from tracker.errors import NotFound
from tracker.permissions import Actor, Permission
from tracker.summary.queries import get_section
from tracker.tasks.queries import get_task


def _check_task(task_id: int, by: Actor) -> None:
    get_task(task_id, by)


def _check_finding(finding_id: int, by: Actor) -> None:
    if db.session.scalar(select(Finding.id).where(Finding.id == finding_id, visible_to(by))) is None:
        raise NotFound


def _check_section(section_id: int, _: Actor) -> None:
    get_section(section_id)


CHECKS: dict[str, tuple[Permission, Callable[[int, Actor], None]]] = {
    "progress.report": (Permission.REPORT_PROGRESS, _check_task),
    "checks.answer": (Permission.RECTIFY, _check_finding),
    "summary.section": (Permission.WRITE_SUMMARY, _check_section),
}


def check_may_fill(place: Place, by: Actor) -> None:
    """Raise NotAllowed or NotFound when ``by`` may not fill in the form at ``place``."""
    permission, check = CHECKS[place.endpoint]
    by.must(permission)
    check(place.number, by)


def find_draft(place: Place, by: Actor) -> Draft | None:
    """Return what ``by`` typed into the form at ``place`` and did not send, or None."""
    return db.session.scalar(select(Draft).where(Draft.account_id == by.account_id, Draft.form == str(place)))


def count_drafts(by: Actor) -> int:
    """Return how many drafts ``by`` has."""
    return db.session.scalar(select(func.count()).select_from(Draft).where(Draft.account_id == by.account_id)) or 0


def find_oldest(by: Actor) -> Draft | None:
    """Return the draft of ``by`` that was left alone the longest, or None."""
    own = select(Draft).where(Draft.account_id == by.account_id)
    return db.session.scalar(own.order_by(Draft.saved_at, Draft.id).limit(1))
