from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.workdays.lights import (
    STATE_NAMES,
    LightState,
    Shape,
    WorkFacts,
    behind_from,
    light_for,
    planned_percent,
    thresholds,
)
from tracker.workdays.rule_sets import (
    BEHIND_IS_RED,
    CAUGHT_UP_IS_YELLOW,
    DEFAULT,
    GREEN_IS_PRAISE,
    ONE_SLIP_AFTER_THE_OTHER,
    POINTS_BEHIND,
    RULE_SETS,
    SLOW_IS_YELLOW,
    THREE_SLIPS,
    Colour,
    RuleSet,
    Step,
)
from tracker.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
TODAY = date(2026, 10, 13)
FAR = date(2026, 12, 31)
NEAR = date(2026, 10, 16)
PAST = date(2026, 9, 30)
unhurried = settings(deadline=None)


def work(**facts: object) -> WorkFacts:
    return replace(WorkFacts(due_on=FAR, is_started=True), **facts)  # type: ignore[arg-type]


def colour(facts: WorkFacts, rule_set: RuleSet) -> Colour:
    return light_for(facts, rule_set, TODAY, CALENDAR).colour


@pytest.mark.parametrize(
    ("facts", "state", "shape", "words"),
    [
        (work(), LightState.NORMAL, Shape.GO, "On plan"),
        (work(is_started=False), LightState.NOT_STARTED, Shape.NONE, "Not started"),
        (work(due_on=None), LightState.NORMAL, Shape.GO, "On plan"),
        (work(due_on=NEAR), LightState.NEAR, Shape.WAIT, "Working days left: 3"),
        (work(due_on=NEAR, is_started=False), LightState.NEAR, Shape.WAIT, "Working days left: 3"),
        (work(due_on=TODAY), LightState.NEAR, Shape.WAIT, "Due today"),
        (work(due_on=PAST), LightState.LATE, Shape.STOP, "Working days late: 5"),
        (work(percent=40, planned_percent=50), LightState.BEHIND, Shape.WAIT, "Percentage points behind plan: 10"),
        (work(percent=41, planned_percent=50), LightState.NORMAL, Shape.GO, "On plan"),
        (work(percent=90, planned_percent=50), LightState.NORMAL, Shape.GO, "On plan"),
        (work(due_on=PAST, percent=0, planned_percent=100), LightState.LATE, Shape.STOP, "Working days late: 5"),
        (work(done_on=TODAY), LightState.DONE, Shape.DONE, "Done"),
        (work(due_on=None, done_on=TODAY), LightState.DONE, Shape.DONE, "Done"),
        (work(due_on=PAST, done_on=PAST), LightState.DONE, Shape.DONE, "Done"),
        (work(due_on=PAST, done_on=TODAY), LightState.DONE, Shape.DONE, "Done late, by working days: 5"),
    ],
)
def test_the_default_light_says_what_the_facts_say(
    facts: WorkFacts, state: LightState, shape: Shape, words: str
) -> None:
    light = light_for(facts, DEFAULT, TODAY, CALENDAR)

    assert (light.state, light.shape, str(light.message)) == (state, shape, words)


@pytest.mark.parametrize(
    ("due_on", "today", "words"),
    [
        (date(2026, 10, 16), date(2026, 10, 17), "Late"),  # Saturday after: no working day has passed
        (date(2026, 10, 16), date(2026, 10, 19), "Working days late: 1"),
        (date(2026, 9, 30), date(2026, 10, 7), "Late"),
        (date(2018, 6, 1), date(2026, 10, 13), "Late"),  # no calendar reaches back so far
    ],
)
def test_lateness_is_counted_in_working_days_where_they_are_known(due_on: date, today: date, words: str) -> None:
    light = light_for(work(due_on=due_on), DEFAULT, today, CALENDAR)

    assert (light.colour, str(light.message)) == (Colour.RED, words)


@pytest.mark.parametrize(
    ("days_before", "expected"), [(6, Colour.GREEN), (5, Colour.YELLOW), (0, Colour.YELLOW), (-1, Colour.RED)]
)
def test_the_number_of_working_days_before_yellow_is_a_setting(days_before: int, expected: Colour) -> None:
    workdays = CALENDAR.workdays_of(2026)
    due_on = workdays[workdays.index(TODAY) + days_before]

    assert colour(work(due_on=due_on), DEFAULT) is expected
    assert colour(work(due_on=due_on), replace(DEFAULT, near_workdays=6)) is max(
        expected, Colour.YELLOW, key=lambda colour: colour.severity
    )


BEHIND_9 = work(percent=41, planned_percent=50)
BEHIND_10 = work(percent=40, planned_percent=50)
BEHIND_30 = work(percent=20, planned_percent=50)
BEHIND_31 = work(percent=19, planned_percent=50)


