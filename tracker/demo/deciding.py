"""What waits for the invented leader: more time asked for, an instruction that was answered, one that was not."""

from datetime import date, timedelta

from tracker import clock
from tracker.demo.bureau import Bureau
from tracker.demo.diary import office_hour
from tracker.extensions.services import ask_extension
from tracker.permissions import Actor
from tracker.plans.rules import Duty
from tracker.talk.services import answer, instruct
from tracker.tasks.models import Task
from tracker.tasks.rules import OPEN_STATES

TWO_WEEKS = timedelta(days=14)
REASON = "培训讲师本月外出，改到下月上旬才能到局授课。"
PROGRESS = "培训方案和名单已定，教材已印发。"


def leave_decisions(tasks: list[Task], bureau: Bureau) -> None:
    """Let one unit ask for more time, and let the leader give two instructions of which one is answered."""
    today = clock.today()
    led = [(task, officer) for task in tasks if (officer := _officer(task, bureau)) is not None]
    late = [(task, officer) for task, officer in led if task.due_on and task.due_on < today]
    with clock.pinned_at(office_hour(today - timedelta(days=1), 5)):
        for task, officer in [one for one in led if _can_wait(one[0], today)][:1]:
            asked_due_on = (task.due_on or today) + TWO_WEEKS
            ask_extension(task.id, reason=REASON, progress=PROGRESS, asked_due_on=asked_due_on, by=officer)
        for task, officer in late[-1:]:
            said = instruct(task.id, "逾期原因请书面说明，写清下一步时间安排。", by=bureau.leader)
            answer(said.id, "因执法系统升级，上月结果迟报；已补报，今后每月5日前公示。", by=officer)
        for task, _ in led[:1]:
            instruct(task.id, "请与去年同口径比较，便于群众看懂。", by=bureau.leader)


def _officer(task: Task, bureau: Bureau) -> Actor | None:
    """Return who reports for the one lead unit of an open task."""
    leads = [unit.unit_id for unit in task.units if unit.duty is Duty.LEAD]
    return bureau.officers.get(leads[0]) if task.state in OPEN_STATES and len(leads) == 1 else None


def _can_wait(task: Task, today: date) -> bool:
    """Whether a training that is held once can still be put off."""
    return "培训" in task.title and task.due_on is not None and task.due_on > today and not task.occurrences
