"""Pages of the sections' own summaries: the sections, what each summary says, its PDF and Word file."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.section_summary import queries, services
from tracker.section_summary.forms import HandInForm, SendBackForm
from tracker.summary.handed import chapters_of
from tracker.summary.queries import find_handed
from tracker.summary.rules import lines
from tracker.web.access import current_actor, requires
from tracker.web.papers import send_docx, send_pdf
from tracker.web.submissions import send

pages = Blueprint("section_summary", __name__, url_prefix="/section-summaries")


@pages.get("/<int:year>")
@requires(Permission.VIEW_WORK)
def index(year: int) -> ResponseReturnValue:
    """List the sections whose summary the reader may see."""
    sections = queries.list_sections(year, clock.today(), current_actor())
    return render_template("section_summary/index.html", year=year, sections=sections)


@pages.get("/<int:year>/<int:unit_id>")
@requires(Permission.VIEW_WORK)
def show(year: int, unit_id: int) -> ResponseReturnValue:
    """Show what a section's summary says: as it was handed in, else as it would be drafted today."""
    unit = queries.get_unit(unit_id, current_actor())
    handed = find_handed(year, unit_id)
    text = handed.text if handed else queries.text_to_hand_in(year, unit, clock.today())
    chapters = [(one, list(lines(one.text))) for one in chapters_of(text)]
    return render_template(
        "section_summary/show.html", year=year, unit=unit, chapters=chapters, handed=handed,
        is_own=current_actor().unit_id == unit_id,
    )  # fmt: skip


@pages.route("/<int:year>/<int:unit_id>/hand-in", methods=["GET", "POST"])
@requires(Permission.REPORT_PROGRESS)
def hand_in(year: int, unit_id: int) -> ResponseReturnValue:
    """Look the text over, change it, and hand it in; `?draft=anew` begins with the draft of today."""
    unit = queries.get_own_unit(unit_id, current_actor())
    handed = find_handed(year, unit_id)
    form = HandInForm(version=str(handed.version if handed else 0))
    if request.method == "GET":
        is_anew = handed is None or request.args.get("draft") == "anew"
        form.text.data = queries.text_to_hand_in(year, unit, clock.today()) if is_anew or not handed else handed.text
    done = send(
        form,
        lambda: services.hand_in(year, unit_id, form.text.data or "", by=current_actor(), seen=form.seen_version()),
        lambda _: url_for("section_summary.show", year=year, unit_id=unit_id),
        said=gettext("Handed in. The office sees it in its list."),
    )
    return done or render_template("section_summary/hand_in.html", form=form, unit=unit, year=year, handed=handed)


@pages.route("/<int:year>/<int:unit_id>/send-back", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def send_back(year: int, unit_id: int) -> ResponseReturnValue:
    """Send a section's summary back with what is to be mended."""
    unit = queries.get_unit(unit_id, current_actor())
    handed = find_handed(year, unit_id)
    if handed is None:
        raise NotFound
    form = SendBackForm(version=str(handed.version))
    done = send(
        form,
        lambda: services.send_back(
            year, unit_id, form.reason.data or "", by=current_actor(), seen=form.seen_version()
        ),
        lambda _: url_for("section_summary.index", year=year),
        said=gettext("Sent back to the section."),
    )  # fmt: skip
    return done or render_template("section_summary/send_back.html", form=form, unit=unit, year=year, handed=handed)


@pages.get("/<int:year>/<int:unit_id>.pdf")
@requires(Permission.VIEW_WORK)
def pdf(year: int, unit_id: int) -> ResponseReturnValue:
    """Print a section's summary."""
    document = queries.section_document(year, queries.get_unit(unit_id, current_actor()), clock.today())
    return send_pdf(document)


@pages.get("/<int:year>/<int:unit_id>.docx")
@requires(Permission.VIEW_WORK)
def docx(year: int, unit_id: int) -> ResponseReturnValue:
    """Give a section's summary as a Word document, to be written on and handed to the office."""
    document = queries.section_document(year, queries.get_unit(unit_id, current_actor()), clock.today())
    return send_docx(document)
