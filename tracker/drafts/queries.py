"""Finding a person's drafts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.accounts.models import Account
from tracker.db import db
from tracker.drafts.models import Draft
from tracker.drafts.rules import HERE_FOR, TOGETHER
from tracker.organisation.models import Person
from tracker.permissions import Actor


def find_draft(form: str, by: Actor) -> Draft | None:
    """Return what ``by`` typed into the form named ``form`` and did not send, or None."""
    return db.session.scalar(select(Draft).where(Draft.account_id == by.account_id, Draft.form == form))


def list_saved(by: Actor) -> dict[str, datetime]:
    """Return the forms of which ``by`` has a draft, and when each was kept."""
    own = select(Draft.form, Draft.saved_at).where(Draft.account_id == by.account_id)
    return {row.form: row.saved_at for row in db.session.execute(own)}


@dataclass(frozen=True)
class Other:
    """Somebody else who types into the same form, and when they last did."""

    name: str
    typed_at: datetime


def list_others(form: str, by: Actor, now: datetime) -> list[Other]:
    """Return who else is at work on the text of ``form``, by what they typed lately and did not send yet."""
    if not TOGETHER.fullmatch(form):
        return []
    of_others = Draft.form == form, Draft.account_id != by.account_id, Draft.saved_at > now - HERE_FOR
    typing = select(Person.name, Draft.saved_at).join_from(Draft, Account).join(Person)
    return [Other(*row) for row in db.session.execute(typing.where(*of_others).order_by(Draft.saved_at))]


def count_drafts(by: Actor) -> int:
    """Return how many drafts ``by`` has."""
    return db.session.scalar(select(func.count()).select_from(Draft).where(Draft.account_id == by.account_id)) or 0


def find_oldest(by: Actor) -> Draft | None:
    """Return the draft of ``by`` that was left alone the longest, or None."""
    own = select(Draft).where(Draft.account_id == by.account_id)
    return db.session.scalar(own.order_by(Draft.saved_at, Draft.id).limit(1))
