"""When a task is due under each kind of limit."""

from datetime import date

import pytest

from tracker.tasks.schedule import next_due, opening_day, schedule, turn_name
from tracker.workdays.limits import DayUnit, Frequency, LimitKind, TimeLimit
from tracker.workdays.phrases import read_limit
from tracker.workdays.shipped import shipped_calendar

OPENS = date(2026, 3, 10)


def due(
    limit: TimeLimit, *, event_on: date | None = None, opens_on: date = OPENS
) -> tuple[date | None, date | None, int]:
    found = schedule(limit, year=2026, opens_on=opens_on, event_on=event_on, calendar=shipped_calendar())
    return found.due_on, found.last_on, len(found.turns)


@pytest.mark.parametrize(
    ("phrase", "due_on", "last_on", "turns"),
    [
        ("6月30日前", date(2026, 6, 30), date(2026, 6, 30), 0),
        ("年底前", date(2026, 12, 31), date(2026, 12, 31), 0),
        ("每季度", date(2026, 3, 31), date(2026, 12, 31), 4),
        ("每月8日前", date(2026, 4, 8), date(2026, 12, 8), 9),
        ("6月底前，年底前", date(2026, 6, 30), date(2026, 12, 31), 2),
        ("持续推进", None, None, 4),
        ("", None, None, 0),
        ("信息形成之日起20个工作日内", None, None, 0),
    ],
)
def test_the_day_that_counts_follows_from_the_wording(
    phrase: str, due_on: date | None, last_on: date | None, turns: int
) -> None:
    limit = read_limit(phrase, 2026, in_limit_cell=True).limit

    assert due(limit) == (due_on, last_on, turns)


def test_a_count_from_an_event_begins_when_the_event_is_known() -> None:
    limit = TimeLimit(LimitKind.AFTER_EVENT, length=20, unit=DayUnit.WORKDAY)

    assert due(limit, event_on=date(2026, 9, 11))[0] == date(2026, 10, 15)


def test_a_longest_gap_runs_from_the_newest_update_or_from_the_beginning() -> None:
    limit = TimeLimit(LimitKind.LONGEST_GAP, length=6, unit=DayUnit.MONTH)

    assert due(limit)[0] == date(2026, 9, 10)
    assert due(limit, event_on=date(2026, 5, 1))[0] == date(2026, 11, 1)


def test_a_turn_that_was_due_before_the_plan_was_published_is_not_owed() -> None:
    monthly = TimeLimit(LimitKind.RECURRING, frequency=Frequency.MONTHLY)

    assert due(monthly, opens_on=date(2026, 1, 1))[2] == 12
    assert due(monthly, opens_on=date(2026, 11, 15))[2] == 2


def test_work_opens_on_the_day_it_is_made_or_at_the_beginning_of_another_year() -> None:
    assert opening_day(2026, OPENS) == OPENS
    assert opening_day(2025, OPENS) == date(2025, 1, 1)
    assert opening_day(2027, OPENS) == date(2027, 1, 1)


def test_the_day_that_counts_moves_on_with_the_turns_but_not_for_standing_work() -> None:
    quarters = [date(2026, 6, 30), date(2026, 9, 30)]

    assert next_due(TimeLimit(LimitKind.RECURRING), quarters, None) == date(2026, 6, 30)
    assert next_due(TimeLimit(LimitKind.RECURRING), [], date(2026, 12, 31)) == date(2026, 12, 31)
    assert next_due(TimeLimit(LimitKind.OPEN_ENDED), quarters, None) is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("2026", "2026年"),
        ("2026-H2", "2026年下半年"),
        ("2026-Q3", "2026年第3季度"),
        ("2026-09", "2026年9月"),
        ("2026-W07", "2026年第7周"),
        ("2026-02-10", "2026年2月10日"),
        ("9月", "9月"),
    ],
)
def test_a_turn_is_named_as_documents_print_it(label: str, name: str) -> None:
    assert turn_name(label) == name
