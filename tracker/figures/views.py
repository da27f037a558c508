"""Pages of the figures: all of a period, what stands behind each, and what issued documents said."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.figures.frozen import compare_frozen, get_frozen, get_frozen_figure, list_changes
from tracker.figures.showing import compare_figures, show_figure
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
    """List every figure with what it counts, its value, that of a year earlier, and where a document says another."""
    period = _period(year)
    shown = compare_figures(period, clock.today())
    return render_template("figures/index.html", year=year, period=period, shown=shown)


@pages.get("/<int:year>/<name>")
@requires(Permission.PRINT_SUMMARY)
def rows(year: int, name: str) -> ResponseReturnValue:
    """Show a figure of a period with the records behind it and its parts."""
    period, asked = _period(year), page_asked(["day"])
    found = show_figure(
        name, period, clock.today(), by=current_actor(), limit=asked.per_page, offset=asked.offset
    )  # fmt: skip
    kind = next((one.ledger for one in list_indicators() if one.name == name), "")
    page = Page([*found.rows, *found.records], asked.number, asked.per_page, found.total)
    return render_template(
        "figures/rows.html", found=found, page=page, period=period, ledger=LEDGERS.get(kind), words=words
    )


@pages.get("/frozen/<int:frozen_id>")
@requires(Permission.PRINT_SUMMARY)
def frozen(frozen_id: int) -> ResponseReturnValue:
    """Show the figures an issued document was printed with, each beside its value now."""
    document = get_frozen(frozen_id)
    return render_template("figures/frozen.html", document=document, lines=compare_frozen(document))


@pages.get("/frozen/<int:frozen_id>/<name>")
@requires(Permission.PRINT_SUMMARY)
def frozen_rows(frozen_id: int, name: str) -> ResponseReturnValue:
    """Show a figure as it was printed: its records then, and those that came, went or changed since."""
    found, asked = get_frozen_figure(frozen_id, name), page_asked(["key"])
    kept = found.rows[asked.offset : asked.offset + asked.per_page]
    page = Page(kept, asked.number, asked.per_page, len(found.rows))
    return render_template("figures/frozen_rows.html", found=found, page=page, changes=list_changes(found))


def _period(year: int) -> Period:
    """Return the period asked for; anything odd asks for the whole year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    first, last = request.args.get("first", ""), request.args.get("last", "")
    try:
        return period_of(f"{first}..{last}" if first and last else request.args.get("period", str(year)))
    except RuleBroken:
        return year_period(year)
