"""Edit forms that the demonstration does not leave open: records in the states in which somebody writes about them."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from tracker import clock
from tracker.checks.checking import RoundPlan, open_round
from tracker.checks.rounds import TaskChoice
from tracker.checks.rules import RoundKind
from tracker.checks.services import Demand, add_finding, answer_finding
from tracker.complaints.rules import Channel as Told
from tracker.complaints.rules import ComplaintKind
from tracker.complaints.services import ComplaintContent, assign_complaint, handle_complaint, register_complaint
from tracker.coverage.services import Front, enter_superior_plan
from tracker.db import db
from tracker.ledger.periods import months_period
from tracker.matters.rules import Source
from tracker.matters.services import MatterContent, register_matter, report_result, sign_for
from tracker.permissions import Actor, Role
from tracker.plans.receiving import take_text
from tracker.plans.rules import Duty
from tracker.plans.services import import_plan
from tracker.requests.counting import DisputeKind
from tracker.requests.deeds import Deed
from tracker.requests.handling import Entry, enter_deed
from tracker.requests.rules import Applicant, Arrival, Channel
from tracker.requests.services import DisputeEntry, Registration, enter_dispute, register_request
from tracker.rulesets.models import ScoreRules
from tracker.scores.marking import HandMark, Proofs, add_mark, object_to
from tracker.scores.services import ScoringOrder, announce_scoring, make_scoring
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import TaskState

PLAN = """临澄市自然资源和规划局{year}年政务公开工作要点
一、主动公开
1.集中公开规范性文件，标注有效性；同步公开文件解读材料，并在政务新媒体转发。牵头单位：办公室，6月底前完成。
2.公开国土空间规划。牵头单位：办公室，9月底前完成。
3.开展政务公开业务培训，全年不少于2期。牵头单位：办公室，年底前完成。
"""
ADDRESS = "https://zrzy.lincheng.example/zgqk/1.html"
People = dict[Role, Actor]


def open_forms(people: People) -> dict[str, str]:
    """Leave open what the demonstration closes; return the addresses that a number alone does not give."""
    open_matters(people)
    open_complaints(people)
    return {
        **open_tasks(people), **open_plans(people), **open_checks(people), **open_requests(people),
        **open_scores(people), "outlines.edit": "/outlines/section",
        "annual_report.show": f"/annual-report/{clock.today().year}?part=5",
    }  # fmt: skip


def open_tasks(people: People) -> dict[str, str]:
    """A task that the section works on, and one of another unit."""
    is_own = TaskUnit.unit_id == people[Role.SECTION].unit_id
    leads = select(Task.id).join(TaskUnit).where(TaskUnit.duty == Duty.LEAD)
    is_open = Task.state.in_((TaskState.SIGNED_FOR, TaskState.IN_PROGRESS))
    newest = leads.where(is_open).order_by(Task.id.desc()).limit(1)
    own, other = (db.session.scalars(newest.where(mine)).one() for mine in (is_own, ~is_own))
    here = {f"tasks.{verb}": f"/tasks/{own}/{verb}" for verb in ("assign", "delegate", "edit")}
    return {**here, "tasks.cancel": f"/tasks/{other}/cancel"}


def open_plans(people: People) -> dict[str, str]:
    """A draft of the year after next, and a superior plan of it."""
    office, year = people[Role.OFFICE], clock.today().year + 2
    plan = import_plan(take_text(PLAN.format(year=year), year=year, by=office), by=office)
    front = Front(code="清政办〔2028〕3号")
    superior = enter_superior_plan(take_text(PLAN.format(year=year), year=year, by=office), front, by=office)
    here, item = f"/plans/{plan.id}", next(one for one in plan.items if one.text.startswith("集中"))
    return {
        "plans.front": f"{here}/front", "plans.review": f"{here}/review?open={item.id}",
        "plans.split": f"{here}/items/{item.id}/split", "plans.move": f"{here}/items/{item.id}/move",
        "coverage.decide": f"/superior/items/{superior.items[0].id}",
    }  # fmt: skip


def open_checks(people: People) -> dict[str, str]:
    """A round that runs, a finding that waits for its unit, and one that waits for the re-check."""
    supervisor, officer, today = people[Role.SUPERVISION], people[Role.SECTION], clock.today()
    plan = RoundPlan(today.year, RoundKind.DAILY, "日常检查", today, today + timedelta(days=5))
    opened = open_round(plan, TaskChoice(per_unit=1, seed=1), by=supervisor)
    assert officer.unit_id
    waiting, mended = (add_finding(officer.unit_id, "目录未标注日期", Demand(days=10), by=supervisor) for _ in range(2))
    answer_finding(mended.id, "已补注日期", by=officer)
    return {
        "checks.check": f"/checks/{opened.id}/tasks/{opened.results[0].task_id}",
        "checks.answer": f"/findings/{waiting.id}/answer", "checks.recheck": f"/findings/{mended.id}/recheck",
    }  # fmt: skip


def open_requests(people: People) -> dict[str, str]:
    """A request that waits for its review, and a lawsuit."""
    office, today = people[Role.OFFICE], clock.today()
    registration = Registration(
        applicant=Applicant.NATURAL_PERSON, name="周海", channel=Channel.IN_PERSON, content="某地块征收补偿方案",
        arrival=Arrival(submitted_on=today),
    )  # fmt: skip
    request = register_request(registration, by=office)
    enter_deed(request.id, Deed.NOTED, Entry(today, "已电话联系申请人"), by=office)
    dispute = enter_dispute(DisputeEntry(DisputeKind.REVIEW, today), by=office)
    return {
        "requests.act": f"/requests/{request.id}/noted", "requests.edit_dispute": f"/requests/disputes/{dispute.id}",
    }  # fmt: skip


def open_scores(people: People) -> dict[str, str]:
    """A scoring that sections assess themselves in, and one with an objection; the newest version of some rules."""
    office, officer, today = people[Role.OFFICE], people[Role.SECTION], clock.today()
    rules = db.session.scalars(select(ScoreRules).where(ScoreRules.key == "weighted")).first()
    assert rules is not None
    order = ScoringOrder(rules.id, months_period(today.year, 1, 1), today)
    running, announced = (make_scoring(order, by=office) for _ in range(2))
    own = next(one for one in running.units if one.unit_id == officer.unit_id)
    marked = next(one for one in announced.units if one.unit_id == officer.unit_id)
    elements = "4"
    add_mark(
        marked.id, HandMark(elements, Decimal(1), "未标注索引号"), Proofs(url=ADDRESS), by=people[Role.SUPERVISION]
    )
    announce_scoring(announced.id, by=office)
    mark = next(one for one in marked.marks if not one.is_computed)
    objection = object_to(mark.id, "已按时标注", Proofs(url=ADDRESS), by=officer)
    return {
        "scores.assess": f"/scores/units/{own.id}/assess/{elements}",
        "scores.decide": f"/scores/objections/{objection.id}",
    }  # fmt: skip


def open_matters(people: People) -> None:
    """Matters at each step."""
    supervisor, officer = people[Role.SUPERVISION], people[Role.SECTION]
    content = MatterContent(Source.MEETING, "局务会", "公布鉴定结果", "在网站公布", officer.unit_id, clock.today())
    matters = [register_matter(content, by=supervisor).id for _ in range(3)]
    for number in matters[1:]:
        sign_for(number, by=officer)
    report_result(matters[2], "已公布", by=officer)


def open_complaints(people: People) -> None:
    """Complaints at each step."""
    supervisor, officer = people[Role.SUPERVISION], people[Role.SECTION]
    for number in range(3):
        content = ComplaintContent(ComplaintKind.COMPLAINT, Told.PHONE, clock.today(), "窗口不公布收费标准", "周", "")
        made = register_complaint(content, by=supervisor).id
        if number and officer.unit_id:
            assign_complaint(made, officer.unit_id, 5, "请核实", by=supervisor)
        if number > 1:
            handle_complaint(made, "属实", by=officer)
