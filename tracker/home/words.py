"""The curve of the first page and what waits there, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l

from tracker.documents.charts import Line, MonthCurve
from tracker.errors import N_
from tracker.home.health import Attention
from tracker.home.kinds import Kind, Waits
from tracker.home.queries import Glance
from tracker.issuing.rules import Step
from tracker.ledger.periods import months_period
from tracker.permissions import Role
from tracker.web.words import day

REASONS = {
    Attention.LEFT: _l("has left, and can still sign in"),
    Attention.NO_ROLE: _l("has no role yet"),
    Attention.UNUSED: _l("has never signed in"),
}
LIMITS = {
    "exports": _l("making files"),
    "uploads": _l("uploads"),
    "searches": _l("searches"),
    "requests": _l("pages"),
}
WAYS_OUT = {  # where a point of the doctor is set right on a page, by its name
    "agency": "organisation.edit_agency",
    "offices": "organisation.index",
    "security administrator": "accounts.new",
    "audit administrators": "accounts.new",
    "calendar": "holidays.new",
}
ISSUE = (N_("To be issued: %(title)s"), N_("sent on by %(who)s, %(on)s"))
TEXTS = {
    Kind.EXTENSION: (N_("More time: %(title)s"), N_("%(who)s · from %(on)s to %(until)s")),
    Kind.SIGN: (N_("To be signed: %(title)s"), N_("sent on by %(who)s, %(on)s")),
    Kind.OBJECTION: (N_("Objection to a score: %(who)s"), N_("%(title)s · %(on)s")),
    Kind.ANSWERED: (N_("Your instruction is answered: %(title)s"), N_("answered %(on)s")),
    Kind.SILENT: (N_("%(count)d instructions are not answered"), N_("the lead units owe the answer")),
    Kind.REPORTS: (N_("%(count)d reports wait for the office"), N_("accept or return them one by one")),
    Kind.PLAN: (N_("Draft: %(title)s"), N_("%(who)s items are still to be decided")),
    Kind.REQUESTS_LATE: (N_("%(count)d requests are past their day"), ""),
    Kind.REQUESTS_SOON: (N_("%(count)d requests must be answered soon"), ""),
    Kind.LEDGERS: (N_("%(count)d units have no monthly numbers for month %(month)d"), "%(some)s"),
    Kind.SUMMARY: (N_("To be issued still: %(title)s"), N_("see what stands in its way")),
    Kind.STAFF: (N_("%(count)d units lack a head or an information officer"), "%(some)s"),
    Kind.CALENDAR: (
        N_("The calendar of %(year)d is missing"), N_("without them no working day of that year can be counted")),
    Kind.RECHECK: (N_("%(count)d findings wait for the re-check"), N_("close them or return them")),
    Kind.DEEMED: (N_("%(count)d findings are deemed not rectified"), N_("no answer came in time")),
    Kind.TO_URGE: (
        N_("Urging notice ready to print: %(who)s"),
        N_("past every step of the reminders, not urged on paper yet: %(count)d")),
    Kind.TO_RECTIFY: (
        N_("Notice to rectify ready to print: %(who)s"), N_("findings that stand on no notice yet: %(count)d")),
    Kind.MATTERS: (N_("%(count)d results of supervised matters to look at"), ""),
    Kind.COMPLAINTS_LATE: (
        N_("%(count)d reports on complaints and opinions are late"), N_("the unit has not reported in time")),
    Kind.COMPLAINTS: (N_("%(count)d complaints and opinions are not answered"), ""),
    Kind.ROUNDS: (N_("Round under way: %(title)s"), N_("until %(until)s")),
}  # fmt: skip


@dataclass(frozen=True)
class WaitLine:
    """A line of what waits: what, beside it what belongs to it, where it is done, what the button says."""

    title: str
    second: str
    url: str
    verb: str
    is_first: bool  # gets the filled button: a decision, or work that others wait for


def month_curve(glance: Glance, today: date) -> MonthCurve:
    """Return planned and finished tasks month by month, up to ``today`` while the year runs."""
    due, done = glance.tally.months
    is_running = today.year == glance.year
    january, december = (format_date(date(glance.year, month, 1), "LLL") for month in (1, 12))
    _, last_year = glance.tally.months_of_last_year
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


def month_rows(glance: Glance, curve: MonthCurve) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the lines of the curve by name: each number with the address of the tasks it counts."""
    year = glance.year
    rows = [(curve.plan, year, "counted", "due_by"), (curve.done, year, "done", "done_by")]
    if curve.last_year:
        rows.append((curve.last_year, year - 1, "done", "done_by"))
    return [
        (line.name, [(value, _up_to(of, month, state, by)) for month, value in enumerate(line.values, 1)])
        for line, of, state, by in rows
    ]


def _up_to(year: int, month: int, state: str, by: str) -> str:
    """Return the address of the tasks up to the end of a month; December holds what is later and what has no day."""
    days: dict[str, Any] = {by: months_period(year, 1, month).last.isoformat()} if month < 12 else {}
    return url_for("tasks.index", year=year, state=state, **days)


