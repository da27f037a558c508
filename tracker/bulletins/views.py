"""Pages of circulars: the list, a new one, its text with the gate, its sections, the paper."""

from datetime import date
from typing import cast

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.bulletins import queries, services
from tracker.bulletins.drafted import SOURCE
from tracker.bulletins.forms import DraftForm, FrontForm, SectionForm
from tracker.documents.model import Document
from tracker.figures.rules import pieces
from tracker.issuing.content import Front
from tracker.issuing.queries import chain_of, gate_of, list_papers
from tracker.issuing.words import steps
from tracker.permissions import Permission
from tracker.scores.forms import period_choices, usual_period
from tracker.scores.queries import count_undecided
from tracker.summary.rules import lines
from tracker.web.access import current_actor, requires
from tracker.web.papers import send_docx, send_pdf
from tracker.web.submissions import press, send

pages = Blueprint("bulletins", __name__, url_prefix="/circulars")


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the circulars that were issued, and for office and leadership those on their way."""
    by, year = current_actor(), request.args.get("year", clock.today().year, type=int)
    drafts = queries.list_bulletins(year) if by.may(Permission.PRINT_SUMMARY) else ()
    papers = [one for one in list_papers(by, kind=SOURCE.kind) if one.year in (year, year + 1)]
    undecided = count_undecided() if by.may(Permission.DECIDE) else 0
    return render_template("bulletins/index.html", drafts=drafts, papers=papers, year=year, undecided=undecided)


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def new() -> ResponseReturnValue:
    """Draft the circular of a period."""
    today = clock.today()
    periods = [pair for year in (today.year, today.year - 1) for pair in period_choices(year)]
    form = DraftForm(periods=periods, period=usual_period(today), as_of=today)
    done = send(
        form,
        lambda: services.draft_bulletin(form.chosen, by=current_actor(), as_of=form.as_of.data),
        lambda made: _to(made.id),
        said=gettext("Drafted from the data. Read it through; every number comes from the records."),
    )
    return done or render_template("bulletins/new.html", form=form)


@pages.get("/<int:bulletin_id>")
@requires(Permission.PRINT_SUMMARY)
def show(bulletin_id: int) -> ResponseReturnValue:
    """Show a circular as it will read, with its gate; `?figure=` shows what stands behind a number."""
    bulletin = queries.get_bulletin(bulletin_id)
    figures = queries.gather(bulletin.period, bulletin.as_of).figures
    sections = [
        (section, [(line.is_heading, list(pieces(line.text, figures))) for line in lines(section.text)])
        for section in bulletin.sections
    ]
    drafted = SOURCE.get(bulletin_id)
    return render_template(
        "bulletins/show.html", bulletin=bulletin, sections=sections, steps=steps(), drafted=drafted,
        chosen=figures.get(request.args.get("figure", "")), gate=gate_of(SOURCE, bulletin_id),
        chain=chain_of(drafted, current_actor()),
    )  # fmt: skip


@pages.route("/<int:bulletin_id>/front", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def front(bulletin_id: int) -> ResponseReturnValue:
    """Change title, addressees and the day of the figures."""
    bulletin = queries.get_bulletin(bulletin_id)
    form = FrontForm(obj=bulletin)
    done = send(
        form,
        lambda: services.edit_front(
            bulletin_id, title=form.title.data or "", addressee=form.addressee.data or "",
            as_of=cast(date, form.as_of.data), by=current_actor(), seen=form.seen_version(),
        ),
        lambda _: _to(bulletin_id),
        said=gettext("Saved."),
    )  # fmt: skip
    return done or render_template("bulletins/front.html", form=form, bulletin=bulletin)


@pages.route("/sections/<int:section_id>", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def section(section_id: int) -> ResponseReturnValue:
    """Edit one section beside the figures it may name."""
    opened = queries.get_section(section_id)
    form = SectionForm(obj=opened)
    done = send(
        form,
        lambda: services.edit_section(
            section_id, heading=form.heading.data or "", text=form.text.data or "",
            by=current_actor(), seen=form.seen_version(),
        ),
        lambda _: url_for("bulletins.show", bulletin_id=opened.bulletin_id, _anchor=f"section-{section_id}"),
        said=gettext("Saved."),
    )  # fmt: skip
    figures = queries.gather(opened.bulletin.period, opened.bulletin.as_of).figures
    return done or render_template("bulletins/section.html", form=form, section=opened, figures=figures)


@pages.post("/sections/<int:section_id>/redraft")
@requires(Permission.WRITE_SUMMARY)
def redraft(section_id: int) -> ResponseReturnValue:
    """Draft one section anew from the data."""
    here = url_for("bulletins.section", section_id=section_id)
    return press(
        lambda: services.redraft_section(section_id, by=current_actor()), lambda _: here, back=here,
        said=gettext("Drafted anew. The text before stands in the history."),
    )  # fmt: skip


@pages.get("/<int:bulletin_id>.pdf")
@requires(Permission.PRINT_SUMMARY)
def pdf(bulletin_id: int) -> ResponseReturnValue:
    """Print a circular as it stands; the issued paper is kept by the chain."""
    document = _document(bulletin_id)
    return send_pdf(document)


@pages.get("/<int:bulletin_id>.docx")
@requires(Permission.PRINT_SUMMARY)
def docx(bulletin_id: int) -> ResponseReturnValue:
    """Give a circular as a Word document."""
    document = _document(bulletin_id)
    return send_docx(document)


def _document(bulletin_id: int) -> Document:
    return SOURCE.document(bulletin_id, Front("", clock.today(), ""))


def _to(bulletin_id: int) -> str:
    return url_for("bulletins.show", bulletin_id=bulletin_id)
