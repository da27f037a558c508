"""Pages of the annual report: its parts and what does not hold in them, issuing, printing, figures of others."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.annual_report import layout, queries, receiving, services, words
from tracker.annual_report.document import report_document, shown, title_of
from tracker.annual_report.drafted import SOURCE
from tracker.annual_report.filling import MONTHLY, OPENING
from tracker.annual_report.forms import (
    CellsForm,
    SettleForm,
    TakeBackForm,
    TextForm,
    UploadForm,
    open_quantities,
    part_form,
    typed_part,
)
from tracker.annual_report.models import AnnualReport, ReceivedReport, ReportSection
from tracker.annual_report.rows import Content, ReportPage
from tracker.annual_report.xlsx_file import write_xlsx
from tracker.documents.model import Document
from tracker.errors import NotFound, RuleBroken
from tracker.files.inspection import CONTENT_TYPES, Kind
from tracker.files.names import content_disposition
from tracker.files.services import Received
from tracker.files.transfer import allow_files, stored_file
from tracker.issuing.queries import chain_of
from tracker.issuing.words import steps
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.papers import send_docx, send_pdf
from tracker.web.submissions import press, send

pages = Blueprint("annual_report", __name__, url_prefix="/annual-report")
allow_files(pages, "upload")
LAST_PART = len(words.PARTS) - 1


@pages.get("")
@requires(Permission.PRINT_SUMMARY)
def index() -> ResponseReturnValue:
    """List the years and their reports."""
    return render_template("annual_report/index.html", years=queries.list_years(clock.today()))


@pages.post("/<int:year>/draft")
@requires(Permission.WRITE_SUMMARY)
def draft(year: int) -> ResponseReturnValue:
    """Begin the report of a year."""
    return press(
        lambda: services.draft_report(year, by=current_actor()),
        lambda _: url_for("annual_report.show", year=year),
        back=url_for("annual_report.index"),
        said=gettext("The cells are filled from the registers and follow them until the report is issued."),
    )


@pages.route("/<int:year>", methods=["GET", "POST"])
@requires(Permission.PRINT_SUMMARY)
def show(year: int) -> ResponseReturnValue:
    """Show one part of a report (?part=, 0 to 6) with all that does not hold; save it."""
    part, key = _part()
    page = queries.get_page(year)
    form = part_form(page, key)
    done = send(
        form,
        lambda: _save(year, key, form),
        lambda _: url_for("annual_report.show", year=year, part=part),
        said=gettext("Saved."),
    )
    return done or _show(page, form, part, key)


@pages.post("/<int:year>/try")
@requires(Permission.WRITE_SUMMARY)
def try_out(year: int) -> ResponseReturnValue:
    """Show a part as it would be with what is typed, checked, keeping nothing: its page puts the answers in place."""
    part, key = _part()
    form = typed_part(year, key)
    if isinstance(form, CellsForm):
        page = queries.try_cells(year, form.typed(), form.shown_before())
    else:
        page = queries.try_text(year, key, form.text.data or "")
    return _show(page, form, part, key, is_tried=True)


def _part() -> tuple[int, str]:
    """Return the number and the key of the part that is asked for."""
    part = min(max(request.args.get("part", 3, type=int), 0), LAST_PART)
    return part, words.PARTS[part]


def _show(page: ReportPage, form: TextForm | CellsForm, part: int, key: str, *, is_tried: bool = False) -> str:
    table = layout.table_of(page.filled.now, key)
    chain = chain_of(SOURCE.of_page(page), current_actor())
    return render_template(
        "annual_report/show.html", page=page, form=form, table=table, part=part, words=words, chain=chain,
        steps=steps(), is_tried=is_tried,
    )  # fmt: skip


def _save(year: int, key: str, form: TextForm | CellsForm) -> AnnualReport | ReportSection:
    by, seen = current_actor(), form.seen_version()
    if isinstance(form, CellsForm):
        opened = form.shown_before()
        return services.change_cells(year, form.typed(), form.reason.data or "", by=by, seen=seen, opened=opened)
    return services.edit_text(year, key, form.text.data or "", by=by, seen=seen)


@pages.post("/<int:year>/mend")
@requires(Permission.WRITE_SUMMARY)
def mend(year: int) -> ResponseReturnValue:
    """Put a failure right with one press."""
    here = url_for("annual_report.show", year=year, part=request.args.get("part", 3, type=int))
    return press(
        lambda: services.mend(year, request.form.get("failure", ""), by=current_actor()),
        lambda _: here,
        back=here,
        said=gettext("Put right; the checks were run again."),
    )


@pages.route("/<int:year>/take-back", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def take_back(year: int) -> ResponseReturnValue:
    """Take an issued report back."""
    form = TakeBackForm()
    done = send(
        form,
        lambda: services.take_back_report(year, form.reason.data or "", by=current_actor()),
        lambda _: url_for("annual_report.show", year=year),
        said=gettext("Taken back. It can be changed and issued again."),
    )
    return done or render_template("annual_report/take_back.html", report=queries.get_report(year), form=form)


@pages.route("/<int:year>/quantities", methods=["GET", "POST"])
@requires(Permission.EDIT_LEDGER)
def quantities(year: int) -> ResponseReturnValue:
    """Enter what a unit (?unit=) counted for table two, month by month."""
    by = current_actor()
    units = [(unit, count) for unit, count in queries.list_quantity_units(year) if by.sees_unit(unit.id)]
    unit_id = request.args.get("unit", by.unit_id or 0, type=int)
    if unit_id not in {unit.id for unit, _ in units}:
        raise NotFound
    form = open_quantities(queries.amounts_of(year, unit_id), receiving.sheet_version(year, unit_id))
    done = send(
        form,
        lambda: receiving.fill_quantities(year, unit_id, form.typed(), by=by, seen=form.seen_version()),
        lambda _: url_for("annual_report.quantities", year=year, unit=unit_id),
        said=gettext("Saved."),
    )
    keys = {"flows": MONTHLY, "opening": OPENING, "unit_id": unit_id, "year": year}
    return done or render_template("annual_report/quantities.html", form=form, units=units, **keys)


@pages.get("/<int:year>/group")
@requires(Permission.PRINT_SUMMARY)
def group(year: int) -> ResponseReturnValue:
    """Show the units' own reports, each missing one named, and their sum."""
    found, report = queries.get_group(year), queries.find_report(year)
    received = queries.find_received(year - 1, None)
    return render_template("annual_report/group.html", group=found, report=report, received=received, year=year)


