"""The values of this feature in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.organisation.rules import Group, Post, Seat, UnitKind

KINDS = {
    UnitKind.OFFICE: _l("Office"),
    UnitKind.SECTION: _l("Section"),
    UnitKind.AFFILIATED: _l("Affiliated unit"),
    UnitKind.OUTSIDE: _l("Other agency"),
}
POSTS = {Post.HEAD: _l("Head"), Post.OFFICER: _l("Information officer")}
GROUPS = {
    Group.LEADING: _l("Leading group"),
    Group.LEADING_OFFICE: _l("Office of the leading group"),
    Group.SUPERVISION: _l("Supervision group"),
}
_SEATS = {
    Seat.CHAIR: _l("Chair"),
    Seat.DEPUTY: _l("Deputy chair"),
    Seat.MEMBER: _l("Member"),
}
SEATS = {
    Group.LEADING: _SEATS,
    Group.LEADING_OFFICE: {**_SEATS, Seat.CHAIR: _l("Director"), Seat.DEPUTY: _l("Deputy director")},
    Group.SUPERVISION: {**_SEATS, Seat.OUTSIDE: _l("Supervisor from outside")},
}
EVENTS = {
    "agency.entered": _l("Entered the agency"),
    "agency.edited": _l("Changed the agency"),
    "unit.added": _l("Added a unit"),
    "unit.edited": _l("Changed a unit"),
    "unit.closed": _l("Closed a unit"),
    "unit.reopened": _l("Opened a unit again"),
    "unit.alias_added": _l("Remembered another name of a unit"),
    "unit.post_set": _l("Changed who has a post"),
    "person.added": _l("Added a person"),
    "person.edited": _l("Changed a person"),
    "group.seated": _l("Seated somebody in a group"),
    "group.unseated": _l("Ended a seat in a group"),
}
FIELDS = {
    "name": _l("Name"),
    "short_name": _l("Short name"),
    "document_code": _l("Code in document numbers"),
    "check_word": _l("What checks are called"),
    "light_preset": _l("Rules of the lights"),
    "kind": _l("Kind of unit"),
    "aliases": _l("Other names"),
    "position": _l("Place in lists"),
    "from_on": _l("First day"),
    "to_on": _l("Last day"),
    "title": _l("Job title"),
    "phone": _l("Phone"),
    "mail": _l("Mail"),
    "unit_id": _l("Unit"),
    "head": _l("Head"),
    "officer": _l("Information officer"),
    "group": _l("Group"),
    "seat": _l("Seat"),
    "instead_of": _l("Instead of"),
}
