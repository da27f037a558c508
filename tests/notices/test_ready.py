"""What the reminders did not move is offered as a paper, one for each unit, until it was written."""

from datetime import date

import pytest

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.checks.rules import FindingState
from tracker.db import db, transaction
from tracker.holidays.queries import current_calendar
from tracker.matters import services as matters
from tracker.matters.rules import Source
from tracker.matters.services import MatterContent
from tracker.notices import services
from tracker.notices.material import Order
from tracker.notices.ready import list_ready_papers
from tracker.notices.rules import NoticeKind
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.reminders.rules import DEFAULT_LADDER, Audience, LadderStep, last_day_passed
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")
K = NoticeKind
TODAY, LATE_ON = date(2026, 10, 13), date(2026, 9, 29)  # five working days lie between them


@pytest.fixture
def by(make: Factory) -> Actor:
    make.agency()
    return make.actor(Role.SUPERVISION, unit=make.unit("机关纪委", position=9), name="赵敏")


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("河湖管理科", position=1)


def ready(by: Actor, late_on: date = LATE_ON) -> list[tuple[NoticeKind, str, int]]:
    return [(one.kind, one.unit_name, one.count) for one in list_ready_papers(by, late_on, clock.today())]


def test_what_has_passed_every_step_is_what_was_due_so_many_working_days_ago() -> None:
    calendar = current_calendar()
    only_before = [LadderStep(-3, (Audience.OFFICER,))]

    late_on = last_day_passed(DEFAULT_LADDER, TODAY, calendar)

    assert late_on is not None
    assert calendar.workday_after(late_on, 5) <= TODAY < calendar.workday_after(late_on, 6)
    assert last_day_passed(only_before, TODAY, calendar) == date(2026, 10, 12)


def test_late_work_of_every_kind_is_one_urging_notice_a_unit_and_offered_until_it_is_printed(
    make: Factory, unit: Unit, by: Actor
) -> None:
    make.task(lead=unit, due_on=date(2026, 9, 28))
    make.finding(unit, due_on=date(2026, 9, 25), number=7)
    content = MatterContent(Source.LEADER, "", "公布结果", "月底前", unit.id, date(2026, 10, 30))
    with transaction():
        matters.register_matter(content, by=by).due_on = date(2026, 9, 29)
    make.task(lead=unit, due_on=date(2026, 10, 12))  # late, but the ladder still runs
    make.task(lead=make.unit("财务科", position=2), due_on=date(2026, 9, 1))

    assert ready(by) == [(K.RECTIFY, "河湖管理科", 1), (K.URGE, "河湖管理科", 3), (K.URGE, "财务科", 1)]

    order = Order(K.URGE, unit_id=unit.id)
    services.issue_notice(order, services.draft_notice(order, by=by), by=by)
    order = Order(K.RECTIFY, unit_id=unit.id)
    services.issue_notice(order, services.draft_notice(order, by=by), by=by)

    assert ready(by) == [(K.URGE, "财务科", 1)]


def test_what_is_handed_in_answered_or_closed_is_not_urged(make: Factory, unit: Unit, by: Actor) -> None:
    long_ago = date(2026, 9, 1)
    for state in (TaskState.SUBMITTED, TaskState.DONE, TaskState.CANCELLED):
        make.task(lead=unit, due_on=long_ago, state=state)
    make.finding(unit, due_on=long_ago, state=FindingState.RECTIFIED)
    make.finding(unit, due_on=long_ago, state=FindingState.CLOSED)

    assert ready(by) == []


def test_a_new_limit_after_an_urging_notice_lets_it_be_offered_again(make: Factory, unit: Unit, by: Actor) -> None:
    task = make.task(lead=unit, due_on=date(2026, 9, 1))
    order = Order(K.URGE, unit_id=unit.id)
    services.issue_notice(order, services.draft_notice(order, by=by), by=by)
    assert ready(by) == []

    with transaction():
        db.session.get_one(Task, task.id).due_on = date(2026, 11, 2)

    assert ready(by, date(2026, 11, 9)) == [(K.URGE, "河湖管理科", 1)]


def test_nobody_but_the_supervision_group_is_offered_papers_and_the_offer_is_one_statement(
    make: Factory, unit: Unit, by: Actor
) -> None:
    for _ in range(5):
        make.task(lead=unit, due_on=date(2026, 9, 1))

    with counting() as statements:
        assert ready(by) == [(K.URGE, "河湖管理科", 5)]

    assert statements.count == 1
    assert [ready(make.actor(role, unit=unit)) for role in Role if role is not Role.SUPERVISION] == [[]] * 6
