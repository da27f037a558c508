"""The page of the history, for the audit administrator."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.history import queries
from tracker.history.telling import tell
from tracker.organisation.queries import get_unit_names
from tracker.permissions import Permission
from tracker.web.access import requires

pages = Blueprint("history", __name__)


@pages.get("/history")
@requires(Permission.VIEW_HISTORY)
def index() -> ResponseReturnValue:
    """List who did what, newest first."""
    entries = queries.list_history(before_id=request.args.get("before", type=int))
    return render_template("history/index.html", rows=list(tell(entries, units=get_unit_names())))
