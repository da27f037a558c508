"""Pages of talk: what is said about a task, instructions, answers."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.permissions import Permission
from tracker.progress.queries import get_reports_of
from tracker.talk import queries, services
from tracker.talk.forms import AnswerForm, InstructForm, SayForm
from tracker.talk.models import Remark
from tracker.tasks.queries import get_light_rules, get_task, get_task_row
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked
from tracker.web.words import day

pages = Blueprint("talk", __name__)


@pages.route("/tasks/<int:task_id>/talk", methods=["GET", "POST"])
@requires(Permission.VIEW_WORK)
def show(task_id: int) -> ResponseReturnValue:
    """Show what was said about a task, and say something."""
    by = current_actor()
    task = get_task(task_id, by)
    form = SayForm(queries.names_to_address(task_id, by))
    done = send(
        form,
        lambda: services.say(task_id, form.text.data or "", units=form.chosen, by=by),
        lambda _: url_for("talk.show", task_id=task_id),
        said=gettext("Said."),
    )
    return done or render_template("talk/show.html", task=task, form=form, talk=queries.list_talk(task_id))


@pages.route("/tasks/<int:task_id>/instruct", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def instruct(task_id: int) -> ResponseReturnValue:
    """Give an instruction on a task or on one of its reports."""
    by = current_actor()
    row = get_task_row(task_id, by=by, rules=get_light_rules(clock.today()))
    reports = [
        (
            one.id,
            gettext("%(unit)s, %(day)s: %(text)s", unit=one.unit_name, day=day(one.reported_on), text=one.done[:30]),
        )
        for one in get_reports_of(row).valid
    ]
    form = InstructForm(reports)
    done = send(
        form,
        lambda: services.instruct(task_id, form.text.data or "", report_id=form.chosen, by=by),
        lambda _: url_for("tasks.show", task_id=task_id),
        said=gettext("Given. The lead units find it on their first page until they answer."),
    )
    return done or render_template("talk/instruct.html", row=row, form=form)


@pages.app_context_processor
def answering() -> dict[str, object]:
    """Let the first pages answer in place."""
    return {"answer_form": AnswerForm}


@pages.route("/talk/<int:remark_id>/answer", methods=["GET", "POST"])
@requires(Permission.VIEW_WORK)
def answer(remark_id: int) -> ResponseReturnValue:
    """Answer what one's unit was asked."""
    by = current_actor()
    row, form = queries.get_remark_row(remark_id, by), AnswerForm()
    done = send(
        form,
        lambda: services.answer(remark_id, form.text.data or "", by=by),
        _after,
        said=gettext("Answered."),
    )
    return done or render_template("talk/answer.html", row=row, form=form)


@pages.post("/talk/<int:remark_id>/seen")
@requires(Permission.VIEW_WORK)
def seen(remark_id: int) -> ResponseReturnValue:
    """Mark as seen what is addressed to one's unit."""
    return press(
        lambda: services.mark_seen(remark_id, by=current_actor()),
        _after,
        back=url_for("progress.work"),
        said=gettext("Marked as seen."),
    )


@pages.get("/instructions")
@requires(Permission.VIEW_WORK)
def instructions() -> ResponseReturnValue:
    """List the instructions that wait for an answer, or all of them."""
    by, is_open, asked = current_actor(), request.args.get("all") != "1", page_asked(("said_at",))
    rows = queries.list_instructions(by, is_open=is_open, limit=asked.per_page, offset=asked.offset)
    page = Page(rows, asked.number, asked.per_page, queries.count_instructions(by, is_open=is_open))
    return render_template("talk/instructions.html", page=page, is_open=is_open)


def _after(remark: Remark) -> str:
    """Return to the section's first page where the button stood there, else to the talk about the task."""
    is_from_work = request.args.get("from") == "work"
    return url_for("progress.work") if is_from_work else url_for("talk.show", task_id=remark.task_id)
