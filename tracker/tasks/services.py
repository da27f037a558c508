"""What is done with tasks: publishing a plan makes them, then they are assigned, signed for, edited, cancelled."""

from collections.abc import Mapping, Sequence

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import Stale
from tracker.history.queries import list_history_of
from tracker.history.services import record
from tracker.organisation.models import Person
from tracker.permissions import Actor, Permission
from tracker.plans.models import Plan, PlanItem
from tracker.plans.rules import Duty, PlanState, check_is_draft
from tracker.tasks.breakdown import place_of, read_target, title_of
from tracker.tasks.dividing import Share, divide, find_person, known_people
from tracker.tasks.duties import duties_on, set_duties
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.queries import get_plan_with_items, get_task, is_year_closed, next_number, text_of_person
from tracker.tasks.rules import (
    ProofRule,
    TaskState,
    TaskWording,
    check_has_items,
    check_has_units,
    check_is_open,
    check_may_delegate,
    check_may_sign,
    check_move,
    check_reason,
    check_title,
    check_units,
    check_year_is_open,
)
from tracker.tasks.schedule import opening_day
from tracker.tasks.timing import set_limit, set_wording_limit


def publish_plan(plan_id: int, *, by: Actor) -> Plan:
    """Freeze the draft plan and make one task of each of its items, numbered on through the year.

    Refused, naming the items, as long as an item has no unit that is known.
    """
    by.must(Permission.EDIT_PLAN)
    with transaction():
        plan = get_plan_with_items(plan_id)
        check_is_draft(plan.state)
        items = [item for item in plan.items if not item.is_dropped]
        check_has_items(len(items))
        shares = divide(items, opening_day(plan.year, clock.today()))
        check_has_units([item.label for item in items if not shares[item.id]])
        make_tasks(items, plan.year, shares, by=by)
        record(by, "plan.published", plan, before={"state": plan.state}, after={"state": PlanState.PUBLISHED})
        plan.state = PlanState.PUBLISHED
        plan.published_at = clock.now()
        plan.version += 1
    return plan


def make_tasks(
    items: Sequence[PlanItem], year: int, shares: Mapping[int, Sequence[Share]], *, by: Actor
) -> None:  # fmt: skip
    """Make one task of each item, numbered on through the year, inside the open transaction."""
    people = known_people(clock.today())
    for number, item in enumerate(items, next_number(year)):
        task = _task_of(item, year, number, shares[item.id])
        task.leader_id = find_person(item.leader, people)
        task.officer_id = find_person(item.person, people)
        _save_new(task, by)


def _task_of(item: PlanItem, year: int, number: int, shares: Sequence[Share]) -> Task:
    category, field = place_of(item.heading_path)
    target = read_target(item.target)
    task = Task(
        item_id=item.id, year=year, number=number, title=title_of(item.text), requirement=item.text,
        category=category, field=field, deliverable=item.deliverable, target=item.target,
        target_count=target.count, target_unit=target.unit, opens_on=opening_day(year, clock.today()),
        units=_units(shares),
    )  # fmt: skip
    set_limit(task, item.limit)
    return task


def _units(shares: Sequence[Share]) -> list[TaskUnit]:
    return [
        TaskUnit(unit_id=share.unit_id, duty=share.duty, named_as=share.named_as, position=position)
        for position, share in enumerate(shares)
    ]


def _save_new(task: Task, by: Actor) -> None:
    task.state = TaskState.ASSIGNED
    task.created_at = clock.now()
    db.session.add(task)
    db.session.flush()
    made = {"number": task.number, "title": task.title, "due_on": task.due_on, "limit": task.limit_phrase}
    record(by, "task.made", task, after={**made, **people_on(task)})


