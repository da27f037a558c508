"""What else the supervision group of the invented bureau keeps: matters, complaints, a round under way, papers."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from tracker import clock
from tracker.checklists.models import ListResult
from tracker.checklists.queries import list_newest
from tracker.checklists.services import record_item, use_list
from tracker.checks.checking import RoundPlan, open_round, record_result
from tracker.checks.models import CheckRound, Finding
from tracker.checks.rounds import TaskChoice
from tracker.checks.rules import UNMENDED, RoundKind, Verdict
from tracker.complaints.models import Complaint
from tracker.complaints.rules import Channel, ComplaintKind
from tracker.complaints.services import (
    ComplaintContent,
    answer_complaint,
    assign_complaint,
    handle_complaint,
    publish_result,
    register_complaint,
)
from tracker.db import db
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary, office_hour
from tracker.errors import RuleBroken
from tracker.matters.models import Matter
from tracker.matters.rules import Source
from tracker.matters.services import MatterContent, close_matter, judge_result, register_matter, report_result, sign_for
from tracker.notices.material import Order
from tracker.notices.rules import NoticeKind
from tracker.notices.services import draft_notice, issue_notice
from tracker.organisation.models import Unit

# month, unit, source, which, what, demand
MATTERS = (
    (3, "开发利用科", Source.LEADER, "局长在第3次局务会上的批示", "土地出让结果公布不及时", "逐宗补公布，写明原因。"),
    (6, "财务科", Source.DOCUMENT, "市政务公开办通知", "门户网站停更栏目清理", "更新或关停，附清单。"),
    (9, "不动产登记中心", Source.MEETING, "领导小组第3次会议", "“交房即交证”办事指南", "上墙上网，两处一致。"),
)
COMPLAINTS = (
    (4, ComplaintKind.COMPLAINT, Channel.PHONE, "征地补偿公告在村里看不到，网上也找不到。", "开发利用科"),
    (8, ComplaintKind.OPINION, Channel.BOX, "办证大厅的收费标准字太小，老人看不清。", "不动产登记中心"),
    (10, ComplaintKind.SUGGESTION, Channel.MAIL, "建议把地灾隐患点公布到乡镇，附联系电话。", "生态修复科"),
)
SCORED_UNITS, CHECKED_TASKS = 2, 5  # of the round under way


def play_supervision(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter into the diary the matters and complaints of a year, each from its coming in to its end."""
    for month, unit, source, note, content, demand in MATTERS:
        day, due_on = date(year, month, 10), date(year, month, 28)
        matter = partial(_matter, content, year)
        diary.on(day, partial(_register_matter, bureau, unit, source, note, content, demand, due_on))
        diary.on(day + timedelta(days=1), partial(_sign_matter, bureau, unit, matter))
        diary.on(day + timedelta(days=12), partial(_report_matter, bureau, unit, matter))
        diary.on(day + timedelta(days=15), partial(_end_matter, bureau, matter))
    for month, kind, channel, content, unit in COMPLAINTS:
        day = date(year, month, 13)
        told = ComplaintContent(kind, channel, day, content)
        diary.on(day, partial(register_complaint, told, by=bureau.supervisor))
        diary.on(day + timedelta(days=1), partial(_give_complaint, bureau, unit, content, year))
        diary.on(day + timedelta(days=8), partial(_answer_complaint, bureau, unit, content, year))


def leave_supervision_open(year: int, bureau: Bureau) -> None:
    """Leave a round under way at the present day, a matter that waits to be signed for, and the papers of the year."""
    with clock.pinned_at(office_hour(clock.today() - timedelta(days=2), 1)):
        due_on = clock.today() + timedelta(days=12)
        _register_matter(
            bureau, "开发利用科", Source.LEADER, "副局长在来信上的批示", "闲置土地信息公开", "公布处置情况。", due_on
        )
        _check_by_list(_round_under_way(year, bureau), bureau)
        with suppress(RuleBroken):  # on a machine without typefaces the papers are left out
            _print_papers(bureau)


