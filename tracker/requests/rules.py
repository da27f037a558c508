"""Who asks, by which way, the five steps of handling, and what may be done to the clock of a request when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.requests.clock import ClockReading
from tracker.requests.events import (
    CORRECTION_DAYS,
    LONGEST_EXTENSION,
    Calendar,
    Event,
    EventKind,
    find_last,
    received_on,
    workdays_after,
)
from tracker.requests.fees import FeeStandard
from tracker.requests.outcomes import BY_CODE, NOT_CORRECTED, NOT_PAID, UNCLEAR_AFTER_CORRECTION


class Applicant(StrEnum):
    """The six kinds of applicant, in the order of the statutory columns."""

    NATURAL_PERSON = "natural_person"
    BUSINESS = "business"
    RESEARCH = "research"
    CHARITY = "charity"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


APPLICANT_LABELS: dict[Applicant, str] = {
    Applicant.NATURAL_PERSON: "自然人",
    Applicant.BUSINESS: "商业企业",
    Applicant.RESEARCH: "科研机构",
    Applicant.CHARITY: "社会公益组织",
    Applicant.LEGAL_SERVICE: "法律服务机构",
    Applicant.OTHER: "其他",
}


class Channel(StrEnum):
    """How a request reached the agency."""

    IN_PERSON = "in_person"
    SIGNED_MAIL = "signed_mail"  # delivered against a signature
    ORDINARY_MAIL = "ordinary_mail"  # no signature: the office confirms it with the applicant on the day it comes
    INTERNET = "internet"
    FAX = "fax"


_CONFIRMED = (Channel.ORDINARY_MAIL, Channel.INTERNET, Channel.FAX)


@dataclass(frozen=True)
class Arrival:
    """The days known of a request's arrival; which of them counts depends on the channel."""

    submitted_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None


def find_receipt(channel: Channel, arrival: Arrival) -> date:
    """Return the day of receipt under Art. 31; refused while the day that counts is not known."""
    if channel in _CONFIRMED:
        return _known(arrival.confirmed_on, "confirmed_on", N_("Enter the day the request was confirmed (Article 31)."))
    if channel is Channel.SIGNED_MAIL:
        return _known(arrival.signed_on, "signed_on", N_("Enter the day the letter was signed for (Article 31)."))
    return _known(arrival.submitted_on, "submitted_on", N_("Enter the day the request was handed in (Article 31)."))


def _known(day: date | None, field: str, message: str) -> date:
    """Return ``day``, or refuse naming the ``field`` that lacks it."""
    if day is None:
        raise RuleBroken(message, field=field)
    return day


def check_arrival(arrival: Arrival, received_on: date, today: date) -> None:
    """Refuse days of an arrival that have not come, or a receipt before the request was sent."""
    if received_on > today:
        raise RuleBroken(N_("This day has not come yet."), field=_field_of(arrival, received_on))
    if arrival.submitted_on is not None and received_on < arrival.submitted_on:
        raise RuleBroken(
            N_("It was received before it was sent. Look at both days."), field=_field_of(arrival, received_on)
        )


def _field_of(arrival: Arrival, day: date) -> str:
    return next(name for name, value in vars(arrival).items() if value == day)


class Step(StrEnum):
    """The five steps of handling a request (Art. 45)."""

    REGISTERED = "registered"  # 登记
    REVIEWED = "reviewed"  # 审核
    HANDLED = "handled"  # 办理
    ANSWERED = "answered"  # 答复
    ARCHIVED = "archived"  # 归档


STEPS: dict[Step, frozenset[Step]] = {
    Step.REGISTERED: frozenset({Step.REVIEWED}),
    Step.REVIEWED: frozenset({Step.REGISTERED, Step.HANDLED}),
    Step.HANDLED: frozenset({Step.REVIEWED, Step.ANSWERED}),
    Step.ANSWERED: frozenset({Step.ARCHIVED}),
    Step.ARCHIVED: frozenset(),
}


def check_step(now: Step, then: Step) -> None:
    """Refuse a step that does not follow from where the request stands."""
    if then not in STEPS[now]:
        raise RuleBroken(N_("A request goes through registration, review, handling, answer and filing in this order."))


def check_answer(now: Step, outcome: str, answered_on: date, events: Sequence[Event], reading: ClockReading) -> None:
    """Refuse an answer that is too early in the steps, has no valid outcome, or an outcome without its cause."""
    check_step(now, Step.ANSWERED)
    if outcome not in BY_CODE:
        raise RuleBroken(
            N_("Choose one outcome: it is the row of table three this request counts in."), field="outcome"
        )
    if answered_on < received_on(events):
        raise RuleBroken(N_("The answer cannot be older than the request."), field="answered_on")
    check_cause(outcome, events)
    if outcome in (NOT_CORRECTED, NOT_PAID) and reading.may_close_as != outcome:
        raise RuleBroken(N_("The applicant's time to correct or to pay is not over."), field="outcome")


def check_cause(outcome: str, events: Sequence[Event]) -> None:
    """Refuse an outcome that says something of the applicant that never happened."""
    if outcome == UNCLEAR_AFTER_CORRECTION and find_last(events, EventKind.CORRECTED) is None:
        raise RuleBroken(N_("This outcome needs a correction by the applicant first (Article 30)."), field="outcome")
    asked = {NOT_CORRECTED: EventKind.CORRECTION_ASKED, NOT_PAID: EventKind.FEE_NOTIFIED}.get(outcome)
    if asked is not None and find_last(events, asked) is None:
        raise RuleBroken(N_("The applicant was never asked to correct or to pay."), field="outcome")


