"""Lights: what the facts about a piece of work say under a rule set, as colour, shape and words.

The same days decide for one item (``light_for``) and, as plain dates to compare with, for a list in one statement
(``thresholds``, ``behind_from``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.errors import N_
from tracker.workdays.calendar import ONE_DAY, Calendar, YearMissing
from tracker.workdays.counting import workdays_left
from tracker.workdays.messages import Message
from tracker.workdays.rule_sets import Colour, RuleSet, Step


class Shape(StrEnum):
    """The symbol that says the colour without colour."""

    GO = "l-go"
    WAIT = "l-wait"
    STOP = "l-stop"
    NONE = "l-none"
    DONE = "l-done"


class LightState(StrEnum):
    """What the light is about."""

    NORMAL = "normal"  # 正常
    NOT_STARTED = "not_started"  # 未开始
    NEAR = "near"  # 临期
    BEHIND = "behind"  # 落后序时
    POOR = "poor"  # 质量不高
    URGED = "urged"  # 已催办
    LATE = "late"  # 逾期
    DONE = "done"  # 办结


STATE_NAMES = {
    LightState.NORMAL: N_("On plan"),
    LightState.NOT_STARTED: N_("Not started"),
    LightState.NEAR: N_("Near the limit"),
    LightState.BEHIND: N_("Behind plan"),
    LightState.POOR: N_("Has to be improved"),
    LightState.URGED: N_("Urged without result"),
    LightState.LATE: N_("Late"),
    LightState.DONE: N_("Done"),
}


@dataclass(frozen=True)
class WorkFacts:
    """What a light looks at. ``due_on`` is the decided date; ``percent`` and ``planned_percent`` are None where
    progress is not measured in percent; ``is_poor_quality``: returned, or found wanting and not yet put right.
    """

    due_on: date | None
    opens_on: date | None = None
    is_started: bool = False
    done_on: date | None = None
    percent: int | None = None
    planned_percent: int | None = None
    months_behind: int = 0
    times_urged: int = 0
    is_poor_quality: bool = False


@dataclass(frozen=True)
class Light:
    """A light: colour and shape repeat what ``message`` says; ``name`` is the one word for dense tables and filters."""

    colour: Colour
    shape: Shape
    state: LightState
    message: Message

    @property
    def name(self) -> Message:
        """The state in a word, without its numbers."""
        return Message(STATE_NAMES[self.state])


@dataclass(frozen=True)
class LightThresholds:
    """The days that decide today, for comparing columns with. Work that is done matches none of them.

    Late: ``due_on < today``. Near: ``today <= due_on <= near_until`` (None: nothing is near). Not started in its
    month: ``opens_on < unstarted_before`` and not started. ``missing_year``: that year's calendar is needed and
    unknown, so that limits in it are not called near yet; the page says so.
    """

    today: date
    near_until: date | None
    unstarted_before: date
    missing_year: int | None = None


def thresholds(rule_set: RuleSet, today: date, calendar: Calendar) -> LightThresholds:
    """Return the days that decide ``rule_set`` on ``today``; never raises for an unknown year."""
    month = today.replace(day=1)
    if rule_set.near is Colour.NONE:
        return LightThresholds(today, None, month)
    try:
        return LightThresholds(today, calendar.last_day_within(today, rule_set.near_workdays), month)
    except YearMissing as missing:
        # fewer workdays than that are left to the end of the known years: what is due by then is near
        known_until = date(missing.year - 1, 12, 31)
        return LightThresholds(today, known_until if known_until >= today else None, month, missing.year)


def planned_percent(opens_on: date, due_on: date, today: date) -> int:
    """Return how far even progress would be this morning (序时进度), in whole percent; 100 only after the limit."""
    if today <= opens_on:
        return 0
    return min(100, (today - opens_on).days * 100 // _length(opens_on, due_on))


def behind_from(opens_on: date, due_on: date, percent: int, points: int) -> date | None:
    """Return the first day on which work still at ``percent`` is ``points`` behind even progress; None if never.

    Stored with the work, it lets a list find what is behind by comparing days.
    """
    if percent + points > 100:
        return None
    needed = -(-(percent + points) * _length(opens_on, due_on) // 100)
    return opens_on + timedelta(days=needed)


def unbroken_since(since: date | None, behind_on: date | None, today: date) -> date | None:
    """Return the day since which work is behind without a break, or from which it will be; None if never.

    ``since`` is that day as it was kept before, ``behind_on`` the first day by the numbers as they are now: progress
    that does not catch up does not begin the count afresh.
    """
    is_unbroken = since is not None and since <= today and behind_on is not None and behind_on <= today
    return since if is_unbroken else behind_on


def months_behind(since: date | None, today: date) -> int:
    """Return how many months in a row ended with the work behind plan, which it is since the day ``since``."""
    if since is None or since > today:
        return 0
    return (today.year - since.year) * 12 + today.month - since.month


def behind_before(months: int, today: date) -> date:
    """Return the day before which work must have fallen behind to be so for ``months`` ends of months."""
    place = today.year * 12 + today.month - months
    return date(place // 12, place % 12 + 1, 1)


def light_for(facts: WorkFacts, rule_set: RuleSet, today: date, calendar: Calendar) -> Light:
    """Return the light of one piece of work: the most serious colour that any of its facts asks for."""
    if facts.done_on is not None:
        return _done(facts, facts.done_on, rule_set, calendar)
    claims = [claim for claim in _claims(facts, rule_set, today, calendar) if claim.colour is not Colour.NONE]
    if not claims:
        return _quiet(facts, rule_set)
    worst = max(claims, key=lambda claim: claim.colour.severity)
    # of something late, the lateness is what to say, whatever made the colour
    said = claims[0] if claims[0].state is LightState.LATE else worst
    return Light(worst.colour, _SHAPES[worst.colour], said.state, said.message)


@dataclass(frozen=True)
class _Claim:
    """One fact's say about the colour."""

    colour: Colour
    state: LightState
    message: Message


