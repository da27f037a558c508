"""Drafts and pages: a form offers what was typed before, and forgets it when it was sent."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.datastructures import MultiDict

from tracker.drafts.queries import find_draft
from tracker.drafts.rules import FORMS, Place
from tracker.drafts.services import drop_draft
from tracker.web.access import current_actor
from tracker.web.forms import Form


@dataclass(frozen=True)
class Offer:
    """A form that keeps drafts; ``saved_at`` is None when none is kept or the page shows what was just sent."""

    place: Place
    saved_at: datetime | None
    is_used: bool = False


def draft_for(form: Form, endpoint: str, number: int) -> Offer:
    """Return what was kept of the ``form`` that is sent to ``endpoint`` about the record ``number``.

    When the reader asked for it (?draft=use), the fields of the form hold it afterwards, and the version of the
    record that it was typed over: what somebody else saved since then is not overwritten unseen.
    """
    place = Place(endpoint, number)
    draft = find_draft(place, current_actor()) if request.method == "GET" else None
    if draft is None:
        return Offer(place, None)
    is_used = request.args.get("draft") == "use"
    if is_used:
        typed = MultiDict((name, text) for name, texts in draft.fields.items() for text in texts)
        for field in form:
            if field.name in typed:
                field.process(typed)
    return Offer(place, draft.saved_at, is_used)


def drop_sent_draft() -> None:
    """Forget the draft of the form that this request sends, inside the transaction of its success."""
    numbers = list((request.view_args or {}).values())
    if request.endpoint in FORMS and len(numbers) == 1:
        drop_draft(Place(request.endpoint, numbers[0]), by=current_actor())
