"""One sheet of paper lying across, blocks side by side, for the table of a meeting: not an official document."""

from dataclasses import dataclass

from markupsafe import Markup

from tracker.confined import run_job
from tracker.documents.charts import MonthCurve, chart_svg
from tracker.documents.engine import NoTypeface, engine
from tracker.documents.fonts import ROLES, stack
from tracker.documents.html import environment
from tracker.documents.places import places_of
from tracker.errors import RuleBroken

CURVE_SIZE = (430, 400)  # nearly square: it stands between two tables


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """A block: its head, a note beside it, then what it has of a number, lines, a table, a curve, blocks below."""

    head: str
    note: str = ""
    width: int = 1  # its share of the row
    big: str = ""
    lines: tuple[tuple[str, str], ...] = ()  # what, and what belongs to it
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    curve: MonthCurve | None = None
    below: tuple["SheetBlock", ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sentence at its head, what stands over it, and two or more rows of blocks."""

    title: str
    above: str
    rows: tuple[tuple[SheetBlock, ...], ...]


def print_sheet(sheet: Sheet) -> bytes:
    """Return a sheet as PDF. Raises RuleBroken when it has characters without a typeface."""
    html = environment().get_template("sheet.html").render(sheet=sheet, curve=_curve)
    try:
        pdf: bytes = run_job("print_sheet", {"html": html})["pdf"]
    except RuleBroken as refusal:
        missing = str(refusal.values.get("missing", ""))
        if not missing:
            raise
        raise NoTypeface(missing, places_of(missing, sheet)) from refusal
    return pdf


def _curve(curve: MonthCurve) -> Markup:
    hei = next(role for role in ROLES if role.key == "hei")
    return chart_svg(curve, ", ".join(stack(hei)), size=CURVE_SIZE)


def print_job(html: str) -> dict[str, bytes]:
    """Print in the confined process."""
    return {"pdf": engine().render(html, pdf_tags=True)}
