"""Pages of the calendar: the years that are known, one of them, and entering another with a look at what it moves."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.errors import RuleBroken
from tracker.holidays import queries, services
from tracker.holidays.forms import ConfirmForm, YearForm, seal_of
from tracker.holidays.reading import read_year, rows_of
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.submissions import send
from tracker.workdays.reading.entries import ReadYear

pages = Blueprint("holidays", __name__)


@pages.get("/holidays")
@requires(Permission.VIEW_ORGANISATION)
def index() -> ResponseReturnValue:
    """List the known years, and say early when the next one is missing."""
    missed = queries.find_missed_year(clock.today())
    return render_template("holidays/index.html", years=queries.list_known_years(), missed=missed)


@pages.get("/holidays/<int:year>")
@requires(Permission.VIEW_ORGANISATION)
def show(year: int) -> ResponseReturnValue:
    """Show the days of one year."""
    return render_template("holidays/show.html", known=queries.get_known_year(year))


@pages.route("/holidays/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def new() -> ResponseReturnValue:
    """Take a year in; what it moves is shown before anything is changed."""
    missed = queries.find_missed_year(clock.today()) or clock.today().year + 1
    form = YearForm(year=request.args.get("year", missed, type=int))
    if request.method == "POST" and form.validate():
        content, name = form.content()
        try:
            read = read_year(content, form.year.data or 0)
            return _preview(read, "、".join(read.year.notices) or name or gettext("pasted text"))
        except RuleBroken as refusal:
            form.show_refusal(refusal)
    return render_template("holidays/new.html", form=form)


def _preview(read: ReadYear, source: str) -> str:
    rows = rows_of(read.year)
    form = ConfirmForm(formdata=None, year=str(read.year.year), source=source, text=rows, shown=seal_of(rows))
    return _shown(form, read)


def _shown(form: ConfirmForm, read: ReadYear | None) -> str:
    moved = queries.preview_year(read.year, by=current_actor()) if read else []
    return render_template("holidays/preview.html", form=form, read=read, moved=moved)


@pages.post("/holidays/preview")
@requires(Permission.EDIT_PLAN)
def preview() -> ResponseReturnValue:
    """Enter the year that was looked at; rows that were mended since are looked at again first."""
    form = ConfirmForm()
    try:
        read = read_year((form.text.data or "").encode(), form.year_number())
    except RuleBroken as refusal:
        form.validate()
        form.show_refusal(refusal)
        return _shown(form, None)
    if request.form.get("look") or not form.is_as_shown():
        return _preview(read, form.source.data or "")
    done = send(
        form,
        lambda: services.enter_year(read.year, source=form.source.data or "", by=current_actor()),
        lambda _: url_for("holidays.show", year=read.year.year),
        said=gettext("Entered; the limits that follow from it have moved."),
    )
    return done or _shown(form, read)
