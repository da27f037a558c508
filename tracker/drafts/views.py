"""Where pages send what is typed, and where a draft is dropped."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.drafts import services
from tracker.drafts.rules import place_named
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.redirects import own_page
from tracker.web.submissions import is_sent, press

pages = Blueprint("drafts", __name__)
NOT_TYPED = ("csrf_token", "form_token", "draft_of")


@pages.post("/drafts")
@requires(Permission.SIGNED_IN)
def save() -> ResponseReturnValue:
    """Keep what stands in the form ``draft_of``, unless that was sent while this was under way."""
    place = place_named(request.form.get("draft_of", ""))
    if is_sent(request.form.get("form_token", "")):
        return {"said": ""}
    typed = {name: request.form.getlist(name) for name in request.form if name not in NOT_TYPED}
    at = clock.local(services.save_draft(place, typed, by=current_actor()))
    return {"said": gettext("Draft saved %(hour)d:%(minute)s", hour=at.hour, minute=f"{at.minute:02d}")}


@pages.post("/drafts/drop")
@requires(Permission.SIGNED_IN)
def drop() -> ResponseReturnValue:
    """Forget a draft."""
    place, back = place_named(request.form.get("draft_of", "")), own_page(request.form.get("back"))
    return press(
        lambda: services.drop_draft(place, by=current_actor()), lambda _: back, back=back,
        said=gettext("The draft is gone."),
    )  # fmt: skip
