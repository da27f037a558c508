"""Where pages send what is typed, and where a draft is dropped."""

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from tracker import clock
from tracker.drafts import services
from tracker.drafts.offering import told_of_others
from tracker.drafts.rules import name_of
from tracker.errors import N_, NotAllowed, NotFound
from tracker.permissions import Permission
from tracker.web.access import access_of, current_actor, requires
from tracker.web.redirects import own_page
from tracker.web.submissions import is_sent, press

pages = Blueprint("drafts", __name__)
NOT_TYPED = ("csrf_token", "form_token", "draft_of")


@pages.post("/drafts")
@requires(Permission.SIGNED_IN)
def save() -> ResponseReturnValue:
    """Keep what stands in the form ``draft_of``, unless that was sent while this was under way."""
    name = name_of(request.form.get("draft_of", ""))
    _check_may_send(name)
    typed = {field: request.form.getlist(field) for field in request.form if field not in NOT_TYPED}
    token = request.form.get("form_token", "")
    saved_at = services.save_draft(name, typed, by=current_actor(), is_sent=lambda: is_sent(token))
    if saved_at is None:
        return {"said": ""}
    at = clock.local(saved_at)
    said = gettext("Draft saved %(hour)d:%(minute)s", hour=at.hour, minute=f"{at.minute:02d}")
    return {"said": said, "others": told_of_others(name)}


@pages.post("/drafts/drop")
@requires(Permission.SIGNED_IN)
def drop() -> ResponseReturnValue:
    """Forget a draft."""
    name, back = name_of(request.form.get("draft_of", "")), own_page(request.form.get("back"))
    return press(
        lambda: services.drop_draft(name, by=current_actor()), lambda _: back, back=back,
        said=gettext("The draft is gone."),
    )  # fmt: skip


def _check_may_send(name: str) -> None:
    """Raise NotFound where no form is sent to, NotAllowed where the role of the reader sends none.

    Whether the record is theirs is not asked: a draft is shown on the page of its form alone, and to its author.
    """
    try:
        endpoint, _ = current_app.url_map.bind("").match(name.partition("?")[0], method="POST")
    except HTTPException as error:
        raise NotFound from error
    access = access_of(endpoint)
    if not isinstance(access, Permission):
        raise NotFound
    if not current_actor().may(access):
        raise NotAllowed(N_("Your role does not allow this."))
