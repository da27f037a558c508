"""What happens with circulars in the reader's words."""

from flask_babel import lazy_gettext as _l

EVENTS = {
    "bulletin.drafted": _l("Drafted a circular"),
    "bulletin.section_edited": _l("Changed a section of a circular"),
    "bulletin.section_redrafted": _l("Drafted a section of a circular anew"),
    "bulletin.front_edited": _l("Changed title or day of a circular"),
}
FIELDS = {"as_of": _l("records as of")}
