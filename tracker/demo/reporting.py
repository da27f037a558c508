"""What the sections of the invented bureau report, and what the office answers."""

from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import select

from tracker.db import db
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Deed, Diary
from tracker.permissions import Actor
from tracker.plans.rules import Duty
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.progress.services import accept_report, report_progress, return_report
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.services import sign_for

# task: what hinders it, what comes next
NEVER_FINISHED: dict[int, dict[int, tuple[str, str]]] = {
    2025: {
        10: ("两个矿山修复项目因汛期停工，验收延期", "次年一季度完成生态修复项目验收并公开验收结果"),
        28: ("2019年以前的信息多为纸质扫描件，核对工作量大", "次年一季度完成历史公开信息清理"),
        30: ("部分测绘成果的密级尚在复核", "次年一季度完成测绘成果和地理信息目录公布"),
    },
}
LATE = {2025: {8, 14, 27, 34}, 2026: {1, 9, 36}}
RETURNED = {2025: {5, 17, 29}, 2026: {6, 18, 33}}
STUCK = {
    2026: {1: "图件脱密处理比预计多用两周", 9: "公示系统接口升级，数据未能按月导出", 36: "专栏改版，附件暂时不能下载"}
}
DEEDS = dict(
    line.split("\t") for line in (Path(__file__).parent / "deeds.tsv").read_text(encoding="utf-8").splitlines()
)
DONE = ("按计划落实{title}，公布信息{number}条，逐条标注公开属性和责任科室。",)
HALFWAY = (
    "{title}正在推进，已完成资料收集和初稿，正在征求配合科室意见。",
    "已制定{title}的工作方案，明确专人负责，完成前期数据核对。",
    "{title}已完成过半，首批内容经保密审查后公布。",
)
TURN = (
    "{title}，{name}按时完成，公布信息{number}条，内容经科室负责人审核。",
    "{title}，{name}已更新，核对无误后发布{number}条，没有漏项。",
    "{title}，{name}新增公开信息{number}条，同步更新目录。",
)
RETURN_REASONS = (
    "请补充公示现场照片，并写明起止日期。",
    "请写明公布的网址和条数。",
    "内容与上一期相同，请写本期完成的工作。",
)
_pages = count(1)


def plan_reports(diary: Diary, task: Task, bureau: Bureau) -> None:
    """Enter into the diary how the units on ``task`` sign for it, report it and finish it."""
    start = date(task.year, 1, 12)
    for unit in task.units:
        officer = bureau.officers[unit.unit_id]
        day = start + timedelta(days=diary.dice.randint(1, 9))
        diary.on(day, partial(sign_for, task.id, by=officer))
    lead = next((unit for unit in task.units if unit.duty is Duty.LEAD), task.units[0])
    officer = bureau.officers[lead.unit_id]
    if task.number in NEVER_FINISHED.get(task.year, {}):
        _work_without_end(diary, task, officer, bureau)
    elif turns := _turns(task):
        _work_in_turns(diary, task, turns, officer, bureau)
    else:
        _work_to_the_end(diary, task, officer, bureau)


def _turns(task: Task) -> list[Occurrence]:
    return list(db.session.scalars(select(Occurrence).where(Occurrence.task_id == task.id).order_by(Occurrence.due_on)))


def _words(diary: Diary, texts: tuple[str, ...], task: Task, name: str = "") -> str:
    text = diary.dice.choice(texts)
    if texts is DONE and task.title in DEEDS:
        return f"{DEEDS[task.title]}。"
    return text.format(title=task.title, board=task.category, number=diary.dice.randint(2, 18), name=name)


def _address(day: date) -> str:
    return f"https://zrzy.lincheng.example/zwgk/{day:%Y%m%d}/{next(_pages):04d}.html"


def _work_in_turns(diary: Diary, task: Task, turns: list[Occurrence], officer: Actor, bureau: Bureau) -> None:
    stuck = STUCK.get(task.year, {}).get(task.number)
    for place, turn in enumerate(turns):
        day = turn.due_on - timedelta(days=diary.dice.randint(0, 4))
        if stuck and turn.due_on > diary.last_day - timedelta(days=50):
            break
        is_last = place == len(turns) - 1
        text = _words(diary, TURN, task, turn.name)
        diary.on(max(day, turn.opens_on), _turn_deed(task, turn, text, is_last, officer, bureau, day))


def _turn_deed(
    task: Task, turn: Occurrence, text: str, is_last: bool, officer: Actor, bureau: Bureau, day: date
) -> Deed:  # fmt: skip
    def deed() -> None:
        said = ReportContent(text, count=max(1, turn.minimum_count or 1), occurrence_id=turn.id, asks_to_close=is_last)
        report = report_progress(task.id, said, Proofs(urls=[_address(day)]), by=officer)
        accept_report(report.id, by=bureau.office)

    return deed


def _work_to_the_end(diary: Diary, task: Task, officer: Actor, bureau: Bureau) -> None:
    start, due = date(task.year, 1, 20), task.due_on or date(task.year, 12, 1 + diary.dice.randint(0, 18))
    stuck = STUCK.get(task.year, {}).get(task.number, "")
    late = diary.dice.randint(3, 12) if task.number in LATE.get(task.year, set()) else -diary.dice.randint(1, 9)
    finish = max(due + timedelta(days=late), date(task.year, 1, 24))
    for share in (30, 60, 88):
        percent = min(55, share) if stuck else share + diary.dice.randint(-3, 3)
        day = start + (due - start) * share // 100
        if start + timedelta(days=10) < day < finish - timedelta(days=10):
            _report(diary, task, day, officer, bureau, percent=percent, texts=HALFWAY, difficulty=stuck)
    if stuck:
        return
    if task.number in RETURNED.get(task.year, set()):
        _return_one(diary, task, finish - timedelta(days=6), officer, bureau)
    _report(diary, task, finish, officer, bureau, percent=100, texts=DONE, closes=True)


def _work_without_end(diary: Diary, task: Task, officer: Actor, bureau: Bureau) -> None:
    difficulty, next_step = NEVER_FINISHED[task.year][task.number]
    for month, percent in ((4, 20), (8, 45), (11, 70)):
        _report(
            diary, task, date(task.year, month, 15), officer, bureau, percent=percent, texts=HALFWAY,
            difficulty=difficulty, next_step=next_step,
        )  # fmt: skip


def _report(
    diary: Diary, task: Task, day: date, officer: Actor, bureau: Bureau, *, percent: int, texts: tuple[str, ...],
    difficulty: str = "", next_step: str = "", closes: bool = False,
) -> None:  # fmt: skip
    text = _words(diary, texts, task)
    wait = timedelta(days=diary.dice.randint(0, 3))
    handed_in: list[int] = []

    def report() -> None:
        counted = (task.target_count or 0) * percent // 100 if task.target_unit not in ("", "%") else None
        said = ReportContent(
            text, difficulty=difficulty, next_step=next_step, percent=percent, count=counted, asks_to_close=closes
        )
        made = report_progress(task.id, said, Proofs(urls=[_address(day)]), by=officer)
        handed_in.append(made.id)

    diary.on(day, report)
    diary.on(day + wait, lambda: accept_report(handed_in[0], by=bureau.office))


def _return_one(diary: Diary, task: Task, day: date, officer: Actor, bureau: Bureau) -> None:
    text = _words(diary, DONE, task)
    reason = diary.dice.choice(RETURN_REASONS)

    def deed() -> None:
        made = report_progress(task.id, ReportContent(text, percent=95), Proofs(urls=[_address(day)]), by=officer)
        return_report(made.id, reason, by=bureau.office)

    diary.on(day, deed)
