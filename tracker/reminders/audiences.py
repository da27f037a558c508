"""Who is told: the people behind an audience, and what each of them may know."""

from collections.abc import Iterable

from tracker.permissions import GRANTS, Permission, Role
from tracker.reminders.rows import Directory, Recipient, WatchedLimit
from tracker.reminders.rules import Audience


def people_for(audience: Audience, limit: WatchedLimit, directory: Directory) -> list[Recipient]:
    """Return who stands for ``audience`` on something, without those who may not know of it.

    Where a post is not filled the other one of the unit is told, so that no limit passes unannounced; where a unit
    has nobody at all, the office is.
    """
    found = [
        directory.people[one] for one in dict.fromkeys(_named(audience, limit, directory)) if one in directory.people
    ]
    told = [person for person in found if may_know(person, limit)]
    if not told and audience is Audience.OFFICER:
        return [person for person in directory.people.values() if person.role is Role.OFFICE]
    return told


def _named(audience: Audience, limit: WatchedLimit, directory: Directory) -> Iterable[int]:
    if audience is Audience.LEADER:
        return [] if limit.leader_id is None else [limit.leader_id]
    if audience is Audience.GROUP:
        return directory.group
    leads = [unit.id for unit in limit.leads]
    if audience is Audience.HEAD:
        return [one for unit in leads for one in directory.heads.get(unit) or directory.officers.get(unit, ())]
    reporting = [*leads, *(unit.id for unit in limit.units if unit.reports and unit.id not in leads)]
    officers = [one for unit in reporting for one in directory.officers.get(unit) or directory.heads.get(unit, ())]
    return officers if limit.officer_id is None else [limit.officer_id, *_of_others(officers, limit, directory)]


def _of_others(officers: Iterable[int], limit: WatchedLimit, directory: Directory) -> list[int]:
    """Return the officers of the units to which the named officer does not belong: they stand in for nobody."""
    named = directory.people.get(limit.officer_id or 0)
    known = [one for one in officers if one in directory.people]
    return [one for one in known if named is None or directory.people[one].unit_id != named.unit_id]


def may_know(person: Recipient, limit: WatchedLimit) -> bool:
    """Whether a person may learn of something: those of its units, who sees all units, and who is named on it.

    Somebody without an account sees what a section would; a leader above the sections sees all.
    """
    if person.unit_id in {unit.id for unit in limit.units}:
        return not person.can_sign_in or person.role is None or Permission.VIEW_WORK in GRANTS[person.role]
    if person.role is not None:
        return Permission.VIEW_ALL_UNITS in GRANTS[person.role]
    return not person.can_sign_in and (person.unit_id is None or person.id in (limit.leader_id, limit.officer_id))
