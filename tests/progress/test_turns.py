"""Counts and turns in reports: as far as the count says, done turn by turn."""

from datetime import UTC, date, datetime

import pytest

from tests.progress.desk import PAGE, YEAR, Desk, desk_of
from tests.support.factory import Factory
from tracker import clock
from tracker.errors import RuleBroken
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")


def test_a_task_with_a_target_is_as_far_as_its_count(make: Factory) -> None:
    desk = desk_of(make, make.unit(), make.unit(), target="不少于12期")

    desk.accepted(count=8, percent=10)

    assert (desk.task.count, desk.task.percent) == (8, 66)


def test_turns_are_done_one_by_one_and_the_next_one_counts(make: Factory) -> None:
    with clock.pinned_at(datetime(YEAR, 1, 5, tzinfo=UTC)):
        desk = desk_of(make, make.unit(), make.unit(), limit_phrase="每季度")
        first, second = desk.task.occurrences[:2]
        desk.accepted(occurrence_id=first.id, count=3)

        assert (first.done_on, first.count) == (date(YEAR, 1, 5), 3)
        assert (desk.task.due_on, desk.task.percent, desk.task.count) == (second.due_on, 25, 3)
        with pytest.raises(RuleBroken) as refusal:
            desk.report(occurrence_id=first.id)
        assert refusal.value.field == "occurrence_id"
        with pytest.raises(RuleBroken):
            desk.report(urls=[PAGE], occurrence_id=second.id, asks_to_close=True)


def test_the_last_turn_closes_the_task(make: Factory) -> None:
    with clock.pinned_at(datetime(YEAR, 1, 5, tzinfo=UTC)):
        desk = desk_of(make, make.unit(), make.unit(), limit_phrase="每半年")
        for turn in list(desk.task.occurrences):
            assert desk.task.state != TaskState.DONE
            desk.accepted(occurrence_id=turn.id)

    assert desk.task.state == TaskState.DONE


def test_a_turn_with_a_least_number_is_done_when_it_is_reached(make: Factory) -> None:
    with clock.pinned_at(datetime(YEAR, 1, 5, tzinfo=UTC)):
        desk = desk_of(make, make.unit(), make.unit(), limit_phrase="每月不低于40条")
        turn = desk.task.occurrences[0]
        desk.accepted(occurrence_id=turn.id, count=30)
        assert turn.done_on is None

        desk.accepted(occurrence_id=turn.id, count=45)

    assert turn.done_on is not None


def test_a_turn_of_another_task_is_refused(desk: Desk, make: Factory) -> None:
    turn = make.occurrence(make.task(), date(YEAR, 6, 30))

    with pytest.raises(RuleBroken) as refusal:
        desk.report(occurrence_id=turn.id)

    assert refusal.value.field == "occurrence_id"


def test_the_longest_gap_begins_again_with_each_accepted_update(make: Factory) -> None:
    desk = desk_of(make, make.unit(), make.unit(), limit_phrase="最迟6个月内必须有更新")
    with clock.pinned_at(datetime(YEAR, 5, 1, 4, tzinfo=UTC)):
        desk.accepted()

    assert (desk.task.event_on, desk.task.due_on) == (date(YEAR, 5, 1), date(YEAR, 11, 1))
