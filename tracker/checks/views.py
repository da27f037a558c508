"""Pages of checking: rounds and what they found, findings and what was done about them."""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.checklists.queries import count_left
from tracker.checks import checking, dossier, importing, queries, rounds, services, words
from tracker.checks.forms import (
    AnswerForm,
    FilterForm,
    FindingForm,
    ImportForm,
    RecheckForm,
    ReopenForm,
    ResultForm,
    RoundForm,
)
from tracker.checks.rules import Verdict
from tracker.complaints.queries import list_complaints_waiting
from tracker.errors import RuleBroken
from tracker.files.inspection import CONTENT_TYPES, Kind
from tracker.files.names import content_disposition
from tracker.files.transfer import allow_files, download, take_in
from tracker.matters.queries import list_matters_waiting
from tracker.notices.queries import list_notices_of_finding, list_notices_to_sign
from tracker.permissions import Permission
from tracker.tasks.explanation import LONGEST_GRID
from tracker.tasks.queries import get_light_rules, get_task, list_years
from tracker.web.access import current_actor, requires
from tracker.web.exports import xlsx_bytes
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked
from tracker.web.words import worded
from tracker.workdays.explaining import weeks

pages = Blueprint("checks", __name__)
allow_files(pages, "check", "answer", "import_list")
MOST_TICKED = 200  # tasks that a page offers one by one
USUAL_LENGTH = timedelta(days=14)  # of a round


@pages.get("/checks")
@requires(Permission.VIEW_ROUNDS)
def index() -> ResponseReturnValue:
    """Show the rounds of a year, what waits for the reader, and how old the open findings are."""
    rules = get_light_rules(clock.today())
    filters = FilterForm(request.args, years=queries.list_years(), this_year=rules.today.year)
    overview = dossier.get_overview(filters.chosen_year, current_actor(), rules=rules)
    by = current_actor()
    return render_template(
        "checks/index.html", overview=overview, filters=filters, words=words,
        matters=list_matters_waiting(by, rules=rules), papers=list_notices_to_sign(by),
        complaints=list_complaints_waiting(by, rules=rules),
    )  # fmt: skip


