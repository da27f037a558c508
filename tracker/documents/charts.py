"""Charts as plain SVG, the same on a page and on paper.

Colours and sizes are presentation attributes: a style sheet of the page may override them by class, a printed page
(where no style sheet reaches) is right as it is. Every chart can be told as a table, for those who cannot see it.
"""

from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from tracker.documents.titles import break_title

INK, SECOND, LEAST = "#17212b", "#3c4854", "#56616d"
GRID, LAST, TRACK, DONE = "#d6dce2", "#8a949f", "#e9edf1", "#17406d"
ROUND = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
BARS_WIDTH = 560
CURVE_SIZE = (560, 260)
LABEL_LENGTH = 12  # characters on a line of a label


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how many are done of how many, and how many the calendar asks for by now (``due``), if it asks."""

    label: str
    done: int
    total: int
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Completion bar by bar. ``heads`` name label, done, due and total in the table that tells the chart."""

    title: str
    heads: tuple[str, str, str, str]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a curve: its name, and the value at the end of each month, as far as there are any."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthCurve:
    """How a count grew month by month: plan dashed, done thick, last year thin.

    ``months`` are the names of the twelve months, ``head`` what to call them. ``today`` counts the months gone by
    (9.4 in mid October) when the last value of ``done`` is of today and not of the end of its month, and
    ``today_label`` is its date in words.
    """

    title: str
    head: str
    months: tuple[str, ...]
    plan: Line
    done: Line
    last_year: Line | None = None
    today: float | None = None
    today_label: str = ""


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A chart in words and numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_table(chart: Bars | MonthCurve) -> ChartTable:
    """Return what a chart shows as a table, for a screen reader or a document without pictures."""
    if isinstance(chart, Bars):
        rows = tuple(
            (bar.label, str(bar.done), "" if bar.due is None else str(bar.due), str(bar.total)) for bar in chart.bars
        )
        return ChartTable(chart.title, chart.heads, rows)
    lines = (line for line in (chart.plan, chart.done, chart.last_year) if line)
    filled = ((line.name, *map(str, line.values), *[""] * (len(chart.months) - len(line.values))) for line in lines)
    return ChartTable(chart.title, (chart.head, *chart.months), tuple(filled))


def chart_svg(chart: Bars | MonthCurve, family: str = "", *, size: tuple[int, int] = CURVE_SIZE) -> Markup:
    """Return a chart as an SVG element; ``family`` names the typeface where none is inherited.

    Bars are 560 units wide and as high as they need; a curve has the (width, height) of ``size``.
    """
    if isinstance(chart, Bars):
        drawn, height = _bars(chart)
        width = BARS_WIDTH
    else:
        drawn, (width, height) = _curve(chart, *size), size
    font = Markup(' font-family="{}"').format(family) if family else ""
    name = "bars" if isinstance(chart, Bars) else "curve"
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" role="img" viewBox="0 0 {} {}" width="{}" height="{}"{}>'
        "<title>{}</title>{}</svg>"
    ).format(name, width, height, width, height, font, chart.title, Markup("").join(drawn))


def _text(x: float, y: float, text: str, name: str, size: float, fill: str, anchor: str = "start") -> Markup:
    return Markup('<text class="{}" x="{:g}" y="{:g}" font-size="{:g}" fill="{}" text-anchor="{}">{}</text>').format(
        name, round(x, 1), round(y, 1), size, fill, anchor, text
    )


def _rule(x1: float, y1: float, x2: float, y2: float, name: str, stroke: str, width: float, dashes: str = "") -> Markup:
    dashed = Markup(' stroke-dasharray="{}"').format(dashes) if dashes else ""
    return Markup(
        '<line class="{}" x1="{:g}" y1="{:g}" x2="{:g}" y2="{:g}" stroke="{}" stroke-width="{:g}"{}/>'
    ).format(name, *(round(place, 1) for place in (x1, y1, x2, y2)), stroke, width, dashed)


def _box(x: float, y: float, width: float, height: float, name: str, fill: str) -> Markup:
    return Markup('<rect class="{}" x="{:g}" y="{:g}" width="{:g}" height="{:g}" fill="{}"/>').format(
        name, round(x, 1), round(y, 1), round(width, 1), height, fill
    )


