"""Pages of the figures: all of a year or another period, and what stands behind each."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.figures.ledgers import compare_figures, figure_rows
from tracker.figures.named import figures_of
from tracker.figures.rules import Figure
from tracker.ledger import words
from tracker.ledger.periods import Period, period_of, year_period
from tracker.ledger.queries import list_indicators
from tracker.ledger.shipped import LEDGERS
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.tables import Page, page_asked

pages = Blueprint("figures", __name__, url_prefix="/figures")
FIRST_YEAR, LAST_YEAR = 1991, 9998


@pages.get("/<int:year>")
@requires(Permission.PRINT_SUMMARY)
def index(year: int) -> ResponseReturnValue:
    """List every figure with what it counts, its value and that of a year earlier."""
    period = _period(year)
    compared = compare_figures(period)
    of_work = _of_work(year) if period.is_year else []
    return render_template("figures/index.html", year=year, period=period, compared=compared, of_work=of_work)


def _of_work(year: int) -> list[tuple[Figure, Figure | None]]:
    """Return the figures of tasks, reports, checks and people, which exist for whole years, beside last year's."""
    today, of_ledgers = clock.today(), {one.name for one in list_indicators()}
    before = figures_of(year - 1, today)
    return [(one, before.get(one.name)) for one in figures_of(year, today).values() if one.name not in of_ledgers]


@pages.get("/<int:year>/<name>")
@requires(Permission.PRINT_SUMMARY)
def rows(year: int, name: str) -> ResponseReturnValue:
    """Show a figure of a period with the entries behind it and its parts."""
    period, asked = _period(year), page_asked(["day"])
    found = figure_rows(name, period, by=current_actor(), limit=asked.per_page, offset=asked.offset)
    kind = next((one.ledger for one in list_indicators() if one.name == name), "")
    page = Page(found.rows, asked.number, asked.per_page, found.total)
    return render_template(
        "figures/rows.html", found=found, page=page, period=period, ledger=LEDGERS.get(kind), words=words
    )


def _period(year: int) -> Period:
    """Return the period asked for; anything odd asks for the whole year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    first, last = request.args.get("first", ""), request.args.get("last", "")
    try:
        return period_of(f"{first}..{last}" if first and last else request.args.get("period", str(year)))
    except RuleBroken:
        return year_period(year)