def _claims(facts: WorkFacts, rule_set: RuleSet, today: date, calendar: Calendar) -> Iterator[_Claim]:
    if facts.due_on is not None and facts.due_on < today:
        yield _Claim(rule_set.late, LightState.LATE, _late_words(facts.due_on, today, calendar))
    yield from _progress_claims(facts, rule_set)
    if facts.is_poor_quality:
        yield _Claim(rule_set.poor_quality, LightState.POOR, Message(STATE_NAMES[LightState.POOR]))
    if not facts.is_started and facts.opens_on is not None and facts.opens_on < today.replace(day=1):
        words = Message(N_("Not started in the planned month"))
        yield _Claim(rule_set.not_started, LightState.NOT_STARTED, words)
    if facts.due_on is not None and facts.due_on >= today and _is_near(facts.due_on, rule_set, today, calendar):
        yield _Claim(rule_set.near, LightState.NEAR, _near_words(facts.due_on, today, calendar))


def _is_near(due_on: date, rule_set: RuleSet, today: date, calendar: Calendar) -> bool:
    near_until = thresholds(rule_set, today, calendar).near_until
    return near_until is not None and due_on <= near_until


def _progress_claims(facts: WorkFacts, rule_set: RuleSet) -> Iterator[_Claim]:
    if facts.times_urged:
        words = Message(N_("Times urged without result: %(times)d"), {"times": facts.times_urged})
        yield _Claim(_reached(rule_set.urged, facts.times_urged), LightState.URGED, words)
    if facts.percent is not None and facts.planned_percent is not None:
        points = facts.planned_percent - facts.percent
        words = Message(N_("Percentage points behind plan: %(points)d"), {"points": points})
        yield _Claim(_reached(rule_set.behind, points), LightState.BEHIND, words)
    if facts.months_behind:
        words = Message(N_("Months in a row behind plan: %(months)d"), {"months": facts.months_behind})
        yield _Claim(_reached(rule_set.months_behind, facts.months_behind), LightState.BEHIND, words)


def _reached(steps: tuple[Step, ...], number: int) -> Colour:
    return next((step.colour for step in reversed(steps) if number >= step.at_least), Colour.NONE)


def _quiet(facts: WorkFacts, rule_set: RuleSet) -> Light:
    if not facts.is_started:
        return Light(Colour.NONE, Shape.NONE, LightState.NOT_STARTED, Message(STATE_NAMES[LightState.NOT_STARTED]))
    return Light(
        rule_set.on_plan, _SHAPES[rule_set.on_plan], LightState.NORMAL, Message(STATE_NAMES[LightState.NORMAL])
    )


def _done(facts: WorkFacts, done_on: date, rule_set: RuleSet, calendar: Calendar) -> Light:
    if facts.due_on is None or done_on <= facts.due_on:
        return Light(rule_set.done, Shape.DONE, LightState.DONE, Message(STATE_NAMES[LightState.DONE]))
    colour = rule_set.done_late
    shape = _SHAPES[colour] if colour.severity > Colour.GREEN.severity else Shape.DONE
    words = Message(N_("Done late"))
    if days := _workdays_late(facts.due_on, done_on, calendar):
        words = Message(N_("Done late, by working days: %(days)d"), {"days": days})
    return Light(colour, shape, LightState.DONE, words)


def _late_words(due_on: date, today: date, calendar: Calendar) -> Message:
    if days := _workdays_late(due_on, today, calendar):
        return Message(N_("Working days late: %(days)d"), {"days": days})
    return Message(STATE_NAMES[LightState.LATE])


def _near_words(due_on: date, today: date, calendar: Calendar) -> Message:
    if due_on == today:
        return Message(N_("Due today"))
    return Message(N_("Working days left: %(days)d"), {"days": workdays_left(today, due_on, calendar)})


def _workdays_late(due_on: date, day: date, calendar: Calendar) -> int:
    """Return the workdays from ``due_on`` to ``day``; 0 also where a year between them is unknown."""
    if calendar.first_missing_year(due_on + ONE_DAY, day) is not None:
        return 0
    return calendar.count_workdays(due_on, day)


def _length(opens_on: date, due_on: date) -> int:
    return max((due_on - opens_on).days + 1, 1)


_SHAPES = {
    Colour.NONE: Shape.NONE,
    Colour.GREEN: Shape.GO,
    Colour.BLUE: Shape.WAIT,
    Colour.YELLOW: Shape.WAIT,
    Colour.ORANGE: Shape.STOP,
    Colour.RED: Shape.STOP,
}
