"""The values of this feature in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.organisation.rules import Group, Post, Seat, UnitKind
from tracker.workdays.rule_sets import RULE_SETS

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
    "seat": _l("Seat"),
}
VALUES = {
    "kind": KINDS,
    "group": GROUPS,
    "seat": SEATS[Group.SUPERVISION],
    "agency.light_preset": {key: _l(rules.name) for key, rules in RULE_SETS.items()},
}
