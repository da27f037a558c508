"""A head of the invented bureau who looks through what the own section reports, and a share that waits to be joined."""

from datetime import timedelta

from sqlalchemy import select

from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db
from tracker.demo.bureau import Bureau, add_account
from tracker.demo.diary import office_hour
from tracker.heads.services import switch_head_review
from tracker.organisation.models import Person, Unit
from tracker.permissions import Actor, Role
from tracker.plans.rules import Duty
from tracker.progress.rules import ReportContent
from tracker.progress.services import report_progress
from tracker.tasks.models import Task
from tracker.tasks.rules import OPEN_STATES, TaskState

UNIT, HEAD, USERNAME = "国土空间规划科", "周文斌", "guihuakz"


def put_head_before_office(tasks: list[Task], bureau: Bureau) -> None:
    """Switch the review of one head on, and let one report and one share lie on the desks."""
    unit = db.session.scalars(select(Unit).where(Unit.name == UNIT)).one()
    hashed = db.session.scalars(select(Account.password_hash).limit(1)).one()
    person = db.session.scalars(select(Person).where(Person.name == HEAD)).one()
    add_account(person, USERNAME, Role.SECTION, hashed, unit)
    quiet = [task for task in tasks if task.state in OPEN_STATES - {TaskState.SUBMITTED} and not task.occurrences]
    with clock.pinned_at(office_hour(clock.today() - timedelta(days=1), 4)):
        switch_head_review(unit.id, on=True, by=bureau.office)
        _report_first(quiet, unit.id, Duty.LEAD, bureau.officers[unit.id], "已完成成果整理，拟于下周公布图件和文本。")
        for other, officer in bureau.officers.items():
            if other != unit.id and _report_first(quiet, other, Duty.COOP, officer, "已按分工提供数据12条，核对无误。"):
                break


def _report_first(tasks: list[Task], unit_id: int, duty: Duty, officer: Actor, text: str) -> bool:
    """Report on the first of ``tasks`` on which the unit has ``duty``, if there is one."""
    for task in tasks:
        if any(unit.unit_id == unit_id and unit.duty is duty for unit in task.units):
            report_progress(task.id, ReportContent(text), by=officer)
            return True
    return False