@pytest.mark.parametrize(
    ("rule_set", "facts", "expected"),
    [
        # 银川: 10 to 30 points yellow, more red, no start in the planned month yellow, three months red
        (POINTS_BEHIND, BEHIND_9, Colour.GREEN),
        (POINTS_BEHIND, BEHIND_10, Colour.YELLOW),
        (POINTS_BEHIND, BEHIND_30, Colour.YELLOW),
        (POINTS_BEHIND, BEHIND_31, Colour.RED),
        (POINTS_BEHIND, replace(BEHIND_10, months_behind=2), Colour.YELLOW),
        (POINTS_BEHIND, replace(BEHIND_10, months_behind=3), Colour.RED),
        (POINTS_BEHIND, work(is_started=False, opens_on=date(2026, 9, 30)), Colour.YELLOW),
        (POINTS_BEHIND, work(is_started=False, opens_on=date(2026, 10, 1)), Colour.NONE),
        (POINTS_BEHIND, work(due_on=NEAR), Colour.GREEN),
        (POINTS_BEHIND, work(due_on=PAST, percent=95, planned_percent=100), Colour.YELLOW),
        (POINTS_BEHIND, work(due_on=PAST, percent=60, planned_percent=100), Colour.RED),
        # 宜昌: near yellow, behind red
        (BEHIND_IS_RED, work(), Colour.GREEN),
        (BEHIND_IS_RED, work(due_on=NEAR), Colour.YELLOW),
        (BEHIND_IS_RED, work(due_on=NEAR, percent=49, planned_percent=50), Colour.RED),
        # 瓯海: red until it is made good, then yellow
        (CAUGHT_UP_IS_YELLOW, work(due_on=NEAR), Colour.GREEN),
        (CAUGHT_UP_IS_YELLOW, work(due_on=PAST), Colour.RED),
        (CAUGHT_UP_IS_YELLOW, work(due_on=PAST, done_on=TODAY), Colour.YELLOW),
        (CAUGHT_UP_IS_YELLOW, work(done_on=TODAY), Colour.GREEN),
        # 宿迁: blue near, yellow behind or poor, red late
        (THREE_SLIPS, work(due_on=NEAR), Colour.BLUE),
        (THREE_SLIPS, work(due_on=NEAR, is_poor_quality=True), Colour.YELLOW),
        (THREE_SLIPS, BEHIND_9, Colour.YELLOW),
        (THREE_SLIPS, work(due_on=PAST), Colour.RED),
        # 三明: one slip after the other
        (ONE_SLIP_AFTER_THE_OTHER, work(due_on=NEAR), Colour.GREEN),
        (ONE_SLIP_AFTER_THE_OTHER, work(due_on=PAST), Colour.BLUE),
        (ONE_SLIP_AFTER_THE_OTHER, work(times_urged=1), Colour.BLUE),
        (ONE_SLIP_AFTER_THE_OTHER, work(due_on=PAST, times_urged=2), Colour.ORANGE),
        (ONE_SLIP_AFTER_THE_OTHER, work(due_on=PAST, times_urged=4), Colour.RED),
        # 广元: yellow slow, red not done
        (SLOW_IS_YELLOW, BEHIND_9, Colour.YELLOW),
        (SLOW_IS_YELLOW, work(due_on=PAST), Colour.RED),
        # 隆昌: green is praise
        (GREEN_IS_PRAISE, work(), Colour.NONE),
        (GREEN_IS_PRAISE, work(due_on=NEAR), Colour.YELLOW),
        (GREEN_IS_PRAISE, work(due_on=PAST), Colour.RED),
        (GREEN_IS_PRAISE, work(done_on=TODAY), Colour.GREEN),
        (GREEN_IS_PRAISE, work(due_on=PAST, done_on=TODAY), Colour.NONE),
    ],
)
def test_each_convention_colours_as_its_city_does(rule_set: RuleSet, facts: WorkFacts, expected: Colour) -> None:
    assert colour(facts, rule_set) is expected


def test_of_late_work_the_lateness_is_said_whatever_made_the_colour() -> None:
    light = light_for(work(due_on=PAST, times_urged=3), ONE_SLIP_AFTER_THE_OTHER, TODAY, CALENDAR)

    assert (light.colour, light.state, light.shape) == (Colour.RED, LightState.LATE, Shape.STOP)


def test_every_light_has_its_state_in_a_word() -> None:
    light = light_for(work(due_on=NEAR), DEFAULT, TODAY, CALENDAR)

    assert str(light.name) == "Near the limit"
    assert set(STATE_NAMES) == set(LightState)


def test_work_made_good_late_keeps_its_word_and_takes_the_shape_of_its_colour() -> None:
    light = light_for(work(due_on=PAST, done_on=TODAY), CAUGHT_UP_IS_YELLOW, TODAY, CALENDAR)

    assert (light.state, light.shape) == (LightState.DONE, Shape.WAIT)


