"""More time for a task: asked for, seen by the head, decided by the leadership."""

from dataclasses import replace
from datetime import date

import pytest

from tests.extensions.asking import DUE, LATER, TODAY, ask
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.extensions import services
from tracker.extensions.models import Extension
from tracker.extensions.queries import (
    get_extension_page,
    list_rows_of,
    list_waiting,
    list_waiting_extensions,
)
from tracker.extensions.story import happenings
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.progress.services import accept_report, report_progress
from tracker.tasks.filters import StateFilter, TaskFilter
from tracker.tasks.models import Task
from tracker.tasks.queries import get_light_rules, get_task, list_tasks
from tracker.tasks.rules import TaskState
from tracker.tasks.timing import set_limit
from tracker.workdays.extensions import ExtensionState
from tracker.workdays.limits import Frequency, LimitKind, TimeLimit

pytestmark = pytest.mark.usefixtures("august", "context")


def head_of(make: Factory, unit: Unit, **account: object) -> Actor:
    """The head of a unit, with an account."""
    made: Account = make.account(Role.SECTION, unit=unit, **account)
    make.post(made.person, unit)
    return Actor(
        name="朱伟民",
        role=Role.SECTION,
        account_id=made.id,
        person_id=made.person_id,
        unit_id=unit.id,
        unit_name=unit.name,
    )


def test_the_way_of_a_request_from_the_section_to_the_leadership(
    make: Factory, unit: Unit, officer: Actor, leader: Actor
) -> None:
    head = head_of(make, unit)
    task = make.task(lead=unit, due_on=DUE)

    extension = ask(task, officer)
    assert extension.state == ExtensionState.ASKED
    assert [row.id for row in list_waiting_extensions(head, TODAY)] == [extension.id]
    assert list_waiting_extensions(leader, TODAY) == []

    services.endorse_extension(extension.id, by=head)
    assert list_waiting_extensions(head, TODAY) == []
    assert [row.id for row in list_waiting_extensions(leader, TODAY)] == [extension.id]

    services.decide_extension(extension.id, granted_due_on=date(2026, 9, 4), answer="抓紧。", by=leader)
    task = get_task(task.id, leader)
    assert (task.first_due_on, task.due_on) == (DUE, date(2026, 9, 4))
    events = [entry.event for entry in list_history_of("extension", extension.id)]
    assert events == ["extension.decided", "extension.endorsed", "extension.asked"]
    page = get_extension_page(task.id, by=officer, rules=get_light_rules(TODAY))
    assert [(change.due_on, change.since) for change in page.changes] == [(DUE, None), (date(2026, 9, 4), TODAY)]


def test_a_section_without_a_head_who_can_sign_in_goes_straight_to_the_leadership(
    make: Factory, unit: Unit, officer: Actor
) -> None:
    make.post(make.person(unit=unit), unit)  # a head without an account
    head_of(make, unit, is_active=False)

    extension = ask(make.task(lead=unit, due_on=DUE), officer)

    assert (extension.state, extension.seen_by) == (ExtensionState.SEEN, "")


def test_what_the_head_asks_for_the_head_has_seen(make: Factory, unit: Unit) -> None:
    extension = ask(make.task(lead=unit, due_on=DUE), head_of(make, unit))

    assert (extension.state, extension.seen_by) == (ExtensionState.SEEN, "朱伟民")


def test_a_former_head_passes_nothing_on(make: Factory, unit: Unit, officer: Actor) -> None:
    former = make.account(Role.SECTION, unit=unit)
    make.post(former.person, unit, to_on=date(2026, 8, 1))
    head_of(make, unit)
    extension = ask(make.task(lead=unit, due_on=DUE), officer)

    with pytest.raises(NotAllowed):
        services.endorse_extension(extension.id, by=replace(officer, person_id=former.person_id))


def test_a_request_whose_head_lost_the_account_can_be_passed_on_by_the_section(
    make: Factory, unit: Unit, officer: Actor
) -> None:
    head = head_of(make, unit)
    extension = ask(make.task(lead=unit, due_on=DUE), officer)
    with pytest.raises(NotAllowed):
        services.endorse_extension(extension.id, by=officer)

    with transaction():
        db.session.get_one(Account, head.account_id).is_active = False

    assert services.endorse_extension(extension.id, by=officer).state == ExtensionState.SEEN


