"""Pages of scores: the scorings of a year, one of them with its list, the sheets, marks and objections."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.files.inspection import CONTENT_TYPES, Kind
from tracker.files.names import content_disposition
from tracker.files.transfer import allow_files, download, take_in
from tracker.organisation.queries import get_agency
from tracker.permissions import Permission
from tracker.rulesets.queries import list_newest_rules, list_scored_units
from tracker.rulesets.rules import plain
from tracker.scores import marking, queries, services, sheet, words
from tracker.scores.forms import (
    AssessForm,
    DecideForm,
    HonourForm,
    MarkForm,
    ObjectForm,
    RemedyForm,
    ScoringForm,
    usual_period,
)
from tracker.scores.rescoring import rescore
from tracker.web.access import current_actor, requires
from tracker.web.exports import xlsx_bytes
from tracker.web.papers import send_pdf
from tracker.web.submissions import press, send

pages = Blueprint("scores", __name__, url_prefix="/scores")
allow_files(pages, "mark", "assess", "object_to")


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the scorings of a year."""
    year = request.args.get("year", clock.today().year, type=int)
    return render_template(
        "scores/index.html", rows=queries.list_scorings(current_actor(), year), year=year, **_words()
    )


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.KEEP_SCORES)
def new() -> ResponseReturnValue:
    """Begin a scoring."""
    by, today, units = current_actor(), clock.today(), list_scored_units()
    form = ScoringForm(
        rule_sets=[(one.id, one.label) for one in list_newest_rules()], years=(today.year, today.year - 1),
        units_offered=[(one.id, one.name) for one in units], as_of=today, period=usual_period(today),
        units=[one.id for one in units], rules=request.args.get("rules"),
    )  # fmt: skip
    done = send(form, lambda: services.make_scoring(form.order, by=by), lambda made: _to(made.id))
    return done or render_template("scores/new.html", form=form)


@pages.get("/<int:scoring_id>")
@requires(Permission.VIEW_WORK)
def show(scoring_id: int) -> ResponseReturnValue:
    """Show the list of a scoring and what can be done with it."""
    page = queries.get_scoring_page(scoring_id, current_actor())
    return render_template("scores/show.html", page=page, scoring=page.scoring, **_words())


@pages.post("/<int:scoring_id>/compute")
@requires(Permission.KEEP_SCORES)
def compute(scoring_id: int) -> ResponseReturnValue:
    """Count the records again."""
    here = _to(scoring_id)
    done = gettext("Counted again; marks made by hand are still there.")
    return press(
        lambda: services.compute_scoring(scoring_id, by=current_actor()), lambda _: here, back=here, said=done
    )  # fmt: skip


@pages.post("/<int:scoring_id>/announce")
@requires(Permission.KEEP_SCORES)
def announce(scoring_id: int) -> ResponseReturnValue:
    """Announce the list to all sections."""
    here, done = _to(scoring_id), gettext("Announced. Every section sees the list and may object to its own marks.")
    return press(
        lambda: services.announce_scoring(scoring_id, by=current_actor()), lambda _: here, back=here, said=done
    )  # fmt: skip


@pages.post("/<int:scoring_id>/issue")
@requires(Permission.KEEP_SCORES)
def issue(scoring_id: int) -> ResponseReturnValue:
    """Issue the list for good."""
    here, done = _to(scoring_id), gettext("Issued. The list stands under its hash.")
    return press(lambda: services.issue_scoring(scoring_id, by=current_actor()), lambda _: here, back=here, said=done)


@pages.post("/<int:scoring_id>/discard")
@requires(Permission.KEEP_SCORES)
def discard(scoring_id: int) -> ResponseReturnValue:
    """Drop a scoring that nobody has seen."""
    to = url_for("scores.index")
    return press(
        lambda: services.discard_scoring(scoring_id, by=current_actor()), lambda _: to, back=_to(scoring_id)
    )  # fmt: skip


@pages.get("/<int:scoring_id>/again")
@requires(Permission.VIEW_ALL_UNITS)
def again(scoring_id: int) -> ResponseReturnValue:
    """Score the period again with its own rules and compare it with what was issued."""
    found = rescore(scoring_id, by=current_actor())
    return render_template("scores/again.html", found=found, scoring=found.scoring, **_words())


@pages.get("/<int:scoring_id>.xlsx")
@requires(Permission.VIEW_WORK)
def export(scoring_id: int) -> ResponseReturnValue:
    """Give the list with every line the reader may see, or the sheet of one unit, as an Excel file."""
    by, unit = current_actor(), request.args.get("unit", type=int)
    page, sheets = queries.get_list_sheets(scoring_id, by, unit)
    content = xlsx_bytes(page.scoring.name, sheet.LIST_HEADERS, sheet.list_rows(page, sheets))
    answer = Response(content, mimetype=CONTENT_TYPES[Kind.XLSX])
    answer.headers["Content-Disposition"] = content_disposition(f"{sheet.file_name(page.scoring)}.xlsx")
    return answer


@pages.get("/units/<int:scored_id>")
@requires(Permission.VIEW_WORK)
def unit(scored_id: int) -> ResponseReturnValue:
    """Show the sheet of a unit."""
    found = queries.get_sheet(scored_id, current_actor())
    values = {"sheet": found, "scored": found.scored, "formula": sheet.formula(found)}
    return render_template("scores/unit.html", **values, **_words())


@pages.get("/units/<int:scored_id>.pdf")
@requires(Permission.VIEW_WORK)
def pdf(scored_id: int) -> ResponseReturnValue:
    """Print the sheet of a unit."""
    found = queries.get_sheet(scored_id, current_actor())
    document = sheet.sheet_document(found, get_agency().name, clock.today())
    return send_pdf(document, sheet.file_name(found.scored.scoring, found.scored.name))


