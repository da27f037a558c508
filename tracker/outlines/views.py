"""Pages of the outlines: all of them, and one to be changed."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.errors import NotFound
from tracker.outlines import queries, services
from tracker.outlines.forms import OutlineForm, form_values
from tracker.outlines.rules import Variant, arranged
from tracker.outlines.words import KEYS, VARIANTS
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send

pages = Blueprint("outlines", __name__, url_prefix="/outlines")


@pages.get("")
@requires(Permission.WRITE_SUMMARY)
def index() -> ResponseReturnValue:
    """List the outlines."""
    return render_template("outlines/index.html", outlines=queries.list_outlines(), variants=VARIANTS)


@pages.route("/<name>", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def edit(name: str) -> ResponseReturnValue:
    """Change an outline: add, rename, move and take out chapters."""
    page = queries.get_outline(_variant(name))
    form = OutlineForm(chapters=form_values(page.chapters), version=str(page.version))
    done = send(
        form,
        lambda: services.save_outline(
            page.variant, arranged(form.typed()), by=current_actor(), seen=form.seen_version()
        ),
        lambda _: url_for("outlines.index"),
        said=gettext("Saved."),
    )
    title = VARIANTS[page.variant]
    return done or render_template("outlines/edit.html", form=form, page=page, title=title, keys=KEYS)


@pages.post("/<name>/restore")
@requires(Permission.WRITE_SUMMARY)
def restore(name: str) -> ResponseReturnValue:
    """Take the shipped outline again."""
    variant, back = _variant(name), url_for("outlines.edit", name=name)
    done = gettext("The outline that ships is in use again.")
    return press(lambda: services.restore_outline(variant, by=current_actor()), lambda _: back, back=back, said=done)


def _variant(name: str) -> Variant:
    try:
        return Variant(name)
    except ValueError as error:
        raise NotFound from error
