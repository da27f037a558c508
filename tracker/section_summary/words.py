"""Sections' summaries in the reader's words."""

from flask_babel import lazy_gettext as _l

EVENTS = {
    "section_summary.handed_in": _l("Handed the summary of the section in to the office"),
    "section_summary.sent_back": _l("Sent the summary of the section back"),
}
