"""The tasks that Art. 49 sets every year make themselves: 31 January for an agency, 31 March for a government."""

from datetime import date

from sqlalchemy import select

from tracker.annual_report.models import ReportTask
from tracker.annual_report.rules import Publication, is_asked_for, last_day_of, publications_of
from tracker.db import db, transaction
from tracker.organisation.models import Unit
from tracker.organisation.queries import find_agency, in_force
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.tasks.models import Task
from tracker.tasks.queries import is_year_closed
from tracker.tasks.rules import TaskState, TaskWording
from tracker.tasks.services import add_task

BY_LAW = Actor(name="系统（条例第四十九条）", role=Role.OFFICE)
CATEGORY = "年度报告"
# The words stay with the task, which is the office's to change.
_WORDINGS = {
    Publication.OWN: (
        "编制并公布{year}年政府信息公开工作年度报告",
        "按《中华人民共和国政府信息公开条例》第四十九条、第五十条和国办公开办函〔2021〕30号规定的格式编制，"
        "勾稽关系核对无误后报送政府信息公开工作主管部门并向社会公布。",
    ),
    Publication.GOVERNMENT: (
        "公布本级政府{year}年政府信息公开工作年度报告",
        "汇总所属部门、下级政府的年度报告，缺报的逐一催报，各表与分表之和一致后由政府信息公开工作主管部门向社会公布。",
    ),
}


def do_day(today: date) -> list[str]:
    """Make the tasks of the reports that are due next, once each; return the titles of those made now.

    A task of the plan that says the same stands for it, and one that was cancelled is not made again. Nothing is made
    as long as there is no office to give it to.
    """
    year = today.year if today.month == 12 else today.year - 1
    office = _office(today)
    if office is None or not _missing(year, today):
        return []
    with transaction():
        made = [_settle(year, publication, office) for publication in _missing(year, today)]
    return [title for title in made if title]


def _missing(year: int, today: date) -> list[Publication]:
    agency = find_agency()
    if agency is None:
        return []
    there = set(db.session.scalars(select(ReportTask.publication).where(ReportTask.year == year)))
    asked = [one for one in publications_of(agency.name) if is_asked_for(one, year, today)]
    return [publication for publication in asked if publication not in there]


def _office(today: date) -> int | None:
    """Return the unit that makes the report."""
    offices = select(Unit.id).where(Unit.kind == UnitKind.OFFICE, in_force(Unit, today))
    return db.session.scalar(offices.order_by(Unit.position, Unit.id).limit(1))


def _settle(year: int, publication: Publication, office: int) -> str:
    """Find or make the task of a report; return its title if it was made."""
    task_id, made = _find(publication, last_day_of(publication, year)), ""
    if task_id is None:
        task = _make(year, publication, office)
        task_id, made = task.id, task.title
    db.session.add(ReportTask(year=year, publication=publication, task_id=task_id))
    db.session.flush()
    return made


def _find(publication: Publication, last_day: date) -> int | None:
    """Return the task of the plan that is due in the same month and speaks of the annual report."""
    if publication is Publication.GOVERNMENT:
        return None
    said = Task.title.contains("信息公开") & Task.title.contains("年度报告")
    due = Task.due_on.between(last_day.replace(day=1), last_day)
    return db.session.scalar(select(Task.id).where(said, due, Task.state != TaskState.CANCELLED).limit(1))


def _make(year: int, publication: Publication, office: int) -> Task:
    """Make the task as the last one of the report's year, or of the next where that one is closed."""
    title, requirement = _WORDINGS[publication]
    last_day = last_day_of(publication, year)
    limit = f"{last_day.year}年{last_day.month}月{last_day.day}日前"
    wording = TaskWording(title.format(year=year), requirement, "年度报告", limit_phrase=limit, due_on=last_day)
    of_year = year + 1 if is_year_closed(year) else year
    return add_task(of_year, wording, lead=[office], category=CATEGORY, by=BY_LAW)
