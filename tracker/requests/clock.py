"""The clock of a request: when the answer is due, and what each day since its receipt counted for.

Art. 33: 20 working days after the day of receipt, which is not counted. The days on which somebody else has
the word do not count: from the day after the letter left to the day the answer came, or to the end of the time
the law gives for it. A correction (Art. 30) and a payment (国办函〔2020〕109号) start the 20 days afresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.errors import N_
from tracker.requests.events import (
    OPINION_DAYS,
    PAYMENT_DAYS,
    REPLY_DAYS,
    Calendar,
    Event,
    EventKind,
    find_last,
    received_on,
    workdays_after,
)
from tracker.requests.outcomes import NOT_CORRECTED, NOT_PAID

_ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What one day did to the clock."""

    START = "start"
    OFF = "off"
    STOPPED = "stopped"
    COUNTED = "counted"
    DELAYED = "delayed"
    LATE = "late"


@dataclass(frozen=True)
class Stop:
    """A time in which the clock stands: ``first`` to ``last``, both included; ``last`` is None while it is open.

    ``limit`` is the last day the other side has; ``is_certain`` is false while the end is only that limit.
    """

    first: date
    last: date | None
    limit: date | None
    reason: str
    is_certain: bool
    restarts: bool = False
    closes_as: str | None = None

    def covers(self, day: date) -> bool:
        """Whether ``day`` is not counted because of this stop."""
        return self.first <= day and (self.last is None or day <= self.last)

    def is_waiting(self, day: date) -> bool:
        """Whether the other side still has the word at the end of ``day``."""
        return self.covers(day) and not (self.is_certain and day == self.last)


@dataclass(frozen=True)
class DayReading:
    """One day and what it counted for: ``message`` is a message id, ``number`` the count reached so far."""

    day: date
    kind: DayKind
    message: str
    number: int


@dataclass(frozen=True)
class ClockReading:
    """What the clock shows today.

    ``due_on`` is None while the applicant has to correct or pay; it ``is_provisional`` while an opinion is still
    awaited that may come sooner. ``days_left`` is negative when late. ``may_close_as`` is the outcome the office
    may now choose because the applicant let the time pass; the good reasons of Art. 30 are for people to judge.
    """

    due_on: date | None
    days_allowed: int
    days_used: int
    days_left: int | None
    is_stopped: bool
    stopped_because: str | None
    waiting_until: date | None
    is_provisional: bool
    is_late: bool
    may_close_as: str | None
    days: tuple[DayReading, ...]


def find_stops(events: Sequence[Event], calendar: Calendar) -> tuple[Stop, ...]:
    """Return every time the clock stood or stands, in the order of the letters."""
    stops = [stop for event in sorted(events, key=lambda event: event.day) if (stop := _stop(event, events, calendar))]
    return tuple(stops)


def clock(events: Sequence[Event], calendar: Calendar, today: date) -> ClockReading:
    """Return what the clock of a request with these ``events`` shows at the end of ``today``."""
    stops = find_stops(events, calendar)
    answer = find_last(events, EventKind.ANSWERED)
    shown_until = min(today, answer.day) if answer else today
    days, due_on = _walk(events, stops, calendar, shown_until)
    now = next((stop for stop in stops if stop.is_waiting(shown_until)), None) if not answer else None
    past = [day for day in days if day.day <= shown_until]
    is_over = now is not None and now.limit is not None and shown_until > now.limit
    return ClockReading(
        due_on=due_on,
        days_allowed=_allowed(events, stops, date.max),
        days_used=_days_used(past),
        days_left=None if due_on is None else _days_left(days, shown_until, due_on),
        is_stopped=now is not None,
        stopped_because=now.reason if now else None,
        waiting_until=now.limit if now else None,
        is_provisional=any(not stop.is_certain and stop.covers(shown_until) for stop in stops),
        is_late=due_on is not None and shown_until > due_on,
        may_close_as=now.closes_as if now and is_over else None,
        days=tuple(past if answer else days),
    )