def test_the_leadership_does_not_decide_before_the_head_has_seen_it(
    make: Factory, unit: Unit, officer: Actor, leader: Actor
) -> None:
    head_of(make, unit)
    extension = ask(make.task(lead=unit, due_on=DUE), officer)

    with pytest.raises(RuleBroken, match="has not seen"):
        services.decide_extension(extension.id, granted_due_on=LATER, by=leader)


def test_a_refusal_gives_its_reason_and_moves_nothing(make: Factory, unit: Unit, officer: Actor, leader: Actor) -> None:
    task = make.task(lead=unit, due_on=DUE)
    extension = ask(task, officer)

    with pytest.raises(RuleBroken, match="why it is refused"):
        services.decide_extension(extension.id, granted_due_on=None, by=leader)
    services.decide_extension(extension.id, granted_due_on=None, answer="群众等着看", by=leader)

    assert get_task(task.id, leader).due_on == DUE
    assert ask(task, officer).state == ExtensionState.SEEN  # it may be asked for again


@pytest.mark.parametrize(
    ("due_on", "asked", "said", "field"),
    [
        (date(2026, 8, 19), LATER, {}, None),
        (DUE, DUE, {}, "asked_due_on"),
        (DUE, date(2026, 8, 1), {}, "asked_due_on"),
        (DUE, LATER, {"reason": " "}, "reason"),
        (DUE, LATER, {"progress": ""}, "progress"),
        (None, LATER, {}, None),
    ],
    ids=["after the limit", "the same day", "an earlier day", "no reason", "no progress", "no limit"],
)
def test_what_is_no_request_is_refused(
    make: Factory, unit: Unit, officer: Actor, due_on: date | None, asked: date, said: dict[str, str], field: str | None
) -> None:
    task = make.task(lead=unit, due_on=due_on)

    with pytest.raises(RuleBroken) as refused:
        ask(task, officer, asked, **said)

    assert refused.value.field == field
    assert db.session.query(Extension).count() == 0


def test_on_the_last_day_there_is_still_time_to_ask(make: Factory, unit: Unit, officer: Actor) -> None:
    assert ask(make.task(lead=unit, due_on=TODAY), officer).id


def test_one_request_at_a_time(make: Factory, unit: Unit, officer: Actor) -> None:
    task = make.task(lead=unit, due_on=DUE)
    extension = ask(task, officer)

    with pytest.raises(RuleBroken, match="already been asked"):
        ask(task, officer)

    services.withdraw_extension(extension.id, by=officer)
    assert ask(task, officer).id != extension.id


def test_who_asks_and_who_decides(make: Factory, unit: Unit, officer: Actor, leader: Actor) -> None:
    other, coop = make.unit("财务科"), make.unit("法规科")
    task = make.task(lead=unit, coop=(coop,), due_on=DUE)

    with pytest.raises(RuleBroken, match="lead unit"):
        ask(task, make.actor(Role.SECTION, unit=coop))
    with pytest.raises(NotFound):
        ask(task, make.actor(Role.SECTION, unit=other))
    for role in (Role.LEADERSHIP, Role.SUPERVISION, Role.SYSTEM_ADMIN):
        with pytest.raises(NotAllowed):
            ask(task, make.actor(role, unit=unit))
    extension = ask(task, officer)
    for role in (Role.SECTION, Role.OFFICE, Role.SUPERVISION, Role.AUDIT_ADMIN):
        with pytest.raises(NotAllowed):
            services.decide_extension(extension.id, granted_due_on=LATER, by=make.actor(role, unit=unit))
    with pytest.raises(NotAllowed):
        services.withdraw_extension(extension.id, by=make.actor(Role.SECTION, unit=coop))
    for act in (services.withdraw_extension, services.endorse_extension):
        with pytest.raises(NotFound):
            act(extension.id, by=make.actor(Role.SECTION, unit=other))


