"""Keeping what a person types, and dropping it: with its success, or when they no longer want it."""

from collections.abc import Callable
from datetime import datetime

from tracker import clock
from tracker.db import db, transaction
from tracker.drafts.models import Draft
from tracker.drafts.queries import count_drafts, find_draft, find_oldest
from tracker.drafts.rules import MOST_DRAFTS, Fields, check_size
from tracker.errors import N_, NotAllowed
from tracker.permissions import Actor
from tracker.texts import clean_text


def save_draft(form: str, fields: Fields, *, by: Actor, is_sent: Callable[[], bool] = lambda: False) -> datetime | None:
    """Keep what ``by`` typed into the form named ``form`` in the stead of what was kept before; return when.

    Nothing is kept, and None returned, when the form ``is_sent`` by now. Typing is no deed, so the history does not
    tell of it.
    """
    if by.account_id is None:
        raise NotAllowed(N_("Your role does not allow this."))
    with transaction():
        if is_sent():
            return None
        check_size(fields)
        kept = {clean_text(name): [clean_text(text) for text in texts] for name, texts in fields.items()}
        draft = find_draft(form, by)
        if draft is None:
            _make_room(by)
            draft = Draft(account_id=by.account_id, form=form)
            db.session.add(draft)
        draft.fields, draft.saved_at = kept, clock.now()
        return draft.saved_at


def _make_room(by: Actor) -> None:
    oldest = find_oldest(by) if count_drafts(by) >= MOST_DRAFTS else None
    if oldest is not None:
        db.session.delete(oldest)
        db.session.flush()


def drop_draft(form: str, *, by: Actor) -> None:
    """Forget what ``by`` typed into the form named ``form``; nothing happens when nothing is kept."""
    with transaction():
        draft = find_draft(form, by)
        if draft is not None:
            db.session.delete(draft)
