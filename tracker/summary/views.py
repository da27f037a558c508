"""Pages of the year-end summary: the editor, its sections, the printed document."""

from io import BytesIO

from flask import Blueprint, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.documents.model import Document
from tracker.documents.preview import picture
from tracker.errors import RuleBroken
from tracker.issuing.words import steps
from tracker.outlines.rules import WHOLE, Variant
from tracker.outlines.words import VARIANTS
from tracker.permissions import Permission
from tracker.summary import queries, services, talking
from tracker.summary import versions as versioning
from tracker.summary.desk import get_desk, preview_of
from tracker.summary.document import summary_document
from tracker.summary.forms import FrontForm, PaperForm, RemarkForm, SectionForm
from tracker.summary.models import SummarySection
from tracker.summary.offers import list_offers
from tracker.summary.paper import edit_paper
from tracker.summary.sourcing import trace
from tracker.web.access import current_actor, requires
from tracker.web.papers import send_docx, send_pdf
from tracker.web.submissions import press, send
from tracker.web.words import worded

pages = Blueprint("summary", __name__, url_prefix="/summary")


@pages.get("")
@requires(Permission.PRINT_SUMMARY)
def index() -> ResponseReturnValue:
    """List the years and their summaries."""
    offered = [(variant, words) for variant, words in VARIANTS.items() if variant in WHOLE]
    return render_template("summary/index.html", years=queries.list_years(), variants=offered)


@pages.post("/<int:year>/draft")
@requires(Permission.WRITE_SUMMARY)
def draft(year: int) -> ResponseReturnValue:
    """Draft the summary of a year from its data."""
    return press(
        lambda: services.draft_summary(year, by=current_actor(), variant=_variant()),
        lambda summary: url_for("summary.show", year=year),
        back=url_for("summary.index"),
        said=gettext("Drafted from the data. Read it through; every number comes from the records."),
    )


@pages.get("/<int:year>")
@requires(Permission.PRINT_SUMMARY)
def show(year: int) -> ResponseReturnValue:
    """Show the summary as it will read; `?figure=` shows what stands behind a number."""
    desk = get_desk(year, request.args.get("figure", ""), current_actor())
    return render_template("summary/show.html", steps=steps(), **vars(desk))


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


