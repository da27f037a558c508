"""The curve of the first page, with its names in the reader's language."""

from datetime import date

from flask_babel import format_date, gettext

from tracker.documents.charts import Line, MonthCurve
from tracker.home.queries import Glance
from tracker.web.templating import day


def month_curve(glance: Glance, today: date) -> MonthCurve:
    """Return planned and finished tasks month by month, up to ``today`` while the year runs."""
    due, done = glance.months
    is_running = today.year == glance.year
    january, december = (format_date(date(glance.year, month, 1), "LLL") for month in (1, 12))
    _, last_year = glance.months_of_last_year
    return MonthCurve(
        title=gettext("Tasks summed up month by month: plan, this year, last year"),
        head=gettext("Month"),
        months=(january, *(str(month) for month in range(2, 12)), december),
        plan=Line(gettext("plan"), tuple(due)),
        done=Line(gettext("this year"), tuple(done[: today.month] if is_running else done)),
        last_year=Line(gettext("last year"), tuple(last_year)) if last_year[-1] else None,
        today=today.month - 1 + today.day / 31 if is_running else None,
        today_label=day(today) if is_running else "",
    )
