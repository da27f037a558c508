"""All that is done with a request from its receipt to its filing; what moves the clock keeps the word of ``events``."""

from enum import StrEnum

from tracker.requests.events import EventKind


class Deed(StrEnum):
    """One thing done with a request."""

    RECEIVED = "received"
    REVIEWED = "reviewed"  # 审核
    ASSIGNED = "assigned"  # 交办
    CORRECTION_ASKED = "correction_asked"
    CORRECTED = "corrected"
    THIRD_PARTY_ASKED = "third_party_asked"
    THIRD_PARTY_ANSWERED = "third_party_answered"
    AGENCY_ASKED = "agency_asked"
    AGENCY_ANSWERED = "agency_answered"
    EXTENSION_ASKED = "extension_asked"  # 报请延长
    EXTENSION_AGREED = "extension_agreed"  # Art. 33: consent of the head of the disclosure office
    EXTENSION_REFUSED = "extension_refused"
    EXTENDED = "extended"  # the applicant was told
    DELAYED = "delayed"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"
    DELIVERED = "delivered"  # a letter reached the other side
    NOTED = "noted"
    ANSWERED = "answered"
    AMENDED = "amended"  # 更正: the outcome was entered wrongly
    ARCHIVED = "archived"

    @property
    def moves_clock(self) -> bool:
        """Whether the clock of the request looks at it."""
        return self.value in tuple(EventKind)


ANSWER_TO = {
    Deed.CORRECTED: Deed.CORRECTION_ASKED,
    Deed.THIRD_PARTY_ANSWERED: Deed.THIRD_PARTY_ASKED,
    Deed.AGENCY_ANSWERED: Deed.AGENCY_ASKED,
    Deed.FEE_PAID: Deed.FEE_NOTIFIED,
}
LETTERS = (Deed.THIRD_PARTY_ASKED, Deed.AGENCY_ASKED, Deed.FEE_NOTIFIED)  # their limit runs from the delivery
LEADER_DEEDS = (Deed.EXTENSION_AGREED, Deed.EXTENSION_REFUSED)
