"""Publishing a plan: which tasks come out of its items, with which units and days."""

from datetime import date

import pytest

from tests.support.factory import Factory
from tests.tasks.drafting import YEAR, duties, task_of
from tracker.db import db, transaction
from tracker.errors import NotAllowed, RuleBroken
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.plans.models import ItemUnit, Plan, PlanItem
from tracker.plans.rules import Duty, PlanState
from tracker.tasks import services
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.workdays.limits import Frequency, LimitKind
from tracker.workdays.phrases import read_limit

pytestmark = pytest.mark.usefixtures("context")


def name_units(item: PlanItem, name: str, duty: Duty, *, unit: Unit | None = None, is_collective: bool = False) -> None:
    with transaction():
        unit_id = unit.id if unit else None
        db.session.add(ItemUnit(item_id=item.id, unit_id=unit_id, name=name, duty=duty, is_collective=is_collective))


def give_limit(item: PlanItem, phrase: str) -> None:
    with transaction():
        item.limit = read_limit(phrase, YEAR, in_limit_cell=True).limit


def test_capability_2_publishing_breaks_the_plan_down_into_numbered_tasks(make: Factory, plan: Plan) -> None:
    law, rural = make.unit("政策法规科"), make.unit("耕地保护科")
    first = make.item(
        plan, lead=(law,), text="公开规范性文件，标注有效性。全年更新。", deliverable="网站专栏", target="不少于12条",
        heading_path=["一、主动公开", "（一）规范性文件"],
    )  # fmt: skip
    second = make.item(plan, lead=(rural,), text="征地信息公开")
    give_limit(first, "10月底前")

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    task = task_of(first)
    assert (task.number, task_of(second).number) == (1, 2)
    assert (task.title, task.requirement) == ("公开规范性文件，标注有效性", first.text)
    assert (task.category, task.field, task.deliverable) == ("主动公开", "规范性文件", "网站专栏")
    assert (task.target_count, task.target_unit) == (12, "条")
    assert (task.due_on, task.first_due_on) == (date(YEAR, 10, 31), date(YEAR, 10, 31))
    assert (task.limit_kind, task.limit_phrase) == (LimitKind.PERIOD_END, "10月底前")
    assert task.state == TaskState.ASSIGNED


def test_publishing_freezes_the_plan_and_is_written_down(make: Factory, plan: Plan) -> None:
    item = make.item(plan, lead=(make.unit(),))

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    assert plan.state == PlanState.PUBLISHED
    assert plan.published_at is not None
    assert [entry.event for entry in list_history_of("plan", plan.id)] == ["plan.published"]
    assert [entry.event for entry in list_history_of("task", task_of(item).id)] == ["task.made"]


def test_a_plan_is_published_once(make: Factory, plan: Plan) -> None:
    make.item(plan, lead=(make.unit(),))
    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    with pytest.raises(RuleBroken):
        services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    assert db.session.query(Task).count() == 1


def test_items_without_a_unit_that_is_known_are_named_and_nothing_is_published(make: Factory, plan: Plan) -> None:
    make.item(plan, lead=(make.unit(),))
    make.item(plan, number="7", text="无人负责的事")
    unknown = make.item(plan, number="8", text="单位写错的事")
    name_units(unknown, "没有这个科", Duty.LEAD)

    with pytest.raises(RuleBroken) as refusal:
        services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    assert "7 无人负责的事；8 单位写错的事" in str(refusal.value)
    assert db.session.query(Task).count() == 0
    assert db.session.get(Plan, plan.id).state == PlanState.DRAFT  # type: ignore[union-attr]


def test_a_plan_without_items_is_not_published(make: Factory, plan: Plan) -> None:
    with pytest.raises(RuleBroken, match="no item"):
        services.publish_plan(plan.id, by=make.actor(Role.OFFICE))


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SECTION, Role.SUPERVISION, Role.SYSTEM_ADMIN])
def test_only_the_office_publishes(make: Factory, plan: Plan, role: Role) -> None:
    with pytest.raises(NotAllowed):
        services.publish_plan(plan.id, by=make.actor(role))


