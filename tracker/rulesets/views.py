"""Pages of rule sets: those in use and those that ship, one of them with its versions, quotas of the units."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.rulesets import queries, services, words
from tracker.rulesets.content import texts_of
from tracker.rulesets.forms import BLANK_ROWS, CopyForm, quotas_form, rules_form
from tracker.rulesets.models import ScoreRules
from tracker.rulesets.rules import plain
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send

pages = Blueprint("rulesets", __name__, url_prefix="/rulesets")
FIRST_YEAR, LAST_YEAR = 1991, 9998


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the rule sets in use, and those that ship and can be taken over."""
    return render_template("rulesets/index.html", used=queries.list_newest_rules(), presets=queries.list_presets())


@pages.post("/presets/<key>")
@requires(Permission.KEEP_SCORES)
def take(key: str) -> ResponseReturnValue:
    """Take over a rule set that ships."""
    return press(
        lambda: services.take_preset(key, by=current_actor()),
        _to,
        back=url_for("rulesets.index"),
        said=gettext("Taken over. Change it where your agency does it otherwise."),
    )


@pages.get("/<int:rules_id>")
@requires(Permission.VIEW_WORK)
def show(rules_id: int) -> ResponseReturnValue:
    """Show a version of a rule set: what counts how much, and the other versions."""
    version = queries.get_rules(rules_id)
    versions = queries.list_versions(version.key)
    return render_template(
        "rulesets/show.html", version=version, rules=version.rules, versions=versions, words=words, plain=plain
    )


@pages.route("/<int:rules_id>/edit", methods=["GET", "POST"])
@requires(Permission.KEEP_SCORES)
def edit(rules_id: int) -> ResponseReturnValue:
    """Change a rule set, which makes a new version."""
    version = queries.get_rules(rules_id)
    kind = rules_form(len(version.rules.indicators) + BLANK_ROWS)
    form = kind(version=str(version.revision), **texts_of(version.rules))
    done = send(
        form,
        lambda: services.change_rules(
            rules_id, form.rules, form["reason"].data or "", by=current_actor(), seen=form.seen_version()
        ),
        _to,
        said=gettext("A new version. Scorings by the older ones stay what they are."),
    )  # fmt: skip
    return done or render_template("rulesets/edit.html", form=form, version=version)


@pages.route("/<int:rules_id>/copy", methods=["GET", "POST"])
@requires(Permission.KEEP_SCORES)
def copy(rules_id: int) -> ResponseReturnValue:
    """Begin a rule set of one's own with what another says."""
    version, form = queries.get_rules(rules_id), CopyForm()
    done = send(form, lambda: services.copy_rules(rules_id, form.name.data or "", by=current_actor()), _to)
    return done or render_template("rulesets/copy.html", form=form, version=version)


@pages.route("/quotas/<int:year>", methods=["GET", "POST"])
@requires(Permission.KEEP_SCORES)
def quotas(year: int) -> ResponseReturnValue:
    """Set how many items each unit is to publish in a month."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    units = tuple((unit.id, unit.name) for unit in queries.list_scored_units())
    shown = {f"unit_{unit_id}": str(quota.monthly) for unit_id, quota in queries.list_quotas(year).items()}
    form = quotas_form(units)(**shown)
    here = url_for("rulesets.quotas", year=year)
    set_all = services.set_quotas
    done = send(form, lambda: set_all(year, form.typed, by=current_actor()), lambda _: here, said=gettext("Saved."))
    return done or render_template("rulesets/quotas.html", form=form, units=units, year=year)


def _to(rules: ScoreRules) -> str:
    return url_for("rulesets.show", rules_id=rules.id)
