"""Pages of the year-end summary: the editor, its sections, the printed document."""

from io import BytesIO

from flask import Blueprint, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.documents import print_docx, print_pdf
from tracker.documents.model import Document
from tracker.figures.rules import pieces
from tracker.permissions import Permission
from tracker.summary import queries, services
from tracker.summary.document import summary_document
from tracker.summary.forms import FrontForm, SectionForm
from tracker.summary.rules import lines
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send

pages = Blueprint("summary", __name__, url_prefix="/summary")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pages.get("")
@requires(Permission.PRINT_SUMMARY)
def index() -> ResponseReturnValue:
    """List the years and their summaries."""
    return render_template("summary/index.html", years=queries.list_years())


@pages.post("/<int:year>/draft")
@requires(Permission.WRITE_SUMMARY)
def draft(year: int) -> ResponseReturnValue:
    """Draft the summary of a year from its data."""
    return press(
        lambda: services.draft_summary(year, by=current_actor()),
        lambda summary: url_for("summary.show", year=year),
        back=url_for("summary.index"),
        said=gettext("Drafted from the data. Read it through; every number comes from the records."),
    )


@pages.get("/<int:year>")
@requires(Permission.PRINT_SUMMARY)
def show(year: int) -> ResponseReturnValue:
    """Show the summary as it will read; `?figure=` shows what stands behind a number."""
    summary = queries.get_summary(year)
    figures = queries.gather(year, clock.today()).figures
    sections = [
        (section, [(line.is_heading, list(pieces(line.text, figures))) for line in lines(section.text)])
        for section in summary.sections
    ]
    return render_template(
        "summary/show.html", summary=summary, sections=sections, chosen=figures.get(request.args.get("figure", ""))
    )


@pages.route("/<int:year>/front", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def front(year: int) -> ResponseReturnValue:
    """Change title, addressee and date."""
    summary = queries.get_summary(year)
    form = FrontForm(obj=summary)
    done = send(
        form,
        lambda: services.edit_front(
            year, title=form.title.data or "", addressee=form.addressee.data or "", signed_on=form.signed_on.data,
            by=current_actor(), seen=form.seen_version(),
        ),
        lambda _: url_for("summary.show", year=year),
    )  # fmt: skip
    return done or render_template("summary/front.html", form=form, summary=summary)


@pages.route("/sections/<int:section_id>", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def section(section_id: int) -> ResponseReturnValue:
    """Edit one section beside the figures it may name."""
    opened = queries.get_section(section_id)
    year = opened.summary.year
    form = SectionForm(obj=opened)
    done = send(
        form,
        lambda: services.edit_section(
            section_id, heading=form.heading.data or "", text=form.text.data or "",
            by=current_actor(), seen=form.seen_version(),
        ),
        lambda _: url_for("summary.show", year=year, _anchor=f"section-{section_id}"),
        said=gettext("Saved."),
    )  # fmt: skip
    figures = queries.gather(year, clock.today()).figures
    return done or render_template("summary/section.html", form=form, section=opened, year=year, figures=figures)


@pages.post("/sections/<int:section_id>/redraft")
@requires(Permission.WRITE_SUMMARY)
def redraft(section_id: int) -> ResponseReturnValue:
    """Draft one section anew from the data."""
    return press(
        lambda: services.redraft_section(section_id, by=current_actor()),
        lambda _: url_for("summary.section", section_id=section_id),
        back=url_for("summary.section", section_id=section_id),
        said=gettext("Drafted anew. The text before stands in the history."),
    )


@pages.get("/<int:year>.pdf")
@requires(Permission.PRINT_SUMMARY)
def pdf(year: int) -> ResponseReturnValue:
    """Print the summary."""
    document = _document(year)
    name = f"{document.title}.pdf"
    return send_file(BytesIO(print_pdf(document)), "application/pdf", download_name=name)


@pages.get("/<int:year>.docx")
@requires(Permission.PRINT_SUMMARY)
def docx(year: int) -> ResponseReturnValue:
    """Give the summary as a Word document."""
    document = _document(year)
    return send_file(BytesIO(print_docx(document)), WORD, as_attachment=True, download_name=f"{document.title}.docx")


def _document(year: int) -> Document:
    today = clock.today()
    return summary_document(queries.get_summary(year), queries.gather(year, today), today)
