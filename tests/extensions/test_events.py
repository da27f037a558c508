"""Limits that are counted from the day of an event, which is entered later."""

from datetime import date

import pytest

from tests.extensions.asking import DUE, LATER, TODAY, ask
from tests.support.factory import Factory
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.extensions import services
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.tasks.models import Task
from tracker.tasks.queries import get_task
from tracker.tasks.timing import set_limit
from tracker.workdays.calendar import YearMissing
from tracker.workdays.limits import DayUnit, LimitKind, TimeLimit

pytestmark = pytest.mark.usefixtures("august", "context")

BRIEFING = TimeLimit(
    LimitKind.AFTER_EVENT, "會議後呈報領導簽發，不超過3個工作日", length=3, unit=DayUnit.WORKDAY, event="会议"
)


def waiting_for_event(make: Factory, unit: Unit, limit: TimeLimit = BRIEFING) -> Task:
    task = make.task(lead=unit)
    with transaction():
        set_limit(db.session.get_one(Task, task.id), limit)
    return task


def test_capability_40_a_briefing_is_due_three_working_days_after_the_meeting(
    make: Factory, unit: Unit, officer: Actor
) -> None:
    task = waiting_for_event(make, unit)
    assert get_task(task.id, officer).due_on is None

    services.enter_event(task.id, event_on=date(2026, 9, 23), by=officer)

    task = get_task(task.id, officer)
    assert (task.first_due_on, task.due_on) == (date(2026, 9, 29), date(2026, 9, 29))  # over the Mid-Autumn days
    assert list_history_of("task", task.id)[0].event == "task.event_entered"


def test_an_event_entered_wrongly_is_corrected_and_the_first_date_stays_visible(
    make: Factory, unit: Unit, officer: Actor
) -> None:
    task = waiting_for_event(make, unit)
    services.enter_event(task.id, event_on=date(2026, 8, 10), by=officer)

    services.enter_event(task.id, event_on=date(2026, 8, 17), by=officer)

    task = get_task(task.id, officer)
    assert (task.first_due_on, task.due_on) == (date(2026, 8, 13), date(2026, 8, 20))


def test_a_corrected_event_leaves_the_date_the_leadership_decided(
    make: Factory, unit: Unit, officer: Actor, leader: Actor
) -> None:
    task = waiting_for_event(make, unit)
    services.enter_event(task.id, event_on=date(2026, 8, 19), by=officer)
    services.decide_extension(ask(task, officer).id, granted_due_on=LATER, by=leader)

    services.enter_event(task.id, event_on=date(2026, 8, 18), by=officer)

    assert get_task(task.id, officer).due_on == LATER


def test_an_event_whose_limit_reaches_into_an_unknown_year_is_refused_whole(
    make: Factory, unit: Unit, officer: Actor
) -> None:
    task = waiting_for_event(make, unit)

    with pytest.raises(YearMissing):
        services.enter_event(task.id, event_on=date(2026, 12, 30), by=officer)

    db.session.expire_all()
    assert get_task(task.id, officer).event_on is None


def test_who_enters_an_event_and_where_there_is_none(make: Factory, unit: Unit, officer: Actor) -> None:
    task, plain = waiting_for_event(make, unit), make.task(lead=unit, due_on=DUE)

    with pytest.raises(NotFound):
        services.enter_event(task.id, event_on=TODAY, by=make.actor(Role.SECTION, unit=make.unit()))
    with pytest.raises(NotAllowed):
        services.enter_event(task.id, event_on=TODAY, by=make.actor(Role.SUPERVISION))
    with pytest.raises(RuleBroken, match="not counted from an event"):
        services.enter_event(plain.id, event_on=TODAY, by=officer)
    with pytest.raises(RuleBroken, match="does not belong"):
        services.enter_event(task.id, event_on=date(2020, 1, 1), by=officer)
    assert services.enter_event(task.id, event_on=TODAY, by=make.actor(Role.OFFICE)).due_on == date(2026, 8, 25)
