"""Due days worked out by hand from the notice of the holidays of 2026, against the clock; what it refuses to say."""

from datetime import date, timedelta

import pytest

from tests.requests.calendar_2026 import Calendar2026
from tracker.errors import RuleBroken
from tracker.requests.clock import clock
from tracker.requests.events import Event, EventKind
from tracker.requests.rules import Arrival, Channel, check_correction, check_extension, find_receipt
from tracker.workdays.calendar import Calendar, CalendarYear, Holiday, YearMissing

CALENDAR = Calendar2026()

# Received > due: 元旦, 春节, 清明, 劳动节, 端午, 中秋 and 国庆 on the way, received on holidays and worked weekends.
PLAIN = """
1-1>1-29 1-3>1-29 1-4>1-30 1-5>2-2 1-16>2-13 1-20>2-24 1-23>2-27 2-6>3-12 2-13>3-19
2-14>3-20 2-16>3-20 2-23>3-20 2-24>3-23 2-27>3-26 2-28>3-27 3-2>3-30 3-31>4-29 4-3>5-7
4-6>5-7 4-20>5-20 5-1>6-1 5-8>6-4 5-9>6-5 5-29>6-29 6-18>7-17 6-22>7-20 7-31>8-28
8-31>9-28 9-4>10-9 9-18>10-22 9-20>10-23 9-24>10-29 10-8>11-4 10-10>11-6 11-11>12-9 12-1>12-29
"""

# Events in their order = due. A stop runs from the day after the letter to the answer, or to the 15th working day
# after the letter was reached; a correction and a payment begin 20 new days.
WITH_EVENTS = """
received 1-20, extended 2-24 days 20 = 3-23
received 1-20, extended 2-24 days 5 = 3-2
received 9-1, extended 9-29 days 20 = 11-2
received 9-10, extended 10-14 days 15 = 11-4
received 3-9, extended 4-7 days 10 = 4-21
received 2-3, correction_asked 2-5 until 2-13, corrected 2-11 = 3-17
received 2-9, correction_asked 2-12 until 3-2, corrected 2-20 = 3-20
received 9-21, correction_asked 9-28 until 10-12, corrected 10-3 = 11-3
received 9-15, correction_asked 9-18 until 9-30, corrected 9-20 = 10-23
received 4-1, correction_asked 4-10 until 4-20, corrected 4-20 = 5-20
received 5-6, correction_asked 5-7 until 5-15, corrected 5-9 = 6-5
received 2-3, third_party_asked 2-10 reached 2-11, third_party_answered 2-25 = 3-17
received 2-3, third_party_asked 2-10 reached 2-11, third_party_answered 2-16 = 3-13
received 2-3, third_party_asked 2-10 reached 2-10 = 3-30
received 9-11, third_party_asked 9-22 reached 9-23, third_party_answered 10-9 = 10-26
received 9-11, third_party_asked 9-22 reached 9-23 = 11-6
received 4-27, third_party_asked 4-30 reached 5-6, third_party_answered 5-20 = 6-12
received 3-2, third_party_asked 3-3 reached 3-3, third_party_answered 3-3 = 3-30
received 2-3, fee_notified 2-12 reached 2-13, fee_paid 2-28 = 3-27
received 2-3, fee_notified 2-25 reached 2-26, fee_paid 3-26 = 4-24
received 9-7, fee_notified 9-24 reached 9-24, fee_paid 10-10 = 11-6
received 9-7, fee_notified 9-24 reached 9-24, fee_paid 10-7 = 11-3
received 6-1, fee_notified 6-18 reached 6-18, fee_paid 7-16 = 8-13
received 2-2, third_party_asked 2-5 reached 2-5, third_party_answered 2-26,
  agency_asked 2-25 reached 2-25, agency_answered 3-4 = 3-27
received 9-8, third_party_asked 9-10 reached 9-10, third_party_answered 9-22,
  agency_asked 9-29 reached 9-29, agency_answered 10-12, extended 10-30 days 10 = 11-13
received 9-8, third_party_asked 9-10 reached 9-10, third_party_answered 9-29,
  agency_asked 9-14 reached 9-14, agency_answered 9-16, extended 10-29 days 20 = 11-26
"""

