"""Reading who heads a unit, and whether reports of it go over the head's desk."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select

from tracker.accounts.models import Account
from tracker.db import db
from tracker.heads.models import HeadReview
from tracker.organisation.models import UnitPost
from tracker.organisation.queries import in_force, list_units
from tracker.organisation.rows import UnitRow
from tracker.organisation.rules import Post
from tracker.permissions import GRANTS, Actor, Permission, Role

ABLE = [role for role in Role if Permission.REPORT_PROGRESS in GRANTS[role]]


@dataclass(frozen=True)
class HeadRow:
    """A unit, whether its head can sign in, and since when reports go over the head's desk (None: they do not)."""

    unit: UnitRow
    can_sign_in: bool
    switched_by: str
    switched_at: datetime | None


def heads_on(today: date) -> ColumnElement[bool]:
    """Return the condition that a post is that of a head, today."""
    return and_(UnitPost.post == Post.HEAD, in_force(UnitPost, today))


def is_head(by: Actor, unit_id: int, today: date) -> bool:
    """Whether ``by`` heads the unit."""
    held = select(UnitPost.id).where(heads_on(today), UnitPost.unit_id == unit_id, UnitPost.person_id == by.person_id)
    return by.person_id is not None and db.session.scalar(held.limit(1)) is not None


def has_head(unit_id: int, today: date) -> bool:
    """Whether the unit has a head who can sign in."""
    return unit_id in _with_head(today, unit_id)


def is_reviewed(unit_id: int) -> bool:
    """Whether reports of the unit go over its head's desk."""
    return db.session.scalar(select(HeadReview.id).where(HeadReview.unit_id == unit_id)) is not None


def goes_over_head(unit_id: int, by: Actor, today: date) -> bool:
    """Whether what ``by`` reports for the unit lies with its head first: switched on, and a head can sign in."""
    return is_reviewed(unit_id) and has_head(unit_id, today) and not is_head(by, unit_id, today)


def find_switch(unit_id: int) -> HeadReview | None:
    """Return the switch of a unit that is on, or None."""
    return db.session.scalar(select(HeadReview).where(HeadReview.unit_id == unit_id))


def list_heads(by: Actor, today: date) -> list[HeadRow]:
    """Return the units with their heads and switches: all for the office, one's own for everybody else."""
    able = _with_head(today)
    switches = {one.unit_id: one for one in db.session.scalars(select(HeadReview))}
    rows = []
    for unit in list_units(today):
        if unit.id == by.unit_id or by.may(Permission.ACCEPT_REPORTS):
            one = switches.get(unit.id)
            rows.append(
                HeadRow(unit, unit.id in able, one.switched_by if one else "", one.switched_at if one else None)
            )
    return rows


def _with_head(today: date, unit_id: int | None = None) -> set[int]:
    """Return the units whose head can sign in."""
    posts = select(UnitPost.unit_id).join(Account, Account.person_id == UnitPost.person_id)
    found = posts.where(heads_on(today), Account.is_active, Account.role.in_(ABLE))
    if unit_id is not None:
        found = found.where(UnitPost.unit_id == unit_id)
    return set(db.session.scalars(found))