def _bars(chart: Bars) -> tuple[list[Markup], int]:
    """Draw one bar under the other: label, track with the done part and the notch of the calendar, numbers."""
    longest = max((min(len(bar.label), LABEL_LENGTH) for bar in chart.bars), default=0)
    left = longest * 14 + 12
    room = 560 - left - 96
    drawn: list[Markup] = []
    y = 6
    for bar in chart.bars:
        pieces = break_title(bar.label, widest=LABEL_LENGTH)
        height = max(26, 18 * len(pieces) + 8)
        middle = y + height / 2
        for at, piece in enumerate(pieces):
            drawn.append(_text(left - 10, middle + 5 + 18 * (at - (len(pieces) - 1) / 2), piece, "lab", 14, INK, "end"))
        drawn.append(_box(left, middle - 6, room, 12, "track", TRACK))
        if bar.total > 0:
            drawn.append(_box(left, middle - 6, room * min(1.0, bar.done / bar.total), 12, "done", DONE))
            if bar.due is not None:
                notch = left + room * min(1.0, bar.due / bar.total)
                drawn.append(_rule(notch, middle - 9, notch, middle + 9, "notch", INK, 2))
        share = f"{100 * bar.done / bar.total:.0f}%" if bar.total > 0 else "—"
        drawn.append(_text(left + room + 52, middle + 5, f"{bar.done}/{bar.total}", "num", 13, SECOND, "end"))
        drawn.append(_text(558, middle + 5, share, "num", 13, SECOND, "end"))
        y += height
    return drawn, y + 6


def _curve(chart: MonthCurve, width: int, height: int) -> list[Markup]:
    """Draw the three lines over twelve months; names and last values stand beside the lines, without a legend."""
    left, right, top, bottom = 34.0, width - 82.0, 26.0, height - 28.0
    lines = [line for line in (chart.last_year, chart.plan, chart.done) if line]
    step = _step(max((value for line in lines for value in line.values), default=0))
    drawn: list[Markup] = []
    for at in range(5):
        y = bottom - (bottom - top) * at / 4
        drawn.append(_rule(left, y, right, y, "grid", GRID, 1))
        drawn.append(_text(left - 6, y + 4, str(step * at), "ax", 11.5, LEAST, "end"))
    for at, month in enumerate(chart.months):
        drawn.append(_text(left + (right - left) * (at + 0.5) / 12, bottom + 20, month, "ax", 11.5, LEAST, "middle"))

    def place(month: float, value: float) -> tuple[float, float]:
        return left + (right - left) * month / 12, bottom - (bottom - top) * value / (step * 4)

    if chart.today is not None:
        x, _ = place(chart.today, 0)
        drawn.append(_rule(x, top - 4, x, bottom, "today", LEAST, 1, "3 3"))
        drawn.append(_text(x, top - 9, chart.today_label, "lab", 12.5, SECOND, "middle"))
    ends: list[tuple[float, float, str, str, str]] = []
    styles = {"c-last": (LAST, 1.4, ""), "c-plan": (SECOND, 1.6, "6 4"), "c-done": (DONE, 3.0, "")}
    for name, line in (("c-last", chart.last_year), ("c-plan", chart.plan), ("c-done", chart.done)):
        if line and line.values:
            months = [float(month) for month in range(len(line.values) + 1)]
            if name == "c-done" and chart.today is not None:
                months[-1] = chart.today
            points = [place(month, value) for month, value in zip(months, (0, *line.values), strict=True)]
            drawn.append(_path(points, name, *styles[name]))
            ends.append((*points[-1], f"{line.name}{line.values[-1]}", name, styles[name][0]))
    return drawn + _end_labels(ends, top, bottom)


def _path(points: list[tuple[float, float]], name: str, stroke: str, width: float, dashes: str) -> Markup:
    route = " ".join(f"{'M' if at == 0 else 'L'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(points))
    dashed = Markup(' stroke-dasharray="{}"').format(dashes) if dashes else ""
    return Markup('<path class="{}" d="{}" fill="none" stroke="{}" stroke-width="{:g}"{}/>').format(
        name, route, stroke, width, dashed
    )


def _end_labels(ends: list[tuple[float, float, str, str, str]], top: float, bottom: float) -> list[Markup]:
    """Put the names at the ends of the lines, moved apart where they would lie on each other."""
    labels: list[Markup] = []
    lowest = top - 17
    for x, y, text, name, fill in sorted(ends, key=lambda end: end[1]):
        if name == "c-done":
            labels.append(
                Markup('<circle class="c-dot" cx="{:g}" cy="{:g}" r="4" fill="{}"/>').format(
                    round(x, 1), round(y, 1), fill
                )
            )
        lowest = min(max(y + 4, lowest + 17), bottom + 17)
        kind = {"c-done": "lab lab-done", "c-last": "lab lab-last"}.get(name, "lab")
        labels.append(_text(x + 9, lowest, text, kind, 12.5, fill))
    return labels


def _step(most: int) -> int:
    """Return the distance of the four lines of the grid: a round number, four of which reach ``most``."""
    least = max(1, ceil(most / 4))
    scale = int(10 ** max(0, len(str(least)) - 2))
    return next(step * scale for step in ROUND if step * scale >= least)
