"""The clock of Art. 33, against days counted by hand around Spring Festival and National Day 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.requests.calendar_2026 import Calendar2026
from tracker.requests.clock import ClockReading, DayKind, clock
from tracker.requests.events import Event, EventKind, workdays_after

CALENDAR = Calendar2026()


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def received(on: date) -> Event:
    return Event(EventKind.RECEIVED, on)


def read(today: date, *events: Event) -> ClockReading:
    return clock(events, CALENDAR, today)


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2025, 12, 31), day(1, 29)),  # 元旦, with Sunday 4 January worked
        (day(2, 2), day(3, 6)),  # 春节 in the middle, 14 and 28 February worked
        (day(2, 13), day(3, 19)),
        (day(2, 14), day(3, 20)),  # received on a worked Saturday
        (day(2, 18), day(3, 20)),  # confirmed on the internet within the holiday
        (day(4, 30), day(6, 1)),  # 劳动节, with Saturday 9 May worked
        (day(9, 10), day(10, 14)),  # 中秋 and 国庆, 20 September and 10 October worked
        (day(9, 30), day(11, 3)),
    ],
)
def test_an_answer_is_due_on_the_twentieth_working_day_after_receipt(received_on: date, due_on: date) -> None:
    reading = read(received_on, received(received_on))

    assert reading.due_on == due_on
    assert (reading.days_used, reading.days_left, reading.days_allowed) == (0, 20, 20)


def test_an_extension_adds_its_working_days_once() -> None:
    events = (received(day(2, 2)), Event(EventKind.EXTENDED, day(3, 5), days=20))

    reading = read(day(3, 5), *events)

    assert (reading.due_on, reading.days_allowed, reading.days_left) == (day(4, 3), 40, 21)


def test_the_twenty_days_begin_again_when_the_correction_is_received() -> None:
    asked = Event(EventKind.CORRECTION_ASKED, day(1, 29), until=day(2, 12))

    reading = read(day(2, 12), received(day(1, 26)), asked, Event(EventKind.CORRECTED, day(2, 12)))

    assert (reading.due_on, reading.days_used, reading.is_stopped) == (day(3, 18), 0, False)


def test_the_clock_stands_while_a_correction_is_awaited() -> None:
    asked = Event(EventKind.CORRECTION_ASKED, day(1, 29), until=day(2, 12))

    reading = read(day(2, 10), received(day(1, 26)), asked)

    assert (reading.is_stopped, reading.due_on, reading.waiting_until) == (True, None, day(2, 12))
    assert (reading.days_used, reading.is_late, reading.may_close_as) == (3, False, None)


def test_a_request_not_corrected_in_time_may_be_closed_as_given_up() -> None:
    asked = Event(EventKind.CORRECTION_ASKED, day(1, 29), until=day(2, 12))

    reading = read(day(2, 13), received(day(1, 26)), asked)

    assert reading.may_close_as == "三(六)1"


def test_the_days_of_asking_a_third_party_are_not_counted() -> None:
    asked = Event(EventKind.THIRD_PARTY_ASKED, day(2, 5), delivered_on=day(2, 6), party="甲公司")
    answered = Event(EventKind.THIRD_PARTY_ANSWERED, day(2, 25), party="甲公司")

    reading = read(day(2, 26), received(day(2, 2)), asked, answered)

    assert (reading.due_on, reading.days_used, reading.is_provisional) == (day(3, 19), 4, False)


def test_a_third_party_that_is_silent_holds_the_clock_for_fifteen_working_days() -> None:
    asked = Event(EventKind.THIRD_PARTY_ASKED, day(2, 5), delivered_on=day(2, 6), party="甲公司")

    waiting = read(day(2, 27), received(day(2, 2)), asked)
    after = read(day(3, 6), received(day(2, 2)), asked)

    assert (waiting.is_stopped, waiting.waiting_until, waiting.is_provisional) == (True, day(3, 5), True)
    assert (waiting.due_on, after.due_on) == (day(3, 30), day(3, 30))
    assert (after.is_stopped, after.is_provisional) == (False, False)


def test_two_consultations_at_once_stop_each_day_only_once() -> None:
    third = Event(EventKind.THIRD_PARTY_ASKED, day(2, 5), delivered_on=day(2, 6), party="甲公司")
    agency = Event(EventKind.AGENCY_ASKED, day(2, 9), delivered_on=day(2, 9), party="乙局")
    told = Event(EventKind.THIRD_PARTY_ANSWERED, day(2, 12), party="甲公司")
    agreed = Event(EventKind.AGENCY_ANSWERED, day(2, 25), party="乙局")

    reading = read(day(2, 26), received(day(2, 2)), third, agency, told, agreed)

    assert reading.due_on == day(3, 19)


def test_an_answer_after_the_fifteen_days_does_not_stop_the_clock_any_longer() -> None:
    asked = Event(EventKind.AGENCY_ASKED, day(2, 5), delivered_on=day(2, 6), party="乙局")
    late = Event(EventKind.AGENCY_ANSWERED, day(3, 12), party="乙局")

    reading = read(day(3, 12), received(day(2, 2)), asked, late)

    assert reading.due_on == day(3, 30)


def test_the_clock_stands_until_the_fee_is_paid_and_then_begins_again() -> None:
    notified = Event(EventKind.FEE_NOTIFIED, day(9, 16), delivered_on=day(9, 17))

    waiting = read(day(10, 8), received(day(9, 10)), notified)
    paid = read(day(10, 9), received(day(9, 10)), notified, Event(EventKind.FEE_PAID, day(10, 9)))

    assert (waiting.is_stopped, waiting.due_on, waiting.waiting_until) == (True, None, day(10, 21))
    assert (paid.due_on, paid.days_used) == (day(11, 5), 0)


def asked(kind: EventKind, on: date, delivered: date | None = None, party: str = "甲公司") -> Event:
    return Event(kind, on, delivered_on=delivered, party=party)


def answered(kind: EventKind, on: date, party: str = "甲公司") -> Event:
    return Event(kind, on, party=party)


CORRECTION = Event(EventKind.CORRECTION_ASKED, day(2, 2), until=day(2, 13))


@pytest.mark.parametrize(
    ("events", "due_on"),
    [
        # corrected on 12 February, 5 days counted up to the 26th, the third party from the 27th to 10 March
        (
            (
                *(received(day(1, 26)), CORRECTION, Event(EventKind.CORRECTED, day(2, 12))),
                asked(EventKind.THIRD_PARTY_ASKED, day(2, 26), day(2, 27)),
                answered(EventKind.THIRD_PARTY_ANSWERED, day(3, 10)),
            ),
            day(3, 31),
        ),
        # corrected within the holiday: the first day counted is 24 February
        (
            (
                *(received(day(2, 9)), Event(EventKind.CORRECTION_ASKED, day(2, 11), until=day(2, 26))),
                Event(EventKind.CORRECTED, day(2, 18)),
            ),
            day(3, 20),
        ),
        # 6 days up to 18 September, stopped with the worked Sunday to the 30th, 14 more to 26 October, 10 of extension
        (
            (
                received(day(9, 10)),
                asked(EventKind.AGENCY_ASKED, day(9, 18), day(9, 21)),
                answered(EventKind.AGENCY_ANSWERED, day(9, 30)),
                Event(EventKind.EXTENDED, day(10, 20), days=10),
            ),
            day(11, 9),
        ),
        # paid on 29 September, 5 days counted up to 12 October, stopped to the 16th
        (
            (
                *(received(day(9, 8)), Event(EventKind.FEE_NOTIFIED, day(9, 16), delivered_on=day(9, 17))),
                Event(EventKind.FEE_PAID, day(9, 29)),
                asked(EventKind.THIRD_PARTY_ASKED, day(10, 12), day(10, 13)),
                answered(EventKind.THIRD_PARTY_ANSWERED, day(10, 16)),
            ),
            day(11, 6),
        ),
        # a silent third party from 14 February to 13 March, and the whole extension over 清明 and 劳动节
        (
            (
                received(day(2, 9)),
                asked(EventKind.THIRD_PARTY_ASKED, day(2, 13), day(2, 14)),
                Event(EventKind.EXTENDED, day(3, 30), days=20),
            ),
            day(5, 8),
        ),
        # a third party from 3 to 12 March and an agency from 11 to 18 March: stopped once from 3 to 18 March
        (
            (
                *(received(day(2, 24)), asked(EventKind.THIRD_PARTY_ASKED, day(3, 2), day(3, 3))),
                answered(EventKind.THIRD_PARTY_ANSWERED, day(3, 12)),
                asked(EventKind.AGENCY_ASKED, day(3, 10), day(3, 10), "乙局"),
                answered(EventKind.AGENCY_ANSWERED, day(3, 18), "乙局"),
            ),
            day(4, 9),
        ),
        # extended by 15 in the first count; the payment begins 20 new days, and the extension is gone
        (
            (
                *(received(day(9, 1)), Event(EventKind.EXTENDED, day(9, 8), days=15)),
                Event(EventKind.FEE_NOTIFIED, day(9, 15), delivered_on=day(9, 16)),
                Event(EventKind.FEE_PAID, day(9, 22)),
            ),
            day(10, 27),
        ),
    ],
    ids=["correction-third", "holiday", "agency-extension", "fee-third", "silent-extension", "two", "extension-fee"],
)
def test_stops_restarts_and_extensions_work_together(events: tuple[Event, ...], due_on: date) -> None:
    assert read(max(event.day for event in events), *events).due_on == due_on


def test_a_fee_not_paid_in_twenty_working_days_lets_the_request_be_closed() -> None:
    notified = Event(EventKind.FEE_NOTIFIED, day(9, 16), delivered_on=day(9, 17))

    assert read(day(10, 21), received(day(9, 10)), notified).may_close_as is None
    assert read(day(10, 22), received(day(9, 10)), notified).may_close_as == "三(六)2"


def test_a_reasonable_delay_sets_the_due_day_itself() -> None:
    delayed = Event(EventKind.DELAYED, day(3, 5), until=day(4, 10))

    reading = read(day(3, 9), received(day(2, 2)), delayed)

    assert (reading.due_on, reading.is_late) == (day(4, 10), False)


def test_an_unanswered_request_is_late_by_working_days() -> None:
    reading = read(day(3, 10), received(day(2, 2)))

    assert (reading.is_late, reading.days_left, reading.due_on) == (True, -2, day(3, 6))


def test_an_answered_request_shows_the_days_it_took_whatever_the_day_today() -> None:
    answered = Event(EventKind.ANSWERED, day(2, 25))

    reading = read(day(6, 1), received(day(2, 2)), answered)

    assert (reading.days_used, reading.days_left, reading.is_late) == (12, 8, False)
    assert reading.days[-1].day == day(2, 25)


def test_every_day_from_receipt_to_the_due_day_is_explained() -> None:
    asked = Event(EventKind.THIRD_PARTY_ASKED, day(2, 5), delivered_on=day(2, 6), party="甲公司")
    answered = Event(EventKind.THIRD_PARTY_ANSWERED, day(2, 9), party="甲公司")

    days = read(day(2, 2), received(day(2, 2)), asked, answered).days

    assert [entry.kind.value for entry in days[:9]] == [
        *("start", "counted", "counted", "counted", "stopped", "off", "off", "stopped", "counted"),
    ]
    assert (days[-1].number, days[-1].kind) == (20, DayKind.COUNTED)


@given(start=st.dates(date(2026, 1, 1), date(2026, 9, 30)), passed=st.integers(0, 80))
def test_used_and_left_days_always_make_twenty_until_the_clock_has_run_out(start: date, passed: int) -> None:
    today = workdays_after(start, passed, CALENDAR)

    reading = read(today, received(start))

    assert reading.days_left == 20 - passed
    assert reading.days_used == min(passed, 20)
    assert reading.is_late == (passed > 20)
