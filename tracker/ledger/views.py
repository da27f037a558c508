"""Pages of the ledgers: the overview, one ledger with its fast line, lists read in, one entry, months, own figures."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.files.inspection import CONTENT_TYPES, Kind
from tracker.files.names import content_disposition
from tracker.files.transfer import allow_files, download, take_in
from tracker.ledger import importing, months, queries, services, words
from tracker.ledger.forms import EntryForm, IndicatorForm, ListForm, LockForm, StrikeForm, entry_form, months_form
from tracker.ledger.lists import read_lines
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import year_period
from tracker.ledger.rows import Wanted
from tracker.ledger.rules import Ledger, definition
from tracker.ledger.shipped import LEDGERS, MONTHLY
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.exports import restore as without_guard
from tracker.web.exports import xlsx_bytes
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked

pages = Blueprint("ledger", __name__, url_prefix="/ledger")
allow_files(pages, "enter", "edit", "paste")


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the ledgers of a year; `?kind=` opens one."""
    if request.args.get("kind"):
        return redirect(url_for("ledger.entries", kind=request.args["kind"]))
    year, by = _year(), current_actor()
    period = year_period(year)
    begun = range(1, 13 if year < clock.today().year else clock.today().month + 1)
    return render_template(
        "ledger/index.html", totals=queries.list_ledgers(by, period), year=year, locks=queries.list_locks(year),
        lock=LockForm(begun) if queries.keeps_all(by) else None,
        uninterpreted=queries.list_uninterpreted(period, by), unreviewed=queries.list_unreviewed(period, by),
    )  # fmt: skip


@pages.get("/<kind>")
@requires(Permission.VIEW_WORK)
def entries(kind: str) -> ResponseReturnValue:
    """Show a ledger: the line to enter something, and what was entered; `?repeat=1` repeats the last entry."""
    if kind == MONTHLY:
        return redirect(url_for("ledger.grid", year=_year()))
    ledger, last = queries.get_ledger(kind), None
    if request.args.get("repeat"):
        last = queries.find_last(kind, current_actor())
    return _ledger_page(ledger, _form(ledger, last))


def _ledger_page(ledger: Ledger, form: EntryForm) -> str:
    by, asked = current_actor(), page_asked(["day"])
    wanted = _wanted(ledger)
    rows = queries.list_entries(by, wanted, limit=asked.per_page, offset=asked.offset)
    page = Page(rows, asked.number, asked.per_page, queries.count_entries(by, wanted))
    return render_template("ledger/entries.html", ledger=ledger, form=form, page=page, wanted=wanted, words=words)


def _wanted(ledger: Ledger) -> Wanted:
    text, tag = (request.args.get(name, "")[:100] for name in ("q", "tag"))
    return Wanted(ledger.kind, year_period(_year()), text=text, tag=tag)


def _form(ledger: Ledger, shown: LedgerEntry | None) -> EntryForm:
    """Return the form of a ledger, filled with an entry to be repeated: today, and the next issue."""
    by = current_actor()
    filled: dict[str, Any] = {} if shown is None else dict(services.texts_of(shown))
    if shown is not None and shown.issue is not None:
        filled["issue"] = str(shown.issue + 1)
    filled |= {"day": clock.today(), "unit": str(by.unit_id or "")}
    units = queries.list_own_units(clock.today(), by) if queries.keeps_all(by) else []
    return entry_form(ledger.kind)(units=units, **filled)


@pages.post("/<kind>")
@requires(Permission.EDIT_LEDGER)
def enter(kind: str) -> ResponseReturnValue:
    """Enter one line."""
    ledger = queries.get_ledger(kind)
    form = _form(ledger, None)
    papers = take_in(form)
    done = papers is not None and send(
        form,
        lambda: services.enter_entry(
            kind, form.facts, unit_id=form.chosen("unit"), papers=papers, by=current_actor()
        ),
        lambda made: url_for("ledger.entries", kind=kind, year=made.day.year, _anchor=f"entry-{made.id}"),
        said=gettext("Entered; the figures count it from now on."),
    )  # fmt: skip
    return done or _ledger_page(ledger, form)