@pages.route("/<int:year>/paper", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def paper(year: int) -> ResponseReturnValue:
    """Change what stands above and below the text, and what is added to it."""
    summary = queries.get_summary(year)
    kept = summary.paper
    form = PaperForm(obj=kept) if kept else PaperForm(version="0")
    done = send(
        form,
        lambda: edit_paper(year, form.paper, by=current_actor(), seen=form.seen_version()),
        lambda _: url_for("summary.show", year=year),
        said=gettext("Saved."),
    )
    return done or render_template("summary/paper.html", form=form, summary=summary)


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
    return done or _section_page(opened, form)


@pages.post("/sections/<int:section_id>/redraft")
@requires(Permission.WRITE_SUMMARY)
def redraft(section_id: int) -> ResponseReturnValue:
    """Draft one section anew from the data."""
    return press(
        lambda: services.redraft_section(section_id, by=current_actor()),
        lambda _: url_for("summary.section", section_id=section_id),
        back=url_for("summary.section", section_id=section_id),
        said=gettext(
            "Drafted anew. What was written by hand stands at the end; the text before is among the versions."
        ),
    )


@pages.get("/<int:year>/preview")
@requires(Permission.PRINT_SUMMARY)
def preview(year: int) -> ResponseReturnValue:
    """Show the real pages of the summary as it would be printed now."""
    summary = queries.get_summary(year)
    try:
        shown, refusal = preview_of(summary), None
    except RuleBroken as broken:
        shown, refusal = None, broken
    numbers = range(1, shown.pages + 1) if shown else ()
    addresses = [url_for("summary.page", year=year, number=number) for number in numbers]
    words = worded(refusal) if refusal else ""
    return render_template("summary/preview.html", summary=summary, shown=shown, addresses=addresses, refusal=words)


@pages.get("/<int:year>/pages/<int:number>.png")
@requires(Permission.PRINT_SUMMARY)
def page(year: int, number: int) -> ResponseReturnValue:
    """Give one page as a picture."""
    drawn = picture(preview_of(queries.get_summary(year)), number)
    return send_file(BytesIO(drawn), "image/png", max_age=0)


@pages.post("/sections/<int:section_id>/mend/<mark>")
@requires(Permission.WRITE_SUMMARY)
def mend(section_id: int, mark: str) -> ResponseReturnValue:
    """Put the figure where a number was typed that contradicts it."""
    year = queries.get_section(section_id).summary.year
    back = url_for("summary.show", year=year, _anchor="gate")
    return press(
        lambda: talking.mend(section_id, mark, by=current_actor()), lambda _: back, back=back,
        said=gettext("The figure stands in the text now."),
    )  # fmt: skip


@pages.post("/sections/<int:section_id>/remarks")
@requires(Permission.PRINT_SUMMARY)
def say(section_id: int) -> ResponseReturnValue:
    """Say something about a section."""
    opened = queries.get_section(section_id)
    form = RemarkForm()
    done = send(
        form,
        lambda: talking.say(section_id, form.remark.data or "", by=current_actor()),
        lambda _: url_for("summary.versions", section_id=section_id, _anchor="remarks"),
        said=gettext("The remark stands beside the section."),
    )
    return done or _versions_page(opened, form)


@pages.post("/remarks/<int:remark_id>/settle")
@requires(Permission.WRITE_SUMMARY)
def settle(remark_id: int) -> ResponseReturnValue:
    """Note that a remark was seen to."""
    return press(
        lambda: talking.settle(remark_id, by=current_actor()),
        lambda remark: url_for("summary.versions", section_id=remark.section_id, _anchor="remarks"),
        back=url_for("summary.index"),
    )


@pages.get("/sections/<int:section_id>/versions")
@requires(Permission.PRINT_SUMMARY)
def versions(section_id: int) -> ResponseReturnValue:
    """Show the texts a section had, one of them beside the text as it is, and what was said about it."""
    return _versions_page(queries.get_section(section_id), RemarkForm(formdata=None))


@pages.post("/sections/<int:section_id>/versions/<int:number>/restore")
@requires(Permission.WRITE_SUMMARY)
def restore(section_id: int, number: int) -> ResponseReturnValue:
    """Take up an earlier text again."""
    back = url_for("summary.versions", section_id=section_id)
    return press(
        lambda: talking.restore_version(section_id, number, by=current_actor()), lambda _: back, back=back,
        said=gettext("The earlier text stands again; the one before is among the versions."),
    )  # fmt: skip


def _section_page(opened: SummarySection, form: SectionForm) -> str:
    year, material = opened.summary.year, queries.material_of(opened.summary, clock.today())
    return render_template(
        "summary/section.html", form=form, section=opened, year=year, figures=material.figures,
        traced=trace(opened, material.figures), waiting=versioning.count_remarks(opened.summary_id).get(opened.id, 0),
        handed=queries.list_handed(year), offers=list_offers(opened, material),
    )  # fmt: skip


def _versions_page(opened: SummarySection, form: RemarkForm) -> str:
    kept = versioning.list_versions(opened.id)
    asked = request.args.get("with", type=int)
    other = next((one for one in kept if one.number == asked), kept[1] if len(kept) > 1 else None)
    parts = versioning.compare(other.text, opened.text) if other else None
    return render_template(
        "summary/versions.html", section=opened, kept=kept, other=other, parts=parts, form=form,
        remarks=versioning.list_remarks(opened.id),
    )  # fmt: skip


@pages.get("/<int:year>.pdf")
@requires(Permission.PRINT_SUMMARY)
def pdf(year: int) -> ResponseReturnValue:
    """Print the summary."""
    document = _document(year)
    return send_pdf(document)


@pages.get("/<int:year>.docx")
@requires(Permission.PRINT_SUMMARY)
def docx(year: int) -> ResponseReturnValue:
    """Give the summary as a Word document."""
    document = _document(year)
    return send_docx(document)


def _variant() -> Variant:
    """Return the outline that was asked for; anything odd asks for the usual one."""
    asked = request.form.get("variant", "")
    return next((one for one in WHOLE if one.value == asked), Variant.AGENCY)


def _document(year: int) -> Document:
    today = clock.today()
    summary = queries.get_summary(year)
    return summary_document(summary, queries.material_of(summary, today), today)