def _stop(event: Event, events: Sequence[Event], calendar: Calendar) -> Stop | None:
    """Return the stop that ``event`` begins, if it begins one."""
    first = event.day + _ONE_DAY
    reached = event.delivered_on or event.day
    if event.kind is EventKind.CORRECTION_ASKED:
        end = _reply(events, EventKind.CORRECTED, event)
        reason = N_("Waiting for the applicant's correction (Article 30)")
        return Stop(first, end, event.until, reason, end is not None, restarts=True, closes_as=NOT_CORRECTED)
    if event.kind is EventKind.FEE_NOTIFIED:
        end = _reply(events, EventKind.FEE_PAID, event)
        limit = workdays_after(event.delivered_on, PAYMENT_DAYS, calendar) if event.delivered_on else None
        reason = N_("Waiting for the information processing fee (国办函〔2020〕109号)")
        return Stop(first, end, limit, reason, end is not None, restarts=True, closes_as=NOT_PAID)
    if event.kind in (EventKind.THIRD_PARTY_ASKED, EventKind.AGENCY_ASKED):
        is_agency = event.kind is EventKind.AGENCY_ASKED
        came = _reply(events, EventKind.AGENCY_ANSWERED if is_agency else EventKind.THIRD_PARTY_ANSWERED, event)
        limit = workdays_after(reached, OPINION_DAYS, calendar)
        reason = (
            N_("Waiting for the agency that made it with us; silence is consent (Article 34)")
            if is_agency
            else N_("Waiting for the third party's opinion; silence is no consent (Article 32)")
        )
        return Stop(first, min(came or limit, limit), limit, reason, came is not None)
    return None


def _reply(events: Sequence[Event], kind: EventKind, asked: Event) -> date | None:
    """Return the day the first answer of ``kind`` to ``asked`` came, if it has."""
    days = [event.day for event in events if event.kind is kind and event.party == asked.party]
    return min((day for day in days if day >= asked.day), default=None)


def _allowed(events: Sequence[Event], stops: Sequence[Stop], day: date) -> int:
    """Return the working days there are on ``day``: 20, and the extension until the count begins again after it."""
    extension = find_last(events, EventKind.EXTENDED)
    begun = [stop.last for stop in stops if stop.restarts and stop.last]
    if extension is None or any(extension.day <= last < day for last in begun):
        return REPLY_DAYS
    return REPLY_DAYS + extension.days


def _will_restart(stops: Sequence[Stop], day: date) -> bool:
    """Whether the applicant has the word after ``day``, with a letter sent by then, and 20 new days will follow."""
    return any(
        stop.restarts and stop.first <= day + _ONE_DAY and not (stop.last and stop.last <= day) for stop in stops
    )


def _walk(
    events: Sequence[Event], stops: Sequence[Stop], calendar: Calendar, shown_until: date
) -> tuple[list[DayReading], date | None]:
    """Go through the days from receipt to the due day or ``shown_until``, whichever is later."""
    delay = find_last(events, EventKind.DELAYED)
    delayed_to = delay.until if delay else None
    day, number = received_on(events), 0
    restarts = {stop.last for stop in stops if stop.restarts and stop.last}
    days = [DayReading(day, DayKind.START, N_("The day of receipt is not counted"), 0)]
    due_on: date | None = None
    is_open = any(stop.last is None for stop in stops)
    while day < shown_until or (due_on is None and not is_open):
        day += _ONE_DAY
        allowed = _allowed(events, stops, day)
        reading = _read_day(day, number, due_on, stops, calendar, delayed_to if number >= allowed else None)
        number = 0 if day in restarts else reading.number
        days.append(reading if number == reading.number else _restart(day))
        is_used_up = number >= allowed and not (delayed_to and delayed_to > day)
        if due_on is None and is_used_up and not _will_restart(stops, day):
            due_on, number = day, 0
    return days, due_on


def _restart(day: date) -> DayReading:
    """Return the reading of the day on which the count begins again."""
    return DayReading(day, DayKind.START, N_("The 20 working days begin again; this day is not counted"), 0)


def _read_day(
    day: date, number: int, due_on: date | None, stops: Sequence[Stop], calendar: Calendar, delayed_to: date | None
) -> DayReading:
    """Say what ``day`` counted for after ``number`` counted days."""
    if not calendar.is_workday(day):
        return DayReading(day, DayKind.OFF, N_("Not a working day"), number)
    if due_on is not None:
        return DayReading(day, DayKind.LATE, N_("After the due day"), number + 1)
    if stop := next((stop for stop in stops if stop.covers(day)), None):
        return DayReading(day, DayKind.STOPPED, stop.reason, number)
    if delayed_to is not None:
        return DayReading(day, DayKind.DELAYED, N_("Within the day set for a delayed answer (Article 35)"), number)
    return DayReading(day, DayKind.COUNTED, N_("Counted towards the time to answer"), number + 1)


def _days_used(past: Sequence[DayReading]) -> int:
    """Return the days counted since the count last began."""
    begun = max((at for at, day in enumerate(past) if day.kind is DayKind.START), default=0)
    return sum(day.kind is DayKind.COUNTED for day in past[begun:])


def _days_left(days: Sequence[DayReading], shown_until: date, due_on: date) -> int:
    """Return the working days left to ``due_on``, negative for days it is late."""
    running = (DayKind.COUNTED, DayKind.DELAYED)
    ahead = sum(day.kind in running and shown_until < day.day <= due_on for day in days)
    return ahead or -sum(day.kind is DayKind.LATE and day.day <= shown_until for day in days)
