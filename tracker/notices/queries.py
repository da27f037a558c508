"""Reading notices: the list, one of them, those about a finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.issuing.queries import number_after
from tracker.notices.models import Notice, NoticeSlip, NoticeSubject
from tracker.notices.rules import NoticeKind
from tracker.permissions import Actor, Permission


@dataclass(frozen=True)
class NoticeRow:
    """A notice as a list shows it, with how many units have to sign for it and how many did."""

    id: int
    kind: NoticeKind
    code: str
    title: str
    issued_on: date
    issued_by: str
    slips: int
    signed: int


@dataclass(frozen=True)
class NoticePage:
    """A notice, the slips that the reader may see, and whether one of them waits for the reader."""

    notice: Notice
    slips: Sequence[NoticeSlip]
    may_sign: bool


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may see a notice: all, or those made for or sent to their own unit."""
    if not by.may(Permission.VIEW_WORK):
        return false()
    if by.may(Permission.VIEW_ALL_UNITS):
        return true()
    if by.unit_id is None:
        return false()
    sent = exists().where(NoticeSlip.notice_id == Notice.id, NoticeSlip.unit_id == by.unit_id)
    return or_(Notice.unit_id == by.unit_id, sent)


def list_notices(
    by: Actor, year: int, kind: NoticeKind | None = None, *, limit: int, offset: int = 0
) -> list[NoticeRow]:
    """Return the notices of a year, newest first; of one kind if that is given."""
    return _rows(_asked(by, year, kind), limit=limit, offset=offset)


def count_notices(by: Actor, year: int, kind: NoticeKind | None = None) -> int:
    """Return how many notices ``list_notices`` finds."""
    found = select(func.count()).select_from(Notice).where(*_asked(by, year, kind))
    return db.session.scalar(found) or 0


def list_notices_of_finding(finding_id: int, by: Actor) -> list[NoticeRow]:
    """Return the notices that a finding stands on, newest first."""
    about = select(NoticeSubject.notice_id).where(NoticeSubject.finding_id == finding_id)
    return _rows([visible_to(by), Notice.id.in_(about)], limit=50)


def list_notices_to_sign(by: Actor) -> list[NoticeRow]:
    """Return the notices that ``by`` has to sign for in the name of their unit, newest first."""
    if by.unit_id is None or not by.may(Permission.RECTIFY):
        return []
    own = (NoticeSlip.notice_id == Notice.id, NoticeSlip.unit_id == by.unit_id, NoticeSlip.signed_at.is_(None))
    return _rows([exists().where(*own)], limit=50)


def next_number(kind: NoticeKind, year: int) -> int:
    """Return the next number of a kind; under the lock of a transaction nobody else gets the same."""
    return number_after(Notice.number, Notice.year == year, Notice.kind == kind)


def get_notice(notice_id: int, by: Actor) -> Notice:
    """Return a notice that ``by`` may see, with its file and slips; raise NotFound."""
    loaded = (joinedload(Notice.file), selectinload(Notice.slips).joinedload(NoticeSlip.unit))
    notice = db.session.scalar(select(Notice).where(Notice.id == notice_id, visible_to(by)).options(*loaded))
    if notice is None:
        raise NotFound
    return notice


def get_notice_page(notice_id: int, by: Actor) -> NoticePage:
    """Return a notice as its page shows it; raise NotFound when ``by`` may not see it."""
    notice = get_notice(notice_id, by)
    sees_all = by.may(Permission.VIEW_ALL_UNITS)
    slips = [slip for slip in notice.slips if sees_all or slip.unit_id == by.unit_id]
    waits = any(slip.signed_at is None and slip.unit_id == by.unit_id for slip in slips)
    return NoticePage(notice, slips, waits and by.may(Permission.RECTIFY))


def _asked(by: Actor, year: int, kind: NoticeKind | None) -> list[ColumnElement[bool]]:
    return [visible_to(by), Notice.year == year, true() if kind is None else Notice.kind == kind]


def _rows(conditions: Sequence[ColumnElement[bool]], *, limit: int, offset: int = 0) -> list[NoticeRow]:
    slips = select(func.count()).where(NoticeSlip.notice_id == Notice.id)
    columns: list[Any] = [
        Notice.id, Notice.kind, Notice.code, Notice.title, Notice.issued_on, Notice.issued_by,
        slips.correlate(Notice).scalar_subquery().label("slips"),
        slips.where(NoticeSlip.signed_at.is_not(None)).correlate(Notice).scalar_subquery().label("signed"),
    ]  # fmt: skip
    found = select(*columns).where(*conditions).order_by(Notice.id.desc()).limit(limit).offset(offset)
    return [NoticeRow(**row._mapping) for row in db.session.execute(found)]
