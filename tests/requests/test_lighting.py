"""The light of a request at the turn of the year, before the holidays of the new one have been entered."""

from datetime import date, timedelta

import pytest

from tracker.requests.deeds import Deed
from tracker.requests.lighting import read_clock
from tracker.requests.models import DisclosureRequest, RequestEvent
from tracker.requests.rows import ClockPage
from tracker.workdays.calendar import Calendar, CalendarYear, Holiday

KNOWN = Calendar((CalendarYear(2026, (Holiday("元旦", date(2026, 1, 1), date(2026, 1, 3)),)),))
IN_JANUARY = date(2027, 1, 20)


def shown(received_on: date, *events: RequestEvent, today: date = IN_JANUARY) -> ClockPage:
    events = (RequestEvent(deed=Deed.RECEIVED, day=received_on, days=0, party=""), *events)
    return read_clock(DisclosureRequest(received_on=received_on, events=list(events)), KNOWN, today)


@pytest.mark.parametrize(
    ("received_on", "due_on"), [(date(2026, 11, 4), date(2026, 12, 2)), (date(2026, 12, 3), date(2026, 12, 31))]
)
def test_a_request_that_was_due_in_a_known_year_is_late_in_one_that_is_not_known(
    received_on: date, due_on: date
) -> None:
    page = shown(received_on)

    assert (page.kind, page.light.text, page.light.values) == ("stop", "late since %(day)s", {"day": due_on})
    assert (page.reading.due_on if page.reading else None, page.missing_year) == (due_on, None)


@pytest.mark.parametrize("received_on", [date(2026, 12, 4), IN_JANUARY])
def test_a_request_that_is_due_in_a_year_not_known_has_no_day_yet(received_on: date) -> None:
    page = shown(received_on)

    assert (page.kind, page.reading, page.missing_year) == ("none", None, 2027)


def test_an_extension_into_a_year_not_known_makes_nothing_late() -> None:
    longer = RequestEvent(deed=Deed.EXTENDED, day=date(2026, 12, 18), days=20, party="")

    assert shown(date(2026, 11, 20), longer).kind == "none"


def test_in_a_known_year_the_days_are_counted() -> None:
    page = shown(date(2026, 11, 4), today=date(2026, 12, 2) - timedelta(days=1))

    assert (page.kind, page.light.values) == ("wait", {"days": 1})
