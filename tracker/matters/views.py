"""Pages of supervised matters: the list with its lights, one matter, and what is done about it."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.checks.rounds import list_own_units
from tracker.files.transfer import allow_files, download, take_in
from tracker.matters import queries, services, words
from tracker.matters.forms import JudgeForm, MatterForm, ResultForm
from tracker.matters.rules import MatterView
from tracker.permissions import Permission
from tracker.tasks.queries import get_light_rules
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked

pages = Blueprint("matters", __name__, url_prefix="/matters")
allow_files(pages, "result")


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the matters of a year in one view."""
    by, rules, asked = current_actor(), get_light_rules(clock.today()), page_asked(["due"])
    year = request.args.get("year", rules.today.year, type=int)
    view = next((one for one in MatterView if one == request.args.get("view")), MatterView.OPEN)
    counts = queries.count_matters(by, year, today=rules.today)
    rows = queries.list_matters(by, year, view, rules=rules, limit=asked.per_page, offset=asked.offset)
    page = Page(rows, asked.number, asked.per_page, counts[view])
    return render_template("matters/index.html", page=page, counts=counts, view=view, year=year, words=words)


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def new() -> ResponseReturnValue:
    """Register a matter."""
    form = MatterForm(units=_units())
    done = send(
        form,
        lambda: services.register_matter(form.matter, by=current_actor()),
        lambda matter: url_for("matters.show", matter_id=matter.id),
        said=gettext("The matter is numbered; its unit has to sign for it."),
    )
    return done or render_template("matters/edit.html", form=form, matter=None)


@pages.route("/<int:matter_id>/edit", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def edit(matter_id: int) -> ResponseReturnValue:
    """Change what a matter says before its unit signs for it."""
    matter = queries.get_matter(matter_id, current_actor())
    form = MatterForm(units=_units(), obj=matter)
    done = send(
        form,
        lambda: services.change_matter(matter_id, form.matter, by=current_actor(), seen=form.seen_version()),
        lambda _: url_for("matters.show", matter_id=matter_id),
        said=gettext("Saved."),
    )
    return done or render_template("matters/edit.html", form=form, matter=matter)


@pages.get("/<int:matter_id>")
@requires(Permission.VIEW_WORK)
def show(matter_id: int) -> ResponseReturnValue:
    """Show a matter: what waits for the reader, what is demanded, every round."""
    page = queries.get_matter_page(matter_id, current_actor(), rules=get_light_rules(clock.today()))
    return render_template("matters/show.html", page=page, matter=page.matter, words=words)


@pages.post("/<int:matter_id>/sign")
@requires(Permission.RECTIFY)
def sign(matter_id: int) -> ResponseReturnValue:
    """Sign for a matter."""
    here = url_for("matters.show", matter_id=matter_id)
    return press(
        lambda: services.sign_for(matter_id, by=current_actor()), lambda _: here, back=here,
        said=gettext("Signed for."),
    )  # fmt: skip


@pages.route("/<int:matter_id>/result", methods=["GET", "POST"])
@requires(Permission.RECTIFY)
def result(matter_id: int) -> ResponseReturnValue:
    """Report what came of a matter, with what proves it."""
    page = queries.get_matter_page(matter_id, current_actor(), rules=get_light_rules(clock.today()))
    form = ResultForm(version=str(page.matter.version))
    received = take_in(form)
    done = received is not None and send(
        form,
        lambda: services.report_result(
            matter_id, form.result.data or "", by=current_actor(), received=received, urls=form.addresses,
            seen=form.seen_version(),
        ),
        lambda _: url_for("matters.show", matter_id=matter_id),
        said=gettext("Sent. The supervision group will look at it."),
    )  # fmt: skip
    return done or render_template("matters/result.html", page=page, matter=page.matter, form=form, words=words)


@pages.get("/<int:matter_id>/evidence/<int:evidence_id>")
@requires(Permission.VIEW_WORK)
def evidence(matter_id: int, evidence_id: int) -> ResponseReturnValue:
    """Hand out a proof of what was reported about a matter."""
    return download(queries.get_evidence(matter_id, evidence_id, current_actor()))


@pages.route("/<int:matter_id>/judge", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def judge(matter_id: int) -> ResponseReturnValue:
    """Accept a result, or return it."""
    page = queries.get_matter_page(matter_id, current_actor(), rules=get_light_rules(clock.today()))
    form = JudgeForm(version=str(page.matter.version))
    done = send(
        form,
        lambda: services.judge_result(
            matter_id, form.accepted.data == "yes", form.opinion.data or "", by=current_actor(),
            seen=form.seen_version(),
        ),
        lambda _: url_for("matters.show", matter_id=matter_id),
        said=gettext("Saved."),
    )  # fmt: skip
    return done or render_template("matters/judge.html", page=page, matter=page.matter, form=form, words=words)


@pages.post("/<int:matter_id>/close")
@requires(Permission.VIEW_WORK)
def close(matter_id: int) -> ResponseReturnValue:
    """Close a matter whose result was accepted."""
    here = url_for("matters.show", matter_id=matter_id)
    return press(
        lambda: services.close_matter(matter_id, by=current_actor()), lambda _: here, back=here,
        said=gettext("The matter is closed."),
    )  # fmt: skip


def _units() -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in list_own_units(clock.today())]
