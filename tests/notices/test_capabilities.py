"""What the summaries of agencies say they do in supervision, each shown once from beginning to end."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.checks.files import picture
from tests.notices.test_papers import paper, text_of
from tests.support.factory import Factory
from tracker.checklists import queries as lists
from tracker.checklists import services as checklists
from tracker.checklists.models import CheckList, ListResult
from tracker.checks import checking
from tracker.checks import services as checks
from tracker.checks.checking import RoundPlan
from tracker.checks.models import Finding
from tracker.checks.rounds import TaskChoice
from tracker.checks.rules import RoundKind, Verdict
from tracker.checks.services import Demand
from tracker.db import db
from tracker.notices import services
from tracker.notices.material import Order
from tracker.notices.models import Notice
from tracker.notices.rules import NoticeKind
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role

pytestmark = pytest.mark.usefixtures("context")
K = NoticeKind
PLAN = RoundPlan(2026, RoundKind.YEAR_END, "年底检查", date(2026, 10, 12), date(2026, 10, 16))


@pytest.fixture
def by(make: Factory) -> Actor:
    make.agency(name="清河市水务局")
    return make.actor(Role.SUPERVISION, unit=make.unit("机关纪委", position=9), name="赵敏")


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("河湖管理科", position=1)


def issue(order: Order, by: Actor) -> Notice:
    return services.issue_notice(order, services.draft_notice(order, by=by), by=by)


def first_results() -> list[ListResult]:
    return list(db.session.scalars(select(ListResult).order_by(ListResult.id)))


def use_list(round_id: int, by: Actor, key: str = "quarterly") -> CheckList:
    chosen = db.session.scalars(select(CheckList).where(CheckList.key == key)).one()
    checklists.use_list(round_id, chosen.id, by=by)
    return chosen


def test_capability_70_the_tasks_that_were_deployed_are_inspected_and_appraised_in_one_round(
    make: Factory, unit: Unit, by: Actor
) -> None:
    task = make.task(lead=unit)
    opened = checking.open_round(PLAN, TaskChoice(), by=by)
    use_list(opened.id, by)

    checking.record_result(opened.id, task.id, Verdict.SATISFIED, "", by=by)
    for result in first_results():
        checklists.record_item(opened.id, result.id, Verdict.SATISFIED, "", by=by)

    (scored,) = lists.get_round_list(opened.id, by).units
    assert (scored.unit_name, str(scored.score)) == (unit.name, "100.00")
    text = text_of(paper(issue(Order(K.CIRCULAR, round_id=opened.id), by)))
    assert "共检查9项，其中符合9项" in text  # the task and the eight items of the list
    assert "100.00" in text


def test_capability_76_a_unit_that_reports_poorly_gets_a_round_of_its_own(make: Factory, unit: Unit, by: Actor) -> None:
    late = [make.task(lead=unit, due_on=date(2026, 9, 30)) for _ in range(2)]
    make.task(lead=make.unit("财务科", position=2))
    special = replace(PLAN, kind=RoundKind.SPECIAL, name="信息报送专项督查")

    opened = checking.open_round(special, TaskChoice(unit_id=unit.id), by=by)
    for task in late:
        checking.record_result(opened.id, task.id, Verdict.PROBLEM, "逾期没有报送", by=by, demand=Demand(days=3))

    found = db.session.scalars(select(Finding)).all()
    assert [(one.unit_id, one.due_on) for one in found] == [(unit.id, date(2026, 10, 16))] * 2
    text = text_of(paper(issue(Order(K.CIRCULAR, round_id=opened.id), by)))
    assert "关于信息报送专项督查情况的通报" in text.replace("\n", "")
    assert "共检查2项" in text
    urged = text_of(paper(issue(Order(K.RECTIFY, unit_id=unit.id, round_id=opened.id), by)))
    assert "存在2个问题" in urged


def test_capability_79_what_is_not_put_right_is_circulated_by_name_and_urged(
    make: Factory, unit: Unit, by: Actor
) -> None:
    opened = make.round(make.task(lead=unit), name="三季度检查")
    make.finding(unit, description="办事指南过期", round_id=opened.id, due_on=date(2026, 10, 9))

    circular = text_of(paper(issue(Order(K.CIRCULAR, round_id=opened.id), by)))
    urging = text_of(paper(issue(Order(K.URGE, unit_id=unit.id), by)))

    assert "视为未整改1个" in circular
    assert "办事指南过期" in circular
    assert "办事指南过期" in urging


def test_capability_81_the_cause_and_the_measures_stand_beside_the_problem(
    make: Factory, unit: Unit, by: Actor
) -> None:  # fmt: skip
    finding = checks.add_finding(unit.id, "公开数量增长缓慢", Demand(), by=by)
    officer = make.actor(Role.SECTION, unit=unit)
    checks.answer_finding(finding.id, "原因是没有专人负责；已明确专人，每周更新。", by=officer)

    text = text_of(paper(issue(Order(K.REPORT, unit_id=unit.id, text="每季度分析一次。"), officer)))

    assert text.index("公开数量增长缓慢") < text.index("原因是没有专人负责") < text.index("每季度分析一次")


def test_capability_84_the_rules_of_assessment_are_kept_by_version_and_applied(
    make: Factory, unit: Unit, by: Actor
) -> None:
    opened = make.round(make.task(lead=unit))
    used = use_list(opened.id, by)
    newer = checklists.save_list(used.name, "组织领导 | 换成新办法 | 100", by=by, list_id=used.id)
    result = first_results()[0]

    checklists.record_item(opened.id, result.id, Verdict.PROBLEM, "没有专人", by=by, photos=[picture()])

    page = lists.get_round_list(opened.id, by)
    assert page.list is not None
    assert (page.list.revision, newer.revision) == (1, 2)
    assert str(page.units[0].score) == "0.00"
    (finding,) = db.session.scalars(select(Finding))
    assert finding.basis == "本机关职责分工"


def test_capability_88_a_subordinate_body_is_checked_and_assessed_like_a_section(make: Factory, by: Actor) -> None:
    station = make.unit("水文站", kind=UnitKind.AFFILIATED)
    opened = make.round(make.task(lead=station))
    use_list(opened.id, by, "monthly")

    checklists.record_item(opened.id, first_results()[0].id, Verdict.PROBLEM, "迟发3条", by=by)

    (finding,) = db.session.scalars(select(Finding))
    assert finding.unit_id == station.id
    notice = issue(Order(K.RECTIFY, unit_id=station.id), by)
    services.sign_for(notice.id, by=make.actor(Role.SECTION, unit=station, name="站长"))
    assert [slip.signed_by for slip in notice.slips] == ["站长"]
