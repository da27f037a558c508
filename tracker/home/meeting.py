"""The first page as one sheet for a meeting, always in Chinese."""

from datetime import date

from flask_babel import force_locale, gettext

from tracker.coverage.rules import CoverView
from tracker.documents.sheet import Sheet, SheetBlock
from tracker.figures.queries import Completion
from tracker.home.queries import Glance
from tracker.home.tally import UnitLine
from tracker.home.words import clauses, line_of, month_curve, waiting_title
from tracker.permissions import Role
from tracker.web.words import day

UNITS_SHOWN, AREAS_SHOWN, WAITS_SHOWN = 15, 7, 4  # what one sheet holds


def meeting_sheet(glance: Glance, agency: str, role: Role | None, today: date) -> Sheet:
    """Return the sheet of what the first page shows."""
    with force_locale("zh_Hans"):
        return Sheet(
            title="".join(clauses(glance, role)),
            above=gettext(
                "%(agency)s, open-government work of %(year)d, as of %(day)s",
                agency=agency, year=glance.year, day=day(today),
            ),
            rows=((_progress(glance), _waiting(glance, role), _late(glance)),
                  (_units(glance), _curve(glance, today), _side(glance))),
        )  # fmt: skip


def _progress(glance: Glance) -> SheetBlock:
    whole, parts, then = glance.whole, glance.standing, glance.tally.then_percent
    lines = [
        (gettext("done: %(count)d", count=whole.done),
         gettext("due by now: %(count)d (%(share)s%%)", count=whole.due, share=f"{whole.due_percent:.0f}")),
        (gettext("late %(count)d · take care %(watch)d · on plan %(calm)d · done %(done)d",
                 count=parts.late, watch=parts.watch, calm=parts.calm, done=parts.done),
         gettext("last year on this day %(share)s%%", share=f"{then:.0f}") if then is not None else ""),
    ]  # fmt: skip
    return SheetBlock(gettext("The year so far"), big=f"{whole.done_percent:.0f}%", lines=tuple(lines))


def _waiting(glance: Glance, role: Role | None) -> SheetBlock:
    lines = [line_of(one) for one in glance.waits]
    shown = tuple((line.title, line.second) for line in lines[:WAITS_SHOWN])
    if len(lines) > WAITS_SHOWN:
        shown = (*shown, (gettext("%(count)d more", count=len(lines) - WAITS_SHOWN), ""))
    return SheetBlock(waiting_title(role), gettext("%(count)d things", count=len(lines)), 3, lines=shown)


def _late(glance: Glance) -> SheetBlock:
    lines = tuple(
        (one.task.title, gettext("Working days late: %(days)d", days=one.days) + " · "
         + gettext("%(unit)s, due %(day)s", unit=one.task.lead, day=day(one.task.due_on)))
        for one in glance.late
    )  # fmt: skip
    more = glance.standing.late - len(lines)
    if more > 0:
        lines = (*lines, (gettext("%(count)d more", count=more), ""))
    note = gettext("%(count)d tasks", count=glance.standing.late)
    return SheetBlock(gettext("Late, and turned red this week"), note, 2, lines=lines)


def _units(glance: Glance) -> SheetBlock:
    rows = tuple((line.completion.name, _shares(line.completion), _lights(line)) for line in glance.units[:UNITS_SHOWN])
    more = len(glance.units) - len(rows)
    if more > 0:
        rows = (*rows, (gettext("%(count)d more units", count=more), "", ""))
    columns = (gettext("Unit"), gettext("done/due/all"), gettext("Lights"))
    note = gettext("tasks they lead, furthest behind first")
    return SheetBlock(gettext("Units"), note, 3, columns=columns, rows=rows)


def _lights(line: UnitLine) -> str:
    lights = line.lights
    words = (
        (lights.stop, gettext("late or red")), (lights.wait, gettext("to watch")),
        (lights.go + lights.none, gettext("on plan")),
    )  # fmt: skip
    return " ".join(f"{word}{number}" for number, word in words if number) or gettext("all done")


def _shares(part: Completion) -> str:
    return f"{part.done} / {part.due} / {part.total}"


def _curve(glance: Glance, today: date) -> SheetBlock:
    return SheetBlock(gettext("Month by month"), gettext("tasks, summed up"), 2, curve=month_curve(glance, today))


def _side(glance: Glance) -> SheetBlock:
    areas = [(one.name or gettext("no heading"), _shares(one)) for one in glance.tally.categories]
    shown = (*areas[:AREAS_SHOWN], *([("…", "")] if len(areas) > AREAS_SHOWN else []))
    ages = glance.findings.ages
    by_age = (
        (gettext("up to 10 working days"), str(ages.new)), (gettext("11 to 20 working days"), str(ages.older)),
        (gettext("more than 20 working days"), str(ages.old)),
        (gettext("deemed not rectified"), str(glance.findings.late)),
    )  # fmt: skip
    found = SheetBlock(gettext("Open findings"), str(glance.findings.all), rows=by_age)
    below = (found, _superior(glance)) if glance.superior else (found,)
    return SheetBlock(gettext("Areas"), gettext("done/due/all"), rows=shown, below=below)


def _superior(glance: Glance) -> SheetBlock:
    """Return how far the superior plans are covered, all of them in one."""
    sums = {view: sum(one.counts[view] for one in glance.superior) for view in CoverView}
    rows = (
        (gettext("covered"), str(sums[CoverView.COVERED])), (gettext("not ours"), str(sums[CoverView.NOT_OURS])),
        (gettext("not covered"), str(sums[CoverView.OPEN])),
    )  # fmt: skip
    return SheetBlock(gettext("Superior plans"), gettext("%(count)d items", count=sums[CoverView.ALL]), rows=rows)
