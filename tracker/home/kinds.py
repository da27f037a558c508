"""The kinds of things that wait for the reader of a first page."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.issuing.content import Link
from tracker.issuing.rules import Step


class Kind(StrEnum):
    """What waits; the order is that of the page."""

    EXTENSION = "extension"
    SIGN = "sign"
    OBJECTION = "objection"
    ANSWERED = "answered"
    SILENT = "silent"
    REPORTS = "reports"
    PLAN = "plan"
    REQUESTS_LATE = "requests_late"
    REQUESTS_SOON = "requests_soon"
    LEDGERS = "ledgers"
    SUMMARY = "summary"
    STAFF = "staff"
    CALENDAR = "calendar"
    RECHECK = "recheck"
    DEEMED = "deemed"
    MATTERS = "matters"
    COMPLAINTS_LATE = "complaints_late"
    COMPLAINTS = "complaints"
    ROUNDS = "rounds"
    TO_URGE = "to_urge"
    TO_RECTIFY = "to_rectify"


@dataclass(frozen=True)
class Waits:
    """One thing that waits, or so many of a kind: what, whose, since or until when, and where it is done."""

    kind: Kind
    count: int = 1
    id: int = 0
    title: str = ""
    who: str = ""
    on: date | None = None
    until: date | None = None
    step: Step | None = None
    at: Link | None = None
