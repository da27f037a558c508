"""Pages of the end of a year: what is missing, decisions, figures, closing, proposals, looking back, comparing."""

import json

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.documents.charts import chart_svg, chart_table
from tracker.errors import NotFound, RuleBroken
from tracker.ledger.periods import period_of
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send
from tracker.web.words import worded
from tracker.years import deciding, queries, services, words
from tracker.years.comparing import compare as compare_periods
from tracker.years.forms import ConfirmForm, DecideForm, ProposalsForm, ReopenForm
from tracker.years.rows import UnitFigures
from tracker.years.rules import Fate
from tracker.years.words import Asked

pages = Blueprint("years", __name__, url_prefix="/years")


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the years: what each left, which are closed, and two of them to be compared."""
    return render_template("years/index.html", years=queries.list_years(), words=words)


@pages.get("/<int:year>")
@requires(Permission.VIEW_WORK)
def show(year: int) -> ResponseReturnValue:
    """Show what still stands before the closing of a year, each with its way out."""
    page = queries.get_year_page(year, clock.today(), by=current_actor())
    return render_template("years/show.html", page=page, words=words)


@pages.route("/<int:year>/decide", methods=["GET", "POST"])
@requires(Permission.ASSIGN_TASKS)
def decide(year: int) -> ResponseReturnValue:
    """Decide what becomes of unfinished tasks, one or many at once."""
    page = queries.get_year_page(year, clock.today(), by=current_actor())
    targets = [(one.id, f"{one.number} {one.title}") for one in page.left if one.fate is Fate.CARRIED]
    form = DecideForm(targets=targets, tasks=request.args.getlist("task"))
    done = send(
        form,
        lambda: deciding.decide_tasks(year, form.ids, form.decision, by=current_actor()),
        lambda _: url_for("years.decide", year=year),
        said=gettext("Decided. Until the year is closed it can be decided otherwise."),
    )
    return done or render_template("years/decide.html", page=page, form=form, words=words)


@pages.route("/<int:year>/confirm", methods=["GET", "POST"])
@requires(Permission.REPORT_PROGRESS)
def confirm(year: int) -> ResponseReturnValue:
    """Look at the figures of a unit and stand by them."""
    unit = _unit(year)
    form = ConfirmForm(figures=json.dumps(unit.figures, ensure_ascii=False))
    done = send(
        form,
        lambda: services.confirm_figures(
            year, form.seen, unit_id=unit.unit_id, note=form.note.data or "", by=current_actor()
        ),
        lambda _: url_for("years.show", year=year),
        said=gettext("Confirmed."),
    )
    if form.errors or form.form_errors:
        form.figures.data = json.dumps(unit.figures, ensure_ascii=False)
    return done or render_template("years/confirm.html", year=year, unit=unit, form=form)


def _unit(year: int) -> UnitFigures:
    by = current_actor()
    page = queries.get_year_page(year, clock.today(), by=by)
    wanted = request.args.get("unit", by.unit_id, type=int)
    unit = next((one for one in page.units if one.unit_id == wanted), None)
    if unit is None:
        raise NotFound
    return unit


@pages.post("/<int:year>/close")
@requires(Permission.EDIT_PLAN)
def close(year: int) -> ResponseReturnValue:
    """Close a year."""
    here = url_for("years.show", year=year)
    said = gettext("The year is closed. What was carried over stands in the next plan.")
    return press(lambda: services.close_year(year, by=current_actor()), lambda _: here, back=here, said=said)


@pages.route("/<int:year>/reopen", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def reopen(year: int) -> ResponseReturnValue:
    """Open a closed year again, with the reason."""
    page = queries.get_year_page(year, clock.today(), by=current_actor())
    form = ReopenForm()
    done = send(
        form,
        lambda: services.reopen_year(year, form.reason.data or "", by=current_actor()),
        lambda _: url_for("years.show", year=year),
        said=gettext("The year is open again; the office closes it when all is put right."),
    )
    return done or render_template("years/reopen.html", page=page, form=form)


@pages.post("/<int:year>/carry")
@requires(Permission.EDIT_PLAN)
def carry(year: int) -> ResponseReturnValue:
    """Carry over again what is no longer in the next plan."""
    here = url_for("years.show", year=year)
    said = gettext("The items stand in the next plan again.")
    return press(lambda: services.carry_again(year, by=current_actor()), lambda _: here, back=here, said=said)


@pages.route("/<int:year>/proposals", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def proposals(year: int) -> ResponseReturnValue:
    """Take points of a year's summary into the next plan, or leave them out with the reason."""
    form, keys = ProposalsForm(), request.form.getlist("keys")
    is_taken, reason = request.form.get("do") == "take", form.reason.data or ""
    done = send(
        form,
        lambda: (
            deciding.take_proposals(year, keys, by=current_actor())
            if is_taken
            else deciding.dismiss_proposals(year, keys, reason, by=current_actor())
        ),
        lambda _: url_for("years.proposals", year=year),
        said=gettext("Saved."),
    )
    rows = queries.list_proposals(year)
    return done or render_template("years/proposals.html", year=year, rows=rows, form=form, words=words)


@pages.get("/<int:year>/lookback")
@requires(Permission.VIEW_WORK)
def lookback(year: int) -> ResponseReturnValue:
    """Look back: what the year before promised, and what became of it."""
    promises = queries.list_promises(year, by=current_actor(), today=clock.today())
    return render_template("years/lookback.html", year=year, promises=promises, words=words)


@pages.get("/compare")
@requires(Permission.VIEW_ALL_UNITS)
def compare() -> ResponseReturnValue:
    """Put any two years, or any parts of them, side by side."""
    years = [one.year for one in queries.list_years()] or [clock.today().year]
    first, second = _asked("first", years[0] - 1), _asked("second", years[0])
    shown = {"years": years, "words": words, "first": first, "second": second}
    try:
        found = compare_periods(period_of(first.name), period_of(second.name), clock.today())
    except RuleBroken as refusal:
        return render_template("years/compare.html", found=None, refusal=worded(refusal), **shown), 400
    curve = words.two_years(found)
    drawn = {"curve": chart_svg(curve), "table": chart_table(curve)} if curve else {}
    return render_template("years/compare.html", found=found, **shown, **drawn)


def _asked(name: str, year: int) -> Asked:
    return Asked(request.args.get(name, year, type=int), request.args.get(f"{name}_part", ""))
