"""What the demonstration leaves for its leader to decide."""

import random
from datetime import date

import pytest
import time_machine

from tests.support.factory import Factory
from tracker.coverage.queries import list_superior_plans
from tracker.coverage.rules import CoverView
from tracker.demo.bureau import Bureau
from tracker.demo.comparing import plan_comparison
from tracker.demo.deciding import leave_decisions
from tracker.demo.diary import Diary
from tracker.home.kinds import Kind
from tracker.home.queries import find_glance
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.tasks.rules import TaskState

pytestmark = pytest.mark.usefixtures("context")
NOW, TODAY = "2026-11-29T02:00:00+00:00", date(2026, 11, 29)


def the_bureau(make: Factory) -> tuple[Bureau, Unit]:
    unit = make.unit("人事科")
    officer, leader = make.actor(Role.SECTION, unit=unit), make.actor(Role.LEADERSHIP, name="王建国")
    return Bureau(make.actor(Role.OFFICE), leader, leader, {unit.id: officer}), unit


@time_machine.travel(NOW, tick=False)
def test_the_leader_of_the_demonstration_finds_an_extension_an_answer_and_an_instruction_without_one(
    make: Factory,
) -> None:
    bureau, unit = the_bureau(make)
    late = make.task(due_on=date(2026, 11, 8), state=TaskState.IN_PROGRESS, lead=unit)
    training = make.task(title="业务培训", due_on=date(2026, 12, 31), state=TaskState.IN_PROGRESS, lead=unit)
    first = make.task(title="批复公开", state=TaskState.IN_PROGRESS, lead=unit)

    leave_decisions([first, late, training], bureau)

    glance = find_glance(TODAY, by=bureau.leader)
    assert glance is not None
    assert {one.kind: one.count for one in glance.waits} == {Kind.EXTENSION: 1, Kind.ANSWERED: 1, Kind.SILENT: 1}
    assert glance.waits[0].until == date(2027, 1, 14)


@time_machine.travel(NOW, tick=False)
def test_where_nothing_is_open_any_more_nothing_waits_for_the_leader_of_the_demonstration(make: Factory) -> None:
    bureau, unit = the_bureau(make)
    done = make.task(due_on=date(2026, 11, 8), state=TaskState.DONE, done_on=date(2026, 11, 2), lead=unit)

    leave_decisions([done], bureau)

    glance = find_glance(TODAY, by=bureau.leader)
    assert glance is not None
    assert glance.waits == []


@time_machine.travel(NOW, tick=False)
def test_the_superior_plan_of_the_demonstration_leaves_one_item_to_be_decided(make: Factory) -> None:
    bureau, _ = the_bureau(make)
    plan = make.plan(2026)
    for number in range(1, 49):
        make.item(plan, number=str(number), position=number)
    diary = Diary(TODAY, random.Random(1))

    plan_comparison(diary, 2026, bureau)
    diary.play()

    (row,) = list_superior_plans(2026)
    assert dict(row.counts) == {CoverView.ALL: 14, CoverView.OPEN: 1, CoverView.COVERED: 12, CoverView.NOT_OURS: 1}
