"""Publishing a plan, and what is done with the tasks that come out of it."""

from datetime import date

import pytest

from tests.support.factory import Factory
from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.plans.models import ItemUnit, Plan, PlanItem
from tracker.plans.rules import Duty, PlanState
from tracker.tasks import services
from tracker.tasks.models import Task
from tracker.tasks.queries import get_task
from tracker.tasks.rules import MOVES, OPEN_STATES, TaskState, TaskWording
from tracker.workdays.limits import Frequency, LimitKind
from tracker.workdays.phrases import read_limit

pytestmark = pytest.mark.usefixtures("context")
YEAR = clock.today().year


def task_of(item: PlanItem) -> Task:
    return db.session.query(Task).filter_by(item_id=item.id).one()


def duties(task: Task) -> list[tuple[str, str, str]]:
    return [(unit.unit.name, unit.duty.value, unit.named_as) for unit in task.units]


def name_units(item: PlanItem, name: str, duty: Duty, *, unit: Unit | None = None, is_collective: bool = False) -> None:
    with transaction():
        unit_id = unit.id if unit else None
        db.session.add(ItemUnit(item_id=item.id, unit_id=unit_id, name=name, duty=duty, is_collective=is_collective))


def give_limit(item: PlanItem, phrase: str) -> None:
    with transaction():
        item.limit = read_limit(phrase, YEAR, in_limit_cell=True).limit


@pytest.fixture
def plan(make: Factory) -> Plan:
    """A draft of this year."""
    return make.plan(YEAR)


# --- publishing ------------------------------------------------------------------------------


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


# --- by hand ---------------------------------------------------------------------------------


def test_a_task_is_made_by_hand_with_the_limit_its_words_give(make: Factory) -> None:
    unit, coop, leader = make.unit(), make.unit(), make.person()
    wording = TaskWording("临时交办的事", limit_phrase="6月底前", target="不少于3篇")

    task = services.add_task(
        YEAR, wording, lead=[unit.id], coop=[coop.id], leader_id=leader.id, by=make.actor(Role.LEADERSHIP)
    )

    assert (task.number, task.due_on, task.target_count, task.state) == (1, date(YEAR, 6, 30), 3, TaskState.ASSIGNED)
    assert [(one.unit_id, one.duty) for one in task.units] == [(unit.id, Duty.LEAD), (coop.id, Duty.COOP)]


def test_a_typed_day_makes_a_limit_where_the_words_give_none(make: Factory) -> None:
    wording = TaskWording("临时交办的事", limit_phrase="尽快", due_on=date(YEAR, 9, 1))

    task = services.add_task(YEAR, wording, lead=[make.unit().id], by=make.actor(Role.OFFICE))

    assert (task.limit_kind, task.limit_phrase) == (LimitKind.FIXED, "尽快")
    assert (task.due_on, task.first_due_on) == (date(YEAR, 9, 1), date(YEAR, 9, 1))


