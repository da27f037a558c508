"""Pages of plans: the years, one plan, its review beside the document, names nobody knows, a newer version."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.files.transfer import allow_files, stored_file
from tracker.permissions import Permission
from tracker.plans import adjusting, desk, editing, forms, newer_version, queries, services, steps, words
from tracker.plans.models import PlanAdjustment
from tracker.plans.printed_names import PrintedNames
from tracker.plans.rules import PlanState
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send

pages = Blueprint("plans", __name__, url_prefix="/plans")
allow_files(pages, "new", "compare")

EDITS: dict[str, Callable[..., Any]] = {
    "confirm": editing.confirm_item,
    "split": editing.edit_item,
    "move": editing.edit_item,
    "join": editing.join_to_previous,
    "remove": editing.remove_item,
}


@pages.context_processor
def values_in_words() -> dict[str, object]:
    """Give the templates of this feature its words."""
    return {"words": words}


def _edits() -> bool:
    return current_actor().may(Permission.EDIT_PLAN)


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the plans of all years, and take in another."""
    plans = queries.list_plans(with_drafts=_edits())
    years = {plan.year for plan in plans}
    missing = next(year for year in range(clock.today().year, clock.today().year + len(years) + 1) if year not in years)
    return render_template("plans/index.html", plans=plans, missing=missing, form=forms.ImportForm())


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def new() -> ResponseReturnValue:
    """Read a document and save it as the draft plan of its year."""
    form = forms.ImportForm()
    document = form.read(form.year.data, by=current_actor())
    done = document and send(
        form,
        lambda: services.import_plan(document, by=current_actor()),
        lambda plan: desk.first_doubt(plan.id),
    )
    return done or render_template("plans/new.html", form=form)


@pages.get("/<int:plan_id>")
@requires(Permission.VIEW_WORK)
def show(plan_id: int) -> ResponseReturnValue:
    """Show a plan as a tree, with what is missing before it can be published."""
    page = queries.get_plan_page(plan_id, clock.today(), with_drafts=_edits())
    return render_template(
        "plans/show.html", page=page, plan=page.plan, proposal=queries.find_proposal(plan_id),
        adjustments=queries.list_adjustments(plan_id),
    )  # fmt: skip


@pages.get("/<int:plan_id>/source")
@requires(Permission.VIEW_WORK)
def source(plan_id: int) -> ResponseReturnValue:
    """Give the document that the plan was read from."""
    plan = queries.get_plan(plan_id, with_drafts=_edits())
    return stored_file(plan.source_file, plan.source_name)


