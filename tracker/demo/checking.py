"""How the supervision group of the invented bureau checks, and how its findings are mended."""

from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from tracker.checks.checking import RoundPlan, close_round, open_round, record_result
from tracker.checks.models import CheckResult, CheckRound, Finding
from tracker.checks.rounds import TaskChoice
from tracker.checks.rules import RoundKind, Severity, Verdict
from tracker.checks.services import Demand, answer_finding, recheck
from tracker.db import db
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary

ROUNDS = (
    (4, "一季度检查", RoundKind.DAILY),
    (7, "年中检查", RoundKind.HALF_YEAR),
    (10, "三季度检查", RoundKind.SPECIAL),
)
PROBLEMS = (
    ("“规划公开”栏目3个链接打不开", "《政府信息公开条例》第五十三条", Severity.MINOR),
    ("8月两宗土地成交结果公布时间超过20个工作日", "《政府信息公开条例》第二十六条", Severity.SERIOUS),
    ("办事指南中的收费标准与公示栏不一致", "年度要点对应条目", Severity.MINOR),
    ("政策解读未与文件同步发布", "年度要点对应条目", Severity.MINOR),
    ("公开目录未标注生成日期", "《政府信息公开条例》第十二条", Severity.MINOR),
)
MEASURES = (
    "已逐条核对并改正，安排专人每周巡查一次。",
    "已补充公布，并把公布时限写入科室流程。",
    "已统一内容，两处同步更新，附更正前后对照。",
)
FOUND_PER_ROUND = 2


def plan_checks(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter three rounds of checking and what follows from them into the diary."""
    for place, (month, name, kind) in enumerate(ROUNDS):
        day = date(year, month, 9)
        plan = RoundPlan(year, kind, f"{year}年{name}", day, day + timedelta(days=12))
        diary.on(day, partial(open_round, plan, TaskChoice(per_unit=1, seed=year), by=bureau.supervisor))
        diary.on(day + timedelta(days=3), partial(_check_all, plan, place, bureau))
        diary.on(day + timedelta(days=13), partial(_answer, plan, bureau))
        diary.on(day + timedelta(days=17), partial(_recheck, plan, bureau))


def _round(plan: RoundPlan) -> CheckRound:
    return db.session.scalars(select(CheckRound).where(CheckRound.name == plan.name)).one()


def _check_all(plan: RoundPlan, place: int, bureau: Bureau) -> None:
    opened = _round(plan)
    results = list(db.session.scalars(select(CheckResult).where(CheckResult.round_id == opened.id)))
    for number, result in enumerate(results):
        if number % 6 == 2 and number // 6 < FOUND_PER_ROUND:
            text, basis, severity = PROBLEMS[(place * FOUND_PER_ROUND + number // 6) % len(PROBLEMS)]
            demand = Demand(days=10, severity=severity, basis=basis)
            record_result(opened.id, result.task_id, Verdict.PROBLEM, text, demand=demand, by=bureau.supervisor)
        else:
            verdict = Verdict.NOT_APPLICABLE if number % 9 == 7 else Verdict.SATISFIED
            record_result(opened.id, result.task_id, verdict, "", by=bureau.supervisor)
    close_round(opened.id, by=bureau.supervisor)


def _findings(plan: RoundPlan) -> list[Finding]:
    return list(db.session.scalars(select(Finding).where(Finding.round_id == _round(plan).id).order_by(Finding.number)))


def _answer(plan: RoundPlan, bureau: Bureau) -> None:
    """Let the units mend what was found; the second finding of the autumn stays unanswered."""
    found = _findings(plan)
    for number, finding in enumerate(found[:1] if plan.kind is RoundKind.SPECIAL else found):
        officer = bureau.officers[finding.unit_id]
        url = f"https://zrzy.lincheng.example/zgqk/{plan.year}{finding.number:03d}.html"
        answer_finding(finding.id, MEASURES[number % len(MEASURES)], urls=[url], by=officer)


def _recheck(plan: RoundPlan, bureau: Bureau) -> None:
    """Close what was mended; the first finding of the summer goes back once and is mended again at once."""
    for number, finding in enumerate(finding for finding in _findings(plan) if finding.rectifications):
        if plan.kind is RoundKind.HALF_YEAR and number == 0:
            recheck(finding.id, False, "只改了一处，其余两处仍打不开。", by=bureau.supervisor)
            answer_finding(finding.id, "三处链接全部修复，已逐一打开核对。", by=bureau.officers[finding.unit_id])
        recheck(finding.id, True, "已现场核实，整改到位。", by=bureau.supervisor)
