"""The clock of a request at its corners, 2024 to 2026, against days counted by hand from the State Council's notices.

The calendar is the one that comes with the program. Each case names the article of the Regulations it is about; 42 is
the information processing fee (国办函〔2020〕109号).
"""

from datetime import date, timedelta

import pytest

from tracker.errors import RuleBroken
from tracker.requests.clock import clock
from tracker.requests.events import Event, EventKind
from tracker.requests.outcomes import NOT_CORRECTED, NOT_PAID
from tracker.requests.rules import Arrival, Channel, check_correction, find_receipt
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()

# How a request came (Art. 31) = the 20th working day after the day that counts (Art. 33): letters signed for on a
# holiday or a worked Sunday, forms sent at the end of a year and confirmed after it, 29 February, each long holiday.
ARRIVALS = """
in_person submitted 2024-01-26 = 2024-02-28
in_person submitted 2024-02-04 = 2024-03-07
signed_mail submitted 2024-02-07 signed 2024-02-13 = 2024-03-14
signed_mail submitted 2024-02-08 signed 2024-02-17 = 2024-03-14
internet submitted 2024-02-09 confirmed 2024-02-18 = 2024-03-15
internet submitted 2024-02-10 confirmed 2024-02-10 = 2024-03-14
ordinary_mail submitted 2024-02-05 confirmed 2024-02-19 = 2024-03-18
fax submitted 2024-02-28 confirmed 2024-02-29 = 2024-03-28
in_person submitted 2024-02-28 = 2024-03-27
internet submitted 2024-01-31 confirmed 2024-02-01 = 2024-03-05
in_person submitted 2024-03-07 = 2024-04-07
in_person submitted 2024-04-03 = 2024-05-06
signed_mail submitted 2024-04-02 signed 2024-04-05 = 2024-05-06
in_person submitted 2024-04-28 = 2024-05-28
fax submitted 2024-04-30 confirmed 2024-04-30 = 2024-05-30
in_person submitted 2024-05-13 = 2024-06-11
in_person submitted 2024-08-19 = 2024-09-14
in_person submitted 2024-09-14 = 2024-10-18
signed_mail submitted 2024-09-11 signed 2024-09-15 = 2024-10-18
in_person submitted 2024-09-29 = 2024-10-31
internet submitted 2024-09-30 confirmed 2024-09-30 = 2024-11-01
signed_mail submitted 2024-09-29 signed 2024-10-03 = 2024-11-01
internet submitted 2024-10-07 confirmed 2024-10-08 = 2024-11-04
in_person submitted 2024-10-12 = 2024-11-08
in_person submitted 2024-12-02 = 2024-12-30
in_person submitted 2024-12-03 = 2024-12-31
in_person submitted 2024-12-04 = 2025-01-02
internet submitted 2024-12-31 confirmed 2024-12-31 = 2025-02-05
internet submitted 2024-12-31 confirmed 2025-01-02 = 2025-02-06
signed_mail submitted 2024-12-30 signed 2025-01-01 = 2025-02-05
in_person submitted 2025-01-26 = 2025-02-28
in_person submitted 2025-01-27 = 2025-03-03
signed_mail submitted 2025-01-24 signed 2025-01-29 = 2025-03-03
ordinary_mail submitted 2025-01-26 confirmed 2025-02-05 = 2025-03-04
in_person submitted 2025-02-08 = 2025-03-07
in_person submitted 2025-02-28 = 2025-03-28
in_person submitted 2025-04-27 = 2025-05-28
in_person submitted 2025-04-30 = 2025-06-03
signed_mail submitted 2025-05-29 signed 2025-05-31 = 2025-06-30
in_person submitted 2025-09-10 = 2025-10-14
in_person submitted 2025-09-28 = 2025-10-31
fax submitted 2025-09-30 confirmed 2025-10-01 = 2025-11-04
internet submitted 2025-10-08 confirmed 2025-10-09 = 2025-11-05
in_person submitted 2025-10-11 = 2025-11-07
in_person submitted 2025-12-02 = 2025-12-30
in_person submitted 2025-12-03 = 2025-12-31
internet submitted 2025-12-31 confirmed 2026-01-04 = 2026-01-30
in_person submitted 2026-02-14 = 2026-03-20
signed_mail submitted 2026-02-13 signed 2026-02-17 = 2026-03-20
fax submitted 2026-10-07 confirmed 2026-10-08 = 2026-11-04
"""

