"""A limit in the reader's words: what kind it is, how it is counted, what is asked for each time."""

from tracker.errors import N_
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit
from tracker.workdays.messages import Message


def describe(limit: TimeLimit) -> list[Message]:
    """Return the parts of the sentence that explains ``limit``, most important first."""
    parts = [_DESCRIPTIONS[limit.kind](limit)]
    if limit.milestones and limit.kind is not LimitKind.RECURRING:
        parts.append(Message(N_("in steps: %(days)s"), {"days": tuple(limit.milestones)}))
    if limit.minimum_count:
        parts.append(Message(N_("at least %(count)d each time"), {"count": limit.minimum_count}))
    if limit.kind is LimitKind.RECURRING and limit.due_on:
        parts.append(Message(N_("for the last time by %(day)s"), {"day": limit.due_on}))
    return parts


def _by_a_day(limit: TimeLimit) -> Message:
    return Message(N_("by %(day)s, that day included"), {"day": limit.due_on})


def _standing_after(limit: TimeLimit) -> Message:
    if limit.due_on is None:
        return Message(N_("at once, then standing work"))
    return Message(N_("by %(day)s, then standing work"), {"day": limit.due_on})


def _recurring(limit: TimeLimit) -> Message:
    day = limit.day_of_period
    if limit.months:
        months = tuple(sorted(set(limit.months)))
        if day is None:
            return Message(N_("every year by the end of the months %(months)s"), {"months": months})
        return Message(N_("every year by day %(day)d of the months %(months)s"), {"months": months, "day": day})
    frequency = limit.frequency or Frequency.YEARLY
    if day is None:
        return Message(_RHYTHMS[frequency])
    return Message(_RHYTHMS_WITH_A_DAY.get(frequency, _RHYTHMS[frequency]), {"day": day})


def _after_event(limit: TimeLimit) -> Message:
    if not limit.length:
        return Message(N_("on the day of the event: %(event)s"), {"event": limit.event})
    return Message(
        _AFTER_EVENT[limit.unit or DayUnit.DAY],
        {"length": limit.length, "event": limit.event},
    )


def _longest_gap(limit: TimeLimit) -> Message:
    return Message(_GAPS[limit.unit or DayUnit.DAY], {"length": limit.length or 0})


_RHYTHMS = {
    Frequency.DAILY: N_("every working day"),
    Frequency.WEEKLY: N_("every week, by Sunday"),
    Frequency.MONTHLY: N_("every month, by its last day"),
    Frequency.QUARTERLY: N_("every quarter, by its last day"),
    Frequency.HALF_YEARLY: N_("every half-year, by its last day"),
    Frequency.YEARLY: N_("every year, by 31 December"),
}
_RHYTHMS_WITH_A_DAY = {
    Frequency.WEEKLY: N_("every week, by weekday %(day)d (1 is Monday)"),
    Frequency.MONTHLY: N_("every month, by day %(day)d"),
    Frequency.QUARTERLY: N_("every quarter, by day %(day)d of its last month"),
    Frequency.HALF_YEARLY: N_("every half-year, by day %(day)d of its last month"),
    Frequency.YEARLY: N_("every year, by %(day)d December"),
}
_AFTER_EVENT = {
    DayUnit.WORKDAY: N_("within %(length)d working day(s) after the event: %(event)s"),
    DayUnit.DAY: N_("within %(length)d day(s) after the event: %(event)s"),
    DayUnit.MONTH: N_("within %(length)d month(s) after the event: %(event)s"),
}
_GAPS = {
    DayUnit.WORKDAY: N_("never more than %(length)d working day(s) without an update"),
    DayUnit.DAY: N_("never more than %(length)d day(s) without an update"),
    DayUnit.MONTH: N_("never more than %(length)d month(s) without an update"),
}
_DESCRIPTIONS = {
    LimitKind.NONE: lambda limit: Message(N_("the plan gives no time limit")),
    LimitKind.FIXED: _by_a_day,
    LimitKind.PERIOD_END: _by_a_day,
    LimitKind.RECURRING: _recurring,
    LimitKind.OPEN_ENDED: lambda limit: Message(N_("goes on without an end; progress is reported regularly")),
    LimitKind.AFTER_EVENT: _after_event,
    LimitKind.LONGEST_GAP: _longest_gap,
    LimitKind.STANDING_AFTER: _standing_after,
}
