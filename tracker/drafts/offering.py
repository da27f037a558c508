"""Drafts and pages: every form with a long text offers what was typed before, and forgets it when it was sent."""

from dataclasses import dataclass
from datetime import datetime

from flask import g, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField

from tracker import clock
from tracker.drafts.queries import find_draft, list_others, list_saved
from tracker.drafts.rules import LONGEST_ADDRESS, name_of
from tracker.drafts.services import drop_draft
from tracker.web.access import current_actor, current_viewer
from tracker.web.forms import Form, fields_of


@dataclass(frozen=True)
class Offer:
    """A form that keeps drafts; ``saved_at`` is None when none is kept or the page shows what was just sent."""

    form: str
    saved_at: datetime | None
    is_used: bool
    is_first: bool  # of its page, which needs the script once
    others: str  # a sentence about who else types here


def draft_for(form: Form, action: str) -> Offer | None:
    """Return what was kept of the ``form`` that is sent to ``action`` (empty: to its page); None: it keeps no drafts.

    When the reader asked for it (?draft=use), the fields of the form hold it afterwards, and the version of the
    record that it was typed over: what somebody else saved since then is not overwritten unseen.
    """
    address = action or request.full_path
    has_text = any(isinstance(field, TextAreaField) for field in fields_of(form))
    if not has_text or current_viewer() is None or len(address) > LONGEST_ADDRESS:
        return None
    name = name_of(address)
    saved_at = _saved().get(name) if request.method == "GET" else None
    is_used = saved_at is not None and request.args.get("draft") == "use"
    if is_used:
        _fill_in(form, name)
    is_first, g.has_drafts = not g.get("has_drafts", False), True
    return Offer(name, saved_at, is_used, is_first, told_of_others(name))


def _saved() -> dict[str, datetime]:
    """Return when the reader's drafts were kept: one statement, however many forms a page has."""
    if "drafts" not in g:
        g.drafts = list_saved(current_actor())
    found: dict[str, datetime] = g.drafts
    return found


def _fill_in(form: Form, name: str) -> None:
    draft = find_draft(name, current_actor())
    if draft is None:
        return
    typed = MultiDict((field, text) for field, texts in draft.fields.items() for text in texts)
    for field in fields_of(form):
        if field.name in typed:
            field.process(typed)


def told_of_others(name: str) -> str:
    """Return a sentence about who else is at work on the text of the form ``name``, or nothing."""
    others = list_others(name, current_actor(), clock.now())
    if not others:
        return ""
    names, last = "、".join(dict.fromkeys(one.name for one in others)), clock.local(others[-1].typed_at)
    said: str = gettext(
        "%(names)s is at work on this text, too, and typed last at %(hour)d:%(minute)s. No word is lost: whoever "
        "saves second sees both texts.",
        names=names, hour=last.hour, minute=f"{last.minute:02d}",
    )  # fmt: skip
    return said


def drop_sent_draft() -> None:
    """Forget the draft of the form that this request sends, inside the transaction of its success."""
    if len(request.full_path) <= LONGEST_ADDRESS:
        drop_draft(name_of(request.full_path), by=current_actor())
