"""What happens to a request and moves its clock, and the lengths the law gives (all in working days)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

REPLY_DAYS = 20  # Art. 33: to answer
LONGEST_EXTENSION = 20  # Art. 33: once, with the consent of the head of the disclosure office
CORRECTION_DAYS = 7  # Art. 30: to ask, once, for a correction
OPINION_DAYS = 15  # Art. 32 and 34: for a third party or another agency to give an opinion
PAYMENT_DAYS = 20  # 国办函〔2020〕109号: to pay the information processing fee


class Calendar(Protocol):
    """All that the clock needs to know of the State Council calendar."""

    def is_workday(self, day: date, /) -> bool:
        """Whether people work on ``day``."""


class EventKind(StrEnum):
    """What moves the clock of a request."""

    RECEIVED = "received"  # by the rule of Art. 31
    CORRECTION_ASKED = "correction_asked"  # Art. 30
    CORRECTED = "corrected"
    EXTENDED = "extended"  # Art. 33
    THIRD_PARTY_ASKED = "third_party_asked"  # Art. 32
    THIRD_PARTY_ANSWERED = "third_party_answered"
    AGENCY_ASKED = "agency_asked"  # Art. 34
    AGENCY_ANSWERED = "agency_answered"
    DELAYED = "delayed"  # Art. 35: many requests with good reasons; a reasonable day is set
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Event:
    """One thing that happened on ``day``.

    ``delivered_on`` is when a letter reached the other side (None while unknown); ``until`` the day set for the
    applicant's correction or for a delayed answer; ``days`` the length of an extension; ``party`` whom we asked
    or who answered, so that several consultations can run at once.
    """

    kind: EventKind
    day: date
    delivered_on: date | None = None
    until: date | None = None
    days: int = 0
    party: str = ""


def workdays_after(day: date, count: int, calendar: Calendar) -> date:
    """Return the ``count``-th working day after ``day``, which itself is not counted."""
    while count:
        day += timedelta(days=1)
        count -= calendar.is_workday(day)
    return day


def find_last(events: Sequence[Event], kind: EventKind) -> Event | None:
    """Return the latest event of ``kind``, or None."""
    return max((event for event in events if event.kind is kind), key=lambda event: event.day, default=None)


def received_on(events: Sequence[Event]) -> date:
    """Return the day of receipt; every request has exactly one."""
    return next(event.day for event in events if event.kind is EventKind.RECEIVED)
