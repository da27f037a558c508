"""The first page of each role."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.documents.charts import chart_svg, chart_table
from tracker.home import queries
from tracker.home.words import month_curve
from tracker.permissions import Permission, Role
from tracker.web.access import current_actor, requires

pages = Blueprint("home", __name__)
UNITS_SHOWN = 20  # a screen holds no more
CURVE_SIZE = (400, 380)  # as wide as its block on a desk, so that letters keep their size
FIRST_PAGES = {
    Role.SECTION: "progress.work",
    Role.SYSTEM_ADMIN: "accounts.index",
    Role.SECURITY_ADMIN: "accounts.index",
    Role.AUDIT_ADMIN: "history.index",
}


@pages.get("/")
@requires(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Show the year at a glance, or lead to the page on which the reader's own work stands."""
    role = current_actor().role
    if role in FIRST_PAGES:
        return redirect(url_for(FIRST_PAGES[role]))
    today = clock.today()
    year = queries.find_working_year(today)
    if year is None:
        return render_template("home/index.html", glance=None)
    glance = queries.glance_at(year, today, by=current_actor())
    curve = month_curve(glance, today)
    shown = glance.units if request.args.get("units") == "all" else glance.units[:UNITS_SHOWN]
    return render_template(
        "home/index.html", glance=glance, curve=chart_svg(curve, size=CURVE_SIZE), table=chart_table(curve),
        shown_units=shown,
    )  # fmt: skip
