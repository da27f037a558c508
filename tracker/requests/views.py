"""Pages of the register of requests, and of reviews and lawsuits."""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.errors import NotFound
from tracker.files.inspection import CONTENT_TYPES, Kind
from tracker.files.names import content_disposition
from tracker.files.transfer import allow_files, download, take_in
from tracker.permissions import Permission
from tracker.requests import disputes as cases
from tracker.requests import queries, services, words
from tracker.requests.deeds import ANSWER_TO, Deed
from tracker.requests.forms import DeedForm, DisputeForm, FilterForm, RequestForm
from tracker.requests.handling import enter_deed
from tracker.requests.letters import letter_document
from tracker.requests.lighting import days_in_words
from tracker.requests.models import DisclosureRequest
from tracker.requests.offers import undelivered
from tracker.requests.rows import Counts, RequestRow, View
from tracker.web.access import current_actor, requires
from tracker.web.exports import xlsx_bytes
from tracker.web.papers import send_docx, send_pdf
from tracker.web.submissions import send
from tracker.web.tables import Page, PageAsked, page_asked

pages = Blueprint("requests", __name__, url_prefix="/requests")
allow_files(pages, "new", "act")
CLOSED = (View.ANSWERED, View.ALL)


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the requests of one view under the filters in force."""
    filters, asked = _filters(), page_asked(["due"])
    rows, counts = _list(filters, asked)
    page = Page(rows, asked.number, asked.per_page, counts.of(filters.wanted.view))
    return render_template("requests/index.html", page=page, counts=counts, filters=filters, words=words)


def _list(filters: FilterForm, asked: PageAsked | None) -> tuple[Sequence[RequestRow], Counts]:
    """Return the rows of a page, or of the whole list, and the numbers of all views."""
    by, today, wanted = current_actor(), clock.today(), filters.wanted
    waiting = queries.list_open(by, wanted, today)
    counts = queries.count_views(by, wanted, waiting)
    first, length = (asked.offset, asked.per_page) if asked else (0, None)
    if wanted.view in CLOSED:
        return queries.list_all(by, wanted, today, limit=length, offset=first), counts
    shown = queries.rows_in(waiting, wanted.view)
    return shown[first : first + length] if length else shown, counts


@pages.get("/list.xlsx")
@requires(Permission.VIEW_WORK)
def export() -> ResponseReturnValue:
    """Hand out the list as it is shown, all pages of it, as an Excel file."""
    rows, _ = _list(_filters(), None)
    title = gettext("Register of requests")
    content = xlsx_bytes(title, [str(head) for head in words.COLUMNS], [words.cells(row) for row in rows])
    headers = {"Content-Disposition": content_disposition(f"{title}.xlsx")}
    return Response(content, mimetype=CONTENT_TYPES[Kind.XLSX], headers=headers)


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.KEEP_REQUESTS)
def new() -> ResponseReturnValue:
    """Register a request."""
    form = RequestForm(submitted_on=clock.today())
    papers = take_in(form)
    done = papers is not None and send(
        form,
        lambda: services.register_request(form.registration, papers=papers, by=current_actor()),
        lambda made: url_for("requests.show", request_id=made.id),
        said=gettext("Registered. The days are counted from the day after receipt."),
    )
    return done or render_template("requests/new.html", form=form)


@pages.get("/<int:request_id>")
@requires(Permission.VIEW_WORK)
def show(request_id: int) -> ResponseReturnValue:
    """Show a request: what can be done with it, its clock day by day, everything that happened."""
    page = queries.get_request_page(request_id, current_actor(), clock.today())
    days = days_in_words(page.clock.reading) if page.clock.reading else ()
    weeks = words.told(page.clock.weeks)
    return render_template("requests/show.html", page=page, days=days, weeks=weeks, words=words)


@pages.route("/<int:request_id>/edit", methods=["GET", "POST"])
@requires(Permission.KEEP_REQUESTS)
def edit(request_id: int) -> ResponseReturnValue:
    """Mend what was registered."""
    found = queries.get_request(request_id, current_actor())
    form = RequestForm(obj=found, applicant=found.applicant.value, channel=found.channel.value)
    done = send(
        form,
        lambda: services.edit_request(request_id, form.registration, by=current_actor(), seen=form.seen_version()),
        lambda _: url_for("requests.show", request_id=request_id),
        said=gettext("Saved."),
    )
    return done or render_template("requests/edit.html", form=form, found=found)


@pages.route("/<int:request_id>/<deed_name>", methods=["GET", "POST"])
@requires(Permission.VIEW_WORK)
def act(request_id: int, deed_name: str) -> ResponseReturnValue:
    """Do one thing with a request."""
    by, deed = current_actor(), next((one for one in Deed if one.value == deed_name), None)
    page = queries.get_request_page(request_id, by, clock.today())
    if deed is None or (request.method == "GET" and deed not in page.deeds):
        raise NotFound  # a form that is sent again finds its deed done, and leads where it led before
    form = _deed_form(deed, page.request)
    papers = take_in(form) if "files" in form else []
    done = papers is not None and send(
        form,
        lambda: enter_deed(request_id, deed, form.entry(papers), by=by, seen=form.seen_version()),
        lambda _: url_for("requests.show", request_id=request_id),
        said=words.DEEDS[deed],
    )
    return done or render_template("requests/act.html", form=form, page=page, deed=deed, words=words)


def _deed_form(deed: Deed, found: DisclosureRequest) -> DeedForm:
    offered = [(unit.id, unit.name) for unit in queries.list_handlers(clock.today())] if deed is Deed.ASSIGNED else []
    letters = [one.party for one in undelivered(found)]
    if deed in ANSWER_TO:
        came = {one.party for one in found.events if one.deed is deed}
        letters = [one.party for one in found.events if one.deed is ANSWER_TO[deed] and one.party not in came]
    handling = [str(one.unit_id) for one in found.units]
    return DeedForm(
        deed, offered=offered, letters=letters, day=clock.today(), version=str(found.version), units=handling
    )


@pages.get("/<int:request_id>/files/<int:file_id>")
@requires(Permission.VIEW_WORK)
def file(request_id: int, file_id: int) -> ResponseReturnValue:
    """Hand out a paper of a request."""
    return download(queries.get_file(request_id, file_id, current_actor()))


@pages.get("/<int:request_id>/letters/<int:event_id>.pdf")
@requires(Permission.VIEW_WORK)
def letter_pdf(request_id: int, event_id: int) -> ResponseReturnValue:
    """Print the letter of a deed."""
    letter = queries.get_letter(request_id, event_id, current_actor())
    return send_pdf(letter_document(letter), f"{letter.request.code}{letter.name}")


@pages.get("/<int:request_id>/letters/<int:event_id>.docx")
@requires(Permission.VIEW_WORK)
def letter_docx(request_id: int, event_id: int) -> ResponseReturnValue:
    """Give the letter of a deed as a Word document, to be worded further."""
    letter = queries.get_letter(request_id, event_id, current_actor())
    return send_docx(letter_document(letter), f"{letter.request.code}{letter.name}")


@pages.get("/disputes")
@requires(Permission.VIEW_ALL_UNITS)
def disputes() -> ResponseReturnValue:
    """List reviews and lawsuits."""
    return render_template("requests/disputes.html", disputes=cases.list_disputes(), words=words)


@pages.route("/disputes/new", methods=["GET", "POST"])
@requires(Permission.KEEP_REQUESTS)
def new_dispute() -> ResponseReturnValue:
    """Enter a review or lawsuit."""
    form = DisputeForm(request_code=request.args.get("request", ""))
    done = send(
        form,
        lambda: services.enter_dispute(form.entry, by=current_actor()),
        lambda _: url_for("requests.disputes"),
        said=gettext("Entered; table four counts it."),
    )
    return done or render_template("requests/new_dispute.html", form=form)


@pages.route("/disputes/<int:dispute_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_REQUESTS)
def edit_dispute(dispute_id: int) -> ResponseReturnValue:
    """Mend a review or lawsuit, or enter how it was decided."""
    page = cases.get_dispute(dispute_id, current_actor())
    form = DisputeForm(version=str(page.dispute.version), **page.fields)
    done = send(
        form,
        lambda: services.edit_dispute(dispute_id, form.entry, by=current_actor(), seen=form.seen_version()),
        lambda _: url_for("requests.disputes"),
        said=gettext("Saved."),
    )
    return done or render_template("requests/edit_dispute.html", form=form, dispute=page.dispute)


def _filters() -> FilterForm:
    by = current_actor()
    units = [(unit.id, unit.name) for unit in queries.list_handlers(clock.today())]
    return FilterForm(
        request.args, years=queries.list_years(by), units=units if by.may(Permission.VIEW_ALL_UNITS) else []
    )