# Article: what happened = due. A stop runs from the day after the letter to the answer, or to the 15th working day
# after the letter was reached; a correction and a payment begin 20 new days; of two stops at once each day counts once.
EVENTS = """
30: received 2024-01-29, correction_asked 2024-02-05 until 2024-02-20, corrected 2024-02-14 = 2024-03-14
30: received 2024-02-20, correction_asked 2024-02-22 until 2024-03-01, corrected 2024-02-29 = 2024-03-28
30: received 2024-02-01, correction_asked 2024-02-09 until 2024-02-22, corrected 2024-02-26 = 2024-03-25
30: received 2024-12-20, correction_asked 2024-12-30 until 2025-01-13, corrected 2024-12-31 = 2025-02-05
30: received 2025-09-24, correction_asked 2025-09-30 until 2025-10-15, corrected 2025-10-05 = 2025-11-04
30: received 2025-01-20, correction_asked 2025-01-20 until 2025-02-10, corrected 2025-01-20 = 2025-02-21
32: received 2024-01-31, third_party_asked 2024-02-05 reached 2024-02-06, third_party_answered 2024-02-20 = 2024-03-13
32: received 2024-01-31, third_party_asked 2024-02-05 reached 2024-02-06, third_party_answered 2024-02-12 = 2024-03-08
32: received 2024-01-31, third_party_asked 2024-02-05 reached 2024-02-06 = 2024-03-26
32: received 2024-01-31, third_party_asked 2024-02-05 reached 2024-02-06, third_party_answered 2024-03-08 = 2024-03-26
32: received 2025-01-13, third_party_asked 2025-01-22 reached 2025-01-28 = 2025-03-13
32: received 2024-02-19, third_party_asked 2024-02-28 reached 2024-02-28, third_party_answered 2024-02-29 = 2024-03-19
32: received 2024-03-04, third_party_asked 2024-03-06 reached 2024-03-06, third_party_answered 2024-03-06 = 2024-04-01
32: received 2025-12-15, third_party_asked 2025-12-29 reached 2025-12-30, third_party_answered 2026-01-04 = 2026-01-16
32: received 2024-09-09, third_party_asked 2024-09-29 reached 2024-09-30, third_party_answered 2024-10-12 = 2024-10-21
32: received 2024-03-01, third_party_asked 2024-03-29 reached 2024-03-29, third_party_answered 2024-04-10 = 2024-03-29
34: received 2024-08-26, agency_asked 2024-09-10 reached 2024-09-10, agency_answered 2024-09-30 = 2024-10-17
34: received 2025-09-15, agency_asked 2025-09-26 reached 2025-09-28 = 2025-11-10
32,34: received 2024-09-02, third_party_asked 2024-09-10 reached 2024-09-10,
  third_party_answered 2024-09-25, agency_asked 2024-09-20 reached 2024-09-20, agency_answered 2024-10-09 = 2024-10-28
32,34: received 2024-09-02, third_party_asked 2024-09-10 reached 2024-09-10,
  third_party_answered 2024-09-27, agency_asked 2024-09-12 reached 2024-09-12, agency_answered 2024-09-18 = 2024-10-22
32,34: received 2025-01-15, third_party_asked 2025-01-17 reached 2025-01-17,
  third_party_answered 2025-01-26, agency_asked 2025-01-26 reached 2025-01-26, agency_answered 2025-02-08 = 2025-03-05
32,32: received 2024-12-16, third_party_asked 2024-12-20 reached 2024-12-20 of A,
  third_party_asked 2024-12-25 reached 2024-12-26 of B, third_party_answered 2024-12-31 of A,
  third_party_answered 2025-01-06 of B = 2025-01-27
33: received 2024-09-02, extended 2024-09-30 days 20 = 2024-11-01
33: received 2024-01-26, extended 2024-02-27 days 1 = 2024-02-29
33: received 2024-12-10, extended 2025-01-08 days 15 = 2025-02-05
33: received 2025-01-02, extended 2025-01-20 days 20 = 2025-03-05
32,33: received 2024-09-02, third_party_asked 2024-09-10 reached 2024-09-11, extended 2024-09-20 days 10,
  third_party_answered 2024-09-26 = 2024-11-04
32,33: received 2025-01-06, extended 2025-01-24 days 5, third_party_asked 2025-02-05 reached 2025-02-06 = 2025-03-10
33,34: received 2024-08-26, extended 2024-09-23 days 20, agency_asked 2024-10-08 reached 2024-10-08,
  agency_answered 2024-10-12 = 2024-10-31
30,33: received 2024-01-29, correction_asked 2024-02-02 until 2024-02-20, corrected 2024-02-19,
  extended 2024-03-11 days 20 = 2024-04-16
42: received 2024-12-23, fee_notified 2025-01-13 reached 2025-01-14, fee_paid 2025-01-28 = 2025-03-03
42: received 2024-09-09, fee_notified 2024-09-23 reached 2024-09-24, fee_paid 2024-10-12 = 2024-11-08
42: received 2024-12-02, fee_notified 2024-12-19 reached 2024-12-20, fee_paid 2024-12-31 = 2025-02-05
42,33: received 2024-08-26, extended 2024-09-10 days 20, fee_notified 2024-09-25 reached 2024-09-26,
  fee_paid 2024-10-10 = 2024-11-06
42,32: received 2024-01-22, fee_notified 2024-01-30 reached 2024-01-31, fee_paid 2024-02-20,
  third_party_asked 2024-02-28 reached 2024-02-28, third_party_answered 2024-03-11 = 2024-03-29
35: received 2024-09-02, delayed 2024-09-25 until 2024-11-29 = 2024-11-29
35: received 2024-09-02, delayed 2024-09-10 until 2024-09-20 = 2024-09-30
35: received 2025-01-06, delayed 2025-01-20 until 2025-03-31 = 2025-03-31
42: received 2024-09-02, fee_notified 2024-09-30 reached 2024-09-30, fee_paid 2024-10-10 = 2024-11-06
42,33: received 2024-09-02, extended 2024-09-27 days 5, fee_notified 2024-10-12 reached 2024-10-14,
  fee_paid 2024-10-18 = 2024-11-15
"""