@pages.get("/<kind>/list.xlsx")
@requires(Permission.VIEW_WORK)
def export(kind: str) -> ResponseReturnValue:
    """Hand a ledger out as an Excel file, in the columns in which it is read in again."""
    ledger = queries.get_ledger(kind)
    rows = [row for row in queries.list_entries(current_actor(), _wanted(ledger)) if not row.entry.struck_because]
    headers = {"Content-Disposition": content_disposition(f"{ledger.name}{_year()}.xlsx")}
    content = xlsx_bytes(ledger.name, words.heads(ledger), [words.cells(ledger, row) for row in rows])
    return Response(content, mimetype=CONTENT_TYPES[Kind.XLSX], headers=headers)


@pages.route("/<kind>/paste", methods=["GET", "POST"])
@requires(Permission.EDIT_LEDGER)
def paste(kind: str) -> ResponseReturnValue:
    """Read a list in, pasted or as a file; it is looked over on the next page; `?mend=` begins with one read before."""
    mended, ledger = request.args.get("mend", 0, type=int), queries.get_ledger(kind)
    form = ListForm(text=importing.text_of(mended, current_actor()) if mended else "")
    lines = _lines(form)
    done = lines is not None and send(
        form,
        lambda: importing.keep_list(kind, lines, ledger.name, by=current_actor()),
        lambda kept: url_for("ledger.preview", list_id=kept.id),
    )
    return done or render_template("ledger/paste.html", ledger=ledger, form=form)


def _lines(form: ListForm) -> list[list[str]] | None:
    """Return the lines of the file or of the text; None when the file was refused."""
    if request.method != "POST" or not form.validate():
        return []
    upload = form.files.data
    if not upload or not upload.filename:
        return read_lines(form.text.data or "")
    try:
        rows = importing.read_file(upload.stream, upload.filename)
    except RuleBroken as refusal:
        refusal.field = "files"
        form.show_refusal(refusal)
        return None
    return [[without_guard(cell) for cell in row] for row in rows]


@pages.get("/lists/<int:list_id>")
@requires(Permission.EDIT_LEDGER)
def preview(list_id: int) -> ResponseReturnValue:
    """Show every line of a list: what will be entered, or why nothing is."""
    kept = importing.get_list(list_id, current_actor())
    rows = importing.look_over(kept, current_actor())
    return render_template("ledger/preview.html", kept=kept, ledger=LEDGERS[kept.ledger], rows=rows)


@pages.post("/lists/<int:list_id>")
@requires(Permission.EDIT_LEDGER)
def enter_list(list_id: int) -> ResponseReturnValue:
    """Enter every line of a list."""
    return press(
        lambda: importing.enter_list(list_id, by=current_actor()),
        lambda done: url_for("ledger.entries", kind=done[0]),
        back=url_for("ledger.preview", list_id=list_id),
        said=gettext("All lines are entered."),
    )


@pages.get("/entries/<int:entry_id>")
@requires(Permission.VIEW_WORK)
def show(entry_id: int) -> ResponseReturnValue:
    """Show an entry with its proofs and everything that was changed."""
    entry = queries.get_entry(entry_id, current_actor())
    return render_template(
        "ledger/show.html", entry=entry, ledger=LEDGERS[entry.ledger], texts=words.said_in(entry),
        changes=words.changes_of(entry),
        linked=queries.list_linked(entry, current_actor()), delay=queries.find_delay(entry),
    )  # fmt: skip