@pages.post("/<int:year>/group/scope")
@requires(Permission.WRITE_SUMMARY)
def scope(year: int) -> ResponseReturnValue:
    """Let the units' figures be part of the report, or not."""
    here = url_for("annual_report.group", year=year)
    return press(
        lambda: services.set_adds_units(year, request.form.get("adds") == "yes", by=current_actor()),
        lambda _: here,
        back=here,
        said=gettext("Saved."),
    )


@pages.route("/<int:year>/upload", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def upload(year: int) -> ResponseReturnValue:
    """Take in a report made elsewhere: our own of the year before, or a unit's of this year."""
    by = current_actor()
    units = [(unit.id, unit.name) for unit in queries.list_reporting_units(year)]
    form = UploadForm(units=units, before=gettext("Our own report of %(year)d", year=year - 1))
    files = _take_in(form)
    done = files is not None and send(
        form,
        lambda: receiving.receive_report(year if form.unit_id else year - 1, form.unit_id, files, by=by),
        lambda received: url_for("annual_report.received", received_id=received.id),
        said=gettext("Read. What could not be read with certainty is asked for below."),
    )
    return done or render_template("annual_report/upload.html", form=form, year=year)


@pages.route("/received/<int:received_id>", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def received(received_id: int) -> ResponseReturnValue:
    """Show a report made elsewhere, and ask for what could not be read with certainty."""
    found = queries.get_received(received_id)
    form = SettleForm(version=str(found.version))
    here = url_for("annual_report.received", received_id=received_id)
    done = send(
        form,
        lambda: receiving.settle_doubts(received_id, request.form, by=current_actor(), seen=form.seen_version()),
        lambda _: here,
        said=gettext("Saved."),
    )
    settled, checked = queries.settled_meanwhile(found, request.form), queries.check_received(found)
    form.version.data = str(found.version)
    return done or render_template(
        "annual_report/received.html", found=found, form=form, checked=checked, settled=settled, words=words,
        titled=queries.find_other_name(found),
    )  # fmt: skip


@pages.get("/received/<int:received_id>/file")
@requires(Permission.PRINT_SUMMARY)
def file(received_id: int) -> ResponseReturnValue:
    """Hand out the file of a report made elsewhere."""
    found: ReceivedReport = queries.get_received(received_id)
    return stored_file(found.file, found.name)


@pages.get("/<int:year>.pdf")
@requires(Permission.PRINT_SUMMARY)
def pdf(year: int) -> ResponseReturnValue:
    """Print the report."""
    document = _document(queries.get_content(year, clock.today()))
    return send_pdf(document)


@pages.get("/<int:year>.docx")
@requires(Permission.PRINT_SUMMARY)
def docx(year: int) -> ResponseReturnValue:
    """Give the report as a Word document."""
    document = _document(queries.get_content(year, clock.today()))
    return send_docx(document)


@pages.get("/<int:year>.xlsx")
@requires(Permission.PRINT_SUMMARY)
def xlsx(year: int) -> ResponseReturnValue:
    """Give the three tables as a workbook."""
    figures = queries.get_content(year, clock.today()).figures
    return _file(write_xlsx(figures), CONTENT_TYPES[Kind.XLSX], f"{title_of(figures)}.xlsx")


@pages.get("/<int:year>.html")
@requires(Permission.PRINT_SUMMARY)
def website(year: int) -> ResponseReturnValue:
    """Give the report as a page for the website, for saving."""
    content = queries.get_content(year, clock.today())
    tables = {key: layout.table_of(content.figures, key) for key in words.TABLES}
    html = render_template(
        "annual_report/website.html", content=content, title=title_of(content.figures), tables=tables, shown=shown,
        words=words,
    )  # fmt: skip
    return _file(html.encode(), "text/html; charset=utf-8", f"{title_of(content.figures)}.html")


def _take_in(form: UploadForm) -> list[Received] | None:
    """Check and store the file of a report; None when it was refused, which then stands on the form."""
    if request.method != "POST" or not form.validate():
        return []
    try:
        files, by_id = [one for one in form.files.data or () if one and one.filename], current_actor().account_id
        return [receiving.take_file(one.stream, one.filename, by_id=by_id) for one in files]
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return None


def _document(content: Content) -> Document:
    return report_document(content.figures, content.texts, content.dated, frozen=content.frozen)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": content_disposition(name)})