@pages.route("/<int:plan_id>/front", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def front(plan_id: int) -> ResponseReturnValue:
    """Correct title and year of a draft."""
    plan = queries.get_plan(plan_id)
    form = forms.FrontForm(obj=plan)
    done = send(
        form,
        lambda: services.set_plan_front(
            plan_id, title=form.title.data or "", year=form.year.data, by=current_actor(), seen=form.seen_version()
        ),
        lambda _: url_for("plans.show", plan_id=plan_id),
        said=gettext("Saved."),
    )
    return done or render_template("plans/front.html", form=form, plan=plan)


@pages.post("/<int:plan_id>/discard")
@requires(Permission.EDIT_PLAN)
def discard(plan_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    return press(
        lambda: services.discard_draft(plan_id, by=current_actor()),
        lambda _: url_for("plans.index"),
        back=url_for("plans.show", plan_id=plan_id),
        said=gettext("The draft is thrown away; its file stays in the history only."),
    )


@pages.route("/<int:plan_id>/review", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def review(plan_id: int) -> ResponseReturnValue:
    """Correct a draft item by item beside its source; one item is open at a time."""
    page = desk.asked_for(plan_id, request.args.get("open", type=int))
    if request.method == "GET" and page.plan.state != PlanState.DRAFT:
        return redirect(url_for("plans.show", plan_id=plan_id))
    if request.method == "GET" and page.open is None:
        return desk.show(page)
    form = forms.item_form(page)
    act = EDITS.get(form.then.data or "", editing.confirm_item)
    done = send(
        form,
        lambda: act(page.open_item_id(), form.changes(), by=current_actor(), seen=form.seen_version()),
        lambda result: desk.after(form.then.data or "confirm", page, result),
    )
    return done or desk.show(page, form)


@pages.route("/<int:plan_id>/items/<int:item_id>/split", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def split(plan_id: int, item_id: int) -> ResponseReturnValue:
    """Make two items of one."""
    page = desk.asked_for(plan_id, item_id)
    form = forms.split_form(page)
    done = send(
        form,
        lambda: editing.split_item(
            page.open_item_id(), form.first.data or "", form.second.data or "", by=current_actor(),
            seen=form.seen_version(),
        ),
        lambda made: desk.opened(page, made[1].id),
    )  # fmt: skip
    return done or desk.show(page, form, "split")


@pages.route("/<int:plan_id>/items/<int:item_id>/move", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def move(plan_id: int, item_id: int) -> ResponseReturnValue:
    """Put an item behind another one, or before the first."""
    page = desk.asked_for(plan_id, item_id)
    form = forms.move_form(page)
    done = send(
        form,
        lambda: editing.move_item(
            page.open_item_id(), form.other_id(), form.side(), by=current_actor(), seen=form.seen_version()
        ),
        lambda item: desk.opened(page, item.id),
    )
    return done or desk.show(page, form, "move")


@pages.route("/<int:plan_id>/items/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def add(plan_id: int) -> ResponseReturnValue:
    """Add an item by hand, or from a place of the document that was not read as one."""
    page = desk.asked_for(plan_id, None)
    form, above = forms.new_item_form(page), page.row_before()
    done = send(
        form,
        lambda: editing.add_item(
            plan_id, form.changes(), after_id=above.id if above else None, anchor=page.asked.anchor, by=current_actor()
        ),
        lambda item: desk.opened(page, item.id),
    )
    return done or desk.show(page, form, "add")


@pages.post("/<int:plan_id>/undo")
@requires(Permission.EDIT_PLAN)
def undo(plan_id: int) -> ResponseReturnValue:
    """Take back the last step."""
    return press(
        lambda: steps.undo(plan_id, step_id=request.form.get("step", type=int), by=current_actor()),
        lambda step: desk.link(plan_id, step.first_item_id),
        back=desk.link(plan_id),
        said=gettext("Taken back."),
    )


@pages.route("/<int:plan_id>/units", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def units(plan_id: int) -> ResponseReturnValue:
    """Choose once which units the unknown names mean."""
    plan, names = queries.get_plan(plan_id), PrintedNames.on(clock.today())
    form = forms.asking_for(forms.NamesForm, queries.list_unknown_names(plan_id, names), names.choices)()
    done = send(
        form,
        lambda: services.settle_units(plan_id, form.decided(), by=current_actor()),
        lambda _: url_for("plans.units", plan_id=plan_id),
        said=gettext("Done for every item that names them."),
    )
    return done or render_template("plans/units.html", form=form, plan=plan)


@pages.route("/<int:plan_id>/compare", methods=["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def compare(plan_id: int) -> ResponseReturnValue:
    """Read a newer version of a plan and show what differs."""
    plan = queries.get_plan(plan_id)
    form = forms.DocumentForm()
    document = form.read(plan.year, by=current_actor())
    done = document and send(
        form,
        lambda: newer_version.compare_with_newer(plan_id, document, by=current_actor()),
        lambda _: url_for("plans.compare", plan_id=plan_id),
    )
    proposal = queries.find_proposal(plan_id)
    adjust_form = _adjust_form(proposal) if proposal else None
    return done or render_template(
        "plans/compare.html", form=form, adjust=adjust_form, plan=plan, proposal=proposal
    )  # fmt: skip


def _adjust_form(proposal: PlanAdjustment) -> Any:
    names = PrintedNames.on(clock.today())
    return forms.asking_for(forms.AdjustForm, newer_version.unknown_names_of(proposal, names), names.choices)()


@pages.post("/<int:plan_id>/adjustments/<int:adjustment_id>")
@requires(Permission.EDIT_PLAN)
def adjust(plan_id: int, adjustment_id: int) -> ResponseReturnValue:
    """Apply a newer version that was compared."""
    proposal = queries.get_adjustment(adjustment_id, plan_id=plan_id)
    form = _adjust_form(proposal)
    done = send(
        form,
        lambda: adjusting.apply_adjustment(
            adjustment_id, reason=form.reason.data or "", taken=forms.ticked(request.form.getlist("taken")),
            choices=form.decided(), by=current_actor(),
        ),
        lambda _: url_for("plans.show", plan_id=plan_id),
        said=gettext("The plan stands as in the newer version. Progress was not touched."),
    )  # fmt: skip
    return done or render_template(
        "plans/compare.html", form=forms.DocumentForm(formdata=None), adjust=form, plan=queries.get_plan(plan_id),
        proposal=queries.get_adjustment(adjustment_id),
    )  # fmt: skip


@pages.post("/<int:plan_id>/compare/drop")
@requires(Permission.EDIT_PLAN)
def drop_comparison(plan_id: int) -> ResponseReturnValue:
    """Forget the newer version that was compared."""
    back = url_for("plans.show", plan_id=plan_id)
    return press(lambda: newer_version.drop_comparison(plan_id, by=current_actor()), lambda _: back, back=back)
