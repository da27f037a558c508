"""Pages of reminders: one's own, the ladder, urging by hand and who has seen it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.reminders import queries, services
from tracker.reminders.forms import LadderForm, UrgeForm, ladder_values
from tracker.reminders.rows import ReminderRow
from tracker.reminders.rules import MOST_URGED, SubjectKind
from tracker.reminders.words import SUBJECTS
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked

pages = Blueprint("reminders", __name__)
LARGEST_ID = 2**63 - 1


@pages.get("/reminders")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List what the reader was reminded of, what they have not seen first."""
    by, asked = current_actor(), page_asked(("new",))
    rows = queries.list_reminders(by, limit=asked.per_page, offset=asked.offset)
    page = Page(rows, asked.number, asked.per_page, queries.count_reminders(by))
    unread = queries.count_unread(by)
    unsent = queries.count_unsent() if by.may(Permission.EDIT_PLAN) else 0
    return render_template(
        "reminders/index.html", page=page, unread=unread, unsent=unsent, kinds=SUBJECTS, address_of=_address_of
    )


def _address_of(row: ReminderRow) -> str:
    """Return the page of what a reminder is about."""
    addresses = {
        SubjectKind.TASK: lambda: url_for("tasks.show", task_id=row.subject_id),
        SubjectKind.FINDING: lambda: url_for("checks.finding", finding_id=row.subject_id),
        SubjectKind.MATTER: lambda: url_for("matters.show", matter_id=row.subject_id),
        SubjectKind.REQUEST: lambda: url_for("requests.show", request_id=row.subject_id),
        SubjectKind.SCORE: lambda: url_for("scores.show", scoring_id=row.subject_id),
        SubjectKind.COMPLAINT: lambda: url_for("complaints.show", complaint_id=row.subject_id),
    }
    return addresses[row.kind]()


@pages.post("/reminders/seen")
@requires(Permission.VIEW_WORK)
def seen() -> ResponseReturnValue:
    """Note that the reader has seen what was shown."""
    back = url_for("reminders.index")
    return press(lambda: services.mark_seen(_chosen("shown"), by=current_actor()), lambda _: back, back=back)


@pages.route("/reminders/ladder", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def ladder() -> ResponseReturnValue:
    """Show and change who is reminded when."""
    form = LadderForm(data={"steps": ladder_values(queries.get_ladder())})
    done = send(
        form,
        lambda: services.set_ladder(form.typed(), by=current_actor()),
        lambda _: url_for("reminders.ladder"),
        said=gettext("Saved. It is in force from the next day on."),
    )
    return done or render_template("reminders/ladder.html", form=form)


@pages.post("/reminders/ladder/usual")
@requires(Permission.EDIT_PLAN)
def usual() -> ResponseReturnValue:
    """Put the usual ladder in force again."""
    back = url_for("reminders.ladder")
    return press(lambda: services.set_ladder([], by=current_actor()), lambda _: back, back=back)


@pages.route("/reminders/urge", methods=["GET", "POST"])
@requires(Permission.ASSIGN_TASKS)
def urge() -> ResponseReturnValue:
    """Urge the people behind the tasks that were chosen."""
    chosen = _chosen("task")
    tasks = queries.list_tasks_to_urge(chosen, current_actor())
    if chosen and not tasks:
        raise NotFound
    if not tasks:
        flash(gettext("Choose the tasks to urge."), "stop")
        return redirect(url_for("tasks.index"), 303)
    form = UrgeForm()
    done = send(
        form,
        lambda: services.urge(chosen, form.words.data or "", by=current_actor()),
        lambda _: url_for("reminders.urges"),
        said=gettext("Urged. Below you see who has seen it."),
    )
    return done or render_template("reminders/urge.html", form=form, tasks=tasks)


@pages.get("/reminders/urges")
@requires(Permission.ASSIGN_TASKS)
def urges() -> ResponseReturnValue:
    """List the urges and their receipts."""
    return render_template("reminders/urges.html", urges=queries.list_urges())


def _chosen(name: str) -> list[int]:
    """Return the numbers that were chosen on the page before."""
    return [number for number in request.values.getlist(name, type=int) if 0 < number <= LARGEST_ID][: MOST_URGED + 1]
