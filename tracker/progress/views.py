"""Pages of progress: a section's work, the form of a report, the office's review, and the proofs."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.checks.queries import list_findings_waiting
from tracker.files.transfer import allow_files, download, take_in
from tracker.permissions import Permission
from tracker.progress import queries, services, words
from tracker.progress.forms import ReportForm, ReturnForm, classes_in
from tracker.progress.looking import in_place
from tracker.progress.models import ProgressReport
from tracker.progress.opening import number_in, open_duty
from tracker.progress.writing import get_writing
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
    return render_template(
        "progress/work.html",
        work=found,
        findings=list_findings_waiting(by, rules=rules),
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
    writing = get_writing(task_id, by=by, rules=rules, corrects_last=corrects, like=like)
    form = ReportForm(writing)
    received = take_in(form)

    def hand_in() -> ProgressReport:
        if form.corrects.data:
            kept = [int(proof_id) for proof_id in form.kept.data or ()]
            said = {**form.said, "kept": kept, "classes": classes_in(request.form)}
            return services.correct_report(form.corrected, **said, received=received or (), by=by)
        return services.report_progress(task_id, **form.said, received=received or (), by=by)

    done = received is not None and send(
        form,
        hand_in,
        lambda _: url_for("progress.work"),
        said=gettext("Sent. The office will look at it; you can withdraw it until then."),
    )
    return done or render_template("progress/report.html", form=form, writing=writing, words=words)


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
