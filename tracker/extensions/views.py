"""Pages of requests for more time, and of the event a limit is counted from."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.extensions import queries, services, words
from tracker.extensions.forms import AskForm, DecideForm, EventForm
from tracker.permissions import Permission
from tracker.tasks.queries import get_light_rules
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send

pages = Blueprint("extensions", __name__)


@pages.get("/extensions")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the requests that wait for the reader, those that wait for others, and what was decided last."""
    waiting = queries.list_waiting(current_actor(), clock.today())
    return render_template("extensions/index.html", waiting=waiting, words=words)


@pages.route("/tasks/<int:task_id>/extension", methods=["GET", "POST"])
@requires(Permission.VIEW_WORK)
def show(task_id: int) -> ResponseReturnValue:
    """Show the days a task's limit has had and the requests for more time; ask for more."""
    page = queries.get_extension_page(task_id, by=current_actor(), rules=get_light_rules(clock.today()))
    form = AskForm()
    done = send(
        form,
        lambda: services.ask_extension(
            task_id, reason=form.reason.data or "", progress=form.progress.data or "",
            asked_due_on=form.asked_due_on.data or clock.today(), by=current_actor(),
        ),
        lambda _: url_for("extensions.show", task_id=task_id),
        said=gettext("Sent. Until it is decided the limit stays as it is."),
    )  # fmt: skip
    return done or render_template("extensions/show.html", page=page, form=form, words=words)


@pages.route("/extensions/<int:extension_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide(extension_id: int) -> ResponseReturnValue:
    """Answer a request for more time."""
    extension = queries.get_extension(extension_id, current_actor())
    rules = get_light_rules(clock.today())
    page = queries.get_extension_page(extension.task_id, by=current_actor(), rules=rules)
    form = DecideForm(asked_due_on=extension.asked_due_on)
    done = send(
        form,
        lambda: services.decide_extension(
            extension_id, granted_due_on=form.granted, answer=form.answer.data or "", by=current_actor()
        ),
        lambda _: url_for("extensions.index"),
        said=gettext("Decided. The section sees the answer with the task."),
    )
    return done or render_template("extensions/decide.html", page=page, extension=extension, form=form, words=words)


@pages.post("/extensions/<int:extension_id>/endorse")
@requires(Permission.REPORT_PROGRESS)
def endorse(extension_id: int) -> ResponseReturnValue:
    """Pass a request of one's section on to the leadership."""
    back = _page_of(extension_id)
    return press(
        lambda: services.endorse_extension(extension_id, by=current_actor()),
        lambda _: back,
        back=back,
        said=gettext("Passed on to the leadership."),
    )


@pages.post("/extensions/<int:extension_id>/withdraw")
@requires(Permission.REPORT_PROGRESS)
def withdraw(extension_id: int) -> ResponseReturnValue:
    """Withdraw a request of one's unit."""
    back = _page_of(extension_id)
    return press(
        lambda: services.withdraw_extension(extension_id, by=current_actor()),
        lambda _: back,
        back=back,
        said=gettext("Withdrawn."),
    )


def _page_of(extension_id: int) -> str:
    return url_for("extensions.show", task_id=queries.get_extension(extension_id, current_actor()).task_id)


@pages.route("/tasks/<int:task_id>/event", methods=["GET", "POST"])
@requires(Permission.REPORT_PROGRESS)
def event(task_id: int) -> ResponseReturnValue:
    """Enter the day of the event that a limit is counted from; show how the limit follows from it."""
    page = queries.get_event_page(task_id, by=current_actor(), rules=get_light_rules(clock.today()))
    form = EventForm(event_on=page.task.event_on)
    done = send(
        form,
        lambda: services.enter_event(task_id, event_on=form.event_on.data or clock.today(), by=current_actor()),
        lambda task: url_for("extensions.event", task_id=task.id),
        said=gettext("Entered; the limit is counted from this day."),
    )
    return done or render_template("extensions/event.html", page=page, form=form)