@pages.route("/entries/<int:entry_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_LEDGER)
def edit(entry_id: int) -> ResponseReturnValue:
    """Correct an entry."""
    by = current_actor()
    entry = queries.get_entry(entry_id, by)
    ledger = queries.get_ledger(entry.ledger)
    tasks = queries.list_task_choices(entry.day.year, by)
    values: dict[str, Any] = {**services.texts_of(entry), "day": entry.day, "task": str(entry.task_id or "")}
    form = entry_form(ledger.kind)(tasks=tasks, version=str(entry.version), **values)
    papers = take_in(form)
    done = papers is not None and send(
        form,
        lambda: services.edit_entry(
            entry_id, form.facts, task_id=form.chosen("task"), papers=papers, by=by, seen=form.seen_version()
        ),
        lambda _: url_for("ledger.show", entry_id=entry_id),
        said=gettext("Saved."),
    )  # fmt: skip
    return done or render_template("ledger/edit.html", form=form, entry=entry, ledger=ledger)


@pages.route("/entries/<int:entry_id>/strike", methods=["GET", "POST"])
@requires(Permission.EDIT_LEDGER)
def strike(entry_id: int) -> ResponseReturnValue:
    """Strike an entry out."""
    entry = queries.get_entry(entry_id, current_actor())
    form = StrikeForm(version=str(entry.version))
    done = send(
        form,
        lambda: services.strike_entry(
            entry_id, form.reason.data or "", by=current_actor(), seen=form.seen_version()
        ),
        lambda _: url_for("ledger.show", entry_id=entry_id),
        said=gettext("Struck out; it counts nowhere any more."),
    )  # fmt: skip
    return done or render_template("ledger/strike.html", form=form, entry=entry)


@pages.post("/entries/<int:entry_id>/restore")
@requires(Permission.EDIT_LEDGER)
def restore(entry_id: int) -> ResponseReturnValue:
    """Let an entry count again."""
    return press(
        lambda: services.strike_entry(entry_id, "", by=current_actor()),
        lambda _: url_for("ledger.show", entry_id=entry_id),
        back=url_for("ledger.show", entry_id=entry_id),
        said=gettext("It counts again."),
    )


@pages.get("/entries/<int:entry_id>/files/<int:file_id>")
@requires(Permission.VIEW_WORK)
def file(entry_id: int, file_id: int) -> ResponseReturnValue:
    """Hand out a proof."""
    return download(queries.get_file(entry_id, file_id, current_actor()))


@pages.route("/months/<int:year>", methods=["GET", "POST"])
@requires(Permission.VIEW_WORK)
def grid(year: int) -> ResponseReturnValue:
    """Show the monthly numbers of a unit as a grid; `?silent=6` offers the units without any for that month."""
    by, silent = current_actor(), request.args.get("silent", type=int)
    unit_id = request.args.get("unit", None if by.may(Permission.VIEW_ALL_UNITS) else by.unit_id, type=int)
    shown = months.get_grid(year, unit_id, by)
    form = months_form(shown.columns)(version=str(shown.version), **months.texts_of(shown))
    done = send(
        form,
        lambda: months.save_grid(year, unit_id, form.typed(shown.columns), by=by, seen=form.seen_version()),
        lambda _: url_for("ledger.grid", year=year, unit=unit_id),
        said=gettext("Saved."),
    )
    keepers = months.list_keepers(year, by) if silent is None else months.list_silent(year, silent, by)
    return done or render_template("ledger/grid.html", grid=shown, form=form, keepers=keepers, silent=silent)


@pages.post("/locks/<int:year>")
@requires(Permission.EDIT_LEDGER)
def lock(year: int) -> ResponseReturnValue:
    """Lock a month."""
    month = request.form.get("month", 0, type=int)
    back = url_for("ledger.index", year=year)
    said = gettext("Locked. Sections can change nothing in this month any more.")
    return press(lambda: services.lock_month(year, month, by=current_actor()), lambda _: back, back=back, said=said)


@pages.post("/locks/<int:lock_id>/open")
@requires(Permission.EDIT_LEDGER)
def unlock(lock_id: int) -> ResponseReturnValue:
    """Open a month again."""
    back = url_for("ledger.index")
    return press(lambda: services.unlock_month(lock_id, by=current_actor()), lambda _: back, back=back)


@pages.route("/indicators", methods=["GET", "POST"])
@requires(Permission.EDIT_LEDGER)
def indicators() -> ResponseReturnValue:
    """List the figures of the office's own, and add one."""
    by, form = current_actor(), IndicatorForm()
    if not queries.keeps_all(by):
        raise NotFound
    done = send(
        form,
        lambda: services.add_indicator(form.indicator, by=by),
        lambda _: url_for("ledger.indicators"),
        said=gettext("Added; texts can name it from now on."),
    )
    own = [(one, definition(one.rule, LEDGERS[one.ledger])) for one in queries.list_own_indicators()]
    return done or render_template("ledger/indicators.html", form=form, own=own)


@pages.post("/indicators/<int:indicator_id>/remove")
@requires(Permission.EDIT_LEDGER)
def remove_indicator(indicator_id: int) -> ResponseReturnValue:
    """Take a figure away."""
    back = url_for("ledger.indicators")
    return press(lambda: services.remove_indicator(indicator_id, by=current_actor()), lambda _: back, back=back)


def _year() -> int:
    year = request.args.get("year", clock.today().year, type=int)
    return year if 1990 <= year <= 9998 else clock.today().year
