"""Keeping what a person types, and dropping it: with its success, or when they no longer want it."""

from datetime import datetime

from tracker import clock
from tracker.db import db, transaction
from tracker.drafts.models import Draft
from tracker.drafts.queries import check_may_fill, count_drafts, find_draft, find_oldest
from tracker.drafts.rules import MOST_DRAFTS, Fields, Place, check_size
from tracker.errors import N_, NotAllowed
from tracker.permissions import Actor
from tracker.texts import clean_text


def save_draft(place: Place, fields: Fields, *, by: Actor) -> datetime:
    """Keep what ``by`` typed into the form at ``place`` in the stead of what was kept before; return when.

    Typing is no deed, so the history does not tell of it.
    """
    if by.account_id is None:
        raise NotAllowed(N_("Your role does not allow this."))
    with transaction():
        check_may_fill(place, by)
        check_size(fields)
        kept = {clean_text(name): [clean_text(text) for text in texts] for name, texts in fields.items()}
        draft = find_draft(place, by)
        if draft is None:
            _make_room(by)
            draft = Draft(account_id=by.account_id, form=str(place))
            db.session.add(draft)
        draft.fields, draft.saved_at = kept, clock.now()
        return draft.saved_at


def _make_room(by: Actor) -> None:
    oldest = find_oldest(by) if count_drafts(by) >= MOST_DRAFTS else None
    if oldest is not None:
        db.session.delete(oldest)
        db.session.flush()


def drop_draft(place: Place, *, by: Actor) -> None:
    """Forget what ``by`` typed into the form at ``place``; nothing happens when nothing is kept."""
    with transaction():
        draft = find_draft(place, by)
        if draft is not None:
            db.session.delete(draft)
