"""The values of this feature in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.bulk.rules import BulkKind

KINDS = {
    BulkKind.ASSIGN: _l("Give tasks another lead"),
    BulkKind.LIMIT: _l("Move limits"),
    BulkKind.TAG: _l("Tag tasks"),
    BulkKind.UNTAG: _l("Take a tag off"),
    BulkKind.ACCEPT: _l("Accept reports"),
}
DONE = {
    BulkKind.ASSIGN: _l("New lead"),
    BulkKind.LIMIT: _l("Limits moved"),
    BulkKind.TAG: _l("Tagged"),
    BulkKind.UNTAG: _l("Tag taken off"),
    BulkKind.ACCEPT: _l("Reports accepted"),
}
TAGGING = {BulkKind.TAG: _l("put it on"), BulkKind.UNTAG: _l("take it off")}
EVENTS = {
    "task.tagged": _l("Changed the tags of a task"),
    "task.change_undone": _l("Undid a change of many tasks"),
    "report.reopened": _l("Undid the acceptance of a report"),
}
FIELDS = {"tags": _l("Tags")}