def check_archive(now: Step, answer_files: int) -> None:
    """Refuse to file a request whose answer is not kept with it."""
    check_step(now, Step.ARCHIVED)
    if not answer_files:
        raise RuleBroken(N_("Add the letter of answer first: a request is filed together with it."), field="files")


def check_correction(events: Sequence[Event], asked_on: date, until: date | None, calendar: Calendar) -> None:
    """Refuse to ask for a correction a second time, after 7 working days, or without a day to answer by (Art. 30)."""
    _check_running(events, asked_on)
    if find_last(events, EventKind.CORRECTION_ASKED):
        raise RuleBroken(N_("A correction may be asked for only once (Article 30)."))
    last = workdays_after(received_on(events), CORRECTION_DAYS, calendar)
    if asked_on > last:
        raise RuleBroken(
            N_("A correction had to be asked for by %(last)s, 7 working days after receipt (Article 30)."),
            field="asked_on",
            last=last.isoformat(),
        )
    if until is None or until <= asked_on:
        raise RuleBroken(N_("Set a reasonable day by which the applicant has to correct."), field="until")


def check_extension(
    events: Sequence[Event], reading: ClockReading, on: date, days: int, consent_by: str, is_told: bool
) -> None:
    """Refuse an extension that Art. 33 does not allow: one, up to 20 working days, consented to, told, in time."""
    _check_running(events, on)
    if find_last(events, EventKind.EXTENDED):
        raise RuleBroken(N_("The time may be extended only once (Article 33)."))
    if not 1 <= days <= LONGEST_EXTENSION:
        raise RuleBroken(N_("An extension has 1 to 20 working days (Article 33)."), field="days")
    if not consent_by.strip():
        raise RuleBroken(N_("Name the head of the disclosure office who consented (Article 33)."), field="consent_by")
    if not is_told:
        raise RuleBroken(N_("The applicant has to be told of the extension (Article 33)."), field="is_told")
    if reading.due_on is not None and on > reading.due_on:
        raise RuleBroken(N_("The time is over: it had to be extended before it ended."), field="on")


def check_event(events: Sequence[Event], event: Event, today: date) -> None:
    """Refuse an event before the receipt, in the future, or that answers nothing we asked."""
    _check_running(events, event.day)
    if event.day > today:
        raise RuleBroken(N_("This day has not come yet."), field="day")
    asked = _ANSWER_TO.get(event.kind)
    if asked and not any(old.kind is asked and old.party == event.party and old.day <= event.day for old in events):
        raise RuleBroken(N_("Nothing was asked that this could answer."), field="kind")


_ANSWER_TO = {
    EventKind.CORRECTED: EventKind.CORRECTION_ASKED,
    EventKind.THIRD_PARTY_ANSWERED: EventKind.THIRD_PARTY_ASKED,
    EventKind.AGENCY_ANSWERED: EventKind.AGENCY_ASKED,
    EventKind.FEE_PAID: EventKind.FEE_NOTIFIED,
}


def _check_running(events: Sequence[Event], day: date) -> None:
    """Refuse anything before the receipt or after the answer."""
    if day < received_on(events):
        raise RuleBroken(N_("This day is before the request was received."), field="day")
    if find_last(events, EventKind.ANSWERED):
        raise RuleBroken(N_("The request has been answered."))


def check_is_open(answered_on: date | None) -> None:
    """Refuse to go on with an answered request."""
    if answered_on is not None:
        raise RuleBroken(N_("The request has been answered."))


def check_party(party: str, asked: Collection[str]) -> None:
    """Refuse a consultation without a name, or with the name of one that was asked already."""
    if not party:
        raise RuleBroken(N_("Name whom you ask."), field="party")
    if party in asked:
        raise RuleBroken(N_("This one has been asked already."), field="party")


def check_until(day: date, until: date | None) -> date:
    """Return the day set for a delayed answer; refuse one that is not ahead (Art. 35)."""
    if until is None or until <= day:
        raise RuleBroken(N_("Set the day by which you will answer."), field="until")
    return until


def check_charged_in_time(due_on: date | None, day: date) -> None:
    """Refuse a fee notice after the time to answer: it would start the days afresh (国办函〔2020〕109号)."""
    if due_on is not None and day > due_on:
        raise RuleBroken(N_("The time to answer is over: a fee notice had to be sent within it."), field="day")


def check_fee(standard: FeeStandard | None, quantity: int, *, is_charged: bool) -> FeeStandard:
    """Return the standard of a fee; one request has one standard and one notice."""
    if is_charged:
        raise RuleBroken(N_("A fee notice was sent already; a request has one."))
    if standard is None:
        raise RuleBroken(N_("Choose by what the fee is counted."), field="standard")
    if quantity < 1:
        raise RuleBroken(N_("Enter the number of pages."), field="pages")
    return standard


def check_dispute(filed_on: date, decided_on: date | None, is_pending: bool, today: date) -> None:
    """Refuse a review or lawsuit that was decided before it was filed, or decided without a result."""
    if filed_on > today:
        raise RuleBroken(N_("This day has not come yet."), field="filed_on")
    if (decided_on is None) != is_pending:
        raise RuleBroken(N_("A decided case has its day and its result, an open one neither."), field="result")
    if decided_on is not None and not filed_on <= decided_on <= today:
        raise RuleBroken(N_("The day of the decision lies between the filing and today."), field="decided_on")