# Article: what happened @ the day it is looked at = due, working days left, until when the other side has the word,
# what it may be closed as, whether it is late. The last day is in time; late on a holiday is late by no working day.
STANDS = f"""
33: received 2024-01-26 @ 2024-02-28 = 2024-02-28 0 - - -
33: received 2024-01-26 @ 2024-02-29 = 2024-02-28 -1 - - late
33: received 2024-01-26 @ 2024-02-10 = 2024-02-28 9 - - -
33: received 2024-01-26, answered 2024-02-28 @ 2024-03-20 = 2024-02-28 0 - - -
33: received 2024-01-26, answered 2024-02-29 @ 2024-03-20 = 2024-02-28 -1 - - late
33: received 2024-09-02 @ 2024-10-03 = 2024-09-30 0 - - late
33: received 2024-09-02 @ 2024-10-12 = 2024-09-30 -5 - - late
30: received 2024-01-29, correction_asked 2024-02-05 until 2024-02-20 @ 2024-02-20 = - - 2024-02-20 - -
30: received 2024-01-29, correction_asked 2024-02-05 until 2024-02-20 @ 2024-02-21 = - - 2024-02-20 {NOT_CORRECTED} -
32: received 2024-01-31, third_party_asked 2024-02-05 reached 2024-02-06 @ 2024-03-04 = 2024-03-26 16 2024-03-04 - -
32: received 2024-01-31, third_party_asked 2024-02-05 reached 2024-02-06 @ 2024-03-05 = 2024-03-26 15 - - -
35: received 2024-09-02, delayed 2024-09-25 until 2024-11-29 @ 2024-11-29 = 2024-11-29 0 - - -
42: received 2024-12-23, fee_notified 2025-01-14 reached 2025-01-15 @ 2025-02-18 = - - 2025-02-18 - -
42: received 2024-12-23, fee_notified 2025-01-14 reached 2025-01-15 @ 2025-02-19 = - - 2025-02-18 {NOT_PAID} -
42: received 2024-12-23, fee_notified 2025-01-14 @ 2025-06-30 = - - - - -
42: received 2024-09-02, fee_notified 2024-09-30 reached 2024-09-30 @ 2024-10-12 = - - 2024-11-01 - -
"""

