"""Pages of work on many tasks: what is asked once for all of them, what was done, and the way back."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker import clock
from tracker.bulk import accepting, services, words
from tracker.bulk.forms import form_for
from tracker.bulk.models import TaskBulk
from tracker.bulk.picking import numbers_in, picked_in
from tracker.bulk.queries import get_bulk_page
from tracker.bulk.rules import BulkKind, check_number_picked
from tracker.errors import RuleBroken
from tracker.permissions import Permission
from tracker.tasks.queries import list_unit_choices
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send
from tracker.web.words import worded

pages = Blueprint("bulk", __name__)
ASKED = (BulkKind.ASSIGN, BulkKind.LIMIT, BulkKind.TAG)
MOST_URGED = 100  # as many as an address names


@pages.post("/tasks/many")
@requires(Permission.ASSIGN_TASKS)
def change() -> ResponseReturnValue:
    """Ask once what is to be done with the tasks that were ticked, and do it."""
    by, kind = current_actor(), request.form.get("do", "")
    picked = picked_in(request.form, request.args, by)
    try:
        check_number_picked(len(picked))
    except RuleBroken as refusal:
        return _back(refusal)
    if kind not in list(ASKED):
        return redirect(url_for("reminders.urge", task=list(picked)[:MOST_URGED]), 303)
    tasks = services.get_tasks(picked, by)
    form = form_for(BulkKind(kind), [(unit_id, name) for name, unit_id in list_unit_choices(clock.today()).items()])
    done = "sure" in request.form and send(form, lambda: _do(BulkKind(kind), form, picked), _page_of)
    return done or render_template("bulk/change.html", form=form, kind=BulkKind(kind), tasks=tasks, words=words)


def _do(kind: BulkKind, form: Any, picked: services.Picked) -> TaskBulk:
    by = current_actor()
    if kind == BulkKind.ASSIGN:
        return services.reassign_tasks(picked, int(form.unit.data), by=by)
    if kind == BulkKind.LIMIT:
        return services.move_limits_of(picked, due_on=form.due_on.data, workdays=form.workdays.data, by=by)
    put = services.tag_tasks if form.what.data == BulkKind.TAG else services.untag_tasks
    return put(picked, form.tag.data or "", by=by)


@pages.post("/reports/accept")
@requires(Permission.ACCEPT_REPORTS)
def accept() -> ResponseReturnValue:
    """Accept the reports that were ticked, or all that wait on the tasks that were ticked."""
    by = current_actor()
    reports = numbers_in(request.form, "report")
    is_review = "review" in request.args

    def accept_all() -> TaskBulk:
        if is_review:
            return accepting.accept_reports(reports, by=by)
        return accepting.accept_reports_on(list(picked_in(request.form, request.args, by)), by=by)

    back = url_for("progress.review") if is_review else _list()
    return press(accept_all, _page_of, back=back)


@pages.get("/tasks/many/<int:bulk_id>")
@requires(Permission.ASSIGN_TASKS)
def show(bulk_id: int) -> ResponseReturnValue:
    """Show what was done with many tasks: which were changed, which refused and why, and the way back."""
    page = get_bulk_page(bulk_id, current_actor(), clock.now())
    return render_template("bulk/show.html", page=page, words=words)


@pages.post("/tasks/many/<int:bulk_id>/undo")
@requires(Permission.ASSIGN_TASKS)
def undo(bulk_id: int) -> ResponseReturnValue:
    """Undo it all."""
    page = url_for("bulk.show", bulk_id=bulk_id)
    return press(lambda: services.undo_bulk(bulk_id, by=current_actor()), _page_of, back=page)


def _page_of(bulk: TaskBulk) -> str:
    return url_for("bulk.show", bulk_id=bulk.id)


def _back(refusal: RuleBroken) -> Response:
    flash(worded(refusal), "stop")
    return redirect(_list(), 303)


def _list() -> str:
    """Return the address of the list that the ticks stood in."""
    return f"{url_for('tasks.index')}?{urlencode(list(request.args.items()))}"
