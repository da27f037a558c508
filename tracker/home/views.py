"""The first page of each role."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.permissions import Permission
from tracker.web.access import requires

pages = Blueprint("home", __name__)


@pages.get("/")
@requires(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Show what waits for the reader."""
    return render_template("home/index.html")
