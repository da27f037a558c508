"""Reading reports: a section's work in its order, what waits for the office, and who may see a proof."""

from datetime import date, timedelta

import pytest

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.db import db, transaction
from tracker.errors import NotFound
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.progress import queries
from tracker.progress.models import Evidence
from tracker.progress.rows import WorkGroup
from tracker.progress.rules import ReportState
from tracker.tasks.lights import LightRules
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.queries import get_task_row
from tracker.tasks.rules import TaskState
from tracker.workdays.limits import LimitKind
from tracker.workdays.rule_sets import DEFAULT
from tracker.workdays.shipped import shipped_calendar

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 7, 8)
RULES = LightRules(DEFAULT, TODAY, shipped_calendar())


def signed(make: Factory, unit: Unit, title: str, **values: object) -> Task:
    task = make.task(lead=unit, title=title, **values)  # type: ignore[arg-type]
    with transaction():
        db.session.query(TaskUnit).filter_by(task_id=task.id).update({"signed_for_at": clock.now()})
    return task


def test_the_most_urgent_work_stands_first(make: Factory) -> None:
    unit = make.unit()
    signed(make, unit, "月内", due_on=date(2026, 7, 31))
    signed(make, unit, "以后", due_on=date(2026, 12, 31))
    signed(make, unit, "更以后")
    signed(make, unit, "逾期", due_on=TODAY - timedelta(days=1))
    signed(make, unit, "早就逾期", due_on=TODAY - timedelta(days=90))
    signed(make, unit, "临期", due_on=TODAY + timedelta(days=2))
    make.task(lead=unit, title="待签收", due_on=date(2026, 9, 30))
    returned = signed(make, unit, "退回", due_on=date(2026, 12, 31), state=TaskState.RETURNED)
    make.report(returned, unit, state=ReportState.RETURNED, return_reason="请补充")
    waiting = signed(make, unit, "待审核", due_on=TODAY - timedelta(days=5), state=TaskState.SUBMITTED)
    make.report(waiting, unit)
    signed(make, unit, "办结", state=TaskState.DONE, done_on=TODAY)
    signed(make, make.unit(), "别科的", due_on=TODAY)

    work = queries.get_work(make.actor(Role.SECTION, unit=unit), RULES)

    assert [row.task.title for row in work.now] == ["退回", "早就逾期", "逾期", "临期", "待签收"]
    assert [row.task.title for row in work.month] == ["月内"]
    assert [row.task.title for row in work.rest] == ["待审核", "以后", "更以后"]
    assert [row.is_waiting for row in work.rest] == [True, False, False]
    assert work.now[0].last is not None
    assert work.now[0].last.return_reason == "请补充"


def test_standing_work_is_due_with_its_next_turn(make: Factory) -> None:
    unit = make.unit()
    task = signed(make, unit, "持续推进的", limit_kind=LimitKind.OPEN_ENDED)
    make.occurrence(task, TODAY + timedelta(days=1))

    (row,) = queries.get_work(make.actor(Role.SECTION, unit=unit), RULES).now

    assert (row.group, row.due_on, row.task.due_on) == (WorkGroup.SOON, TODAY + timedelta(days=1), None)


def test_somebody_without_a_unit_has_no_work(make: Factory) -> None:
    make.task()

    assert queries.get_work(make.actor(Role.SECTION), RULES).now == []


def test_reports_wait_for_the_office_in_the_order_they_came(make: Factory) -> None:
    unit = make.unit("规划科")
    first = make.report(make.task(state=TaskState.SUBMITTED, title="甲"), unit)
    turn_task = make.task(state=TaskState.SUBMITTED, title="乙")
    second = make.report(turn_task, unit, occurrence_id=make.occurrence(turn_task, TODAY, name="7月").id)
    make.report(make.task(state=TaskState.CANCELLED), unit)
    make.report(make.task(state=TaskState.IN_PROGRESS), unit, state=ReportState.ACCEPTED)

    waiting = queries.list_waiting(make.actor(Role.OFFICE), RULES)

    assert [(one.report.id, one.task.title, one.report.turn_name) for one in waiting] == [
        (first.id, "甲", ""), (second.id, "乙", "7月")
    ]  # fmt: skip
    assert queries.count_waiting(make.actor(Role.OFFICE)) == 2
    for role in (Role.SECTION, Role.LEADERSHIP, Role.SUPERVISION, Role.AUDIT_ADMIN):
        assert queries.count_waiting(make.actor(role, unit=unit)) == 0
        assert queries.list_waiting(make.actor(role, unit=unit), RULES) == []


def test_c2_a_report_and_its_proofs_are_seen_with_their_task_only(make: Factory) -> None:
    lead, coop = make.unit(), make.unit()
    report = make.report(make.task(lead=lead, coop=(coop,)), lead)

    for unit in (lead, coop):
        assert queries.get_report_row(report.id, make.actor(Role.SECTION, unit=unit)).id == report.id
    for by in (make.actor(Role.SECTION, unit=make.unit()), make.actor(Role.SYSTEM_ADMIN), make.actor(Role.SECTION)):
        with pytest.raises(NotFound):
            queries.get_report_row(report.id, by)
        with pytest.raises(NotFound):
            queries.get_report(report.id, by)


def test_proofs_of_withdrawn_reports_are_not_shown_and_equal_ones_once(make: Factory) -> None:
    unit = make.unit()
    task = make.task(lead=unit)
    for state, url in (
        (ReportState.WITHDRAWN, "https://a.cn/"),
        (ReportState.RETURNED, "https://b.cn/"),
        (ReportState.SUBMITTED, "https://b.cn/"),
    ):
        report = make.report(task, unit, state=state)
        with transaction():
            db.session.add(Evidence(report_id=report.id, name=url, url=url, added_at=clock.now(), added_by="王芳"))

    found = queries.get_reports_of(get_task_row(task.id, by=make.actor(Role.OFFICE), rules=RULES))

    assert [proof.url for proof in found.evidence] == ["https://b.cn/"]
    assert len(found.reports) == 3
    assert found.last_of(unit.id) is not None
    assert found.last_of(make.unit().id) is None


def test_work_and_review_take_the_same_statements_for_few_and_for_many(make: Factory) -> None:
    unit = make.unit()
    section, office = make.actor(Role.SECTION, unit=unit), make.actor(Role.OFFICE)
    counts = []
    for number in (5, 60):
        while db.session.query(Task).count() < number:
            task = make.task(lead=unit, coop=(make.unit(),), state=TaskState.SUBMITTED, due_on=TODAY)
            make.report(task, unit)
        db.session.rollback()
        for read in (lambda: queries.get_work(section, RULES), lambda: queries.list_waiting(office, RULES, limit=60)):
            with counting() as statements:
                read()
            counts.append(statements.count)

    assert counts == [5, 5, 5, 5]