def add_task(
    year: int, wording: TaskWording, *, lead: Sequence[int], coop: Sequence[int] = (), leader_id: int | None = None,
    officer_id: int | None = None, category: str = "", field: str = "", by: Actor,
) -> Task:  # fmt: skip
    """Make a task of ``year`` by hand, outside the plan."""
    by.must(Permission.ASSIGN_TASKS)
    with transaction():
        check_year_is_open(year, is_closed=is_year_closed(year))
        check_title(wording.title)
        check_units(lead, coop)
        shares = [*(Share(one, Duty.LEAD) for one in lead), *(Share(one, Duty.COOP) for one in coop)]
        task = Task(
            year=year, number=next_number(year), category=category, field=field, leader_id=leader_id,
            officer_id=officer_id, opens_on=opening_day(year, clock.today()), units=_units(shares),
        )  # fmt: skip
        _set_wording(task, wording)
        _save_new(task, by)
    return task


def assign_task(
    task_id: int, *, lead: Sequence[int], coop: Sequence[int], leader_id: int | None, officer_id: int | None,
    duties: str | None = None, by: Actor, seen: int | None = None,
) -> Task:  # fmt: skip
    """Give a task its lead and co-operating units, its leader and its officer; who stays keeps their signature.

    ``duties`` says what each unit does, a line for each; None leaves that as it is.
    """
    by.must(Permission.ASSIGN_TASKS)
    with transaction():
        task = _open_task(task_id, by)
        before = people_on(task)
        _check_seen(task, seen, before)
        check_units(lead, coop)
        place_units(task, [*(Share(one, Duty.LEAD) for one in lead), *(Share(one, Duty.COOP) for one in coop)])
        task.leader_id, task.officer_id = leader_id, officer_id
        task.version += 1
        db.session.flush()
        db.session.refresh(task)
        if duties is not None:
            set_duties(task, duties)
        record(by, "task.assigned", task, before=before, after=people_on(task))
    return task


def place_units(task: Task, shares: Sequence[Share]) -> None:
    """Put these units on a task; who was on it already keeps their signature."""
    present = {unit.unit_id: unit for unit in task.units}
    task.units = [_placed(present.get(share.unit_id), share, place) for place, share in enumerate(shares)]


def _placed(present: TaskUnit | None, share: Share, place: int) -> TaskUnit:
    unit = present or TaskUnit(unit_id=share.unit_id)
    if unit.duty != share.duty:
        unit.named_as = ""  # it is on the task by itself now, not as one of 各科室
    unit.duty, unit.position = share.duty, place
    return unit


def edit_task(task_id: int, wording: TaskWording, *, by: Actor, seen: int | None = None) -> Task:
    """Change what a task says and when it is due.

    Another wording of the limit is read anew; another day alone leaves the first date standing beside it.
    """
    by.must(Permission.ASSIGN_TASKS)
    with transaction():
        task = _open_task(task_id, by)
        before = texts_of(task)
        _check_seen(task, seen, before)
        check_title(wording.title)
        _set_wording(task, wording)
        task.version += 1
        record(by, "task.edited", task, before=before, after=texts_of(task))
    return task


def _set_wording(task: Task, wording: TaskWording) -> None:
    target = read_target(wording.target)
    task.title, task.requirement = wording.title.strip(), wording.requirement
    task.deliverable, task.target = wording.deliverable, wording.target
    task.target_count, task.target_unit = target.count, target.unit
    task.proofs = wording.proofs or task.proofs or ProofRule.ANY
    set_wording_limit(task, wording)


def sign_for(task_id: int, *, by: Actor) -> Task:
    """Take note of a task for one's own unit (签收); with its lead unit the task counts as signed for."""
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        task = _open_task(task_id, by)
        unit = next((unit for unit in task.units if unit.unit_id == by.unit_id), None)
        check_may_sign(is_on_task=unit is not None, is_signed=unit is not None and unit.signed_for_at is not None)
        assert unit is not None  # noqa: S101 - checked in the line above
        unit.signed_for_at = clock.now()
        before = {"state": task.state}
        is_without_lead = all(one.duty == Duty.COOP for one in task.units)
        if task.state == TaskState.ASSIGNED and (unit.duty == Duty.LEAD or is_without_lead):
            check_move(task.state, TaskState.SIGNED_FOR)
            task.state, task.signed_for_at = TaskState.SIGNED_FOR, unit.signed_for_at
        record(by, "task.signed_for", task, before=before, after={"state": task.state, "unit": unit.unit.name})
    return task


