"""Pages of the Excel round trip: download, upload and preview, confirmation."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.errors import N_, RuleBroken
from tracker.files.inspection import CONTENT_TYPES, Kind
from tracker.files.names import content_disposition
from tracker.files.transfer import allow_files
from tracker.permissions import Permission
from tracker.roundtrip import queries, services, words
from tracker.roundtrip.forms import UploadForm
from tracker.roundtrip.receiving import read_filled
from tracker.roundtrip.rules import SheetKind, from_json, to_json
from tracker.roundtrip.services import Preview
from tracker.roundtrip.sheet import write_sheet
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press

pages = Blueprint("roundtrip", __name__)
allow_files(pages, "upload")


@pages.get("/sheets/<any(plan, work):kind>.xlsx")
@requires(Permission.VIEW_WORK)
def download(kind: str) -> ResponseReturnValue:
    """Give the tasks as an Excel file to fill in."""
    sheet = SheetKind(kind)
    rows = queries.list_rows(sheet, by=current_actor(), today=clock.today())
    headings = {field: str(name) for field, name in words.HEADINGS.items()}
    name = str(words.NAMES[sheet])
    disposition = content_disposition(f"{name}{clock.today()}.xlsx")
    content = write_sheet(sheet, name, headings, [words.worded(row) for row in rows])
    return Response(content, mimetype=CONTENT_TYPES[Kind.XLSX], headers={"Content-Disposition": disposition})


@pages.route("/sheets/<any(plan, work):kind>", methods=["GET", "POST"])
@requires(Permission.VIEW_WORK)
def upload(kind: str) -> ResponseReturnValue:
    """Take a filled sheet and show exactly what it would change, and what is refused and why."""
    sheet, by, form = SheetKind(kind), current_actor(), UploadForm()
    by.must(queries.PERMISSION[sheet])
    preview = _preview(sheet, form) if form.validate_on_submit() else None
    edits = to_json(preview.changes) if preview else ""
    return render_template(
        "roundtrip/upload.html", kind=sheet, form=form, preview=preview, edits=edits, words=words
    )  # fmt: skip


def _preview(sheet: SheetKind, form: UploadForm) -> Preview | None:
    try:
        if not form.files.data or not form.files.data.filename:
            raise RuleBroken(N_("Choose the file."), field="files")
        filled = read_filled(sheet, form.files.data.stream, form.files.data.filename)
        return services.try_sheet(sheet, filled, by=current_actor())
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return None


@pages.post("/sheets/<any(plan, work):kind>/confirm")
@requires(Permission.VIEW_WORK)
def confirm(kind: str) -> ResponseReturnValue:
    """Make the changes that the preview showed, all of them or none."""
    sheet = SheetKind(kind)
    return press(
        lambda: services.apply_sheet(sheet, from_json(request.form.get("edits", "")), by=current_actor()),
        lambda _: url_for("progress.work" if sheet is SheetKind.WORK else "tasks.index"),
        back=url_for("roundtrip.upload", kind=kind),
        said=gettext("Everything in the sheet was taken over."),
    )
