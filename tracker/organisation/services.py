"""What is done with the agency, its units and its people; every change leaves its trace in the history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.history.services import record
from tracker.organisation import rules
from tracker.organisation.duties import end_duties_in, end_duties_of, set_post
from tracker.organisation.models import Agency, Person, Unit, UnitAlias
from tracker.organisation.queries import find_agency, get_person, get_unit, list_people, taken_names
from tracker.organisation.rules import Post, UnitKind, check_aliases, check_dates
from tracker.organisation.unit_lists import read_unit_list
from tracker.organisation.unit_names import folded
from tracker.permissions import Actor, Permission

Edited = Agency | Unit | Person
Fields = Mapping[str, object]


def set_agency(
    *, name: str, short_name: str = "", document_code: str = "", check_word: str = "督办",
    light_preset: str = "default", seen: int | None = None, by: Actor,
) -> Agency:  # fmt: skip
    """Enter or change the agency this instance belongs to."""
    by.must(Permission.EDIT_ORGANISATION)
    rules.check_word(check_word)
    after = {
        "name": name, "short_name": short_name, "document_code": document_code, "check_word": check_word,
        "light_preset": light_preset,
    }  # fmt: skip
    with transaction():
        agency = find_agency()
        if agency is not None:
            _edit(by, agency, after, seen)
            return agency
        agency = Agency(**after)
        db.session.add(agency)
        record(by, "agency.entered", agency, after=after)
    return agency


def add_unit(
    *, name: str, kind: UnitKind, aliases: Sequence[str] = (), position: int = 0, from_on: date | None = None, by: Actor
) -> Unit:
    """Add a unit; its name and aliases belong to no other unit, closed ones included."""
    by.must(Permission.EDIT_ORGANISATION)
    check_aliases(aliases)
    with transaction():
        _check_names_free(None, name, aliases)
        unit = Unit(name=name, kind=kind, position=position, from_on=from_on)
        _set_aliases(unit, name, aliases)
        db.session.add(unit)
        record(by, "unit.added", unit, after=_unit_fields(unit))
    return unit


def edit_unit(
    unit_id: int, *, name: str, kind: UnitKind, aliases: Sequence[str] = (), position: int = 0,
    from_on: date | None = None, seen: int | None = None, by: Actor,
) -> Unit:  # fmt: skip
    """Change a unit's name, kind, aliases, place in lists and first day."""
    by.must(Permission.EDIT_ORGANISATION)
    check_aliases(aliases)
    with transaction():
        unit = get_unit(unit_id)
        before = _unit_fields(unit)
        _check_seen(unit, before, seen)
        check_dates(from_on, unit.to_on)
        _check_names_free(unit.id, name, aliases)
        _set_aliases(unit, name, aliases)
        unit.name, unit.kind, unit.position, unit.from_on = name, kind, position, from_on
        _keep(by, "unit.edited", unit, before, _unit_fields(unit))
    return unit


def close_unit(unit_id: int, to_on: date, *, by: Actor) -> Unit:
    """Close a unit at the end of the day ``to_on``; the posts in it end with it."""
    by.must(Permission.EDIT_ORGANISATION)
    with transaction():
        unit = get_unit(unit_id)
        check_dates(unit.from_on, to_on)
        before = {"to_on": unit.to_on}
        unit.to_on = to_on
        end_duties_in(unit, to_on)
        _keep(by, "unit.closed", unit, before, {"to_on": to_on})
    return unit


def reopen_unit(unit_id: int, *, by: Actor) -> Unit:
    """Take back that a unit is closed; who has its posts is entered anew."""
    by.must(Permission.EDIT_ORGANISATION)
    with transaction():
        unit = get_unit(unit_id)
        before = {"to_on": unit.to_on}
        unit.to_on = None
        _keep(by, "unit.reopened", unit, before, {"to_on": None})
    return unit


def remember_alias(unit_id: int, name: str, *, by: Actor) -> Unit:
    """Remember that documents call a unit ``name``; a name it has already changes nothing."""
    by.must(Permission.EDIT_ORGANISATION)
    check_aliases([name])
    with transaction():
        unit = get_unit(unit_id)
        before = _unit_fields(unit)
        if folded(name) in {folded(known) for known in (unit.name, *_alias_names(unit))}:
            return unit
        _check_names_free(unit.id, unit.name, [name])
        _set_aliases(unit, unit.name, [*_alias_names(unit), name])
        _keep(by, "unit.alias_added", unit, before, _unit_fields(unit))
    return unit


