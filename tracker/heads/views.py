"""The page on which heads are put between officer and office."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.heads import queries, services
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press

pages = Blueprint("heads", __name__)


@pages.get("/heads")
@requires(Permission.REPORT_PROGRESS)
def index() -> ResponseReturnValue:
    """Show whose reports go over the head's desk."""
    by, today = current_actor(), clock.today()
    rows = queries.list_heads(by, today)
    headed = {row.unit.id for row in rows if row.unit.head and row.unit.head.person_id == by.person_id}
    return render_template("heads/index.html", rows=rows, headed=headed)


@pages.post("/heads/<int:unit_id>")
@requires(Permission.REPORT_PROGRESS)
def switch(unit_id: int) -> ResponseReturnValue:
    """Put the head of a unit between officer and office, or take them out."""
    return press(
        lambda: services.switch_head_review(unit_id, on=request.form.get("on") == "1", by=current_actor()),
        lambda _: url_for("heads.index"),
        back=url_for("heads.index"),
        said=gettext("Saved."),
    )
