"""Pages of superior plans: those of a year, one of them item by item, and what carries out one item."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.coverage import queries, services, words
from tracker.coverage.forms import DecideForm, SuperiorForm
from tracker.coverage.rules import CoverView
from tracker.files.transfer import allow_files, stored_file
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.exports import xlsx_bytes
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked

pages = Blueprint("coverage", __name__, url_prefix="/superior")
allow_files(pages, "new")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the superior plans of a year and how far ours covers them."""
    year = request.args.get("year", clock.today().year, type=int)
    years = sorted({*queries.list_years(), year}, reverse=True)
    found = queries.list_superior_plans(year)
    return render_template("coverage/index.html", plans=found, year=year, years=years, views=CoverView)


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def new() -> ResponseReturnValue:
    """Read a superior plan and enter its items."""
    form = SuperiorForm()
    document = form.read(form.year.data, by=current_actor())
    done = document and send(
        form,
        lambda: services.enter_superior_plan(document, form.front, by=current_actor()),
        lambda plan: url_for("coverage.show", plan_id=plan.id),
        said=gettext("Entered. Say for each item what of ours carries it out."),
    )
    return done or render_template("coverage/new.html", form=form)


@pages.get("/<int:plan_id>")
@requires(Permission.VIEW_WORK)
def show(plan_id: int) -> ResponseReturnValue:
    """Show a superior plan item by item."""
    plan, asked = queries.get_superior_plan(plan_id), page_asked(("position",))
    row = queries.get_superior_row(plan)
    view = next((one for one in CoverView if one == request.args.get("view")), CoverView.ALL)
    items = queries.list_items(plan, view, limit=asked.per_page, offset=asked.offset)
    page = Page(items, asked.number, asked.per_page, row.counts[view])
    return render_template("coverage/show.html", plan=plan, row=row, page=page, view=view, words=words)


@pages.get("/<int:plan_id>/file")
@requires(Permission.VIEW_WORK)
def file(plan_id: int) -> ResponseReturnValue:
    """Give the document as it was entered."""
    plan = queries.get_superior_plan(plan_id)
    return stored_file(plan.file, plan.file_name)


@pages.get("/<int:plan_id>/list.xlsx")
@requires(Permission.VIEW_WORK)
def export(plan_id: int) -> ResponseReturnValue:
    """Give the comparison as an Excel file."""
    plan = queries.get_superior_plan(plan_id)
    headers = [gettext("No."), gettext("Item of the superior plan"), gettext("Where it stands")]
    rows = [
        [row.item.number, row.item.text, str(words.STANDINGS[row.standing]),
         "\n".join(f"{one.number} {one.text}".strip() for one in row.covers) or row.item.reason]
        for row in queries.list_items(plan)
    ]  # fmt: skip
    content = xlsx_bytes(gettext("Coverage"), [*headers, gettext("Carried out by, or why it is not ours")], rows)
    answer = Response(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="coverage-{plan.year}.xlsx"'
    return answer


@pages.route("/items/<int:item_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def decide(item_id: int) -> ResponseReturnValue:
    """Say what carries out one item, or why it is not ours."""
    row = queries.get_item_row(item_id)
    ours, item = queries.list_our_items(row.item.plan.year), row.item
    form = DecideForm(
        ours=ours, version=str(item.version), covers=[str(one.id) for one in row.covers], reason=item.reason
    )
    done = send(
        form,
        lambda: services.decide_item(
            item_id, [int(one) for one in form.covers.data or ()], form.reason.data or "", by=current_actor(),
            seen=form.seen_version(),
        ),
        lambda decided: url_for("coverage.show", plan_id=decided.plan_id, _anchor=f"item-{item_id}"),
    )  # fmt: skip
    return done or render_template("coverage/decide.html", row=row, ours=ours, form=form)


@pages.post("/<int:plan_id>/clear")
@requires(Permission.EDIT_PLAN)
def take_over(plan_id: int) -> ResponseReturnValue:
    """Take over the proposals that are clear."""
    back = url_for("coverage.show", plan_id=plan_id, view=CoverView.OPEN)
    return press(
        lambda: services.take_over_clear_proposals(plan_id, by=current_actor()), lambda _: back, back=back,
        said=gettext("Taken over. What is left needs a person's eye."),
    )  # fmt: skip


@pages.post("/<int:plan_id>/remove")
@requires(Permission.EDIT_PLAN)
def remove(plan_id: int) -> ResponseReturnValue:
    """Take away a superior plan that was entered wrongly."""
    plan = queries.get_superior_plan(plan_id)
    return press(
        lambda: services.remove_superior_plan(plan_id, by=current_actor()),
        lambda _: url_for("coverage.index", year=plan.year),
        back=url_for("coverage.show", plan_id=plan_id),
        said=gettext("Taken away."),
    )
