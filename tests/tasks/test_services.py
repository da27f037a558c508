"""What becomes of a task: signing for, cancelling and taking up again, and who may do it."""

from datetime import date

import pytest

from tests.support.factory import Factory
from tests.tasks.drafting import YEAR, wording_of
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.history.queries import list_history_of
from tracker.permissions import Role
from tracker.plans.rules import PlanState
from tracker.tasks import services
from tracker.tasks.queries import get_task
from tracker.tasks.rules import MOVES, OPEN_STATES, TaskState, TaskWording

pytestmark = pytest.mark.usefixtures("context")


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
