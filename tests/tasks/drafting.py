"""Items of a draft plan, and the tasks that come out of them."""

from tracker import clock
from tracker.db import db
from tracker.plans.models import PlanItem
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskWording

YEAR = clock.today().year


def task_of(item: PlanItem) -> Task:
    return db.session.query(Task).filter_by(item_id=item.id).one()


def duties(task: Task) -> list[tuple[str, str, str]]:
    return [(unit.unit.name, unit.duty.value, unit.named_as) for unit in task.units]


def wording_of(task: Task, **changes: object) -> TaskWording:
    values = {name: getattr(task, name) for name in TaskWording.__dataclass_fields__}
    return TaskWording(**{**values, **changes})  # type: ignore[arg-type]
