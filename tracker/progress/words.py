"""The values of this feature in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.files.models import Disclosure
from tracker.plans.rules import Duty
from tracker.progress.rules import ReportState
from tracker.tasks.words import PROOFS as PROOFS
from tracker.tasks.words import turn_of as turn_of

REPORT_STATES = {
    ReportState.WITH_HEAD: _l("waits for the head of the unit"),
    ReportState.SUBMITTED: _l("waits for the office"),
    ReportState.ACCEPTED: _l("accepted"),
    ReportState.RETURNED: _l("returned"),
    ReportState.WITHDRAWN: _l("withdrawn"),
}
DISCLOSURES = {
    Disclosure.OPEN: _l("open to all"),
    Disclosure.ON_REQUEST: _l("on request"),
    Disclosure.CLOSED: _l("not disclosed"),
}
RETURN_REASONS = {
    "proof": _l("Proofs are missing, or do not show what the report says."),
    "numbers": _l("The numbers do not agree with the ledger or the last report."),
    "vague": _l("It is too general: write what was done, when, and how much."),
    "turn": _l("It is about another turn than the one that is due."),
    "task": _l("It does not answer what the task asks for."),
    "closed": _l("It holds something that must not be disclosed; take it out and send it again."),
}
DUTIES = {Duty.LEAD: _l("lead"), Duty.COOP: _l("co-operating")}
VALUES = {"report.state": REPORT_STATES}