LAST_TO_CORRECT = "1-1>1-12 2-6>2-24 2-12>2-28 2-13>3-2 4-29>5-12 9-18>9-29 9-24>10-12 9-30>10-15"
LAST_TO_EXTEND = "2-6>3-12 4-3>5-7 9-10>10-14 9-30>11-3"


def day(written: str) -> date:
    month, number = written.split("-")
    return date(2026, int(month), int(number))


def event(written: str) -> Event:
    kind, on, *more = written.split()
    given = dict(zip(more[::2], more[1::2], strict=True))
    party = kind.partition("_")[0] if kind.startswith(("third", "agency")) else ""
    return Event(
        EventKind(kind), day(on), days=int(given.get("days", 0)), party=party,
        delivered_on=day(given["reached"]) if "reached" in given else None,
        until=day(given["until"]) if "until" in given else None,
    )  # fmt: skip


def due(*events: Event) -> date | None:
    return clock(events, CALENDAR, max(one.day for one in events)).due_on


@pytest.mark.parametrize("case", PLAIN.split())
def test_twenty_working_days_after_receipt_as_counted_by_hand(case: str) -> None:
    received, expected = case.split(">")

    assert due(Event(EventKind.RECEIVED, day(received))) == day(expected)


@pytest.mark.parametrize("case", WITH_EVENTS.strip().replace(",\n ", ",").splitlines())
def test_events_move_the_due_day_as_counted_by_hand(case: str) -> None:
    events, expected = case.split(" = ")

    assert due(*map(event, events.split(", "))) == day(expected)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (Channel.IN_PERSON, "3-10"),  # handed in on 4 February
        (Channel.SIGNED_MAIL, "3-12"),  # signed for on the 6th
        (Channel.ORDINARY_MAIL, "3-18"),  # confirmed with the applicant on the 12th
        (Channel.INTERNET, "3-18"),
        (Channel.FAX, "3-18"),
    ],
)
def test_the_days_begin_after_the_day_that_counts_for_the_channel(channel: Channel, expected: str) -> None:
    arrival = Arrival(submitted_on=day("2-4"), signed_on=day("2-6"), confirmed_on=day("2-12"))

    assert due(Event(EventKind.RECEIVED, find_receipt(channel, arrival))) == day(expected)


@pytest.mark.parametrize("case", LAST_TO_CORRECT.split())
def test_a_correction_is_asked_for_by_the_seventh_working_day(case: str) -> None:
    received, last = map(day, case.split(">"))
    events, until = (Event(EventKind.RECEIVED, received),), date(2026, 12, 1)

    check_correction(events, last, until, CALENDAR)
    with pytest.raises(RuleBroken, match=last.isoformat()):
        check_correction(events, last + timedelta(days=1), until, CALENDAR)


@pytest.mark.parametrize("case", LAST_TO_EXTEND.split())
def test_the_time_is_extended_on_its_last_day_and_not_after(case: str) -> None:
    received, last = map(day, case.split(">"))
    events = (Event(EventKind.RECEIVED, received),)
    reading = clock(events, CALENDAR, last)

    check_extension(events, reading, last, 20, "王明", is_told=True)
    with pytest.raises(RuleBroken, match="before it ended"):
        check_extension(events, reading, last + timedelta(days=1), 20, "王明", is_told=True)


@pytest.mark.parametrize("received", [date(2026, 12, 15), date(2027, 1, 4)])
def test_no_due_day_is_guessed_in_a_year_whose_holidays_are_not_known(received: date) -> None:
    known = Calendar((CalendarYear(2026, (Holiday("元旦", date(2026, 1, 1), date(2026, 1, 3)),)),))

    with pytest.raises(YearMissing) as missing:
        clock((Event(EventKind.RECEIVED, received),), known, received)

    assert missing.value.year == 2027