def import_units(text: str, from_on: date, *, by: Actor) -> int:
    """Add the units of a pasted list, with the heads and officers it names from a day on, and return how many.

    All or none. A person who works here already under that name is taken, anybody else is added.
    """
    by.must(Permission.EDIT_ORGANISATION)
    lines = read_unit_list(text)
    with transaction():
        known: dict[str, int | None] = {}
        for person in list_people(from_on):
            known[person.name] = None if person.name in known else person.id  # of two namesakes neither is meant
        for line in lines:
            unit = add_unit(name=line.name, kind=line.kind, aliases=line.aliases, position=line.number, by=by)
            for post, name in ((Post.HEAD, line.head), (Post.OFFICER, line.officer)):
                if name:
                    known[name] = known.get(name) or add_person(name=name, unit_id=unit.id, by=by).id
                    set_post(unit.id, known[name], post, from_on, by=by)
    return len(lines)


def add_person(
    *, name: str, title: str = "", phone: str = "", mail: str = "", unit_id: int | None = None,
    from_on: date | None = None, by: Actor,
) -> Person:  # fmt: skip
    """Add a person, of a unit or (a supervisor from outside) of none."""
    by.must(Permission.EDIT_ORGANISATION)
    after = {"name": name, "title": title, "phone": phone, "mail": mail, "unit_id": unit_id, "from_on": from_on}
    with transaction():
        _check_unit(unit_id)
        person = Person(**after)
        db.session.add(person)
        record(by, "person.added", person, after=after)
    return person


def edit_person(
    person_id: int, *, name: str, title: str = "", phone: str = "", mail: str = "", unit_id: int | None = None,
    from_on: date | None = None, to_on: date | None = None, seen: int | None = None, by: Actor,
) -> Person:  # fmt: skip
    """Change a person; with a last day, their posts and seats end on that day too."""
    by.must(Permission.EDIT_ORGANISATION)
    after = {
        "name": name, "title": title, "phone": phone, "mail": mail, "unit_id": unit_id, "from_on": from_on,
        "to_on": to_on,
    }  # fmt: skip
    with transaction():
        person = get_person(person_id)
        check_dates(from_on, to_on)
        _check_unit(unit_id)
        _edit(by, person, after, seen)
        if to_on is not None:
            end_duties_of(person, to_on)
    return person


def _unit_fields(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name, "kind": unit.kind, "aliases": _alias_names(unit), "position": unit.position,
        "from_on": unit.from_on,
    }  # fmt: skip


def _alias_names(unit: Unit) -> list[str]:
    return [alias.name for alias in unit.aliases]


def _set_aliases(unit: Unit, name: str, aliases: Iterable[str]) -> None:
    """Give a unit these aliases, leaving out repetitions and its own name."""
    kept = {alias.name: alias for alias in unit.aliases}
    wanted = [alias for alias in dict.fromkeys(aliases) if folded(alias) != folded(name)]
    unit.aliases = [kept.get(alias) or UnitAlias(name=alias) for alias in wanted]


def _check_names_free(unit_id: int | None, name: str, aliases: Iterable[str]) -> None:
    owners = {folded(taken): owner for taken, owner in taken_names() if owner != unit_id}
    for field, wanted in (("name", name), *(("aliases", alias) for alias in aliases)):
        owner = owners.get(folded(wanted))
        if owner is not None:
            message = N_("%(name)s is the name or another name of %(unit)s already.")
            raise RuleBroken(message, field=field, name=wanted, unit=get_unit(owner).name)


def _check_unit(unit_id: int | None) -> None:
    if unit_id is not None and db.session.get(Unit, unit_id) is None:
        raise RuleBroken(N_("Choose a unit from the list."), field="unit_id")


def _edit(by: Actor, row: Agency | Person, after: Fields, seen: int | None) -> None:
    before = {field: getattr(row, field) for field in after}
    _check_seen(row, before, seen)
    for field, value in after.items():
        setattr(row, field, value)
    _keep(by, f"{row.__tablename__}.edited", row, before, after)


def _keep(by: Actor, event: str, row: Edited, before: Fields, after: Fields) -> None:
    row.version += 1
    record(by, event, row, before=before, after=after)


def _check_seen(row: Edited, now: Fields, seen: int | None) -> None:
    """Raise Stale with the fields as they are ``now`` when somebody saved after version ``seen`` was shown."""
    if row.is_stale(seen):
        last = next(iter(list_history_of(row.__tablename__, row.id, limit=1)), None)
        raise Stale(
            {field: _as_text(value) for field, value in now.items()}, version=row.version,
            saved_by=last.actor_name if last else "", saved_at=last.at if last else None,
        )  # fmt: skip


def _as_text(value: object) -> str:
    """Return a field as the form shows it."""
    if isinstance(value, list):
        return "\n".join(value)
    return "" if value is None else str(value)