def test_the_default_and_the_seven_conventions_are_shipped() -> None:
    assert len(RULE_SETS) == 8
    assert RULE_SETS["default"] is DEFAULT
    assert len({rule_set.origin for rule_set in RULE_SETS.values()}) == 8


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"near_workdays": -1}, "near_workdays"),
        ({"near_workdays": 61}, "near_workdays"),
        ({"behind": (Step(0, Colour.RED),)}, "behind"),
        ({"behind": (Step(101, Colour.RED),)}, "behind"),
        ({"behind": (Step(30, Colour.RED), Step(10, Colour.YELLOW))}, "behind"),
        ({"urged": (Step(1, Colour.BLUE), Step(1, Colour.RED))}, "urged"),
    ],
)
def test_a_rule_set_with_impossible_numbers_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        replace(DEFAULT, **changes)  # type: ignore[arg-type]

    assert refusal.value.field == field


def test_the_thresholds_are_plain_days() -> None:
    days = thresholds(DEFAULT, date(2026, 9, 29), CALENDAR)

    assert days.today == date(2026, 9, 29)
    assert days.near_until == date(2026, 10, 12)  # 30 September, then 8, 9, 10 (a Saturday) and 12 October
    assert days.unstarted_before == date(2026, 9, 1)
    assert days.missing_year is None


def test_a_rule_set_that_knows_no_near_has_no_threshold_for_it() -> None:
    assert thresholds(POINTS_BEHIND, TODAY, CALENDAR).near_until is None


@pytest.mark.parametrize(("today", "near_until"), [(date(2026, 12, 29), date(2026, 12, 31)), (date(2027, 1, 5), None)])
def test_lists_still_show_when_the_next_years_calendar_is_missing(today: date, near_until: date | None) -> None:
    days = thresholds(DEFAULT, today, CALENDAR)

    light = light_for(work(due_on=date(2027, 1, 6)), DEFAULT, today, CALENDAR)

    assert (days.near_until, days.missing_year) == (near_until, 2027)
    assert light.state is LightState.NORMAL


def test_what_is_due_by_the_last_known_day_is_near_also_then() -> None:
    light = light_for(work(due_on=date(2026, 12, 31)), DEFAULT, date(2026, 12, 29), CALENDAR)

    assert str(light.message) == "Working days left: 2"


@pytest.mark.parametrize(
    ("today", "percent"),
    [
        (date(2025, 12, 1), 0),
        (date(2026, 1, 1), 0),
        (date(2026, 7, 2), 49),
        (date(2026, 12, 31), 99),
        (date(2027, 1, 1), 100),
        (date(2028, 1, 1), 100),
    ],
)
def test_even_progress_is_in_whole_percent_and_never_ahead_of_the_calendar(today: date, percent: int) -> None:
    assert planned_percent(date(2026, 1, 1), date(2026, 12, 31), today) == percent


short_dates = st.dates(date(2025, 6, 1), date(2026, 6, 1))


@unhurried
@given(short_dates, st.integers(0, 400), st.integers(0, 100), st.integers(1, 100))
def test_the_day_work_falls_behind_is_the_first_on_which_it_is(
    opens_on: date, length: int, percent: int, points: int
) -> None:
    due_on = opens_on + timedelta(days=length)

    day = behind_from(opens_on, due_on, percent, points)

    if day is None:
        assert 100 - percent < points
    else:
        assert planned_percent(opens_on, due_on, day) - percent >= points
        assert planned_percent(opens_on, due_on, day - timedelta(days=1)) - percent < points


@unhurried
@given(
    today=short_dates,
    opens_on=short_dates,
    length=st.integers(0, 300),
    percent=st.integers(0, 100),
    is_started=st.booleans(),
)
def test_comparing_the_days_gives_a_list_the_same_light(
    today: date, opens_on: date, length: int, percent: int, is_started: bool
) -> None:
    due_on = opens_on + timedelta(days=length)
    planned = planned_percent(opens_on, due_on, today)
    facts = WorkFacts(due_on, opens_on, is_started, percent=percent, planned_percent=planned)

    days = thresholds(DEFAULT, today, CALENDAR)
    behind_on = behind_from(opens_on, due_on, percent, DEFAULT.behind[0].at_least)

    assert days.near_until is not None
    if due_on < days.today:
        by_comparing = Colour.RED
    elif due_on <= days.near_until or (behind_on is not None and behind_on <= days.today):
        by_comparing = Colour.YELLOW
    else:
        by_comparing = Colour.GREEN if is_started else Colour.NONE
    assert light_for(facts, DEFAULT, today, CALENDAR).colour is by_comparing
