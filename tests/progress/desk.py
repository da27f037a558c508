"""One task with its lead and co-operating unit, and who reports and decides."""

from dataclasses import dataclass, fields
from typing import Any

from tests.support.factory import Factory
from tracker import clock
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role
from tracker.progress import services
from tracker.progress.models import ProgressReport
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.tasks.models import Task
from tracker.tasks.queries import get_task
from tracker.tasks.rules import TaskWording
from tracker.tasks.services import add_task

YEAR = clock.today().year
PAGE = "https://example.cn/a.html"
PROOFS = {field.name for field in fields(Proofs)}


@dataclass
class Desk:
    """A task with a lead and a co-operating unit, and the people who work on it."""

    task_id: int
    lead: Unit
    coop: Unit
    officer: Actor
    colleague: Actor
    office: Actor

    @property
    def task(self) -> Task:
        return get_task(self.task_id, self.office)

    def report(self, done: str = "已公布第一批", by: Actor | None = None, **said: Any) -> ProgressReport:
        proofs = Proofs(**{name: said.pop(name) for name in PROOFS & set(said)})
        return services.report_progress(self.task_id, ReportContent(done, **said), proofs, by=by or self.officer)

    def accepted(self, **said: Any) -> ProgressReport:
        return services.accept_report(self.report(**said).id, by=self.office)


def desk_of(make: Factory, lead: Unit, coop: Unit, **wording: Any) -> Desk:
    office = make.actor(Role.OFFICE)
    task = add_task(
        YEAR, TaskWording("公开规划成果", **{"limit_phrase": "年底前", **wording}), lead=[lead.id], coop=[coop.id],
        by=office,
    )  # fmt: skip
    officer, colleague = make.actor(Role.SECTION, unit=lead, name="王芳"), make.actor(Role.SECTION, unit=coop)
    return Desk(task.id, lead, coop, officer, colleague, office)
