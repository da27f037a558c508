"""The register in the reader's words."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.requests.counting import DisputeKind, DisputeResult
from tracker.requests.deeds import Deed
from tracker.requests.fees import FeeStandard
from tracker.requests.letters import NAMES
from tracker.requests.outcomes import OUTCOMES
from tracker.requests.rows import RequestRow, View
from tracker.requests.rules import APPLICANT_LABELS, Applicant, Channel, Step
from tracker.web.words import said
from tracker.workdays.explaining import GridDay

APPLICANTS = {
    Applicant.NATURAL_PERSON: _l("natural person"),
    Applicant.BUSINESS: _l("business"),
    Applicant.RESEARCH: _l("research institution"),
    Applicant.CHARITY: _l("charity"),
    Applicant.LEGAL_SERVICE: _l("legal service"),
    Applicant.OTHER: _l("other organisation"),
}
CHANNELS = {
    Channel.IN_PERSON: _l("handed in"),
    Channel.SIGNED_MAIL: _l("mail against signature"),
    Channel.ORDINARY_MAIL: _l("ordinary mail"),
    Channel.INTERNET: _l("internet"),
    Channel.FAX: _l("fax"),
}
STEPS = {
    Step.REGISTERED: _l("registered"),
    Step.REVIEWED: _l("reviewed"),
    Step.HANDLED: _l("being handled"),
    Step.ANSWERED: _l("answered"),
    Step.ARCHIVED: _l("filed"),
}
VIEWS = {
    View.OPEN: _l("Not answered"),
    View.LATE: _l("Late"),
    View.SOON: _l("Due soon"),
    View.WAITING: _l("Clock stands"),
    View.ANSWERED: _l("Answered"),
    View.ALL: _l("All requests"),
}
DEEDS = {
    Deed.RECEIVED: _l("Received"),
    Deed.REVIEWED: _l("Reviewed"),
    Deed.ASSIGNED: _l("Given to units"),
    Deed.CORRECTION_ASKED: _l("Correction asked for"),
    Deed.CORRECTED: _l("Correction received"),
    Deed.THIRD_PARTY_ASKED: _l("Third party asked"),
    Deed.THIRD_PARTY_ANSWERED: _l("Third party's opinion received"),
    Deed.AGENCY_ASKED: _l("Other agency asked"),
    Deed.AGENCY_ANSWERED: _l("Other agency's opinion received"),
    Deed.EXTENSION_ASKED: _l("Extension asked for"),
    Deed.EXTENSION_AGREED: _l("Extension consented to"),
    Deed.EXTENSION_REFUSED: _l("Extension refused"),
    Deed.EXTENDED: _l("Extended, the applicant told"),
    Deed.DELAYED: _l("Delayed answer set"),
    Deed.FEE_NOTIFIED: _l("Fee notice sent"),
    Deed.FEE_PAID: _l("Fee paid"),
    Deed.DELIVERED: _l("Letter delivered"),
    Deed.NOTED: _l("Note"),
    Deed.ANSWERED: _l("Answered"),
    Deed.AMENDED: _l("Outcome put right"),
    Deed.ARCHIVED: _l("Filed"),
}
BUTTONS = {
    Deed.REVIEWED: _l("Review the request"),
    Deed.ASSIGNED: _l("Give to units"),
    Deed.CORRECTION_ASKED: _l("Ask for a correction"),
    Deed.CORRECTED: _l("Enter the correction"),
    Deed.THIRD_PARTY_ASKED: _l("Ask a third party"),
    Deed.THIRD_PARTY_ANSWERED: _l("Enter the third party's opinion"),
    Deed.AGENCY_ASKED: _l("Ask another agency"),
    Deed.AGENCY_ANSWERED: _l("Enter the agency's opinion"),
    Deed.EXTENSION_ASKED: _l("Ask to extend"),
    Deed.EXTENSION_AGREED: _l("Consent to the extension"),
    Deed.EXTENSION_REFUSED: _l("Refuse the extension"),
    Deed.EXTENDED: _l("Enter the letter of extension"),
    Deed.DELAYED: _l("Set a day for a delayed answer"),
    Deed.FEE_NOTIFIED: _l("Send a fee notice"),
    Deed.FEE_PAID: _l("Enter the payment"),
    Deed.DELIVERED: _l("Enter a delivery"),
    Deed.NOTED: _l("Add a note or paper"),
    Deed.ANSWERED: _l("Answer the applicant"),
    Deed.AMENDED: _l("Put the outcome right"),
    Deed.ARCHIVED: _l("File it"),
}
RULES = {
    Deed.CORRECTION_ASKED: _l("Article 30: once, within 7 working days of receipt; the 20 days begin again after it."),
    Deed.THIRD_PARTY_ASKED: _l("Article 32: 15 working days, not counted; silence is no consent."),
    Deed.AGENCY_ASKED: _l("Article 34: 15 working days, not counted; silence is consent."),
    Deed.EXTENSION_ASKED: _l("Article 33: once, up to 20 working days, with the consent of the head."),
    Deed.EXTENDED: _l("Article 33: the applicant has to be told."),
    Deed.DELAYED: _l("Article 35: many requests with good reasons; a reasonable day is set."),
    Deed.FEE_NOTIFIED: _l("国办函〔2020〕109号: one standard; to be paid within 20 working days of delivery."),
    Deed.ANSWERED: _l("Exactly one outcome: the row of table three this request counts in."),
    Deed.ARCHIVED: _l("A request is filed together with the letter of answer."),
}
LETTERS = {deed: name for deed, (name, _) in NAMES.items()}  # as printed on them
SAYS = (
    Deed.CORRECTION_ASKED,
    Deed.THIRD_PARTY_ASKED,
    Deed.AGENCY_ASKED,
    Deed.DELAYED,
    Deed.FEE_NOTIFIED,
    Deed.ANSWERED,
)
STANDARDS = {FeeStandard.BY_ITEM: _l("by item"), FeeStandard.BY_PAGE: _l("by page")}
KINDS = {
    DisputeKind.REVIEW: _l("administrative review"),
    DisputeKind.DIRECT_SUIT: _l("lawsuit without review"),
    DisputeKind.SUIT_AFTER_REVIEW: _l("lawsuit after review"),
}
RESULTS = {
    DisputeResult.UPHELD: _l("upheld"),
    DisputeResult.CORRECTED: _l("corrected"),
    DisputeResult.OTHER: _l("other result"),
    DisputeResult.PENDING: _l("not decided yet"),
}
VALUES = {
    "request.applicant": APPLICANTS,
    "request.channel": CHANNELS,
    "request.step": STEPS,
    "dispute.kind": KINDS,
    "dispute.result": RESULTS,
}
OUTCOME_CHOICES = [(one.code, f"{one.group}{one.label}") for one in OUTCOMES]
COLUMNS = (
    _l("Request number"), _l("Applicant"), _l("Kind of applicant"), _l("Channel"), _l("Day of receipt"), _l("Contents"),
    _l("Handled by"), _l("Step"), _l("Due"), _l("Time left"), _l("Answered on"), _l("Outcome"),
)  # fmt: skip


def cells(row: RequestRow) -> list[object]:
    """Return a row of the exported list."""
    outcome = f"{row.outcome.group}{row.outcome.label}" if row.outcome else ""
    return [
        row.code, row.name, APPLICANT_LABELS[row.applicant], str(CHANNELS[row.channel]), row.received_on, row.content,
        row.unit_names, str(STEPS[row.step]), row.due_on, said(row.light), row.answered_on, outcome,
    ]  # fmt: skip


def told(weeks: Sequence[Sequence[GridDay]]) -> list[list[GridDay]]:
    """Return the squares of the day grid with their notes in the reader's language."""
    return [[replace(day, note=gettext(day.note)) if day.note else day for day in week] for week in weeks]
