"""States of a report, what it must say, and what locks it."""

from enum import StrEnum


class ReportState(StrEnum):
    """submitted -> accepted | returned | withdrawn."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
