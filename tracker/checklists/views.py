"""Pages of check lists: the lists and their versions, and the check of a round's units by one of them."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.checklists import queries, services
from tracker.checklists.forms import ItemForm, ListForm, UseForm
from tracker.checklists.rules import write_items
from tracker.checks import words
from tracker.checks.rules import Verdict
from tracker.files.transfer import allow_files, download, take_in
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.submissions import send

pages = Blueprint("checklists", __name__)
allow_files(pages, "check")


@pages.get("/lists")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the check lists."""
    return render_template("checklists/index.html", lists=queries.list_newest())


@pages.get("/lists/<int:list_id>")
@requires(Permission.VIEW_WORK)
def show(list_id: int) -> ResponseReturnValue:
    """Show one version of a list."""
    found = queries.get_list(list_id)
    return render_template("checklists/show.html", list=found, newest=queries.newest_revision(found.key))


@pages.route("/lists/new", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def new() -> ResponseReturnValue:
    """Write a new list."""
    form = ListForm()
    done = send(
        form,
        lambda: services.save_list(form.name.data or "", form.items.data or "", by=current_actor()),
        lambda made: url_for("checklists.show", list_id=made.id),
        said=gettext("Saved."),
    )
    return done or render_template("checklists/edit.html", form=form, list=None)


@pages.route("/lists/<int:list_id>/edit", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def edit(list_id: int) -> ResponseReturnValue:
    """Write the next version of a list."""
    found = queries.get_list(list_id)
    typed = write_items(queries.contents_of(found))
    form = ListForm(name=found.name, items=typed, version=str(found.revision))
    done = send(
        form,
        lambda: services.save_list(
            form.name.data or "", form.items.data or "", by=current_actor(), list_id=list_id, seen=form.seen_version()
        ),
        lambda made: url_for("checklists.show", list_id=made.id),
        said=gettext("Saved as a new version; rounds keep the version they were checked by."),
    )
    return done or render_template("checklists/edit.html", form=form, list=found)


@pages.route("/checks/<int:round_id>/list", methods=["GET", "POST"])
@requires(Permission.VIEW_ROUNDS)
def of_round(round_id: int) -> ResponseReturnValue:
    """Show the units of a round by its check list; let a round without one choose it."""
    page = queries.get_round_list(round_id, current_actor())
    form = UseForm([(one.id, one.name) for one in queries.list_newest()] if page.list is None else [])
    done = send(
        form,
        lambda: services.use_list(round_id, int(form.list_id.data), by=current_actor()),
        lambda _: url_for("checklists.of_round", round_id=round_id),
        said=gettext("The round is checked by this list as well."),
    )
    return done or render_template("checklists/of_round.html", page=page, form=form, words=words)


@pages.route("/checks/<int:round_id>/list/<int:result_id>", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def check(round_id: int, result_id: int) -> ResponseReturnValue:
    """Check one item in one unit, and on to the next of the same unit."""
    by = current_actor()
    result = queries.get_result(round_id, result_id, by)
    form = ItemForm(result)
    photos = take_in(form)
    done = photos is not None and send(
        form,
        lambda: services.record_item(
            round_id, result_id, Verdict(form.verdict.data), form.note.data or "", by=by, demand=form.demand,
            photos=photos, seen=form.seen_version(),
        ),
        lambda saved: _next_to(round_id, queries.find_next(saved)),
    )  # fmt: skip
    place = queries.get_place(result)
    return done or render_template("checklists/check.html", result=result, place=place, form=form, words=words)


@pages.get("/checks/<int:round_id>/list/photos/<int:photo_id>")
@requires(Permission.VIEW_ROUNDS)
def photo(round_id: int, photo_id: int) -> ResponseReturnValue:
    """Hand out a picture taken while checking by the list."""
    return download(queries.get_photo(round_id, photo_id, current_actor()))


def _next_to(round_id: int, result_id: int | None) -> str:
    if result_id is None:
        return url_for("checklists.of_round", round_id=round_id)
    return url_for("checklists.check", round_id=round_id, result_id=result_id)