def test_finished_work_and_a_closed_request_take_no_decision(
    make: Factory, unit: Unit, officer: Actor, leader: Actor
) -> None:
    done = make.task(lead=unit, due_on=DUE)
    waiting = ask(done, officer)
    with transaction():
        db.session.get_one(Task, done.id).state = TaskState.DONE
    withdrawn = ask(make.task(lead=unit, due_on=DUE), officer)
    services.withdraw_extension(withdrawn.id, by=officer)

    for extension in (waiting, withdrawn):
        with pytest.raises(RuleBroken):
            services.decide_extension(extension.id, granted_due_on=LATER, by=leader)
    assert list_waiting_extensions(leader, TODAY) == []


def test_lists_and_lights_go_by_the_decided_date(make: Factory, unit: Unit, officer: Actor, leader: Actor) -> None:
    task = make.task(lead=unit, due_on=DUE)
    services.decide_extension(ask(task, officer).id, granted_due_on=date(2026, 12, 1), by=leader)
    rules = get_light_rules(date(2026, 9, 1))

    late = list_tasks(TaskFilter(2026, state=StateFilter.LATE), by=leader, rules=rules)
    row = list_tasks(TaskFilter(2026), by=leader, rules=rules)[0]

    assert late == []
    assert (row.first_due_on, row.due_on, row.light.kind.value) == (DUE, date(2026, 12, 1), "none")


def test_of_recurring_work_one_turn_is_extended_and_not_past_the_next_one(
    make: Factory, unit: Unit, officer: Actor, leader: Actor
) -> None:
    task = make.task(lead=unit, opens_on=date(2026, 8, 1))
    monthly = TimeLimit(LimitKind.RECURRING, "每月", frequency=Frequency.MONTHLY)
    with transaction():
        set_limit(db.session.get_one(Task, task.id), monthly)

    with pytest.raises(RuleBroken, match="next turn"):
        ask(task, officer, date(2026, 9, 30))
    extension = ask(task, officer, date(2026, 9, 4))
    with pytest.raises(RuleBroken, match="next turn"):
        services.decide_extension(extension.id, granted_due_on=date(2026, 10, 1), by=leader)
    services.decide_extension(extension.id, granted_due_on=date(2026, 9, 5), by=leader)

    assert get_task(task.id, leader).due_on == date(2026, 9, 5)
    turn = extension.occurrence_id
    report = report_progress(
        task.id, ReportContent("已公布", count=1, occurrence_id=turn), Proofs(urls=["https://a.example/1"]), by=officer
    )
    accept_report(report.id, by=make.actor(Role.OFFICE))
    assert get_task(task.id, leader).due_on == date(2026, 9, 30)


def test_the_line_of_time_tells_request_and_answer(make: Factory, unit: Unit, officer: Actor, leader: Actor) -> None:
    task = make.task(lead=unit, due_on=DUE)
    services.decide_extension(ask(task, officer).id, granted_due_on=LATER, by=leader)

    asked, decided = happenings(list_rows_of(task.id))

    assert str(asked.title) == "Asked for more time: 2026-08-28 to 2026-09-08"
    assert (str(decided.title), decided.who) == ("More time given: 2026-08-28 to 2026-09-08", "王建国")


def test_waiting_lists_take_the_same_statements_for_one_and_for_many(
    make: Factory, officer: Actor, unit: Unit, leader: Actor
) -> None:
    ask(make.task(lead=unit, due_on=DUE), officer)
    with counting() as one:
        list_waiting(leader, TODAY)
    for _ in range(5):
        ask(make.task(lead=unit, due_on=DUE), officer)
    with counting() as many:
        waiting = list_waiting(leader, TODAY)

    assert len(waiting.mine) == 6
    assert (one.count, many.count) == (3, 3)


def test_a_failed_history_entry_takes_the_decision_back(
    make: Factory, unit: Unit, officer: Actor, leader: Actor
) -> None:
    task = make.task(lead=unit, due_on=DUE)
    extension = ask(task, officer)

    with pytest.raises(ZeroDivisionError), transaction():
        services.decide_extension(extension.id, granted_due_on=LATER, by=leader)
        raise ZeroDivisionError

    db.session.expire_all()
    assert get_task(task.id, leader).due_on == DUE
    assert db.session.get_one(Extension, extension.id).state == ExtensionState.SEEN