@pytest.mark.parametrize(
    ("title", "lead", "field"), [("", True, "title"), ("甲" * 201, True, "title"), ("一件事", False, "lead")]
)
def test_a_task_needs_a_title_of_bearable_length_and_a_lead(make: Factory, title: str, lead: bool, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.add_task(YEAR, TaskWording(title), lead=[make.unit().id] if lead else [], by=make.actor(Role.OFFICE))

    assert refusal.value.field == field


# --- assigning -------------------------------------------------------------------------------


def test_assigning_changes_the_units_and_keeps_the_signatures_of_those_who_stay(make: Factory) -> None:
    stays, goes, comes, leader = make.unit("甲科"), make.unit("乙科"), make.unit("丙科"), make.person("王建国")
    task = make.task(lead=goes, coop=(stays,))
    services.sign_for(task.id, by=make.actor(Role.SECTION, unit=stays))

    services.assign_task(
        task.id, lead=[stays.id], coop=[comes.id], leader_id=leader.id, officer_id=None,
        by=make.actor(Role.LEADERSHIP), seen=1,
    )  # fmt: skip

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert duties(task) == [("甲科", "lead", ""), ("丙科", "coop", "")]
    assert task.units[0].signed_for_at is not None
    assert task.version == 2
    changes = list_history_of("task", task.id)[0].changes
    assert changes == {"lead": ["乙科", "甲科"], "coop": ["甲科", "丙科"], "leader": ["", "王建国"]}


def test_a_unit_cannot_lead_and_co_operate(make: Factory) -> None:
    unit = make.unit()
    task = make.task(lead=unit)

    with pytest.raises(RuleBroken) as refusal:
        services.assign_task(
            task.id, lead=[unit.id], coop=[unit.id], leader_id=None, officer_id=None, by=make.actor(Role.OFFICE)
        )

    assert refusal.value.field == "coop"


def test_r6_a_stale_assignment_carries_the_units_that_are_saved_now(make: Factory) -> None:
    first, second = make.unit("甲科"), make.unit("乙科")
    task = make.task(lead=first)
    by = make.actor(Role.OFFICE, name="赵敏")
    services.assign_task(task.id, lead=[second.id], coop=[], leader_id=None, officer_id=None, by=by, seen=1)

    with pytest.raises(Stale) as stale:
        services.assign_task(task.id, lead=[first.id], coop=[], leader_id=None, officer_id=None, by=by, seen=1)

    assert (stale.value.current["lead"], stale.value.version, stale.value.saved_by) == ("乙科", 2, "赵敏")


# --- editing ---------------------------------------------------------------------------------


def wording_of(task: Task, **changes: object) -> TaskWording:
    values = {name: getattr(task, name) for name in TaskWording.__dataclass_fields__}
    return TaskWording(**{**values, **changes})  # type: ignore[arg-type]


def test_another_day_leaves_the_first_date_standing(make: Factory) -> None:
    task = make.task(due_on=date(YEAR, 6, 30), limit_phrase="6月底前", limit_kind=LimitKind.PERIOD_END)

    services.edit_task(task.id, wording_of(task, due_on=date(YEAR, 8, 31)), by=make.actor(Role.OFFICE), seen=1)

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert (task.due_on, task.first_due_on) == (date(YEAR, 8, 31), date(YEAR, 6, 30))
    assert list_history_of("task", task.id)[0].changes == {"due_on": [f"{YEAR}-06-30", f"{YEAR}-08-31"]}


def test_another_wording_of_the_limit_is_read_anew(make: Factory) -> None:
    task = make.task(year=YEAR, due_on=date(YEAR, 6, 30), limit_phrase="6月底前", limit_kind=LimitKind.PERIOD_END)

    services.edit_task(task.id, wording_of(task, limit_phrase="9月底前"), by=make.actor(Role.OFFICE))

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert (task.due_on, task.first_due_on) == (date(YEAR, 9, 30), date(YEAR, 9, 30))


def test_the_day_of_the_event_starts_the_count(make: Factory) -> None:
    wording = TaskWording("公开出让结果", limit_phrase="信息形成之日起20个工作日内")
    task = services.add_task(2026, wording, lead=[make.unit().id], by=make.actor(Role.OFFICE))
    assert task.due_on is None

    services.edit_task(task.id, wording_of(task, event_on=date(2026, 9, 11)), by=make.actor(Role.OFFICE))

    assert get_task(task.id, make.actor(Role.OFFICE)).due_on == date(2026, 10, 15)


def test_a_new_rhythm_keeps_the_turns_that_are_past_and_replaces_the_others(make: Factory) -> None:
    plan = make.plan(YEAR + 1)
    item = make.item(plan, lead=(make.unit(),))
    with transaction():
        item.limit = read_limit("每季度", YEAR + 1, in_limit_cell=True).limit
    services.publish_plan(plan.id, by=make.actor(Role.OFFICE))
    task = task_of(item)
    with transaction():
        task.occurrences[0].done_on = clock.today()

    services.edit_task(task.id, wording_of(task, limit_phrase="每半年"), by=make.actor(Role.OFFICE))

    task = task_of(item)
    assert [turn.due_on for turn in task.occurrences] == [
        date(YEAR + 1, 3, 31), date(YEAR + 1, 6, 30), date(YEAR + 1, 12, 31)
    ]  # fmt: skip
    assert task.due_on == date(YEAR + 1, 6, 30)


def test_a_turn_that_was_reported_on_does_not_vanish_under_its_report(make: Factory) -> None:
    unit = make.unit()
    task = services.add_task(
        YEAR + 1, TaskWording("季度会议", limit_phrase="每季度"), lead=[unit.id], by=make.actor(Role.OFFICE)
    )
    make.report(task, unit, occurrence_id=task.occurrences[0].id)

    with pytest.raises(RuleBroken) as refusal:
        services.edit_task(task.id, wording_of(task, limit_phrase="年底前"), by=make.actor(Role.OFFICE))

    assert refusal.value.field == "limit_phrase"
    assert len(get_task(task.id, make.actor(Role.OFFICE)).occurrences) == 4


def test_r6_a_stale_edit_changes_nothing_and_carries_the_newer_texts(make: Factory) -> None:
    task = make.task(title="原来的标题")
    by = make.actor(Role.OFFICE)
    services.edit_task(task.id, wording_of(task, title="别人的标题"), by=by, seen=1)

    with pytest.raises(Stale) as stale:
        services.edit_task(task.id, wording_of(task, title="我的标题"), by=by, seen=1)

    assert stale.value.current["title"] == "别人的标题"
    assert get_task(task.id, by).title == "别人的标题"


# --- signing, cancelling, reopening ----------------------------------------------------------


def test_the_lead_unit_signs_for_the_task(make: Factory) -> None:
    unit = make.unit()
    task = make.task(lead=unit)

    services.sign_for(task.id, by=make.actor(Role.SECTION, unit=unit))

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert (task.state, task.signed_for_at is not None) == (TaskState.SIGNED_FOR, True)
    with pytest.raises(RuleBroken):
        services.sign_for(task.id, by=make.actor(Role.SECTION, unit=unit))


def test_a_co_operating_unit_signs_for_itself_alone(make: Factory) -> None:
    coop = make.unit()
    task = make.task(coop=(coop,))

    services.sign_for(task.id, by=make.actor(Role.SECTION, unit=coop))

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert task.state == TaskState.ASSIGNED
    assert [unit.signed_for_at is not None for unit in task.units] == [False, True]


def test_the_office_signs_only_for_tasks_of_its_own(make: Factory) -> None:
    task = make.task()

    with pytest.raises(RuleBroken):
        services.sign_for(task.id, by=make.actor(Role.OFFICE, unit=make.unit()))


def test_a_cancelled_task_keeps_its_reason_and_can_no_longer_be_changed(make: Factory) -> None:
    task = make.task()
    by = make.actor(Role.LEADERSHIP)
    with pytest.raises(RuleBroken) as refusal:
        services.cancel_task(task.id, "  ", by=by)
    assert refusal.value.field == "reason"

    services.cancel_task(task.id, "上级文件已废止", by=by, seen=1)

    task = get_task(task.id, by)
    assert (task.state, task.reason) == (TaskState.CANCELLED, "上级文件已废止")
    with pytest.raises(RuleBroken):
        services.edit_task(task.id, wording_of(task, title="改"), by=by)


def test_a_finished_task_is_taken_up_again(make: Factory) -> None:
    task = make.task(state=TaskState.DONE, done_on=date(YEAR, 5, 1))

    services.reopen_task(task.id, by=make.actor(Role.OFFICE))

    task = get_task(task.id, make.actor(Role.OFFICE))
    assert (task.state, task.done_on) == (TaskState.IN_PROGRESS, None)


def test_nothing_of_a_closed_year_is_changed(make: Factory) -> None:
    make.plan(YEAR, state=PlanState.CLOSED)
    unit = make.unit()
    task = make.task(lead=unit, year=YEAR)
    office = make.actor(Role.OFFICE)

    for change in (
        lambda: services.edit_task(task.id, wording_of(task), by=office),
        lambda: services.cancel_task(task.id, "原因", by=office),
        lambda: services.sign_for(task.id, by=make.actor(Role.SECTION, unit=unit)),
        lambda: services.add_task(YEAR, TaskWording("新的"), lead=[unit.id], by=office),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            change()


# --- who may --------------------------------------------------------------------------------

ASSIGNERS = {Role.LEADERSHIP, Role.OFFICE}
SIGNERS = {Role.SECTION, Role.OFFICE}
ACTIONS = {
    "edit": (ASSIGNERS, OPEN_STATES, lambda task, by: services.edit_task(task.id, TaskWording("改"), by=by)),
    "cancel": (ASSIGNERS, OPEN_STATES, lambda task, by: services.cancel_task(task.id, "原因", by=by)),
    "sign": (SIGNERS, OPEN_STATES, lambda task, by: services.sign_for(task.id, by=by)),
    "reopen": (
        ASSIGNERS, {state for state in TaskState if TaskState.IN_PROGRESS in MOVES[state]},
        lambda task, by: services.reopen_task(task.id, by=by),
    ),
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", ACTIONS)
def test_c3_every_state_action_and_role(make: Factory, action: str, role: Role) -> None:
    roles, states, act = ACTIONS[action]
    unit = make.unit()
    by = make.actor(role, unit=unit)
    for state in TaskState:
        task = make.task(lead=unit, state=state)
        if role in roles and state in states:
            act(task, by)
        else:
            with pytest.raises((NotAllowed, NotFound) if role not in roles else RuleBroken):
                act(task, by)


def test_c2_another_sections_task_does_not_exist_for_a_section(make: Factory) -> None:
    task = make.task(title="别科的任务")
    by = make.actor(Role.SECTION, unit=make.unit())

    with pytest.raises(NotFound):
        get_task(task.id, by)
    with pytest.raises(NotFound):
        services.sign_for(task.id, by=by)


def test_a_person_without_a_unit_sees_no_task(make: Factory) -> None:
    with pytest.raises(NotFound):
        get_task(make.task().id, make.actor(Role.SECTION))


def test_capability_4_a_lead_unit_makes_one_of_its_people_responsible(make: Factory) -> None:
    unit, coop = make.unit(), make.unit()
    task = make.task(lead=unit, coop=(coop,), year=YEAR)
    colleague, stranger = make.person("王芳", unit=unit), make.person(unit=coop)
    gone = make.person(unit=unit, to_on=date(2000, 1, 1))
    head = make.actor(Role.SECTION, unit=unit)

    services.delegate_task(task.id, colleague.id, by=head)

    assert get_task(task.id, head).officer_id == colleague.id
    assert list_history_of("task", task.id)[0].event == "task.delegated"
    for nobody in (stranger.id, gone.id, 999_999):
        with pytest.raises(RuleBroken, match="own unit"):
            services.delegate_task(task.id, nobody, by=head)
    with pytest.raises(RuleBroken, match="lead unit"):
        services.delegate_task(task.id, stranger.id, by=make.actor(Role.SECTION, unit=coop))
    with pytest.raises(NotFound):
        services.delegate_task(task.id, colleague.id, by=make.actor(Role.SECTION, unit=make.unit()))
    with pytest.raises(NotAllowed):
        services.delegate_task(task.id, colleague.id, by=make.actor(Role.LEADERSHIP))
