"""The first page of each role."""

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock, config
from tracker.documents.charts import chart_svg, chart_table
from tracker.documents.sheet import print_sheet
from tracker.errors import NotFound
from tracker.home import probes, queries, words
from tracker.home.health import get_health
from tracker.home.meeting import meeting_sheet
from tracker.permissions import Permission
from tracker.web.access import current_actor, current_viewer, public, requires

pages = Blueprint("home", __name__)
UNITS_SHOWN, WAITS_SHOWN = 13, 4  # a screen holds no more
CURVE_SIZE = (400, 330)  # as wide as its block on a desk, so that letters keep their size


@pages.get("/")
@requires(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Show the year at a glance, or lead to the page on which the reader's own work stands."""
    by, today = current_actor(), clock.today()
    if by.may(Permission.VIEW_HEALTH):
        return redirect(url_for("home.health"))
    if by.is_guest:
        return redirect(url_for("checks.index"))
    if not by.may(Permission.VIEW_ALL_UNITS):
        return redirect(url_for("progress.work"))
    glance = queries.find_glance(today, by=by)
    if glance is None:
        return render_template("home/index.html", glance=None)
    curve, asked = words.month_curve(glance, today), request.args.get("units") == "all"
    return render_template(
        "home/index.html", glance=glance, curve=chart_svg(curve, size=CURVE_SIZE), table=chart_table(curve),
        month_rows=words.month_rows(glance, curve),
        shown_units=glance.units if asked else glance.units[:UNITS_SHOWN], title=words.waiting_title(by.role),
        clauses=words.clauses(glance, by.role),
        lines=[words.line_of(one) for one in glance.waits], lines_shown=WAITS_SHOWN,
    )  # fmt: skip


@pages.get("/health")
@requires(Permission.VIEW_HEALTH)
def health() -> ResponseReturnValue:
    """Show the administrators the state of the installation; `?check=all` looks through the whole database."""
    found = get_health(clock.today(), is_thorough=request.args.get("check") == "all")
    return render_template(
        "home/health.html", health=found, reasons=words.REASONS, limits=words.LIMITS, ways_out=words.WAYS_OUT
    )


@pages.get("/sheet.pdf")
@requires(Permission.VIEW_ALL_UNITS)
def sheet() -> ResponseReturnValue:
    """Print the first page as one sheet for a meeting."""
    by, today, viewer = current_actor(), clock.today(), current_viewer()
    glance = queries.find_glance(today, by=by)
    if glance is None:
        raise NotFound
    made = meeting_sheet(glance, viewer.agency_name if viewer else "", by.role, today)
    title = gettext("Meeting sheet")
    return send_file(BytesIO(print_sheet(made)), "application/pdf", download_name=f"{title}-{today:%Y%m%d}.pdf")


@pages.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer those who watch this machine that the program runs, without asking the database."""
    probes.check_address(request.remote_addr)
    return {"alive": True}


@pages.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer those who watch this machine whether the program can do its work."""
    probes.check_address(request.remote_addr)
    state = probes.get_readiness(config.current())
    told = {"ready": state.is_ready, "troubles": state.troubles, "backup_hours": state.backup_hours}
    return {**told, "backup_elsewhere_hours": state.elsewhere_hours}, 200 if state.is_ready else 503
