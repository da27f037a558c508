"""The values of this feature in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.matters.rules import MatterState, MatterView, Source
from tracker.tasks.lights import LightKind

SOURCES = {
    Source.LEADER: _l("Instruction of a leader"),
    Source.MEETING: _l("Decided in a meeting"),
    Source.DOCUMENT: _l("Document from above"),
    Source.CHECK: _l("Found in a check"),
}
STATES = {
    MatterState.ASSIGNED: _l("to be signed for"),
    MatterState.SIGNED: _l("in work"),
    MatterState.ANSWERED: _l("reported, to be looked at"),
    MatterState.RETURNED: _l("returned to be done again"),
    MatterState.DONE: _l("result accepted"),
    MatterState.CLOSED: _l("closed"),
}
VIEWS = {
    MatterView.OPEN: _l("Open matters"),
    MatterView.LATE: _l("Late matters"),
    MatterView.JUDGE: _l("Results to look at"),
    MatterView.DONE: _l("Done matters"),
    MatterView.ALL: _l("All matters"),
}
JUDGED = {"yes": _l("Accept the result"), "no": _l("Return it to be done again")}
JUDGED_LIGHTS = {"yes": LightKind.GO, "no": LightKind.STOP}
VALUES = {"matter.source": SOURCES}
