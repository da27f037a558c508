"""The page on which external supervisors are invited to read a round."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.guests import queries, services
from tracker.guests.forms import GuestForm
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send

pages = Blueprint("guests", __name__, url_prefix="/checks/<int:round_id>/guests")


@pages.route("", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def index(round_id: int) -> ResponseReturnValue:
    """Show the guests of a round, and invite another."""
    page = queries.get_guest_page(round_id, current_actor(), today=clock.today())
    form = GuestForm((person.id, person.name) for person in page.others)
    done = send(
        form,
        lambda: services.invite_guest(round_id, int(form.person_id.data), by=current_actor()),
        lambda _: url_for("guests.index", round_id=round_id),
        said=gettext("Saved."),
    )
    return done or render_template("guests/index.html", page=page, form=form)


@pages.post("/<int:guest_id>/remove")
@requires(Permission.RUN_CHECKS)
def remove(round_id: int, guest_id: int) -> ResponseReturnValue:
    """End that a guest may read the round."""
    here = url_for("guests.index", round_id=round_id)
    return press(
        lambda: services.remove_guest(round_id, guest_id, by=current_actor()), lambda _: here, back=here,
        said=gettext("Saved."),
    )  # fmt: skip