@pages.route("/units/<int:scored_id>/mark", methods=["GET", "POST"])
@requires(Permission.MARK_SCORES)
def mark(scored_id: int) -> ResponseReturnValue:
    """Mark by hand, with the record that shows it."""
    by = current_actor()
    scored = queries.get_scored(scored_id, by)
    form = MarkForm(
        indicators=queries.indicator_choices(scored), records=marking.list_records(scored),
        indicator=request.args.get("indicator"),
    )  # fmt: skip
    papers = take_in(form)
    done = papers is not None and send(
        form,
        lambda: marking.add_mark(scored_id, form.mark, form.proofs(papers), by=by),
        lambda _: _unit(scored_id),
        said=gettext("Marked."),
    )
    return done or render_template("scores/mark.html", form=form, scored=scored)


@pages.post("/marks/<int:mark_id>/withdraw")
@requires(Permission.MARK_SCORES)
def withdraw(mark_id: int) -> ResponseReturnValue:
    """Take a mark back."""
    back = _unit(queries.get_mark(mark_id, current_actor()).scored_id)
    return press(lambda: marking.withdraw_mark(mark_id, by=current_actor()), _unit, back=back)


@pages.route("/units/<int:scored_id>/assess/<key>", methods=["GET", "POST"])
@requires(Permission.RECTIFY)
def assess(scored_id: int, key: str) -> ResponseReturnValue:
    """Say what the own unit has for an indicator."""
    by = current_actor()
    scored, indicator, own = queries.get_own(scored_id, key, by)
    shown = {"got": plain(own.got), "note": own.note, "version": str(own.version)} if own else {"version": "0"}
    form = AssessForm(**shown)
    papers = take_in(form)
    done = papers is not None and send(
        form,
        lambda: marking.assess_self(
            scored_id, key, form.points, form.note.data or "", form.proofs(papers), by=by, seen=form.seen_version()
        ),
        lambda _: _unit(scored_id),
        said=gettext("Saved. The office sees it beside what was counted."),
    )  # fmt: skip
    return done or render_template(
        "scores/assess.html", form=form, scored=scored, indicator=indicator, own=own, plain=plain
    )


@pages.route("/marks/<int:mark_id>/object", methods=["GET", "POST"])
@requires(Permission.RECTIFY)
def object_to(mark_id: int) -> ResponseReturnValue:
    """Object to a mark of the own unit."""
    by, form = current_actor(), ObjectForm()
    found = queries.get_mark(mark_id, by)
    papers = take_in(form)
    done = papers is not None and send(
        form,
        lambda: marking.object_to(mark_id, form.reason.data or "", form.proofs(papers), by=by),
        lambda _: _unit(found.scored_id),
        said=gettext("Sent. The leadership decides."),
    )
    return done or render_template("scores/object_to.html", form=form, mark=found, plain=plain)


@pages.route("/objections/<int:objection_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide(objection_id: int) -> ResponseReturnValue:
    """Decide an objection."""
    by, form = current_actor(), DecideForm()
    found = marking.get_objection(objection_id, by)
    form = DecideForm(version=str(found.version), left="0")
    done = send(
        form,
        lambda: marking.decide_objection(
            objection_id, is_upheld=form.verdict.data == "upheld", opinion=form.opinion.data or "", left=form.points,
            by=by, seen=form.seen_version(),
        ),
        lambda _: _to(found.mark.scored.scoring_id),
        said=gettext("Decided; score and places follow."),
    )  # fmt: skip
    return done or render_template("scores/decide.html", form=form, objection=found, mark=found.mark, plain=plain)


@pages.route("/marks/<int:mark_id>/remedy", methods=["GET", "POST"])
@requires(Permission.RECTIFY)
def remedy(mark_id: int) -> ResponseReturnValue:
    """Say what was put right since a mark was given."""
    by = current_actor()
    found = queries.get_mark(mark_id, by)
    form = RemedyForm(version=str(found.version), text=found.remedy)
    done = send(
        form,
        lambda: marking.tell_remedy(mark_id, form.text.data or "", by=by, seen=form.seen_version()),
        lambda _: _unit(found.scored_id),
        said=gettext("Saved."),
    )
    return done or render_template("scores/remedy.html", form=form, mark=found, plain=plain)


@pages.route("/units/<int:scored_id>/honour", methods=["GET", "POST"])
@requires(Permission.KEEP_SCORES)
def honour(scored_id: int) -> ResponseReturnValue:
    """Enter what follows from a score into the ledger of rewards and sanctions."""
    by = current_actor()
    scored = queries.get_scored(scored_id, by)
    form = HonourForm(reason=services.usual_honour(scored))
    done = send(
        form,
        lambda: services.honour_unit(
            scored_id, kind=form.kind.data, reason=form.reason.data or "", people=form.people.data or 0, by=by
        ),
        lambda _: _unit(scored_id),
        said=gettext("Entered into the ledger of rewards and sanctions."),
    )  # fmt: skip
    return done or render_template("scores/honour.html", form=form, scored=scored)


@pages.get("/papers/<int:paper_id>")
@requires(Permission.VIEW_WORK)
def paper(paper_id: int) -> ResponseReturnValue:
    """Hand out a proof."""
    return download(queries.get_paper(paper_id, current_actor()))


def _to(scoring_id: int) -> str:
    return url_for("scores.show", scoring_id=scoring_id)


def _unit(scored_id: int) -> str:
    return url_for("scores.unit", scored_id=scored_id)


def _words() -> dict[str, object]:
    return {"words": words, "plain": plain}