def test_capability_20_lead_and_co_operating_units(make: Factory, plan: Plan) -> None:
    lead, other, coop = make.unit("办公室"), make.unit("法规科"), make.unit("信息中心")
    item = make.item(plan, lead=(lead, other), coop=(coop,))

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    assert duties(task_of(item)) == [("办公室", "lead", ""), ("法规科", "lead", ""), ("信息中心", "coop", "")]


def test_capability_3_each_sub_item_becomes_a_task_of_its_own_unit_under_its_item(make: Factory, plan: Plan) -> None:
    units = [make.unit(name) for name in ("法规科", "财务科", "人事科")]
    path = ["一、信息公开", "（一）分解落实"]
    items = [
        make.item(plan, lead=(unit,), text=f"考核细项{at}", heading_path=path, number=f"1.{at}")
        for at, unit in enumerate(units, 1)
    ]

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    tasks = [task_of(item) for item in items]
    assert [(task.title, [unit.unit_id for unit in task.units]) for task in tasks] == [
        (f"考核细项{at}", [unit.id]) for at, unit in enumerate(units, 1)
    ]
    assert {(task.category, task.field) for task in tasks} == {("信息公开", "分解落实")}


def test_capability_3_a_collective_name_is_expanded_to_the_units_in_force_and_frozen(make: Factory, plan: Plan) -> None:
    lead, named = make.unit("办公室", kind=UnitKind.OFFICE), make.unit("法规科")
    section = make.unit("财务科")
    make.unit("撤销科", to_on=date(YEAR - 1, 12, 31))
    make.unit("信息中心", kind=UnitKind.AFFILIATED)
    item = make.item(plan, lead=(lead,), coop=(named,))
    name_units(item, "各科室", Duty.COOP, is_collective=True)

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))
    make.unit("后来成立的科")

    assert duties(task_of(item)) == [
        ("办公室", "lead", ""), ("法规科", "coop", ""), ("财务科", "coop", "各科室")
    ]  # fmt: skip
    assert section.id in {unit.unit_id for unit in task_of(item).units}


def test_capability_19_leader_and_responsible_person_are_found_by_name(make: Factory, plan: Plan) -> None:
    leader, officer = make.person("王建国"), make.person("李晓")
    make.person("张伟")
    make.person("张伟")
    known = make.item(plan, lead=(make.unit(),), leader="王建国副局长", person="李 晓")
    namesakes = make.item(plan, lead=(make.unit(),), leader="张伟", person="没有此人")

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    assert (task_of(known).leader_id, task_of(known).officer_id) == (leader.id, officer.id)
    assert (task_of(namesakes).leader_id, task_of(namesakes).officer_id) == (None, None)


def test_a_recurring_limit_gives_the_turns_of_the_year_and_the_next_one_counts(make: Factory) -> None:
    plan = make.plan(YEAR - 1)
    item = make.item(plan, lead=(make.unit(),))
    with transaction():
        item.limit = read_limit("每季度", YEAR - 1, in_limit_cell=True).limit

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    task = task_of(item)
    assert [turn.name for turn in task.occurrences] == [f"{YEAR - 1}年第{number}季度" for number in (1, 2, 3, 4)]
    assert (task.due_on, task.first_due_on) == (date(YEAR - 1, 3, 31), date(YEAR - 1, 12, 31))
    assert task.limit_frequency == Frequency.QUARTERLY


def test_standing_work_keeps_its_wording_and_gets_no_day(make: Factory, plan: Plan) -> None:
    item = make.item(plan, lead=(make.unit(),))
    give_limit(item, "持续推进")

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    task = task_of(item)
    assert (task.limit_phrase, task.due_on, task.first_due_on) == ("持续推进", None, None)


def test_numbers_run_on_behind_tasks_made_by_hand(make: Factory, plan: Plan) -> None:
    make.task(year=YEAR, number=41)
    item = make.item(plan, lead=(make.unit(),))

    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))

    assert task_of(item).number == 42
