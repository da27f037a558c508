"""Reading the register of reviews and lawsuits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import Actor, Permission
from tracker.requests.counting import DisputeRecord
from tracker.requests.models import Dispute


@dataclass(frozen=True)
class DisputePage:
    """A review or lawsuit as its form shows it."""

    dispute: Dispute

    @property
    def fields(self) -> dict[str, Any]:
        """What the form is filled with."""
        names = ("case_number", "body", "filed_on", "decided_on", "is_as_reviewer", "note")
        one = self.dispute
        plain = {name: getattr(one, name) for name in names}
        code = one.request.code if one.request else ""
        return {**plain, "kind": one.kind.value, "result": one.result.value, "request_code": code}


def get_dispute(dispute_id: int, by: Actor) -> DisputePage:
    """Return a review or lawsuit; raise NotFound for those who do not see the whole agency."""
    found = select(Dispute).where(Dispute.id == dispute_id).options(joinedload(Dispute.request))
    dispute = db.session.scalar(found) if by.may(Permission.VIEW_ALL_UNITS) else None
    if dispute is None:
        raise NotFound
    return DisputePage(dispute)


def list_disputes() -> list[Dispute]:
    """Return all reviews and lawsuits, the newest first."""
    newest = select(Dispute).order_by(Dispute.filed_on.desc(), Dispute.id.desc())
    return list(db.session.scalars(newest.options(joinedload(Dispute.request))))


def list_dispute_records(year: int) -> list[DisputeRecord]:
    """Return what table four of ``year`` needs, in one statement."""
    open_or_later = or_(Dispute.decided_on.is_(None), Dispute.decided_on >= date(year, 1, 1))
    found = select(Dispute).where(Dispute.year <= year, open_or_later)
    return [dispute.record for dispute in db.session.scalars(found)]
