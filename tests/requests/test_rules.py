"""Receipt, steps, and what may be done to the clock when."""

from datetime import date
from itertools import pairwise

import pytest

from tests.requests.calendar_2026 import Calendar2026
from tracker.errors import RuleBroken
from tracker.requests.clock import clock
from tracker.requests.events import Event, EventKind
from tracker.requests.outcomes import OUTCOMES
from tracker.requests.rules import (
    Arrival,
    Channel,
    Step,
    check_answer,
    check_archive,
    check_correction,
    check_event,
    check_extension,
    check_step,
    find_receipt,
)

CALENDAR = Calendar2026()
RECEIVED = (Event(EventKind.RECEIVED, date(2026, 2, 10)),)


def reading(events: tuple[Event, ...] = RECEIVED, today: date = date(2026, 2, 12)):
    return clock(events, CALENDAR, today)


@pytest.mark.parametrize(
    ("channel", "field"),
    [
        (Channel.IN_PERSON, "submitted_on"),
        (Channel.SIGNED_MAIL, "signed_on"),
        (Channel.ORDINARY_MAIL, "confirmed_on"),
        (Channel.INTERNET, "confirmed_on"),
        (Channel.FAX, "confirmed_on"),
    ],
)
def test_the_day_of_receipt_follows_the_channel(channel: Channel, field: str) -> None:
    days = {"submitted_on": date(2026, 2, 9), "signed_on": date(2026, 2, 10), "confirmed_on": date(2026, 2, 11)}

    assert find_receipt(channel, Arrival(**days)) == days[field]

    with pytest.raises(RuleBroken) as refused:
        find_receipt(channel, Arrival(**{**days, field: None}))
    assert refused.value.field == field


def test_capability_63_the_five_steps_of_handling_follow_one_another() -> None:
    order = [Step.REGISTERED, Step.REVIEWED, Step.HANDLED, Step.ANSWERED, Step.ARCHIVED]

    for now, then in pairwise(order):
        check_step(now, then)

    with pytest.raises(RuleBroken):
        check_step(Step.REGISTERED, Step.ANSWERED)
    with pytest.raises(RuleBroken):
        check_step(Step.ARCHIVED, Step.HANDLED)


@pytest.mark.parametrize(
    ("outcome", "answered_on", "field"),
    [
        ("三(七)", date(2026, 2, 12), "outcome"),
        ("三(一)", date(2026, 2, 9), "answered_on"),
        ("三(六)1", date(2026, 2, 12), "outcome"),
        ("三(六)2", date(2026, 2, 12), "outcome"),
        ("三(四)3", date(2026, 2, 12), "outcome"),
    ],
)
def test_an_answer_without_its_cause_is_refused(outcome: str, answered_on: date, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_answer(Step.HANDLED, outcome, answered_on, RECEIVED, reading())

    assert refused.value.field == field


def test_every_other_outcome_may_be_chosen_while_the_clock_runs() -> None:
    for outcome in OUTCOMES:
        if outcome.code not in ("三(六)1", "三(六)2", "三(四)3"):
            check_answer(Step.HANDLED, outcome.code, date(2026, 2, 12), RECEIVED, reading())


def test_given_up_may_be_chosen_once_the_time_to_correct_is_over() -> None:
    events = (*RECEIVED, Event(EventKind.CORRECTION_ASKED, date(2026, 2, 11), until=date(2026, 2, 26)))

    check_answer(Step.HANDLED, "三(六)1", date(2026, 2, 27), events, reading(events, date(2026, 2, 27)))


def test_a_request_is_filed_with_its_answer_only() -> None:
    check_archive(Step.ANSWERED, 1)

    with pytest.raises(RuleBroken):
        check_archive(Step.ANSWERED, 0)


def test_a_correction_is_asked_once_and_within_seven_working_days() -> None:
    until = date(2026, 3, 12)
    check_correction(RECEIVED, date(2026, 2, 26), until, CALENDAR)

    with pytest.raises(RuleBroken, match="2026-02-26"):
        check_correction(RECEIVED, date(2026, 2, 27), until, CALENDAR)
    with pytest.raises(RuleBroken, match="reasonable day"):
        check_correction(RECEIVED, date(2026, 2, 12), None, CALENDAR)
    asked = (*RECEIVED, Event(EventKind.CORRECTION_ASKED, date(2026, 2, 11), until=until))
    with pytest.raises(RuleBroken, match="only once"):
        check_correction(asked, date(2026, 2, 12), until, CALENDAR)


@pytest.mark.parametrize(
    ("on", "days", "consent_by", "is_told", "field"),
    [
        (date(2026, 2, 12), 21, "王明", True, "days"),
        (date(2026, 2, 12), 0, "王明", True, "days"),
        (date(2026, 2, 12), 20, "  ", True, "consent_by"),
        (date(2026, 2, 12), 20, "王明", False, "is_told"),
        (date(2026, 3, 17), 20, "王明", True, "on"),
        (date(2026, 2, 9), 20, "王明", True, "day"),
    ],
)
def test_an_extension_the_law_does_not_allow_is_refused(
    on: date, days: int, consent_by: str, is_told: bool, field: str
) -> None:
    check_extension(RECEIVED, reading(), date(2026, 3, 16), 20, "王明", True)

    with pytest.raises(RuleBroken) as refused:
        check_extension(RECEIVED, reading(), on, days, consent_by, is_told)

    assert refused.value.field == field


def test_the_time_is_extended_only_once() -> None:
    events = (*RECEIVED, Event(EventKind.EXTENDED, date(2026, 2, 12), days=5))

    with pytest.raises(RuleBroken, match="only once"):
        check_extension(events, reading(events), date(2026, 2, 24), 5, "王明", True)


def test_an_event_has_to_fit_what_happened_before() -> None:
    today = date(2026, 2, 12)
    asked = Event(EventKind.THIRD_PARTY_ASKED, date(2026, 2, 11), party="甲公司")
    answer = Event(EventKind.THIRD_PARTY_ANSWERED, date(2026, 2, 12), party="甲公司")
    check_event(RECEIVED, asked, today)
    check_event((*RECEIVED, asked), answer, today)

    with pytest.raises(RuleBroken, match="Nothing was asked"):
        check_event(RECEIVED, answer, today)
    with pytest.raises(RuleBroken, match="not come yet"):
        check_event(RECEIVED, Event(EventKind.FEE_NOTIFIED, date(2026, 2, 13)), today)
    with pytest.raises(RuleBroken, match="before the request"):
        check_event(RECEIVED, Event(EventKind.FEE_NOTIFIED, date(2026, 2, 9)), today)
    with pytest.raises(RuleBroken, match="has been answered"):
        check_event((*RECEIVED, Event(EventKind.ANSWERED, today)), answer, today)
