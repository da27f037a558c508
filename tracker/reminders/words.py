"""The audiences of the ladder in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.reminders.rules import Audience

AUDIENCES = {
    Audience.OFFICER: _l("responsible person or information officer"),
    Audience.HEAD: _l("head of the section"),
    Audience.LEADER: _l("responsible leader"),
    Audience.GROUP: _l("leading group"),
}
BEFORE, AFTER = "before", "after"
SIDES = {BEFORE: _l("before the limit"), AFTER: _l("after the limit")}
