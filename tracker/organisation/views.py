"""Pages of the organisation: everybody who is signed in reads them, some change them."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.organisation import duties, queries, services
from tracker.organisation.forms import AgencyForm, DayForm, PersonForm, PostForm, SeatForm, UnitForm, UnitListForm
from tracker.organisation.models import Unit
from tracker.organisation.rules import Group, Post, Seat
from tracker.organisation.words import GROUPS, KINDS, POSTS, SEATS
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.forms import choices
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked
from tracker.workdays.rule_sets import RULE_SETS, RuleSet

pages = Blueprint("organisation", __name__, url_prefix="/organisation")
A_POST = f"<any({','.join(Post)}):post>"
A_GROUP = f"<any({','.join(Group)}):group>"


@pages.context_processor
def values_in_words() -> dict[str, object]:
    """Give the templates of this feature its words."""
    return {"kinds": KINDS, "post_words": POSTS, "group_words": GROUPS, "seat_words": SEATS}


def _people(first_unit_id: int | None = None) -> list[tuple[int, str]]:
    """Return the people to choose from, those of one unit first."""
    rows = sorted(queries.list_people(clock.today()), key=lambda row: row.unit_id != first_unit_id)
    return [(row.id, f"{row.name}（{row.unit_name}）" if row.unit_name else row.name) for row in rows]


def _units(present: Unit | None = None) -> list[tuple[int, str]]:
    """Return the units to choose from; the present one stays one of them when it is closed."""
    units = {unit.id: unit.name for unit in queries.list_units(clock.today())}
    return list({**units, **({present.id: present.name} if present else {})}.items())


@pages.get("")
@requires(Permission.VIEW_ORGANISATION)
def index() -> ResponseReturnValue:
    """List the units, and say which posts nobody fills; `?view=gaps` leaves only the units with such a post."""
    everything, has_gaps = queries.list_units(clock.today()), request.args.get("view") == "gaps"
    units = [unit for unit in everything if unit.missing] if has_gaps else everything
    return render_template(
        "organisation/index.html",
        units=units,
        others=queries.list_other_units(clock.today()),
        gaps=queries.staffing_gaps(units),
        has_gaps=has_gaps,
    )


@pages.route("/units/new", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def new_unit() -> ResponseReturnValue:
    """Add a unit."""
    form = UnitForm()
    done = send(
        form,
        lambda: services.add_unit(**form.typed(), by=current_actor()),
        lambda unit: url_for("organisation.unit", unit_id=unit.id),
        said=gettext("The unit is added. Say who heads it and who its information officer is."),
    )
    return done or render_template("organisation/new_unit.html", form=form)


@pages.route("/units/import", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def import_units() -> ResponseReturnValue:
    """Add the units of a pasted table; `?name=` offers names that a plan prints and nobody has entered yet."""
    form = UnitListForm(text="\n".join(request.args.getlist("name")))
    done = send(
        form,
        lambda: services.import_units(form.text.data or "", clock.today(), by=current_actor()),
        lambda _: url_for("organisation.index"),
        said=gettext("The units are added."),
    )
    return done or render_template("organisation/import_units.html", form=form)


@pages.get("/units/<int:unit_id>")
@requires(Permission.VIEW_ORGANISATION)
def unit(unit_id: int) -> ResponseReturnValue:
    """Show a unit, who has and had its posts, and who works in it."""
    return render_template("organisation/unit.html", page=queries.get_unit_page(unit_id, clock.today()))


@pages.route("/units/<int:unit_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def edit_unit(unit_id: int) -> ResponseReturnValue:
    """Change a unit."""
    unit = queries.get_unit(unit_id)
    form = UnitForm(
        name=unit.name, kind=unit.kind, aliases=[alias.name for alias in unit.aliases], position=unit.position,
        from_on=unit.from_on, version=unit.version,
    )  # fmt: skip
    done = send(
        form,
        lambda: services.edit_unit(unit_id, **form.typed(), seen=form.seen_version(), by=current_actor()),
        lambda _: url_for("organisation.unit", unit_id=unit_id),
        said=gettext("Saved."),
    )
    return done or render_template("organisation/edit_unit.html", form=form, unit=unit)


@pages.route(f"/units/<int:unit_id>/posts/{A_POST}", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def set_post(unit_id: int, post: str) -> ResponseReturnValue:
    """Say who has a post of a unit from a day on."""
    unit = queries.get_unit(unit_id)
    form = PostForm(people=choices(_people(unit_id), none=gettext("nobody")), from_on=clock.today())
    done = send(
        form,
        lambda: duties.set_post(
            unit_id, int(form.person_id.data) if form.person_id.data else None, Post(post),
            form.from_on.data or clock.today(), by=current_actor(),
        ),
        lambda _: url_for("organisation.unit", unit_id=unit_id), said=gettext("Saved."),
    )  # fmt: skip
    return done or render_template("organisation/set_post.html", form=form, unit=unit, post=Post(post))


@pages.route("/units/<int:unit_id>/close", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def close_unit(unit_id: int) -> ResponseReturnValue:
    """Close a unit."""
    unit = queries.get_unit(unit_id)
    form = DayForm(to_on=clock.today())
    done = send(
        form,
        lambda: services.close_unit(unit_id, form.to_on.data or clock.today(), by=current_actor()),
        lambda _: url_for("organisation.unit", unit_id=unit_id),
        said=gettext("The unit is closed. Its work so far stays."),
    )
    return done or render_template("organisation/close_unit.html", form=form, unit=unit)


@pages.post("/units/<int:unit_id>/reopen")
@requires(Permission.EDIT_ORGANISATION)
def reopen_unit(unit_id: int) -> ResponseReturnValue:
    """Take back that a unit is closed."""
    back = url_for("organisation.unit", unit_id=unit_id)
    return press(
        lambda: services.reopen_unit(unit_id, by=current_actor()), lambda _: back, back=back, said=gettext("Saved.")
    )


@pages.get("/people")
@requires(Permission.VIEW_ORGANISATION)
def people() -> ResponseReturnValue:
    """List who works here, or with ``?left=1`` who has left."""
    asked = page_asked(("unit",))
    text, today = request.args.get("name", "").strip(), clock.today()
    if request.args.get("left"):
        rows = queries.list_former_people(today)
        shown = Page(rows, 1, max(1, len(rows)), len(rows))
    else:
        rows = queries.list_people(today, text=text, offset=asked.offset, limit=asked.per_page)
        shown = Page(rows, asked.number, asked.per_page, queries.count_people(today, text=text))
    return render_template("organisation/people.html", page=shown, text=text)


@pages.route("/people/new", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def new_person() -> ResponseReturnValue:
    """Add a person."""
    form = PersonForm(units=choices(_units(), none=gettext("no unit")), unit_id=request.args.get("unit", ""))
    del form.to_on
    done = send(
        form,
        lambda: services.add_person(**form.typed(), by=current_actor()),
        lambda person: url_for("organisation.person", person_id=person.id),
        said=gettext("The person is added."),
    )
    return done or render_template("organisation/new_person.html", form=form)


@pages.get("/people/<int:person_id>")
@requires(Permission.VIEW_ORGANISATION)
def person(person_id: int) -> ResponseReturnValue:
    """Show a person with their posts and seats."""
    return render_template("organisation/person.html", person=queries.get_person_row(person_id, clock.today()))


@pages.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def edit_person(person_id: int) -> ResponseReturnValue:
    """Change a person, or enter that they leave."""
    person = queries.get_person(person_id)
    form = PersonForm(obj=person, units=choices(_units(person.unit), none=gettext("no unit")))
    done = send(
        form,
        lambda: services.edit_person(person_id, **form.typed(), seen=form.seen_version(), by=current_actor()),
        lambda _: url_for("organisation.person", person_id=person_id),
        said=gettext("Saved."),
    )
    return done or render_template("organisation/edit_person.html", form=form, person=person)


@pages.get("/groups")
@requires(Permission.VIEW_ORGANISATION)
def groups() -> ResponseReturnValue:
    """Show the leading group, its office and the supervision group, and how they changed."""
    today = clock.today()
    return render_template(
        "organisation/groups.html", seats=queries.list_seats(today), former=queries.list_former_seats(today)
    )


@pages.route(f"/groups/{A_GROUP}/new", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def new_seat(group: str) -> ResponseReturnValue:
    """Seat a person in a group."""
    where = Group(group)
    form = SeatForm(
        people=choices(_people(), none=gettext("Choose…")), seats=choices(SEATS[where].items()), from_on=clock.today()
    )
    done = send(
        form,
        lambda: duties.seat_member(
            where, int(form.person_id.data or 0), Seat(form.seat.data), from_on=form.from_on.data or clock.today(),
            position=form.position.data or 0, by=current_actor(),
        ),
        lambda _: url_for("organisation.groups"), said=gettext("Saved."),
    )  # fmt: skip
    return done or render_template("organisation/new_seat.html", form=form, group=where)


@pages.route("/seats/<int:seat_id>/end", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def end_seat(seat_id: int) -> ResponseReturnValue:
    """End a seat in a group."""
    seat = queries.get_seat(seat_id)
    form = DayForm(to_on=clock.today())
    done = send(
        form,
        lambda: duties.unseat_member(seat_id, form.to_on.data or clock.today(), by=current_actor()),
        lambda _: url_for("organisation.groups"),
        said=gettext("Saved."),
    )
    return done or render_template("organisation/end_seat.html", form=form, seat=seat)


@pages.get("/agency")
@requires(Permission.VIEW_ORGANISATION)
def agency() -> ResponseReturnValue:
    """Show the agency."""
    return render_template("organisation/agency.html", agency=queries.find_agency(), presets=RULE_SETS)


@pages.route("/agency/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def edit_agency() -> ResponseReturnValue:
    """Enter or change the agency."""
    presets = choices((key, _explained(rules)) for key, rules in RULE_SETS.items())
    form = AgencyForm(obj=queries.find_agency(), presets=presets)
    done = send(
        form,
        lambda: services.set_agency(**form.typed(), seen=form.seen_version(), by=current_actor()),
        lambda _: url_for("organisation.agency"),
        said=gettext("Saved."),
    )
    return done or render_template("organisation/edit_agency.html", form=form)


def _explained(rules: RuleSet) -> str:
    """Return what a rule set of the lights does, and where it is in use."""
    name = str(gettext(rules.name))
    return f"{name}（{rules.origin}）" if rules.origin else name
