"""The values of this feature in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.plans.rules import Duty
from tracker.progress.rows import WorkGroup
from tracker.progress.rules import ReportState
from tracker.tasks.words import turn_of as turn_of

REPORT_STATES = {
    ReportState.SUBMITTED: _l("waits for the office"),
    ReportState.ACCEPTED: _l("accepted"),
    ReportState.RETURNED: _l("returned"),
    ReportState.WITHDRAWN: _l("withdrawn"),
}
GROUPS = {
    WorkGroup.RETURNED: _l("returned"),
    WorkGroup.LATE: _l("late"),
    WorkGroup.SOON: _l("due soon"),
    WorkGroup.TO_SIGN: _l("to sign for"),
    WorkGroup.MONTH: _l("this month"),
    WorkGroup.REST: _l("later"),
}
DUTIES = {Duty.LEAD: _l("lead"), Duty.COOP: _l("co-operating")}