LAST_TO_CORRECT = """
2024-02-02>2024-02-18 2024-02-09>2024-02-26 2024-02-29>2024-03-11 2024-09-06>2024-09-18 2024-09-27>2024-10-12
2024-12-25>2025-01-06 2025-01-24>2025-02-10 2025-09-28>2025-10-14 2025-09-30>2025-10-16 2025-12-30>2026-01-09
"""


def table(written: str) -> list[str]:
    return written.strip().replace(",\n ", ",").splitlines()


def given(words: list[str]) -> dict[str, str]:
    return dict(zip(words[::2], words[1::2], strict=True))


def event(written: str) -> Event:
    name, on, *more = written.split()
    values, kind = given(more), EventKind(name)
    asks = name.startswith(("third_party", "agency"))
    return Event(
        kind, date.fromisoformat(on), days=int(values.get("days", 0)),
        party=values.get("of", "甲公司") if asks else "",
        delivered_on=date.fromisoformat(values["reached"]) if "reached" in values else None,
        until=date.fromisoformat(values["until"]) if "until" in values else None,
    )  # fmt: skip


def events_of(written: str) -> tuple[Event, ...]:
    return tuple(map(event, written.partition(": ")[2].split(", ")))


@pytest.mark.parametrize("case", table(ARRIVALS))
def test_an_answer_is_due_twenty_working_days_after_the_day_that_counts(case: str) -> None:
    how, due_on = case.split(" = ")
    channel, *days = how.split()
    arrival = Arrival(**{f"{name}_on": date.fromisoformat(day) for name, day in given(days).items()})

    received_on = find_receipt(Channel(channel), arrival)

    assert str(clock((Event(EventKind.RECEIVED, received_on),), CALENDAR, received_on).due_on) == due_on


@pytest.mark.parametrize("case", table(EVENTS))
def test_letters_payments_and_extensions_move_the_due_day(case: str) -> None:
    happened, due_on = case.split(" = ")
    events = events_of(happened)

    assert str(clock(events, CALENDAR, max(one.day for one in events)).due_on) == due_on


@pytest.mark.parametrize("case", table(STANDS))
def test_where_a_request_stands_on_a_day(case: str) -> None:
    happened, expected = case.split(" = ")
    events, today = happened.split(" @ ")

    reading = clock(events_of(events), CALENDAR, date.fromisoformat(today))

    found = (reading.due_on, reading.days_left, reading.waiting_until, reading.may_close_as)
    told = ["-" if one is None else str(one) for one in found]
    assert " ".join([*told, "late" if reading.is_late else "-"]) == expected


@pytest.mark.parametrize("case", LAST_TO_CORRECT.split())
def test_a_correction_is_asked_for_by_the_seventh_working_day(case: str) -> None:
    received_on, last = map(date.fromisoformat, case.split(">"))
    events = (Event(EventKind.RECEIVED, received_on),)

    check_correction(events, last, last + timedelta(days=30), CALENDAR)
    with pytest.raises(RuleBroken, match=last.isoformat()):
        check_correction(events, last + timedelta(days=1), last + timedelta(days=30), CALENDAR)
