"""The values of this feature in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.complaints.rules import Channel, ComplaintKind, ComplaintState, ComplaintView, StepKind

KINDS = {
    ComplaintKind.COMPLAINT: _l("Complaint"),
    ComplaintKind.OPINION: _l("Opinion"),
    ComplaintKind.SUGGESTION: _l("Suggestion"),
}
CHANNELS = {
    Channel.PHONE: _l("Supervision telephone"),
    Channel.BOX: _l("Opinion box"),
    Channel.MAIL: _l("Mailbox"),
    Channel.LETTER: _l("Letter"),
    Channel.VISIT: _l("Visit"),
}
STATES = {
    ComplaintState.REGISTERED: _l("to be given to a unit"),
    ComplaintState.ASSIGNED: _l("with the unit"),
    ComplaintState.HANDLED: _l("handled, to be answered"),
    ComplaintState.ANSWERED: _l("person answered"),
}
VIEWS = {
    ComplaintView.OPEN: _l("Not answered yet"),
    ComplaintView.LATE: _l("Late reports"),
    ComplaintView.ANSWERED: _l("Answered persons"),
    ComplaintView.ALL: _l("All that came in"),
}
STEPS = {
    StepKind.ASSIGNED: _l("Given to the unit"),
    StepKind.HANDLED: _l("The unit reported"),
    StepKind.ANSWERED: _l("The person was answered"),
    StepKind.PUBLISHED: _l("The result was published"),
    StepKind.FOUND: _l("A finding was opened"),
}
VALUES = {"complaint.kind": KINDS, "complaint.channel": CHANNELS, "complaint.state": STATES}