def _unit(name: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def _matter(content: str, year: int) -> Matter:
    return db.session.scalars(select(Matter).where(Matter.content == content, Matter.year == year)).one()


def _register_matter(
    bureau: Bureau, unit: str, source: Source, note: str, content: str, demand: str, due_on: date
) -> Matter:
    return register_matter(
        MatterContent(source, note, content, demand, _unit(unit).id, due_on), by=bureau.supervisor
    )  # fmt: skip


def _sign_matter(bureau: Bureau, unit: str, matter: partial[Matter]) -> None:
    sign_for(matter().id, by=bureau.officers[_unit(unit).id])


def _report_matter(bureau: Bureau, unit: str, matter: partial[Matter]) -> None:
    result = "已按要求办理完毕，结果在门户网站公布，并抄送办公室。"
    report_result(matter().id, result, by=bureau.officers[_unit(unit).id])


def _end_matter(bureau: Bureau, matter: partial[Matter]) -> None:
    judge_result(matter().id, True, "已核实，同意办结。", by=bureau.supervisor)
    close_matter(matter().id, by=bureau.leader)


def _complaint(content: str, year: int) -> int:
    same = (Complaint.content == content, Complaint.year == year)
    return db.session.scalars(select(Complaint.id).where(*same)).one()


def _give_complaint(bureau: Bureau, unit: str, content: str, year: int) -> None:
    number = _complaint(content, year)
    assign_complaint(number, _unit(unit).id, 10, "请核实情况，提出办理意见。", by=bureau.supervisor)


def _answer_complaint(bureau: Bureau, unit: str, content: str, year: int) -> None:
    number = _complaint(content, year)
    handle_complaint(number, "情况属实，已改正。", by=bureau.officers[_unit(unit).id])
    answer_complaint(number, "已电话答复办理结果，对方表示满意。", by=bureau.supervisor)
    publish_result(number, "有关反映属实，责任科室已改正并加强日常巡查。", by=bureau.supervisor)


def _round_under_way(year: int, bureau: Bureau) -> CheckRound:
    """Open a round of this quarter over one task of each unit, and check some of them."""
    today = clock.today()
    quarter = "一二三四"[(today.month - 1) // 3]
    plan = RoundPlan(
        year, RoundKind.DAILY, f"{year}年{quarter}季度日常检查", today, today + timedelta(days=14),
        period=f"{year}年{quarter}季度", people="钱学农、潘阳",
    )  # fmt: skip
    opened = open_round(plan, TaskChoice(per_unit=1, seed=year * 10), by=bureau.supervisor)
    for task_id in [result.task_id for result in opened.results[:CHECKED_TASKS]]:
        record_result(opened.id, task_id, Verdict.SATISFIED, "", by=bureau.supervisor)
    return opened


def _check_by_list(opened: CheckRound, bureau: Bureau) -> None:
    """Check the first units of the round by the quarterly list as well."""
    round_id = opened.id
    quarterly = next(one for one in list_newest() if "季度" in one.name)
    use_list(round_id, quarterly.id, by=bureau.supervisor)
    here = select(ListResult.id, ListResult.unit_id).where(ListResult.round_id == round_id).order_by(ListResult.id)
    results = db.session.execute(here).all()
    units = list(dict.fromkeys(unit_id for _, unit_id in results))[:SCORED_UNITS]
    for number in [number for number, unit_id in results if unit_id in units]:
        record_item(round_id, number, Verdict.SATISFIED, "", by=bureau.supervisor)


def _print_papers(bureau: Bureau) -> None:
    """Print a notice to rectify, an order and a circular; the unit signs for what is sent to it."""
    rounds = list(db.session.scalars(select(CheckRound.id).order_by(CheckRound.id.desc()).limit(2)))
    left = db.session.scalars(select(Finding).where(Finding.state.in_(UNMENDED)).order_by(Finding.id.desc())).first()
    matter_id = db.session.scalars(select(Matter.id).order_by(Matter.id.desc())).first()
    orders = [Order(NoticeKind.SUPERVISION, matter_id=matter_id), Order(NoticeKind.CIRCULAR, round_id=rounds[-1])]
    if left is not None:
        orders.append(Order(NoticeKind.RECTIFY, unit_id=left.unit_id, finding_ids=frozenset({left.id})))
    for order in orders:
        issue_notice(order, draft_notice(order, by=bureau.supervisor), by=bureau.supervisor)
