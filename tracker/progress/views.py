"""Pages of progress: a section's work, the form of a report, the office's review, and the proofs."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.checks.queries import list_findings_waiting
from tracker.complaints.queries import list_complaints_waiting
from tracker.files.services import Received
from tracker.files.transfer import allow_files, download, take_in
from tracker.ledger.queries import count_of_task
from tracker.matters.queries import list_matters_waiting
from tracker.notices.queries import list_notices_to_sign
from tracker.permissions import Permission
from tracker.progress import desk, queries, services, words
from tracker.progress.forms import ReportForm, ReturnForm
from tracker.progress.looking import in_place
from tracker.progress.models import ProgressReport
from tracker.progress.opening import number_in, open_duty
from tracker.progress.writing import Writing, get_writing
from tracker.tasks.queries import get_light_rules
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send

pages = Blueprint("progress", __name__)
allow_files(pages, "report")


@pages.get("/work")
@requires(Permission.REPORT_PROGRESS)
def work() -> ResponseReturnValue:
    """Show a section its work, the most urgent first and already open."""
    by, rules = current_actor(), get_light_rules(clock.today())
    found = queries.get_work(by, rules)
    writing = open_duty(found, request.args.get("open", ""), by=by, rules=rules, like=number_in(request.args, "like"))
    writing = _counted(writing) if writing else None
    return render_template(
        "progress/work.html",
        work=found,
        findings=list_findings_waiting(by, rules=rules),
        matters=list_matters_waiting(by, rules=rules),
        papers=list_notices_to_sign(by),
        complaints=list_complaints_waiting(by, rules=rules),
        on_desk=queries.list_waiting_for_head(by, rules),
        writing=writing,
        form=ReportForm(writing) if writing else None,
        words=words,
    )


@pages.route("/tasks/<int:task_id>/report", methods=["GET", "POST"])
@requires(Permission.REPORT_PROGRESS)
def report(task_id: int) -> ResponseReturnValue:
    """Report progress on a task, or mend the report that was returned or still waits."""
    by = current_actor()
    rules, corrects = get_light_rules(clock.today()), bool(request.values.get("corrects"))
    like = number_in(request.args, "like")
    writing = _counted(get_writing(task_id, by=by, rules=rules, corrects_last=corrects, like=like))
    form = ReportForm(writing)
    is_joining = "join" in request.form
    received = None if is_joining else take_in(form)
    if is_joining:
        form.join(writing)
    done = received is not None and send(
        form,
        lambda: _hand_in(task_id, form, received or ()),
        lambda _: url_for("progress.work"),
        said=_sent(is_for_head=writing.is_for_head),
    )  # fmt: skip
    return done or render_template("progress/report.html", form=form, writing=writing, words=words)


def _sent(*, is_for_head: bool) -> str:
    return str(
        gettext("Sent. The head of your unit will look at it first; you can withdraw it until the office answers.")
        if is_for_head
        else gettext("Sent. The office will look at it; you can withdraw it until then.")
    )


def _hand_in(task_id: int, form: ReportForm, received: Sequence[Received]) -> ProgressReport:
    proofs, by = form.proofs(received, request.form), current_actor()
    if form.corrects.data:
        return services.correct_report(form.corrected, form.content, proofs, by=by)
    return services.report_progress(task_id, form.content, proofs, by=by)


def _counted(writing: Writing) -> Writing:
    """Return what is written with the number that the ledgers know of."""
    if not writing.asks_count:
        return writing
    turn = writing.counted_turn
    span = (turn.opens_on, turn.due_on) if turn else None
    return replace(writing, counted=count_of_task(writing.row.id, span))


@pages.post("/reports/<int:report_id>/withdraw")
@requires(Permission.REPORT_PROGRESS)
def withdraw(report_id: int) -> ResponseReturnValue:
    """Take a report back."""
    return press(
        lambda: services.withdraw_report(report_id, by=current_actor()),
        _after,
        back=url_for("progress.work"),
        said=gettext("Withdrawn."),
    )


@pages.get("/review")
@requires(Permission.ACCEPT_REPORTS)
def review() -> ResponseReturnValue:
    """Show the office the reports that wait for it, those that came first first."""
    by = current_actor()
    waiting = queries.list_waiting(by, get_light_rules(clock.today()))
    return render_template("progress/review.html", waiting=waiting, total=queries.count_waiting(by), words=words)


@pages.post("/reports/<int:report_id>/accept")
@requires(Permission.ACCEPT_REPORTS)
def accept(report_id: int) -> ResponseReturnValue:
    """Accept a report."""
    return press(
        lambda: services.accept_report(report_id, by=current_actor()),
        _after,
        back=url_for("progress.review"),
        said=gettext("Accepted; the report is locked as it stands."),
    )


@pages.route("/reports/<int:report_id>/return", methods=["GET", "POST"])
@requires(Permission.ACCEPT_REPORTS)
def send_back(report_id: int) -> ResponseReturnValue:
    """Return a report with what is to be mended."""
    row = queries.get_report_row(report_id, current_actor())
    form = ReturnForm()
    done = send(
        form,
        lambda: services.return_report(report_id, form.words, by=current_actor()),
        _after,
        said=gettext("Returned to its unit."),
    )
    return done or render_template("progress/send_back.html", form=form, report=row, words=words)


@pages.post("/reports/<int:report_id>/pass")
@requires(Permission.REPORT_PROGRESS)
def pass_on(report_id: int) -> ResponseReturnValue:
    """Pass a report of one's unit on to the office."""
    return press(
        lambda: desk.pass_report(report_id, by=current_actor()),
        _after,
        back=url_for("progress.work"),
        said=gettext("Passed on to the office."),
    )


@pages.route("/reports/<int:report_id>/head-return", methods=["GET", "POST"])
@requires(Permission.REPORT_PROGRESS)
def head_return(report_id: int) -> ResponseReturnValue:
    """Send a report back to the officer of one's unit."""
    row = queries.get_report_row(report_id, current_actor())
    form = ReturnForm()
    done = send(
        form,
        lambda: desk.send_report_back(report_id, form.words, by=current_actor()),
        lambda _: url_for("progress.work"),
        said=gettext("Sent back to the officer."),
    )
    return done or render_template("progress/send_back.html", form=form, report=row, words=words)


@pages.get("/evidence/<int:evidence_id>")
@requires(Permission.VIEW_WORK)
def evidence(evidence_id: int) -> Response:
    """Give a proof for saving, to those who may see its task."""
    return download(queries.get_evidence(evidence_id, current_actor()))


@pages.get("/evidence/<int:evidence_id>/look")
@requires(Permission.VIEW_WORK)
def look(evidence_id: int) -> Response:
    """Show a picture or a PDF in the browser, shut off from everything of ours."""
    return in_place(queries.get_evidence(evidence_id, current_actor()))


def _after(report: ProgressReport) -> str:
    """Return to the list that the button stood in, else to the task."""
    lists = {"review": "progress.review", "work": "progress.work"}
    back = lists.get(request.args.get("from", ""))
    return url_for(back) if back else url_for("tasks.show", task_id=report.task_id)
