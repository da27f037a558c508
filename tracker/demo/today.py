"""What lies on the desks today: reports that wait, one that came back, a task nobody has signed for yet."""

from datetime import date, timedelta

from tracker import clock
from tracker.demo.bureau import Bureau
from tracker.demo.diary import office_hour
from tracker.plans.rules import Duty
from tracker.progress.rules import ReportContent
from tracker.progress.services import report_progress, return_report
from tracker.tasks.models import Task
from tracker.tasks.rules import OPEN_STATES, TaskState, TaskWording
from tracker.tasks.services import add_task
from tracker.workdays.calendar import YearMissing
from tracker.workdays.counting import add_workdays
from tracker.workdays.shipped import shipped_calendar

WAITING_REPORTS = 3
RETURNED_UNIT = "开发利用科"


def leave_open(tasks: list[Task], bureau: Bureau) -> None:
    """Leave some work waiting at the present day of the running year."""
    quiet = OPEN_STATES - {TaskState.SUBMITTED}
    open_tasks = [task for task in tasks if task.state in quiet and not task.occurrences]
    own = next(unit.unit_id for task in tasks for unit in task.units if unit.unit.name == RETURNED_UNIT)
    with clock.pinned_at(office_hour(clock.today() - timedelta(days=1), 3)):
        for task in _of_others(open_tasks, own)[:WAITING_REPORTS]:
            lead = next(unit.unit_id for unit in task.units if unit.duty is Duty.LEAD)
            text = f"{task.title}本月继续推进，新公布信息3条，下一步按时限完成。"
            report_progress(task.id, ReportContent(text), by=bureau.officers[lead])
        # at the end of the year the unit may have nothing left that could come back
        for task in [one for one in open_tasks if any(unit.unit_id == own for unit in one.units)][:1]:
            made = report_progress(task.id, ReportContent("已提供本科室材料。"), by=bureau.officers[own])
            return_report(made.id, "请写明材料名称和份数，附清单。", by=bureau.office)
        add_task(clock.today().year, _errand(), lead=[own], category="监督保障", by=bureau.leader)


def _of_others(tasks: list[Task], own: int) -> list[Task]:
    """Return one task for each lead unit but ``own``."""
    first: dict[int, Task] = {}
    for task in tasks:
        for unit in task.units:
            if unit.duty is Duty.LEAD and unit.unit_id != own:
                first.setdefault(unit.unit_id, task)
    return list(first.values())


def _errand() -> TaskWording:
    try:
        due_on = add_workdays(clock.today(), 5, shipped_calendar()).due_on
    except YearMissing:  # the new year's calendar is not known yet
        due_on = date(clock.today().year, 12, 31)
    return TaskWording(
        title="土地出让信息公开情况专题自查",
        requirement="对照领导批示，逐宗核对今年出让公告和结果的公布时间，书面报告结果。",
        limit_phrase=f"{due_on.month}月{due_on.day}日前",
    )  # fmt: skip
