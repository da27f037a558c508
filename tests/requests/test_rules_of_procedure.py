"""The rules of procedure for requests are work like any other: out of the plan, to a section, reported, accepted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.support.factory import Factory
from tracker import clock
from tracker.checks.checking import RoundPlan, open_round, record_result
from tracker.checks.models import Finding
from tracker.checks.rounds import TaskChoice
from tracker.checks.rules import FindingState, RoundKind, Verdict
from tracker.db import db
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.plans.receiving import take_document
from tracker.plans.services import import_plan
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.progress.services import accept_report, report_progress
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.tasks.services import publish_plan, sign_for

pytestmark = pytest.mark.usefixtures("context")

PLAN = """序号\t任务名称\t工作要求\t牵头单位\t完成时限
1\t完善依申请公开政府信息工作规程\t明确申请条件、所需材料、申请书格式文本、办理流程和服务承诺\t政策法规科\t6月30日前
"""


@pytest.fixture
def office(make: Factory) -> Iterator[Actor]:
    with clock.pinned_at(datetime(2026, 1, 5, 1, tzinfo=UTC)):
        make.agency(name="清河市档案局")
        unit = make.unit("办公室", kind=UnitKind.OFFICE, position=0)
        yield make.actor(Role.OFFICE, unit=unit, name="李明")


@pytest.fixture
def law(make: Factory, office: Actor) -> Actor:
    return make.actor(Role.SECTION, unit=make.unit("政策法规科", position=1), name="王芳")


@pytest.fixture
def task(office: Actor, law: Actor) -> Task:
    """The task that the plan makes of the rules of procedure."""
    document = take_document(BytesIO(PLAN.encode()), "任务分解表.tsv", year=2026, by=office)
    publish_plan(import_plan(document, by=office).id, by=office)
    return db.session.scalars(select(Task)).one()


def test_capability_64_the_rules_of_procedure_for_requests_are_tracked_as_a_task(
    office: Actor, law: Actor, task: Task
) -> None:
    assert "依申请公开政府信息工作规程" in task.title
    assert (task.due_on, [one.unit_id for one in task.units]) == (date(2026, 6, 30), [law.unit_id])

    sign_for(task.id, by=law)
    said = ReportContent("工作规程修订稿经局长办公会通过并印发。", percent=100, asks_to_close=True)
    report = report_progress(task.id, said, Proofs(urls=["https://daj.qinghe.example/ysqgk/gc/"]), by=law)
    accept_report(report.id, by=office)

    assert db.session.scalars(select(Task.state)).one() is TaskState.DONE


def test_capability_64_rules_of_procedure_found_wanting_in_a_check_are_rectified_like_any_problem(
    make: Factory, task: Task
) -> None:
    supervision = make.actor(Role.SUPERVISION)
    with clock.pinned_at(datetime(2026, 7, 6, 2, tzinfo=UTC)):
        check = RoundPlan(2026, RoundKind.SPECIAL, "依申请公开专项检查", date(2026, 7, 6), date(2026, 7, 10))
        opened = open_round(check, TaskChoice(), by=supervision)
        record_result(opened.id, task.id, Verdict.PROBLEM, "依申请公开政府信息的工作规程有待完善", by=supervision)

    finding = db.session.scalars(select(Finding)).one()
    assert (finding.state, finding.task_id) == (FindingState.OPEN, task.id)
