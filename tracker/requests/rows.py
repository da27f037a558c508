"""What the queries of the register answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.requests.clock import ClockReading
from tracker.requests.deeds import Deed
from tracker.requests.models import DisclosureRequest, RequestEvent
from tracker.requests.outcomes import BY_CODE, Outcome
from tracker.requests.rules import Applicant, Channel, Step
from tracker.workdays.explaining import GridDay
from tracker.workdays.messages import Message


class View(StrEnum):
    """The saved views of the list."""

    OPEN = "open"
    LATE = "late"
    SOON = "soon"
    WAITING = "waiting"
    ANSWERED = "answered"
    ALL = "all"


SOON_DAYS = 5  # working days left from which the light is yellow


@dataclass(frozen=True)
class Wanted:
    """Which requests are asked for; ``year`` is that of receipt, None for all years."""

    view: View = View.OPEN
    year: int | None = None
    unit_id: int | None = None
    applicant: Applicant | None = None
    outcome: str = ""
    text: str = ""


@dataclass(frozen=True)
class RequestRow:
    """A request in the list; ``kind`` and ``light`` are its light."""

    id: int
    code: str
    applicant: Applicant
    name: str
    channel: Channel
    received_on: date
    content: str
    step: Step
    outcome: Outcome | None
    answered_on: date | None
    unit_names: str
    due_on: date | None
    kind: str
    light: Message


@dataclass(frozen=True)
class ClockPage:
    """What the page of a request says of its clock; ``reading`` is None where the calendar does not reach."""

    kind: str
    light: Message
    reading: ClockReading | None = None
    weeks: Sequence[Sequence[GridDay]] = ()
    missing_year: int | None = None


@dataclass(frozen=True)
class RequestPage:
    """A request with everything on it; ``deeds`` are what the reader may do with it now, the next one first."""

    request: DisclosureRequest
    clock: ClockPage
    deeds: Sequence[Deed] = ()
    disputes: Sequence[tuple[int, str]] = ()
    extension: RequestEvent | None = None  # an extension that waits for consent, or for the letter to the applicant

    @property
    def outcome(self) -> Outcome | None:
        """How it ended."""
        return BY_CODE.get(self.request.outcome)


@dataclass(frozen=True)
class Counts:
    """How many requests each view has."""

    by_view: dict[View, int] = field(default_factory=dict)

    def of(self, view: View) -> int:
        """Return the number of a view."""
        return self.by_view.get(view, 0)