@pages.route("/checks/new", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def new() -> ResponseReturnValue:
    """Open a round over ticked tasks, or over all that a filter finds when they are too many to tick."""
    by, today = current_actor(), clock.today()
    filters = FilterForm(request.args, years=list_years(by), this_year=today.year, units=_units())
    filters.offer_categories(rounds.list_categories(filters.chosen_year))
    tasks = rounds.list_candidates(filters.chosen_year, filters.tasks)
    offered = [(task.id, task.title) for task in tasks] if len(tasks) <= MOST_TICKED else []
    ticked = [str(task_id) for task_id, _ in offered]
    form = RoundForm(tasks=offered, task_ids=ticked, starts_on=today, ends_on=today + USUAL_LENGTH)
    done = send(
        form,
        lambda: checking.open_round(form.plan(filters.chosen_year), form.narrowed(filters.tasks), by=by),
        lambda opened: url_for("checks.show", round_id=opened.id),
        said=gettext("The round is open. Begin with the first task."),
    )
    return done or render_template("checks/new.html", form=form, filters=filters, tasks=tasks)


@pages.get("/checks/<int:round_id>")
@requires(Permission.VIEW_ROUNDS)
def show(round_id: int) -> ResponseReturnValue:
    """Show a round: how far it is, and each task with what was found."""
    asked = page_asked(["order"])
    found = rounds.get_round_page(round_id, current_actor(), limit=asked.per_page, offset=asked.offset)
    page = Page(found.results, asked.number, asked.per_page, found.round.tasks)
    return render_template("checks/show.html", round=found.round, next_id=found.next_id, page=page, words=words)


@pages.route("/checks/<int:round_id>/tasks/<int:task_id>", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def check(round_id: int, task_id: int) -> ResponseReturnValue:
    """Check one task of a round: the question, the verdict, and on to the next."""
    by, today = current_actor(), clock.today()
    item = rounds.get_check_item(round_id, task_id, by, today=today)
    form = ResultForm(item, today)
    photos = take_in(form)
    done = photos is not None and send(
        form,
        lambda: checking.record_result(
            round_id, task_id, Verdict(form.verdict.data), form.note.data or "", by=by, demand=form.demand,
            unit_id=form.chosen_unit, photos=photos, seen=form.seen_version(),
        ),
        lambda _: _next_in(round_id, task_id),
    )  # fmt: skip
    return done or render_template("checks/check.html", item=item, form=form, words=words)


def _next_in(round_id: int, task_id: int) -> str:
    next_id = rounds.find_next_unchecked(round_id, task_id)
    if next_id is None:
        return url_for("checks.show", round_id=round_id)
    return url_for("checks.check", round_id=round_id, task_id=next_id)


@pages.post("/checks/<int:round_id>/close")
@requires(Permission.RUN_CHECKS)
def close(round_id: int) -> ResponseReturnValue:
    """End a round in which every task has its verdict."""
    here = url_for("checks.show", round_id=round_id)
    return press(
        lambda: checking.close_round(round_id, by=current_actor(), left_elsewhere=count_left), lambda _: here,
        back=here, said=gettext("The round has ended."),
    )  # fmt: skip


@pages.get("/checks/<int:round_id>/photos/<int:photo_id>")
@requires(Permission.VIEW_ROUNDS)
def photo(round_id: int, photo_id: int) -> ResponseReturnValue:
    """Hand out a picture taken in a round."""
    return download(dossier.get_photo(round_id, photo_id, current_actor()))


@pages.get("/findings")
@requires(Permission.VIEW_ROUNDS)
def findings() -> ResponseReturnValue:
    """List findings: those of one view, year and unit."""
    by, rules, filters = current_actor(), get_light_rules(clock.today()), _filters()
    wanted = filters.findings
    counts = queries.count_findings(by, year=wanted.year, unit_id=wanted.unit_id, today=rules.today)
    asked = page_asked(tuple(queries.SORTS))
    rows = queries.list_findings(
        by, wanted, rules=rules, sort=asked.sort, is_descending=asked.is_descending,
        limit=asked.per_page, offset=asked.offset,
    )  # fmt: skip
    page = Page(rows, asked.number, asked.per_page, queries.count_listed(by, wanted, rules=rules))
    return render_template("checks/findings.html", page=page, counts=counts, filters=filters, words=words)


@pages.get("/findings.xlsx")
@requires(Permission.VIEW_ROUNDS)
def export() -> ResponseReturnValue:
    """Hand out the findings of the list, all pages of it, as an Excel file."""
    by, rules, wanted = current_actor(), get_light_rules(clock.today()), _filters().findings
    asked = page_asked(tuple(queries.SORTS))
    rows = queries.list_findings(by, wanted, rules=rules, sort=asked.sort, is_descending=asked.is_descending)
    title = words.title_of(wanted.year)
    content = xlsx_bytes(title, [str(head) for head in words.COLUMNS], [words.cells(row) for row in rows])
    return Response(
        content,
        mimetype=CONTENT_TYPES[Kind.XLSX],
        headers={"Content-Disposition": content_disposition(f"{title}.xlsx")},
    )


@pages.route("/findings/new", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def new_finding() -> ResponseReturnValue:
    """Enter a finding by hand, about the task ?task= or about none."""
    by, today, task_id = current_actor(), clock.today(), request.args.get("task", type=int)
    task = get_task(task_id, by) if task_id else None
    units = rounds.list_units_to_mend(task, today) if task else rounds.list_own_units(today)
    named = [(unit.id, unit.name) for unit in units]
    form = FindingForm(units=named, found_on=today, days=services.Demand.days)
    done = send(
        form,
        lambda: services.add_finding(
            form.chosen_unit or 0, form.description.data or "", form.demand, by=by, task_id=task_id
        ),
        lambda finding: url_for("checks.finding", finding_id=finding.id),
        said=gettext("The finding is numbered; the unit has it on its first page."),
    )
    return done or render_template("checks/new_finding.html", form=form, task=task)


@pages.route("/findings/import", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def import_list() -> ResponseReturnValue:
    """Take in a list of problems from outside: shown first, entered as a whole once nothing in it is refused."""
    by, today = current_actor(), clock.today()
    units = [(unit.id, unit.name) for unit in rounds.list_own_units(today)]
    form = ImportForm(units=units, days=services.Demand.days)
    preview = _previewed(form)
    done = preview and form.step.data == "enter" and send(
        form,
        lambda: importing.import_findings(form.text.data or "", form.origin, by=by),
        lambda made: url_for("checks.findings", year=made[0].year),
        said=gettext("The list is entered; every problem has its number."),
    )  # fmt: skip
    return done or render_template("checks/import_list.html", form=form, preview=preview, words=words, worded=worded)


def _previewed(form: ImportForm) -> importing.Preview | None:
    """Read an uploaded list into the form and return what would be made of it; a refusal stands on the form."""
    if request.method != "POST" or not form.validate():
        return None
    by = current_actor()
    chosen = next((one for one in form.files.data or () if one and one.filename), None)
    try:
        if chosen:
            form.text.data = importing.read_file(chosen.stream, chosen.filename, by=by)
            form.step.data = ""
        return importing.preview_findings(form.text.data or "", form.origin, by=by)
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return None


@pages.get("/findings/<int:finding_id>")
@requires(Permission.VIEW_ROUNDS)
def finding(finding_id: int) -> ResponseReturnValue:
    """Show a finding: what waits for the reader, its limit, every round of rectification."""
    rules = get_light_rules(clock.today())
    page = dossier.get_finding_page(finding_id, current_actor(), rules=rules)
    days = weeks(page.limit, rules.today) if page.limit and page.limit.length <= LONGEST_GRID else []
    notices = list_notices_of_finding(finding_id, current_actor())
    return render_template("checks/finding.html", page=page, weeks=days, words=words, notices=notices)


@pages.route("/findings/<int:finding_id>/answer", methods=["GET", "POST"])
@requires(Permission.RECTIFY)
def answer(finding_id: int) -> ResponseReturnValue:
    """Report what the unit did about a finding."""
    by = current_actor()
    page = dossier.get_finding_page(finding_id, by, rules=get_light_rules(clock.today()))
    form = AnswerForm(version=str(page.row.version))
    received = take_in(form)
    done = received is not None and send(
        form,
        lambda: services.answer_finding(
            finding_id, form.measures.data or "", by=by, received=received, urls=form.addresses,
            seen=form.seen_version(),
        ),
        lambda _: url_for("checks.finding", finding_id=finding_id),
        said=gettext("Sent. Somebody of another unit will re-check it."),
    )  # fmt: skip
    return done or render_template("checks/answer.html", page=page, form=form, words=words)


@pages.route("/findings/<int:finding_id>/recheck", methods=["GET", "POST"])
@requires(Permission.RECHECK)
def recheck(finding_id: int) -> ResponseReturnValue:
    """Close an answered finding, or return it."""
    by = current_actor()
    page = dossier.get_finding_page(finding_id, by, rules=get_light_rules(clock.today()))
    form = RecheckForm(version=str(page.row.version))
    done = send(
        form,
        lambda: services.recheck(
            finding_id, form.passed.data == "yes", form.opinion.data or "", by=by, days=form.days.data,
            seen=form.seen_version(),
        ),
        lambda _: url_for("checks.finding", finding_id=finding_id),
        said=gettext("The re-check is recorded."),
    )  # fmt: skip
    return done or render_template("checks/recheck.html", page=page, form=form, words=words)


@pages.route("/findings/<int:finding_id>/reopen", methods=["GET", "POST"])
@requires(Permission.RECHECK)
def reopen(finding_id: int) -> ResponseReturnValue:
    """Open a closed finding again."""
    by = current_actor()
    page = dossier.get_finding_page(finding_id, by, rules=get_light_rules(clock.today()))
    form = ReopenForm(version=str(page.row.version), days=services.Demand.days)
    done = send(
        form,
        lambda: services.reopen_finding(
            finding_id, form.reason.data or "", by=by, days=form.days.data or 0, seen=form.seen_version()
        ),
        lambda _: url_for("checks.finding", finding_id=finding_id),
        said=gettext("The finding is open again, with all its rounds."),
    )
    return done or render_template("checks/reopen.html", page=page, form=form, words=words)


@pages.get("/findings/<int:finding_id>/evidence/<int:evidence_id>")
@requires(Permission.VIEW_ROUNDS)
def evidence(finding_id: int, evidence_id: int) -> ResponseReturnValue:
    """Hand out a proof of a rectification."""
    return download(dossier.get_evidence(finding_id, evidence_id, current_actor()))


def _filters() -> FilterForm:
    return FilterForm(request.args, years=queries.list_years(), this_year=clock.today().year, units=_units())


def _units() -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in rounds.list_own_units()]
