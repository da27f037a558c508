"""An adjustment of a published plan: tasks follow, progress stays."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.support.factory import Factory
from tracker.db import db
from tracker.permissions import Actor, Role
from tracker.plans.adjusting import apply_adjustment
from tracker.plans.newer_version import compare_with_newer
from tracker.plans.receiving import take_document
from tracker.plans.services import import_plan
from tracker.progress.rules import ReportContent
from tracker.progress.services import accept_report, report_progress
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState
from tracker.tasks.services import publish_plan

pytestmark = pytest.mark.usefixtures("context")
HEAD = "2026年政务公开工作要点\n序号\t工作任务\t牵头科室\t完成时限\n"
FIRST = (
    HEAD + "1\t规范性文件集中公开\t法规科\t6月底前\n2\t办事指南更新\t档案科\t9月底前\n3\t网站栏目优化\t档案科\t年底前\n"
)
SECOND = (
    HEAD + "1\t规范性文件集中公开\t法规科\t8月底前\n2\t办事指南更新\t档案科\t9月底前\n3\t开放日活动\t法规科\t10月底前\n"
)


@pytest.fixture
def office(make: Factory) -> Actor:
    make.agency()
    return make.actor(Role.OFFICE)


def adjust(office: Actor, plan_id: int) -> None:
    newer = take_document(BytesIO(SECOND.encode()), "调整稿.txt", year=2026, by=office)
    proposal = compare_with_newer(plan_id, newer, by=office)
    apply_adjustment(proposal.id, reason="市里调整了要点", by=office)


def test_tasks_follow_an_adjustment_and_progress_stays(make: Factory, office: Actor) -> None:
    law = make.unit("法规科")
    make.unit("档案科")
    first = take_document(BytesIO(FIRST.encode()), "要点.txt", year=2026, by=office)
    plan = publish_plan(import_plan(first, by=office).id, by=office)
    rules = db.session.scalars(select(Task).where(Task.number == 1)).one()
    report = report_progress(rules.id, ReportContent("已公开第一批", percent=40), by=make.actor(Role.SECTION, unit=law))
    accept_report(report.id, by=office)

    adjust(office, plan.id)

    tasks = {task.title: task for task in db.session.scalars(select(Task))}
    assert tasks["规范性文件集中公开"].due_on == date(2026, 8, 31)
    assert tasks["规范性文件集中公开"].first_due_on == date(2026, 6, 30)
    assert (tasks["规范性文件集中公开"].percent, tasks["规范性文件集中公开"].state) == (40, TaskState.IN_PROGRESS)
    assert (tasks["网站栏目优化"].state, tasks["网站栏目优化"].reason) == (TaskState.CANCELLED, "市里调整了要点")
    assert (tasks["开放日活动"].number, [unit.unit.name for unit in tasks["开放日活动"].units]) == (4, ["法规科"])
    assert tasks["办事指南更新"].version == 1
