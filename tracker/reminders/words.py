"""The audiences of the ladder in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.reminders.rules import Audience, SubjectKind

AUDIENCES = {
    Audience.OFFICER: _l("responsible person or information officer"),
    Audience.HEAD: _l("head of the section"),
    Audience.LEADER: _l("responsible leader"),
    Audience.GROUP: _l("leading group"),
}
VALUES = {"ladder.steps": AUDIENCES}
SUBJECTS = {
    SubjectKind.TASK: _l("task"),
    SubjectKind.FINDING: _l("finding"),
    SubjectKind.MATTER: _l("matter"),
    SubjectKind.REQUEST: _l("request for disclosure"),
    SubjectKind.SCORE: _l("score announced, open to objections"),
    SubjectKind.COMPLAINT: _l("complaint or opinion"),
}
BEFORE, AFTER = "before", "after"
SIDES = {BEFORE: _l("before the limit"), AFTER: _l("after the limit")}