def delegate_task(task_id: int, person_id: int, *, by: Actor, seen: int | None = None) -> Task:
    """Make a colleague of one's own unit, which leads the task, responsible for it (承办人)."""
    by.must(Permission.REPORT_PROGRESS)
    with transaction():
        task = _open_task(task_id, by)
        before = people_on(task)
        _check_seen(task, seen, before)
        person = db.session.get(Person, person_id)
        duties = {unit.unit_id: unit.duty for unit in task.units}
        is_own = person is not None and person.unit_id == by.unit_id and person.holds_on(clock.today())
        check_may_delegate(is_lead=duties.get(by.unit_id or 0) == Duty.LEAD, is_colleague=is_own)
        task.officer_id, task.officer = person_id, person
        task.version += 1
        record(by, "task.delegated", task, before=before, after=people_on(task))
    return task


def cancel_task(task_id: int, reason: str, *, by: Actor, seen: int | None = None) -> Task:
    """Cancel a task with a reason; it stays to be seen."""
    by.must(Permission.ASSIGN_TASKS)
    with transaction():
        task = get_task(task_id, by)
        before = {"state": task.state, "reason": task.reason}
        _check_seen(task, seen, {"reason": task.reason})  # first: who cancels at the same time reads the other's reason
        _check_open(task)
        check_reason(reason)
        check_move(task.state, TaskState.CANCELLED)
        task.state, task.reason = TaskState.CANCELLED, reason.strip()
        task.version += 1
        record(by, "task.cancelled", task, before=before, after={"state": task.state, "reason": task.reason})
    return task


def reopen_task(task_id: int, *, by: Actor) -> Task:
    """Take a finished task up again."""
    by.must(Permission.ASSIGN_TASKS)
    with transaction():
        task = get_task(task_id, by)
        check_year_is_open(task.year, is_closed=is_year_closed(task.year))
        check_move(task.state, TaskState.IN_PROGRESS)
        before = {"state": task.state, "done_on": task.done_on}
        task.state, task.done_on = TaskState.IN_PROGRESS, None
        task.version += 1
        record(by, "task.reopened", task, before=before, after={"state": task.state, "done_on": None})
    return task


def _open_task(task_id: int, by: Actor) -> Task:
    task = get_task(task_id, by)
    _check_open(task)
    return task


def _check_open(task: Task) -> None:
    check_is_open(task.state)
    check_year_is_open(task.year, is_closed=is_year_closed(task.year))


def _check_seen(task: Task, seen: int | None, texts: dict[str, str]) -> None:
    """Raise Stale with the texts that are saved now when somebody saved since version ``seen``."""
    if task.is_stale(seen):
        newest = list_history_of("task", task.id, limit=1)
        name, at = (newest[0].actor_name, newest[0].at) if newest else ("", None)
        raise Stale(texts, version=task.version, saved_by=name, saved_at=at)


def people_on(task: Task) -> dict[str, str]:
    """Return who is on a task, as its form and the history write it."""
    names: dict[Duty, list[str]] = {Duty.LEAD: [], Duty.COOP: []}
    for unit in task.units:
        names[unit.duty].append(unit.unit.name)
    return {
        "lead": "、".join(names[Duty.LEAD]),
        "coop": "、".join(names[Duty.COOP]),
        "leader": text_of_person(task.leader),
        "officer": text_of_person(task.officer),
        "duties": duties_on(task),
    }


def texts_of(task: Task) -> dict[str, str]:
    """Return what a task says, as its form and the history write it."""
    return {
        "title": task.title,
        "requirement": task.requirement,
        "deliverable": task.deliverable,
        "target": task.target,
        "limit_phrase": task.limit_phrase,
        "due_on": task.due_on.isoformat() if task.due_on else "",
        "event_on": task.event_on.isoformat() if task.event_on else "",
        "proofs": task.proofs.value,
    }