def clauses(glance: Glance, role: Role | None) -> list[str]:
    """Return the sentence that stands over the first page, clause by clause."""
    whole, turned = glance.whole, glance.standing.turned
    gap = whole.done - whole.due
    if gap < 0:
        against = gettext("%(count)d fewer than the calendar asks for;", count=-gap)
    elif gap > 0:
        against = gettext("%(count)d more than the calendar asks for;", count=gap)
    else:
        against = gettext("just as the calendar asks for;")
    if role is Role.LEADERSHIP:
        last = gettext("%(count)d things wait for your decision", count=len(glance.waits))
    else:
        last = gettext("%(count)d findings are open", count=glance.findings.all)
    red = gettext("%(count)d turned red this week,", count=turned) if turned else gettext("none turned red this week,")
    done = gettext("%(done)d of %(total)d tasks done,", done=whole.done, total=whole.total)
    return [str(clause) for clause in (done, against, red, last)]


def waiting_title(role: Role | None) -> str:
    """Return the heading over what waits for a role."""
    titles = {
        Role.LEADERSHIP: gettext("Waiting for my decision"),
        Role.OFFICE: gettext("Waiting for the office"),
        Role.SUPERVISION: gettext("Waiting for the supervision group"),
    }
    return titles[role] if role in titles else str(gettext("Waiting to be done"))


def line_of(waits: Waits) -> WaitLine:
    """Return what waits as the page shows it."""
    title, second = _texts(waits)
    endpoint, values = _place(waits)
    verbs = {
        Kind.EXTENSION: gettext("Decide"), Kind.OBJECTION: gettext("Decide"), Kind.REPORTS: gettext("Review"),
        Kind.SIGN: gettext("Issue") if waits.step is Step.ISSUE else gettext("Sign"),
        Kind.PLAN: gettext("Go on"), Kind.RECHECK: gettext("Re-check"), Kind.MATTERS: gettext("Look through"),
        Kind.ROUNDS: gettext("Go on"), Kind.REQUESTS_LATE: gettext("Answer"),
    }  # fmt: skip
    url = url_for(endpoint, **values)
    return WaitLine(title, second, url, str(verbs.get(waits.kind, gettext("Look"))), waits.kind in verbs)


def _texts(one: Waits) -> tuple[str, str]:
    """Return title and second line."""
    values = {
        "title": one.title, "who": one.who, "count": one.count, "on": day(one.on), "until": day(one.until),
        "month": one.on.month if one.on else 0, "year": one.count, "some": _some(one),
    }  # fmt: skip
    title, second = ISSUE if one.kind is Kind.SIGN and one.step is Step.ISSUE else TEXTS[one.kind]
    return str(gettext(title, **values)), str(gettext(second, **values)) if second else ""


def _some(one: Waits) -> str:
    """Return the names that there is room for, and that there are more."""
    named = one.who.count("、") + 1
    return one.who if named >= one.count else str(gettext("%(names)s and others", names=one.who))


def _place(one: Waits) -> tuple[str, Mapping[str, Any]]:
    """Return where it is done: endpoint and values."""
    places: dict[Kind, tuple[str, Mapping[str, Any]]] = {
        Kind.EXTENSION: ("extensions.decide", {"extension_id": one.id}),
        Kind.OBJECTION: ("scores.decide", {"objection_id": one.id}),
        Kind.ANSWERED: ("tasks.show", {"task_id": one.id}),
        Kind.SILENT: ("talk.instructions", {}),
        Kind.REPORTS: ("progress.review", {}),
        Kind.PLAN: ("plans.review", {"plan_id": one.id}),
        Kind.REQUESTS_LATE: ("requests.index", {"view": "late"}),
        Kind.REQUESTS_SOON: ("requests.index", {"view": "soon"}),
        Kind.LEDGERS: ("ledger.grid", {"year": one.on.year, "silent": one.on.month} if one.on else {"year": 0}),
        Kind.SUMMARY: ("summary.show", {"year": one.id, "_anchor": "gate"}),
        Kind.STAFF: ("organisation.index", {"view": "gaps"}),
        Kind.CALENDAR: ("holidays.index", {}),
        Kind.RECHECK: ("checks.findings", {"year": "all", "view": "recheck"}),
        Kind.DEEMED: ("checks.findings", {"year": "all", "view": "late"}),
        Kind.TO_URGE: ("notices.new", {"kind": "urge", "unit": one.id}),
        Kind.TO_RECTIFY: ("notices.new", {"kind": "rectify", "unit": one.id}),
        Kind.MATTERS: ("matters.index", {"year": one.id, "view": "judge"}),
        Kind.COMPLAINTS_LATE: ("complaints.index", {"year": one.id, "view": "late"}),
        Kind.COMPLAINTS: ("complaints.index", {"year": one.id, "view": "open"}),
        Kind.ROUNDS: ("checks.show", {"round_id": one.id}),
    }
    return one.at or places[one.kind]
